"""Whether those who are offered a seat fit into the room that is booked."""

from django.utils.translation import gettext as _

from collaborative.database.sure import sure
from recs.models import Room
from trainings.enums import Mode
from trainings.models import Training


def smallest_room(training: Training) -> Room | None:
    """Of the rooms booked, the one with the fewest seats; None where no seats are known."""
    if training.mode == Mode.ONLINE:
        return None
    rooms = Room.objects.filter(meetings__training=training, seats__isnull=False)
    return rooms.order_by("seats", "id").first()


def room_text(room: Room) -> str:
    return _("%(room)s has %(seats)s seats.") % {"room": room.name, "seats": room.seats}


def too_many_text(training: Training) -> str:
    """A warning, never a refusal: chairs can be brought. Empty where all fit."""
    room = smallest_room(training)
    if room is None or (training.room_capacity is not None and training.room_capacity <= sure(room.seats)):
        return ""
    if training.room_capacity is None:
        text = _("%(room)s has %(seats)s seats. No limit is set for the room.")
    else:
        text = _("%(room)s has %(seats)s seats. More are offered: %(offered)s.")
    return text % {"room": room.name, "seats": room.seats, "offered": training.room_capacity}
