"""Who was expected at a training and who was there. Trainers are staff: they are neither expected nor counted."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from collaborative.calendar.hours import in_hours
from collaborative.people.enums import TAKE_PART
from collaborative.people.models import Organization, Person
from trainings.models import Attendance, Meeting, Registration, Training


def expected(training: Training) -> QuerySet[Registration]:
    """Whoever has a seat, but for those who lead."""
    leads = training.trainers.filter(person=OuterRef("person"))
    seated = training.registrations.seated().filter(~Exists(leads))
    return seated.select_related("person", "organization").order_by("person__sort_key", "id")


@dataclass
class SheetLine:
    """One person on the roster of one meeting; `mark` is None while nobody has said whether they are there."""

    registration: Registration
    mark: Attendance | None
    meeting: Meeting
    there: str = ""  # as chosen on the page: «yes», «no» or nothing
    typed: str = ""
    problem: str = ""
    saved: bool = False

    @property
    def state(self) -> str:
        return self.mark.state if self.mark else "unmarked"

    @property
    def hours(self) -> str:
        """What stands in the field: the hours counted, or those of the whole meeting."""
        return in_hours(self.mark.hours if self.mark and self.mark.present else self.meeting.hours)


class AttendanceSheet:
    """All of a training's attendance, read once in three statements."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self.meetings = list(training.meetings.select_related("room").order_by("number"))
        by_id = {meeting.pk: meeting for meeting in self.meetings}
        self.expected = list(expected(training))
        self.marks = list(
            Attendance.objects.filter(meeting__training=training)
            .select_related("registration__person", "registration__organization")
            .order_by("registration_id", "meeting_id")
        )
        for mark in self.marks:
            mark.meeting = by_id[mark.meeting_id]
        self._found = {(mark.meeting_id, mark.registration_id): mark for mark in self.marks}

    def lines(self, meeting: Meeting) -> list[SheetLine]:
        return [SheetLine(one, self._found.get((meeting.pk, one.pk)), meeting) for one in self.expected]

    def counts(self, meeting: Meeting) -> Counter[str]:
        return Counter(line.state for line in self.lines(meeting))

    def missing(self) -> list[tuple[Meeting, list[Registration]]]:
        """The meetings at which somebody is not marked yet, with the people."""
        found = []
        for meeting in self.meetings:
            unmarked = [line.registration for line in self.lines(meeting) if line.mark is None]
            if unmarked:
                found.append((meeting, unmarked))
        return found

    @cached_property
    def present(self) -> dict[tuple[int, int], Attendance]:
        """(person, meeting) → the mark that counts. A seat given up and taken again counts once."""
        return {(mark.registration.person_id, mark.meeting_id): mark for mark in self.marks if mark.present}

    @cached_property
    def hours(self) -> dict[int, Decimal]:
        """Contact hours of each person that was there."""
        found: dict[int, Decimal] = defaultdict(Decimal)
        for (person, _meeting), mark in self.present.items():
            found[person] += mark.hours
        return dict(found)

    @cached_property
    def people(self) -> dict[int, tuple[Person, Organization]]:
        """Those who were there, with whom they were there for."""
        return {
            mark.registration.person_id: (mark.registration.person, mark.registration.organization)
            for mark in self.present.values()
        }

    @property
    def absent(self) -> int:
        """People who had a seat and came to no meeting."""
        return sum(1 for one in self.expected if one.person_id not in self.hours)

    @property
    def total_hours(self) -> Decimal:
        return sum(self.hours.values(), Decimal(0))

    @property
    def districts(self) -> set[int]:
        return {organization.pk for _person, organization in self.people.values() if organization.kind in TAKE_PART}

    def at_all_meetings(self) -> list[tuple[Person, Organization]]:
        """Who came to every meeting: only they are certified by a train-the-expert session."""
        times = Counter(person for person, _meeting in self.present)
        return [self.people[person] for person, number in times.items() if number == len(self.meetings)]
