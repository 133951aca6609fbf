from django.urls import include, path

from collaborative.ops.health import healthz

urlpatterns = [
    path("", include("collaborative.duties.urls")),
    path("", include("collaborative.people.urls")),
    path("account/", include("collaborative.people.sign_in.allauth_urls")),
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

handler400 = "collaborative.web.error_views.bad_request"
handler403 = "collaborative.web.error_views.forbidden"
handler404 = "collaborative.web.error_views.not_found"
handler500 = "collaborative.web.error_views.server_error"
