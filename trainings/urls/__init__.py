from trainings.urls import door, registration, schedule

urlpatterns = schedule.urlpatterns + registration.urlpatterns + door.urlpatterns
