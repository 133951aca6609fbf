from django.urls import path

from accountability.views import dashboard, deliverables, districts, figures, review

urlpatterns = [
    path("reports/", dashboard.reports, name="reports"),
    path("reports/districts/", districts.ReachedList.as_view(), name="districts-reached"),
    path("reports/districts/<int:pk>/", districts.DistrictReached.as_view(), name="district-reached"),
    path("reports/districts/<int:pk>/people/", districts.DistrictPeople.as_view(), name="district-people"),
    path("reports/figures/<slug:name>/", figures.FigureRows.as_view(), name="figure"),
    path("reports/deliverables/", deliverables.DeliverableList.as_view(), name="deliverables"),
    path("reports/deliverables/<int:pk>/", deliverables.deliverable, name="deliverable"),
    path("reports/deliverables/<int:pk>/evidence/", review.Attach.as_view(), name="deliverable-attach"),
    path(
        "reports/deliverables/<int:pk>/evidence/<int:upload>/remove/",
        review.Remove.as_view(),
        name="deliverable-remove",
    ),
    path("reports/deliverables/<int:pk>/submit/", review.Submit.as_view(), name="deliverable-submit"),
    path("reports/deliverables/<int:pk>/accept/", review.Accept.as_view(), name="deliverable-accept"),
    path("reports/deliverables/<int:pk>/return/", review.Return.as_view(), name="deliverable-return"),
]
