from django.urls import path

from trainings.experts import views

urlpatterns = [
    path("experts/", views.ExpertList.as_view(), name="experts"),
    path("experts/gaps/", views.GapList.as_view(), name="expert-gaps"),
    path("experts/<int:pk>/", views.expert, name="expert"),
    path("experts/<int:pk>/revoke/", views.Revoke.as_view(), name="expert-revoke"),
]
