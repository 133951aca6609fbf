"""What is done at the door: marking who is there, and letting in who was not registered."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from trainings.attendance import walk_ins
from trainings.attendance.marks import Marks, check_hours, meeting_name, put_marks
from trainings.attendance.sheet import expected
from trainings.models import Meeting, Registration, Training
from trainings.registrations import seats
from trainings.registrations.notifications import OFFER


@action
def mark_attendance(meeting: Meeting, *, marks: Marks, by: Person, now: datetime | None = None) -> Meeting:
    """Say of each of these registrations whether the person is at the meeting, and for how many hours."""
    now = now or timezone.now()
    training = _at_the_door(meeting.training_id, now)
    _has_come(meeting, now)
    if not marks:
        raise ActionError(_("Choose “Present” or “Absent” for at least one person."))
    registrations = {one.pk: one for one in expected(training).filter(pk__in=marks)}
    if set(marks) != set(registrations):
        raise ActionError(_("Somebody on this list has given up the seat meanwhile. Load the page again."))
    for pk, (present, hours) in marks.items():
        check_hours(meeting, present, hours, name=str(registrations[pk].person))
    put_marks(meeting, marks, by=by, now=now)
    record(
        "attendance.marked",
        meeting.training if len(marks) > 1 else next(iter(registrations.values())),
        text=_marked(meeting, marks, registrations),
        by=by,
        now=now,
    )
    return meeting


@action
def mark_rest_present(meeting: Meeting, *, by: Person, now: datetime | None = None) -> int:
    """Everybody not marked yet is there all the time. Those who are marked stay as they are."""
    now = now or timezone.now()
    training = _at_the_door(meeting.training_id, now)
    _has_come(meeting, now)
    rest = list(expected(training).exclude(attendance__meeting=meeting).values_list("pk", flat=True))
    put_marks(meeting, dict.fromkeys(rest, (True, meeting.hours)), by=by, now=now)
    text = ngettext(
        "%(n)s person marked present, %(meeting)s", "%(n)s people marked present, %(meeting)s", len(rest)
    ) % {"n": len(rest), "meeting": meeting_name(meeting)}
    record("attendance.marked", meeting.training, text=text, by=by, now=now)
    return len(rest)


@action
def add_walk_in(
    training: Training,
    *,
    who: walk_ins.WalkIn,
    organization: Organization,
    seat_mode: str,
    by: Person,
    why: str = "",
    meeting: Meeting | None = None,
    now: datetime | None = None,
) -> Registration:
    """Seat somebody who stands at the door. A full room's capacity rises in the same act, with the reason given.

    At `meeting` they are marked present, at those before it absent.
    """
    now = now or timezone.now()
    fresh = _at_the_door(training.pk, now)
    person = walk_ins.person_of(who, organization, by=by, now=now)
    if fresh.trainers.filter(person=person).exists():
        raise ActionError(
            _("%(name)s leads this training and is not counted among those who take part.") % {"name": person}
        )
    before = (fresh.room_capacity, fresh.online_capacity)
    registration = seats.give(
        training, people=[(person, organization)], seat_mode=seat_mode, by=by, now=now, walk_in=True
    )[0]
    raised = (training.room_capacity, training.online_capacity) != before
    if raised and not why.strip():
        raise ActionError(_("All seats are taken. Say why one more can come in."), field="why")
    close_duty(registration, OFFER, now=now)
    if meeting:
        _mark_comer(registration, meeting, by=by, now=now)
    text = _("%(name)s walked in, %(organization)s")
    if raised:
        text = _("%(name)s walked in, %(organization)s. One seat was added: %(why)s")
    said = {"name": person, "organization": organization.short_name, "why": why.strip()}
    record("registration.walked_in", registration, text=text % said, by=by, also=[person, organization], now=now)
    return registration


def _at_the_door(training_id: int, now: datetime) -> Training:
    """The training under its lock, while its door is open."""
    training = seats.lock(training_id)[0]
    if training.is_closed:
        raise ActionError(_("This training is closed. Its attendance is corrected with a reason."))
    if training.is_cancelled or not training.is_published:
        raise ActionError(_("This training does not take place."))
    if (opens := sure(training.first_day)) > today(now):
        raise ActionError(_("The door opens on %(day)s.") % {"day": shown(short_day, opens)})
    return training


def _has_come(meeting: Meeting, now: datetime) -> None:
    if meeting.date > today(now):
        raise ActionError(_("This meeting is on %(day)s.") % {"day": shown(short_day, meeting.date)})


def _mark_comer(registration: Registration, meeting: Meeting, *, by: Person, now: datetime) -> None:
    for earlier in _up_to(meeting):
        there = earlier.pk == meeting.pk
        put_marks(earlier, {registration.pk: (there, earlier.hours)}, by=by, now=now)


def _up_to(meeting: Meeting) -> Iterable[Meeting]:
    return Meeting.objects.filter(training=meeting.training_id, number__lte=meeting.number).order_by("number")


def _marked(meeting: Meeting, marks: Marks, registrations: dict[int, Registration]) -> Sentence:
    if len(marks) == 1:
        ((pk, (present, hours)),) = marks.items()
        text = _("%(name)s, %(meeting)s: present, %(hours)s hours") if present else _("%(name)s, %(meeting)s: absent")
        said = {"name": registrations[pk].person, "meeting": meeting_name(meeting)}
        return text % {**said, "hours": shown(in_hours, hours)}
    there = sum(1 for present, _hours in marks.values() if present)
    return _("Attendance, %(meeting)s: %(present)s present, %(absent)s absent") % {
        "meeting": meeting_name(meeting),
        "present": there,
        "absent": len(marks) - there,
    }
