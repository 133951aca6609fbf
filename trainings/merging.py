"""How rows of trainings move when two records become one. The ledger of hours, certificates and the seats of closed
trainings stay under the id they were written with: whoever reads them reads both ids."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaborative.people.movers import moves, special, stays
from trainings import joining
from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    ExpertCertification,
    HoursEntry,
    Invitation,
    Registration,
    Trainer,
    Training,
)

special(
    Registration,
    "person",
    joining.SEATS,
    find=joining.seats_of,
    move=joining.move_seats,
    put_back=joining.put_seats_back,
    left_behind=lambda: Registration.objects.filter(joining.OPEN, person__merged_into__isnull=False),
    lock=joining.lock_trainings,
)
special(
    Trainer,
    "person",
    joining.LED,
    find=joining.led_by,
    move=joining.move_led,
    put_back=joining.put_led_back,
    left_behind=lambda: Trainer.objects.filter(joining.OPEN, person__merged_into__isnull=False),
)
special(Booking, "person", "")  # goes with its trainer
moves(
    ExpertCertification,
    "person",
    _("Certifications as an expert"),
    unique=("version", "training"),
    among=Q(revoked_at__isnull=True),
)
stays(HoursEntry, "person", "entered_by")
stays(Certificate, "person")
stays(Registration, "registered_by")
stays(Attendance, "marked_by")
stays(Invitation, "addressee", "answered_by", "phoned_by")
stays(Booking, "override_by")
stays(Training, "leader_override_by", "created_by")
