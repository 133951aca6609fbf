from django.urls import path

from trainings.views import giving_up, registration, seats, taking_over
from trainings.views.registration_list import RegistrationList

urlpatterns = [
    path("<int:pk>/register/", registration.choose_organization, name="register"),
    path("<int:training>/invitations/<int:pk>/register/", registration.register, name="invitation-register"),
    path("<int:pk>/registrations/", RegistrationList.as_view(), name="registrations"),
    path("<int:pk>/registrations/give-up/", giving_up.give_up, name="registrations-give-up"),
    path("<int:training>/registrations/<int:pk>/", seats.seat, name="registration"),
    path("<int:training>/registrations/<int:pk>/cancel/", seats.cancel, name="registration-cancel"),
    path("<int:training>/registrations/<int:pk>/substitute/", seats.substitute, name="registration-substitute"),
    path("<int:training>/registrations/<int:pk>/ours/", taking_over.foreign_seat, name="registration-ours"),
    path("<int:training>/registrations/<int:pk>/accept/", seats.accept, name="registration-accept"),
]
