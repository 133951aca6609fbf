from django.utils.translation import gettext_lazy as _

from collaborative.letters.outbox import letter_kind

YOURS = _("you were registered for this training.")
REGISTERED = _("you registered people for this training.")

letter_kind("seat_confirmed", YOURS)
letter_kind("seat_waiting", YOURS)
letter_kind("seat_moved_up", YOURS)
letter_kind("seat_offered", YOURS)
letter_kind("seat_given_up", YOURS)
letter_kind("seats_registered", REGISTERED)
letter_kind("seats_moved_up", REGISTERED)
letter_kind("seats_given_up", REGISTERED)
letter_kind("seat_taken_over", _("you have this seat, or you gave it."))
