from trainings.urls import door, follow_up, registration, schedule

urlpatterns = schedule.urlpatterns + registration.urlpatterns + door.urlpatterns + follow_up.urlpatterns
