from django.urls import path

from recs.views import partners, rec

urlpatterns = [
    path("", rec.RecList.as_view(), name="recs"),
    path("<int:pk>/", rec.rec, name="rec"),
    path("partners/", partners.PartnerList.as_view(), name="partners"),
]
