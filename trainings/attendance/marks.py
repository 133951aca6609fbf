"""Marks of attendance: who was at a meeting, and for how many hours. Plain functions for actions."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from collaborative.calendar.days import short_day
from collaborative.calendar.hours import in_hours
from collaborative.errors import ActionError
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _
from trainings.models import Attendance, Meeting

Marks = Mapping[int, tuple[bool, Decimal]]  # registration id → there or not, and the hours


def check_hours(meeting: Meeting, present: bool, hours: Decimal, *, name: str) -> None:
    if present and not 0 < hours <= meeting.hours:
        raise ActionError(
            _("%(name)s: enter more than 0 and at most %(most)s hours, or choose “Absent”.")
            % {"name": name, "most": shown(in_hours, meeting.hours)},
            field="hours",
        )


def put_marks(meeting: Meeting, marks: Marks, *, by: Person, now: datetime) -> None:
    Attendance.objects.bulk_create(
        [
            Attendance(
                meeting=meeting,
                registration_id=pk,
                present=present,
                hours=hours if present else Decimal(0),
                marked_at=now,
                marked_by=by,
            )
            for pk, (present, hours) in marks.items()
        ],
        update_conflicts=True,
        unique_fields=["meeting", "registration"],
        update_fields=["present", "hours", "marked_at", "marked_by"],
    )


def meeting_name(meeting: Meeting) -> Sentence:
    return _("meeting %(number)s, %(day)s") % {"number": meeting.number, "day": shown(short_day, meeting.date)}
