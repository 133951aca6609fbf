"""Moving and cancelling a training: everybody concerned is told, calendars follow, and for ten minutes it can be undone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from collaborative.calendar import days
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.journal.recording import action, record
from collaborative.letters import outbox
from collaborative.letters.models import Letter
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence, joined, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.text import Words
from recs.models import Venue
from trainings.bookings.services import book, booked_twice, free
from trainings.invitations import calendar_entries
from trainings.invitations.regions import lock_regions, tell_withdrawn, withdrawn_text
from trainings.invitations.services import (
    held_until,
    invite,
    letter_context,
    owe_answers,
    postpone_answers,
    rewrite_held,
    send_invitations,
    stop_letters,
    told_people,
)
from trainings.models import Invitation, Training
from trainings.registrations.notifications import owe_offers
from trainings.schedule.actions.drafts import set_venue
from trainings.schedule.duties import owe_closing, postpone_closing
from trainings.schedule.edits import lock_for_change, refuse_if_over, save_change
from trainings.schedule.leaders import check_leader, leaders
from trainings.schedule.timetable import Sitting, from_snapshot, set_meetings, snapshot, spans
from trainings.schedule.undo import last_entry, stop_or_refuse


@action
def move(
    training: Training,
    *,
    venue: Venue | None,
    online_link: str,
    sittings: Sequence[Sitting],
    why: str = "",
    override_why: str = "",
    by: Person,
    revision: int | None = None,
    now: datetime | None = None,
) -> Training:
    """Another time or place, of a published training. Answers, seats and the waiting list stay as they are."""
    now = now or timezone.now()
    lock_regions(training)
    training = lock_for_change(training, revision=revision)
    _refuse_unpublished(training)
    before, first_day = snapshot(training), sure(training.first_day)
    set_venue(training, venue=venue, online_link=online_link)
    set_meetings(training, spans(sittings, zone=training.zone, today=today(now)))
    if sure(training.starts_at) <= now:
        raise ActionError(_("This hour has passed. Enter a later one."), field="m1_starts")
    after = snapshot(training)
    if _instants(before) == _instants(after):
        raise ActionError(_("Nothing was changed, so nobody is told."))
    training.registration_closes_on = _shifted(training.registration_closes_on, first_day, training, now)
    check_leader(training, by=by, led_before=leaders(training))
    training.sequence += 1
    save_change(training)
    booked = book(training, by=by, override_why=override_why)
    earlier = _untold_move(training)
    stop_letters(training, "invitation", "training_moved", now=now)
    added, gone = invite(training, now=now)
    request = calendar_entries.request_for(training, now=now)
    told = _tell(training, "training_moved", request, why=why, but=_fresh(added), now=now)
    told += _follow(training, added, gone, now=now)
    said: list[Words] = [
        _moved_text(training),
        why,
        *([withdrawn_text(len(gone))] if gone else []),
        *booked_twice(booked, override_why),
    ]
    record(
        "training.moved",
        training,
        text=joined(*said),
        by=by,
        also=[training.host, training.initiative],
        data={"before": earlier.data["before"] if earlier else before, "told": len(told)},
        now=now,
    )
    return training


@action
def undo_move(training: Training, *, by: Person, now: datetime | None = None) -> Training:
    """Back to what people had been told."""
    now = now or timezone.now()
    lock_regions(training)
    training = lock_for_change(training)
    _refuse_unpublished(training)
    entry = stop_or_refuse(training, "training.moved", "training_moved", now=now)
    if _undone_after(training, entry):
        raise ActionError(_("This was undone already."))
    kept = entry.data["before"]
    training.venue = Venue.objects.get(pk=kept["venue"]) if kept["venue"] else None
    training.time_zone = kept["time_zone"]
    linked = last_entry(training, "training.linked")
    if not linked or linked.pk < entry.pk:  # a link set since then stays
        training.online_link = kept["online_link"]
    training.registration_closes_on = date.fromisoformat(kept["closes_on"]) if kept["closes_on"] else None
    set_meetings(training, from_snapshot(kept))
    check_leader(training, by=by, led_before=leaders(training))
    training.sequence += 1
    save_change(training)
    book(training, by=by)
    _follow(training, *invite(training, now=now), now=now)
    record(
        "training.move_undone",
        training,
        text=_("The move was undone before any letter went."),
        by=by,
        also=[training.host, training.initiative],
        now=now,
    )
    return training


@action
def cancel(
    training: Training, *, why: str, by: Person, revision: int | None = None, now: datetime | None = None
) -> Training:
    now = now or timezone.now()
    training = lock_for_change(training, revision=revision)
    _refuse_unpublished(training)
    if not why.strip():
        raise ActionError(_("Say why, so that people understand."), field="why")
    training.cancelled_at, training.cancel_why = now, why.strip()[:300]
    training.sequence += 1
    save_change(training)
    free(training)
    stop_letters(training, "invitation", "training_moved", now=now)
    told = _tell(training, "training_cancelled", calendar_entries.cancel_for(training, now=now), why=why, now=now)
    close_duty([training, *training.invitations.all(), *training.registrations.offered()], why="dropped", now=now)
    record(
        "training.cancelled",
        training,
        text=_("“%(title)s” was cancelled: %(why)s") % {"title": training.title, "why": training.cancel_why},
        by=by,
        also=[training.host, training.initiative],
        data={"told": len(told)},
        now=now,
    )
    return training


@action
def undo_cancel(training: Training, *, by: Person, now: datetime | None = None) -> Training:
    now = now or timezone.now()
    lock_regions(training)
    training = lock_for_change(training)
    if not training.is_cancelled:
        raise ActionError(_("This training is not cancelled."))
    stop_or_refuse(training, "training.cancelled", "training_cancelled", now=now)
    training.cancelled_at, training.cancel_why = None, ""
    training.sequence += 1
    save_change(training)
    book(training, by=by)
    owe_closing(training, now)
    owe_answers(training, training.invitations.standing().select_related("organization"), now=now)
    owe_offers(training, training.registrations.offered().select_related("person", "organization"), now=now)
    rewrite_held(training, now=now)
    record(
        "training.cancel_undone",
        training,
        text=_("The cancellation was undone before any letter went."),
        by=by,
        also=[training.host, training.initiative],
        now=now,
    )
    return training


def _moved_text(training: Training) -> Sentence:
    return _("Moved to %(when)s, %(where)s.") % {"when": when_text(training), "where": where_text(training)}


def when_text(training: Training) -> Words:
    """«Thu, Jan 14, 9:00 a.m.», or the days from first to last."""
    first, last = training.first_day, training.last_day
    if first is None or last is None:
        return ""
    if first != last:
        return shown(days.span, first, last)
    starts = shown(days.clock, sure(training.starts_at), training.time_zone)
    return joined(shown(days.short_day, first), starts, by=", ")


def where_text(training: Training) -> Words:
    return str(training.venue) if training.venue_id else _("on line")


def _tell(
    training: Training, kind: str, part, *, why: str, but: Sequence[Invitation] = (), now: datetime
) -> list[Letter]:
    return outbox.write(
        kind,
        about=training,
        to=told_people(training, but=but),
        context=letter_context(training) | {"reason": why},
        calendar=part,
        due=held_until(now),
        now=now,
    )


def _follow(training: Training, added: list[Invitation], gone: list[Invitation], *, now: datetime) -> list[Letter]:
    """What hangs on the days: who is invited now and who no longer, what is owed by when, and invitations that have not
    gone yet. Gives the letters to those whose invitation had gone and does not hold any more."""
    rewrite_held(training, now=now)
    if fresh := _fresh(added):
        send_invitations(training, fresh, now=now)
    postpone_answers(training, now=now)
    postpone_closing(training, now=now)
    reached = training.invitations.filter(pk__in=[one.pk for one in gone], letter__stopped_at__isnull=True)
    heard = list(reached.exclude(letter=None).select_related("organization"))
    return tell_withdrawn(training, heard, now=now) if heard else []


def _fresh(added: list[Invitation]) -> list[Invitation]:
    """Of those who were added: whom no invitation that holds has reached."""
    return [one for one in added if one.letter_id is None]


def _refuse_unpublished(training: Training) -> None:
    refuse_if_over(training)
    if not training.is_published:
        raise ActionError(_("This training is not published yet."))


def _untold_move(training: Training) -> Entry | None:
    """An earlier move of which nobody has heard: undoing this one leads back to before that one."""
    entry = last_entry(training, "training.moved")
    if entry is None or _undone_after(training, entry):
        return None
    letters = Letter.objects.about(training).filter(kind="training_moved", written_at=entry.at)
    held = letters.waiting().exists() and not letters.filter(sent_at__isnull=False).exists()
    return entry if held else None


def _undone_after(training: Training, entry: Entry) -> bool:
    undone = last_entry(training, "training.move_undone")
    return bool(undone and undone.pk > entry.pk)


def _instants(kept: dict) -> tuple:
    """The link alone is no move: it has a page of its own."""
    return kept["venue"], kept["meetings"]


def _shifted(closes_on: date | None, first_day: date, training: Training, now: datetime) -> date | None:
    """The closing day moves along, but never before today."""
    if closes_on is None:
        return None
    begins = sure(training.first_day)
    moved = closes_on + timedelta(days=(begins - first_day).days)
    return min(begins, max(moved, today(now)))
