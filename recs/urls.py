from django.urls import path

from recs.views import rec

urlpatterns = [
    path("", rec.RecList.as_view(), name="recs"),
    path("<int:pk>/", rec.rec, name="rec"),
]
