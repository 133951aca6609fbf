"""A visit that was logged wrongly is put right. What stood there before stays in the journal, as far as anybody may read it."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from coaching.models import FollowUpStep, Visit
from coaching.services.visits import Log, put_down
from collaborative.calendar.days import short_day
from collaborative.errors import ActionError
from collaborative.web.sentences import Joined, Sentence, joined, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.text import Words

FIGURES = {
    "held_on": gettext_lazy("held on"),
    "minutes": gettext_lazy("minutes"),
    "miles": gettext_lazy("miles"),
    "location": gettext_lazy("location"),
}


def put_right(visit: Visit, told: Log, *, now: datetime) -> Joined:
    """The visit as it really was, and its step done on that day where it was done with this visit. Gives what changed."""
    told.check(now, step=visit.step)
    changes = _changes(Log.of(visit), told)
    if not changes:
        raise ActionError(_("That is how it stands already. Change something, or leave it as it is."))
    put_down(visit, told)
    if visit.finishes_step and visit.step_id:
        FollowUpStep.objects.filter(pk=visit.step_id).update(done_on=visit.held_on)
    return joined(*changes, by="; ")


def _changes(before: Log, after: Log) -> list[Sentence]:
    """In words. What was agreed is not repeated: it may be corrected because it should never have been written."""
    words = _("%(what)s: %(after)s instead of %(before)s")
    found = [
        words % {"what": what, "after": _shown(getattr(after, name)), "before": _shown(getattr(before, name))}
        for name, what in FIGURES.items()
        if getattr(after, name) != getattr(before, name)
    ]
    if set(after.people) != set(before.people):
        found.append(_("other people"))
    if after.agreed != before.agreed:
        found.append(_("other words on what was agreed"))
    return found


def _shown(value: Any) -> Words:
    if value is None:
        return _("not known")
    return shown(short_day, value) if isinstance(value, date) else str(value)
