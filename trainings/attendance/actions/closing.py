"""Closing a training, and what is put right afterwards."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Sum
from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.calendar.hours import in_hours
from collaborative.database.sure import sure
from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.web.sentences import Joined, Sentence, joined, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from collaborative.web.text import Words
from trainings.attendance.after_closing import begin_what_follows
from trainings.attendance.marks import check_hours, meeting_name, put_marks
from trainings.attendance.sheet import AttendanceSheet
from trainings.certificates.hours import hours_counted
from trainings.certificates.services import issue, revoke_standing
from trainings.enums import FOLLOWED_UP, Kind
from trainings.experts.certification import certify
from trainings.models import HoursEntry, Meeting, Registration, Training
from trainings.registrations import seats
from trainings.schedule.duties import close_closing_duty, close_leader_duty

NAMED = 5  # so many names in a sentence, the rest as a number


@dataclass(frozen=True)
class ClosingResult:
    """What closing a training comes to; the check page and the journal say it in the same words."""

    present: int
    absent: int
    hours: Decimal
    certificates: int
    districts: int  # that get a follow-up plan
    experts: int

    @classmethod
    def of(cls, training: Training, roll: AttendanceSheet) -> "ClosingResult":
        return cls(
            present=len(roll.people),
            absent=roll.absent,
            hours=roll.total_hours,
            certificates=len(roll.hours),
            districts=len(roll.districts) if training.kind in FOLLOWED_UP else 0,
            experts=len(roll.at_all_meetings()) if training.kind == Kind.TRAIN_THE_EXPERT else 0,
        )

    @property
    def people(self) -> Sentence:
        text = _("%(present)s present, %(absent)s absent, %(hours)s hours")
        return text % {"present": self.present, "absent": self.absent, "hours": f"{self.hours:,.1f}"}

    def __str__(self) -> str:
        return str(self.name_kept)

    @property
    def name_kept(self) -> Joined:
        parts = [
            self.people,
            ngettext("%(n)s certificate", "%(n)s certificates", self.certificates) % {"n": self.certificates},
        ]
        if self.experts:
            parts.append(
                ngettext("%(n)s expert certified", "%(n)s experts certified", self.experts) % {"n": self.experts}
            )
        if self.districts:
            text = ngettext(
                "%(n)s district gets a follow-up plan", "%(n)s districts get a follow-up plan", self.districts
            )
            parts.append(text % {"n": self.districts})
        return joined(*parts, by="; ")


def why_not(training: Training, roll: AttendanceSheet, *, now: datetime) -> Words:
    """What stands in the way of closing, in words; empty where nothing does."""
    if training.is_closed:
        return _("This training was closed on %(day)s.") % {"day": shown(short_day, sure(training.closed_at))}
    if training.is_cancelled or not training.is_published:
        return _("Only a training that took place can be closed.")
    last = max(roll.meetings, key=lambda meeting: meeting.starts_at)
    if now < last.starts_at:
        return _("The last meeting is on %(day)s. Close the training after it.") % {"day": shown(short_day, last.date)}
    missing = roll.missing()
    if missing:
        told = "; ".join(f"{meeting_name(meeting)}: {_names(people)}" for meeting, people in missing)
        return _("Mark everybody present or absent first. Not marked at %(told)s.") % {"told": told}
    return ""


@action
def close(training: Training, *, by: Person, now: datetime | None = None) -> Training:
    """Turn the marks into the ledger of hours, certificates, certifications and follow-up; once, whoever asks twice."""
    now = now or timezone.now()
    seats.lock(training.pk)
    training.refresh_from_db()
    roll = AttendanceSheet(training)
    if refusal := why_not(training, roll, now=now):
        raise ActionError(refusal)
    outcome = ClosingResult.of(training, roll)
    training.closed_at = now
    Training.objects.filter(pk=training.pk).update(closed_at=now, revision=F("revision") + 1)
    HoursEntry.objects.bulk_create(
        _entry(training, mark.meeting, mark.registration, mark.hours, by=by, now=now) for mark in roll.present.values()
    )
    people = {pk: person for pk, (person, _organization) in roll.people.items()}
    issue(training, {people[pk]: hours for pk, hours in roll.hours.items()}, now=now)
    certify(training, roll.at_all_meetings())
    begin_what_follows(training, now)
    close_closing_duty(training, now=now)
    close_leader_duty(training, why="dropped", now=now)
    close_duty([*training.invitations.all(), *training.registrations.offered()], why="dropped", now=now)
    record(
        "training.closed",
        training,
        text=_("Closed: %(outcome)s") % {"outcome": outcome},
        by=by,
        also=[training.host, training.initiative, *(organization for _person, organization in roll.people.values())],
        data={"present": outcome.present, "absent": outcome.absent, "hours": str(outcome.hours)},
        now=now,
    )
    return training


@action
def correct(
    registration: Registration,
    meeting: Meeting,
    *,
    present: bool,
    hours: Decimal,
    why: str,
    by: Person,
    now: datetime | None = None,
) -> Registration:
    """Put attendance right after the closing: the ledger gets the difference and the reason, nothing is overwritten
    there; certificate, certification and follow-up go along."""
    now = now or timezone.now()
    training = seats.lock(registration.training_id)[0]
    if not training.is_closed:
        raise ActionError(_("This training is not closed yet. Mark the attendance on the roster."))
    check_hours(meeting, present, hours, name=str(registration.person))
    hours = hours if present else Decimal(0)
    before = _balance(registration, meeting)
    if hours == before:
        raise ActionError(_("That is how it stands already. Change the attendance or the hours, or leave it as it is."))
    person = registration.person
    stood = _Standing.of(training, person)
    put_marks(meeting, {registration.pk: (present, hours)}, by=by, now=now)
    HoursEntry.objects.bulk_create([_entry(training, meeting, registration, hours - before, by=by, now=now, why=why)])
    _put_right(training, person, stood, why=why, now=now)
    record(
        "attendance.corrected",
        registration,
        text=_("%(name)s, %(meeting)s: %(after)s hours instead of %(before)s. %(why)s")
        % {
            "name": person,
            "meeting": meeting_name(meeting),
            "after": shown(in_hours, hours),
            "before": shown(in_hours, before),
            "why": why,
        },
        by=by,
        also=[person],
        now=now,
    )
    return registration


@dataclass(frozen=True)
class _Standing:
    """What a person had from a training: what somebody revoked by hand does not come back with a correction."""

    hours: Decimal
    at_all_meetings: bool

    @classmethod
    def of(cls, training: Training, person: Person) -> "_Standing":
        there = AttendanceSheet(training).at_all_meetings()
        return cls(hours_counted(training, person), person.pk in {one.pk for one, _place in there})


def _put_right(training: Training, person: Person, before: _Standing, *, why: str, now: datetime) -> None:
    """Certificate, certification and follow-up after a correction."""
    after = _Standing.of(training, person)
    if revoke_standing(training, person, why=why, now=now) or not before.hours:
        issue(training, {person: after.hours}, now=now)
    if before.at_all_meetings and not after.at_all_meetings:
        records = {person.pk, person.merged_into_id or person.pk}  # certifications move when two records are merged
        standing = training.certifications.filter(person__in=records, revoked_at__isnull=True)
        standing.update(revoked_at=now, revoked_why=why[:200])
    if after.at_all_meetings and not before.at_all_meetings:
        certify(training, AttendanceSheet(training).at_all_meetings(), only=person)
    begin_what_follows(training, now)


def _entry(
    training: Training,
    meeting: Meeting,
    registration: Registration,
    hours: Decimal,
    *,
    by: Person,
    now: datetime,
    why: str = "",
) -> HoursEntry:
    return HoursEntry(
        person_id=registration.person_id,
        training_id=training.pk,
        meeting_id=meeting.pk,
        initiative_id=training.initiative_id,
        organization_id=registration.organization_id,
        host_id=training.host_id,
        hours=hours,
        date=meeting.date,
        entered_at=now,
        entered_by=by,
        why=why[:200],
    )


def _balance(registration: Registration, meeting: Meeting) -> Decimal:
    """What the ledger says of this person at this meeting."""
    entries = HoursEntry.objects.filter(person=registration.person_id, meeting=meeting)
    return entries.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)


def _names(people: list[Registration]) -> Words:
    names = ", ".join(str(one.person) for one in people[:NAMED])
    more = len(people) - NAMED
    return names if more <= 0 else _("%(names)s and %(n)s more") % {"names": names, "n": more}
