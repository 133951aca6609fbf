from django.urls import include, path

urlpatterns = [
    path("", include("trainings.catalog.urls")),
    path("", include("trainings.schedule.urls")),
    path("", include("trainings.invitations.urls")),
    path("", include("trainings.registrations.urls")),
    path("", include("trainings.attendance.urls")),
    path("", include("trainings.certificates.urls")),
    path("", include("trainings.experts.urls")),
]
