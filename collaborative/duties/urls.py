from django.urls import path

from collaborative.duties import views

urlpatterns = [
    path("", views.front, name="today"),
    path("duties/", views.DutyList.as_view(), name="duties"),
]
