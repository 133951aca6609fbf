from django.urls import path

from trainings.registrations.views import cancellation, registration, seat, takeover
from trainings.registrations.views.list import RegistrationList

urlpatterns = [
    path("<int:pk>/register/", registration.choose_organization, name="register"),
    path("<int:training>/invitations/<int:pk>/register/", registration.register, name="invitation-register"),
    path("<int:pk>/registrations/", RegistrationList.as_view(), name="registrations"),
    path("<int:pk>/registrations/give-up/", cancellation.give_up, name="registrations-give-up"),
    path("<int:training>/registrations/<int:pk>/", seat.seat, name="registration"),
    path("<int:training>/registrations/<int:pk>/cancel/", seat.CancelSeat.as_view(), name="registration-cancel"),
    path(
        "<int:training>/registrations/<int:pk>/substitute/", seat.Substitute.as_view(), name="registration-substitute"
    ),
    path("<int:training>/registrations/<int:pk>/ours/", takeover.foreign_seat, name="registration-ours"),
    path("<int:training>/registrations/<int:pk>/accept/", seat.accept, name="registration-accept"),
]
