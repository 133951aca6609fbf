from django.urls import path

from recs.views import partners, rec, venues

urlpatterns = [
    path("", rec.RecList.as_view(), name="recs"),
    path("<int:pk>/", rec.rec, name="rec"),
    path("venues/", venues.VenueList.as_view(), name="venues"),
    path("venues/new/", venues.add, name="venue-new"),
    path("venues/<int:pk>/", venues.venue, name="venue"),
    path("venues/<int:pk>/change/", venues.change, name="venue-change"),
    path("venues/<int:pk>/close/", venues.close, name="venue-close"),
    path("venues/<int:pk>/reopen/", venues.reopen, name="venue-reopen"),
    path("partners/", partners.PartnerList.as_view(), name="partners"),
]
