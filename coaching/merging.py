"""How rows of coaching move when two records become one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.models import FollowUpCycle, FollowUpStep, PrivateNote, Visit
from collaborative.people.merges.movers import moves, stays

moves(FollowUpCycle, "coach", _("Follow-up cycles that the person coaches"))
moves(
    Visit,
    "coach",
    _("Visits as a coach"),
    unique=("step", "planned_for"),
    among=Q(cancelled_at__isnull=True, step__isnull=False),
)
moves(Visit.people.through, "person", _("Visits received"), unique=("visit",))
moves(PrivateNote, "coach", _("Private notes written"), is_private=True)
moves(PrivateNote, "coached", _("Private notes received"), unique=("visit",), is_private=True)
stays(FollowUpStep, "done_by", "waived_by")
