"""Where any citizen checks a certificate; included at /verify/."""

from django.urls import path

from trainings.certificates import views as certificates

urlpatterns = [
    path("", certificates.verify, name="verify"),
    path("<str:code>/", certificates.verify_code, name="verify-code"),
]
