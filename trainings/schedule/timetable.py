"""Meetings from wall-clock times at the venue: the hour that March skips, ends before starts and overlaps told in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import at_local
from collaborative.errors import ActionError
from recs.models import Room
from trainings.models import Attendance, Meeting, Training

HOUR = 3600


@dataclass(frozen=True)
class Sitting:
    """One meeting as somebody types it. `field` is the name under which a form asked for it («m1»)."""

    day: date
    starts: time
    ends: time
    hours: Decimal | None = None  # of who is there all the time; not said: the whole length
    room: Room | None = None
    field: str = "m1"


@dataclass(frozen=True)
class Span:
    """One meeting as instants, with its local day."""

    starts_at: datetime
    ends_at: datetime
    date: date
    hours: Decimal
    room: Room | None


def spans(sittings: Sequence[Sitting], *, zone: ZoneInfo, today: date) -> list[Span]:
    """The meetings in order of time; what cannot be is refused at its field."""
    if not sittings:
        raise ActionError(_("Enter at least one meeting: its day, when it starts and when it ends."), field="m1_day")
    timed = sorted(((_span(one, zone, today), one) for one in sittings), key=lambda pair: pair[0].starts_at)
    for (before, _one), (after, sitting) in pairwise(timed):
        if after.starts_at < before.ends_at:
            raise ActionError(
                _("This meeting starts before the one before it has ended. Enter a later time."),
                field=f"{sitting.field}_starts",
            )
    return [span for span, _sitting in timed]


def _span(one: Sitting, zone: ZoneInfo, today: date) -> Span:
    if one.day < today:
        raise ActionError(_("This day has passed. Enter a day from today on."), field=f"{one.field}_day")
    starts_at = _instant(one.day, one.starts, zone, f"{one.field}_starts")
    ends_at = _instant(one.day, one.ends, zone, f"{one.field}_ends")
    length = Decimal((ends_at - starts_at).total_seconds()) / HOUR
    if length <= 0:
        raise ActionError(
            _("The meeting ends before it starts. Enter a later end, such as 3:30 p.m."), field=f"{one.field}_ends"
        )
    whole = length.quantize(Decimal("0.01"))
    hours = whole if one.hours is None else one.hours
    if not 0 < hours <= whole:
        raise ActionError(_hours_text(hours, whole), field=f"{one.field}_hours")
    return Span(starts_at, ends_at, one.day, hours, one.room)


def _hours_text(hours: Decimal, whole: Decimal) -> str:
    if hours <= 0:
        return _("Enter more than 0 contact hours, or leave it empty for the whole meeting.")
    if whole == 1:
        return _("The meeting lasts 1 hour; enter at most 1.")
    return _("The meeting lasts %(hours)s hours; enter at most %(hours)s.") % {"hours": in_hours(whole)}


def _instant(day: date, clock: time, zone: ZoneInfo, field: str) -> datetime:
    try:
        return at_local(day, clock, zone).astimezone(UTC)
    except ValueError:
        raise ActionError(
            _("This hour does not exist on that day: the clocks go forward. Enter 3:00 a.m. or later, or another day."),
            field=field,
        ) from None


def set_meetings(training: Training, wanted: Sequence[Span]) -> None:
    """Make the meetings so, keeping those rows that stay, and copy the days onto the training (not saved here).

    A meeting at which attendance was marked stays as it was held.
    """
    meetings = list(training.meetings.order_by("number"))
    held = set(Attendance.objects.filter(meeting__in=meetings).values_list("meeting_id", flat=True))
    for number, meeting in enumerate(meetings, start=1):
        span = wanted[number - 1] if number <= len(wanted) else None
        if meeting.pk in held and (
            span is None or (span.starts_at, span.ends_at) != (meeting.starts_at, meeting.ends_at)
        ):
            raise ActionError(
                _("Attendance was marked at meeting %(number)s; it stays as it was held.") % {"number": number}
            )
    for meeting in meetings[len(wanted) :]:
        meeting.delete()
    for number, span in enumerate(wanted, start=1):
        meeting = meetings[number - 1] if number <= len(meetings) else Meeting(training=training, number=number)
        meeting.starts_at, meeting.ends_at, meeting.date = span.starts_at, span.ends_at, span.date
        meeting.hours, meeting.room = span.hours, span.room
        meeting.save()
    training.starts_at, training.first_day = wanted[0].starts_at, wanted[0].date
    training.last_day = max(span.date for span in wanted)


def snapshot(training: Training) -> dict[str, Any]:
    """When and where a training is, so that a move can be undone."""
    return {
        "venue": training.venue_id,
        "online_link": training.online_link,
        "time_zone": training.time_zone,
        "closes_on": training.registration_closes_on.isoformat() if training.registration_closes_on else None,
        "meetings": [
            [one.starts_at.isoformat(), one.ends_at.isoformat(), one.date.isoformat(), str(one.hours), one.room_id]
            for one in training.meetings.order_by("number")
        ],
    }


def from_snapshot(kept: dict[str, Any]) -> list[Span]:
    rooms = Room.objects.in_bulk([row[4] for row in kept["meetings"] if row[4]])
    return [
        Span(
            datetime.fromisoformat(starts),
            datetime.fromisoformat(ends),
            date.fromisoformat(day),
            Decimal(hours),
            rooms.get(room),
        )
        for starts, ends, day, hours, room in kept["meetings"]
    ]
