"""Visits: planned, held and logged, corrected, cancelled; and the private notes that only coach and coached can read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from coaching.models import FollowUpStep, Visit
from coaching.notifications import tell_cancelled
from coaching.services.corrections import put_right
from coaching.services.notes import put_notes
from coaching.services.visits import Log, hold, lock_held_visit, lock_visit, planned, start_visit
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from initiatives.models import Initiative


@action
def plan(
    district: Organization,
    *,
    coach: Person,
    kind: str,
    planned_for: date,
    location: str,
    people: Sequence[Person],
    by: Person,
    step: FollowUpStep | None = None,
    initiative: Initiative | None = None,
    now: datetime | None = None,
) -> Visit:
    """A visit on a day to come, for a follow-up step or for none. Its people are told."""
    now = now or timezone.now()
    if planned_for < today(now):
        raise ActionError(
            _("Choose a day that is still to come. A visit that was held is logged instead."), field="planned_for"
        )
    visit = planned(
        district,
        coach=coach,
        kind=kind,
        planned_for=planned_for,
        location=location,
        people=people,
        step=step,
        initiative=initiative,
        by=by,
        now=now,
    )
    words = {"coach": coach, "visit": visit, "day": shown(short_day, planned_for)}
    _record("visit.planned", visit, _("%(coach)s plans a visit on %(day)s: %(visit)s") % words, by, now)
    return visit


@action
def log(
    visit: Visit,
    *,
    by: Person,
    held_on: date,
    location: str,
    minutes: int,
    people: Sequence[Person],
    agreed: str = "",
    miles: Decimal | None = None,
    finishes_step: bool = True,
    next_on: date | None = None,
    notes: Mapping[Person, str] | None = None,
    revision: int | None = None,
    now: datetime | None = None,
) -> Visit:
    """A planned visit was held. Where it was for a step, the step is done in the same act."""
    now = now or timezone.now()
    visit = lock_visit(visit.pk, revision=revision)
    told = Log(held_on, location, minutes, people, agreed, miles, finishes_step, next_on)
    return _log(visit, told, notes or {}, by, now)


@action
def log_unplanned(
    district: Organization,
    *,
    coach: Person,
    kind: str,
    by: Person,
    held_on: date,
    location: str,
    minutes: int,
    people: Sequence[Person],
    agreed: str = "",
    miles: Decimal | None = None,
    step: FollowUpStep | None = None,
    initiative: Initiative | None = None,
    finishes_step: bool = True,
    next_on: date | None = None,
    notes: Mapping[Person, str] | None = None,
    now: datetime | None = None,
) -> Visit:
    """A visit that was held without having been planned here."""
    now = now or timezone.now()
    told = Log(held_on, location, minutes, people, agreed, miles, finishes_step, next_on)
    told.check(now, step=step)
    visit = start_visit(
        district,
        coach=coach,
        kind=kind,
        planned_for=held_on,
        location=location,
        step=step,
        initiative=initiative,
        now=now,
    )
    return _log(visit, told, notes or {}, by, now)


def _log(visit: Visit, told: Log, notes: Mapping[Person, str], by: Person, now: datetime) -> Visit:
    next_visit = hold(visit, told, by=by, now=now)
    put_notes(visit, notes, by=by, now=now)
    text = ngettext(
        "%(coach)s held a visit on %(day)s: %(visit)s, %(minutes)s minutes with %(n)s person",
        "%(coach)s held a visit on %(day)s: %(visit)s, %(minutes)s minutes with %(n)s people",
        len(told.people),
    )
    if next_visit:
        text = ngettext(
            "%(coach)s held a visit on %(day)s: %(visit)s, %(minutes)s minutes with %(n)s person. The next one is planned"
            " for %(next_day)s",
            "%(coach)s held a visit on %(day)s: %(visit)s, %(minutes)s minutes with %(n)s people. The next one is planned"
            " for %(next_day)s",
            len(told.people),
        )
    said = {
        "coach": visit.coach,
        "day": shown(short_day, told.held_on),
        "visit": visit,
        "minutes": told.minutes,
        "n": len(told.people),
        "next_day": shown(short_day, next_visit.planned_for) if next_visit else "",
    }
    _record("visit.held", visit, text % said, by, now)
    return visit


@action
def correct(
    visit: Visit,
    *,
    held_on: date,
    location: str,
    minutes: int,
    people: Sequence[Person],
    why: str,
    by: Person,
    agreed: str = "",
    miles: Decimal | None = None,
    revision: int | None = None,
    now: datetime | None = None,
) -> Visit:
    """What was logged wrongly is put right, with the reason. Where the step was done with this visit, its day follows."""
    now = now or timezone.now()
    visit = lock_held_visit(visit.pk, revision=revision)
    words = {"day": shown(short_day, sure(visit.held_on)), "visit": visit, "why": why}
    words["changes"] = put_right(visit, Log(held_on, location, minutes, people, agreed, miles), now=now)
    _record("visit.corrected", visit, _("%(visit)s, %(day)s, was corrected: %(changes)s. %(why)s") % words, by, now)
    return visit


@action
def cancel(visit: Visit, *, why: str, by: Person, revision: int | None = None, now: datetime | None = None) -> Visit:
    """A planned visit does not take place; the step stays open, and whoever was told of it is told so."""
    now = now or timezone.now()
    visit = lock_visit(visit.pk, revision=revision)
    visit.cancelled_at, visit.cancel_why = now, why
    visit.revision += 1
    visit.save(update_fields=["cancelled_at", "cancel_why", "revision"])
    tell_cancelled(visit, by=by, now=now)
    words = {"visit": visit, "day": shown(short_day, visit.planned_for), "why": why}
    _record("visit.cancelled", visit, _("The visit of %(day)s was cancelled: %(visit)s. %(why)s") % words, by, now)
    return visit


@action
def write_note(visit: Visit, *, coached: Person, text: str, by: Person, now: datetime | None = None) -> Visit:
    """A private note after a visit that was held. The entry says that one was written, not to whom nor what."""
    now = now or timezone.now()
    visit = Visit.objects.select_for_update(of=("self",)).select_related("coach", "district", "step").get(pk=visit.pk)
    if not visit.is_held:
        raise ActionError(_("Log the visit first; then write the note."))
    put_notes(visit, {coached: text}, by=by, now=now)
    record("visit.note", visit, text=_("%(coach)s wrote a private note") % {"coach": by}, by=by, now=now)
    return visit


def _record(verb: str, visit: Visit, text: Sentence, by: Person, now: datetime) -> None:
    also = [visit.district] + ([visit.step.cycle, visit.step] if visit.step else [])
    record(verb, visit, text=text, by=by, also=also, now=now)
