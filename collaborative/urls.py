from django.urls import include, path

from collaborative.health import healthz

urlpatterns = [
    path("", include("collaborative.duties.urls")),
    path("", include("collaborative.people.urls")),
    path("account/", include("collaborative.people.sign_in_urls")),
    path("files/", include("collaborative.files.urls")),
    path("recs/", include("recs.urls")),
    path("districts/", include("districts.urls")),
    path("initiatives/", include("initiatives.urls")),
    path("trainings/", include("coaching.urls")),  # where it stood before it was an app
    path("trainings/", include("trainings.urls")),
    path("verify/", include("trainings.certificates.verify_urls")),
    path("requests/", include("support.urls")),
    path("", include("accountability.urls")),
    path("", include("accountability.demo.urls")),
    path("healthz", healthz, name="healthz"),
]

handler400 = "collaborative.errors.bad_request"
handler403 = "collaborative.errors.forbidden"
handler404 = "collaborative.errors.not_found"
handler500 = "collaborative.errors.server_error"
