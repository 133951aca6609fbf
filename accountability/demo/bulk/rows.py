"""The rows of one region and year, kept until they are written in the order of their keys."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from accountability.demo.bulk.ground import Ground
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from collaborative.journal.models import Entry
from collaborative.journal.recording import name_and_url
from collaborative.journal.refs import ref
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import Sentence, kept, of_the_day
from initiatives.models import Initiative, PlannedStep
from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    HoursEntry,
    Invitation,
    Meeting,
    Registration,
    Trainer,
    Training,
)


@dataclass
class Year:
    """The rows of one region and year, kept until they are written in the order of their keys."""

    ground: Ground
    rec: Organization
    initiatives: list[Initiative]
    now: datetime
    ended_on: date | None = None
    trainings: list[Training] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    trainers: list[Trainer] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    hours: list[HoursEntry] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    cycles: list[FollowUpCycle] = field(default_factory=list)
    steps: list[FollowUpStep] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    plans: dict[int, list[PlannedStep]] = field(default_factory=lambda: defaultdict(list))  # by version

    @property
    def random(self) -> Random:
        return self.ground.random

    @property
    def today(self) -> date:
        return self.ground.today


def add_entry(year: Year, verb: str, training: Training, text: Sentence, at: datetime, by: Person) -> None:
    year.entries.append(
        Entry(
            at=at,
            verb=verb,
            text=of_the_day(text),
            message=kept(text),
            refs=[ref(training), ref(year.rec), ref(training.initiative)],
            by_id=by.pk,
            by_name=str(by),
            hat="",
            data={"demo": True, "of": name_and_url(training)},
        )
    )
