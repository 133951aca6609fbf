from django.urls import path

from trainings.certificates import views

urlpatterns = [
    path("certificates/<int:pk>/revoke/", views.Revoke.as_view(), name="certificate-revoke"),
    path("certificates/<int:pk>/again/", views.IssueAgain.as_view(), name="certificate-again"),
    path("certificates/from-letter/<str:token>/", views.certificate_from_letter, name="certificate-from-letter"),
    path("certificates/<str:code>.pdf", views.certificate_as_pdf, name="certificate-pdf"),
    path("certificates/<str:code>/", views.certificate, name="certificate"),
]
