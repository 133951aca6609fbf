"""How rows of trainings move when two records become one. The ledger of hours, certificates and the seats of closed
trainings stay under the id they were written with: whoever reads them reads both ids."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaborative.people.merges.movers import moves, stays
from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    ExpertCertification,
    HoursEntry,
    Invitation,
    Registration,
    Training,
)

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
