from django.urls import path

from trainings.catalog.views import calendar, list, page

urlpatterns = [
    path("", list.training_list, name="trainings"),
    path("calendar/", calendar.month, name="training-calendar"),
    path("feed.ics", calendar.public_feed, name="training-feed"),
    path("mine/<str:token>.ics", calendar.own_feed, name="training-own-feed"),
    path("<int:pk>/", page.training, name="training"),
]
