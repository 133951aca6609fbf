"""A fiscal year of regional trainings of one region, from the invitation to the last follow-up step."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.db import models

from accountability.demo.bulk.ground import Ground, weekday_before, working_days
from coaching.duties import owe_steps
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from coaching.services.opening import due_day
from collaborative.calendar.periods import at_local, morning_of
from collaborative.database.search_keys import plain, sort_key
from collaborative.duties.models import Duty
from collaborative.journal.models import Entry
from collaborative.journal.recording import name_and_url
from collaborative.journal.refs import ref
from collaborative.letters.models import Letter
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import Sentence, kept, of_the_day
from collaborative.web.sentences import gettext_kept as _
from initiatives.models import Initiative, PlannedStep
from trainings.invitations.services import owe_answers
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
from trainings.schedule.duties import owe_closing

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PARTS = ("introduction", "part 1", "part 2", "planning your year", "for principals", "for new teachers", "refresher")
SILENT = 6  # in every second region the seventh district sends nobody: a gap to be seen
REASONS = ("no_substitutes", "calendar", "distance", "trained")


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


def make_year(
    ground: Ground,
    rec: Organization,
    *,
    initiatives: list[Initiative],
    count: int,
    per_district: float,
    first: date,
    last: date,
    now: datetime,
    ended_on: date | None = None,
) -> Year:
    """`count` trainings of the region between two days; those before today are held and closed. With `ended_on` the
    year is over: steps that nobody held were waived on that day."""
    year = Year(ground, rec, initiatives, now, ended_on)
    for planned in PlannedStep.objects.filter(version__in=[one.current_id for one in initiatives]):
        year.plans[planned.version_id].append(planned)
    days = working_days(first, last)
    chosen = sorted(ground.random.choices(range(len(days)), k=count))
    per_day: dict[int, int] = {}
    for number, index in enumerate(chosen):
        slot = per_day.get(index, 0)
        while slot >= min(len(ground.coaches[rec.pk]), len(ground.rooms[rec.pk])):  # that day is booked out
            index = (index + 1) % len(days)
            slot = per_day.get(index, 0)
        per_day[index] = slot + 1
        _training(year, days[index], slot, number)
    _write(year)
    for meeting, trainer, people in zip(year.meetings, year.trainers, _people_of(year, per_district), strict=True):
        _after(year, meeting, trainer.person, people)
    _write_after(year)
    return year


def _training(year: Year, day: date, slot: int, number: int) -> None:
    rec, random = year.rec, year.random
    initiative = year.initiatives[number % len(year.initiatives)]
    room, coach = year.ground.rooms[rec.pk][slot], year.ground.coaches[rec.pk][slot]
    coordinator = year.ground.coordinators[rec.pk][number % 2]
    created = morning_of(day - timedelta(days=random.randint(45, 60)))
    past = day < year.today
    draft = not past and (day - year.today).days > 75 and random.random() < 0.3
    published = None if draft or created + timedelta(days=2) > year.now else created + timedelta(days=2)
    cancelled = (
        published + timedelta(days=10)
        if published and random.random() < 0.03 and published + timedelta(days=10) < year.now
        else None
    )
    starts_at, ends_at = at_local(day, time(9)), at_local(day, time(15, 30))
    training = Training(
        kind="regional",
        title=f"{initiative.title}: {PARTS[number % len(PARTS)]}"[:140],
        initiative=initiative,
        version=initiative.current,
        host=rec,
        audience="region",
        mode="on_site",
        venue=room.venue,
        room_capacity=random.choice((8, 16, 20, 24)),
        minimum=5,
        in_contract_time=True,
        travel_paid_by="The REC",
        substitutes_paid_by="The district",
        cost_to_district_cents=0,
        starts_at=starts_at,
        first_day=day,
        last_day=day,
        created_at=created,
        created_by=coordinator,
        published_at=published,
        cancelled_at=cancelled,
        cancel_why="Snow: the roads were closed." if cancelled else "",
        closed_at=at_local(day, time(16)) if past and published and not cancelled else None,
        registration_closes_on=day - timedelta(days=3),
    )
    training.sort_key, training.search_key = (
        sort_key(training.title),
        plain(f"{training.title} {room.venue.city}")[:240],
    )
    meeting = Meeting(
        training=training, number=1, starts_at=starts_at, ends_at=ends_at, date=day, hours=Decimal("6"), room=room
    )
    year.trainings.append(training)
    year.meetings.append(meeting)
    year.trainers.append(Trainer(training=training, person=coach))
    if not cancelled:
        during = (starts_at, ends_at)
        year.bookings += [
            Booking(meeting=meeting, person=coach, during=during),
            Booking(meeting=meeting, room=room, during=during),
        ]


def _write(year: Year) -> None:
    for rows in (year.trainings, year.meetings, year.trainers, year.bookings):
        type(rows[0]).objects.bulk_create(rows, batch_size=2000)


def _people_of(year: Year, per_district: float) -> Iterator[list[tuple[Person, Organization]]]:
    """Who registers for each training: people of the districts that say yes."""
    random, cursors = year.random, {}
    for training in year.trainings:
        people = []
        for number, district in enumerate(year.ground.districts[year.rec.pk]):
            if number == SILENT and year.rec.pk % 2:
                continue
            staff = year.ground.staff[district.pk]
            begin = cursors.get(district.pk, 0)
            wanted = min(len(staff), int(random.expovariate(1 / per_district) + 0.5))
            people += [(staff[(begin + n) % len(staff)], district) for n in range(wanted)]
            cursors[district.pk] = (begin + wanted) % len(staff)
        yield people if training.published_at and not training.cancelled_at else []


def _after(year: Year, meeting: Meeting, coach: Person, people: list[tuple[Person, Organization]]) -> None:
    training = meeting.training
    if not training.published_at:
        return
    _entry(
        year,
        "training.published",
        training,
        _("“%(title)s” was published.") % {"title": training.title},
        training.published_at,
        training.created_by,
    )
    _invite(year, training, {district.pk for _person, district in people})
    if training.cancelled_at:
        _entry(
            year,
            "training.cancelled",
            training,
            _("“%(title)s” was cancelled.") % {"title": training.title},
            training.cancelled_at,
            training.created_by,
        )
        return
    capacity = training.room_capacity
    seated = people[:capacity]
    when = min(training.published_at + timedelta(days=5), year.now)
    for position, (person, district) in enumerate(people):
        year.registrations.append(
            Registration(
                training=training,
                person=person,
                organization=district,
                status="seated" if position < capacity else "waiting",
                seat_mode="room",
                registered_at=when,
                registered_by=year.ground.leaders[district.pk],
                seated_at=when if position < capacity else None,
            )
        )
    training.room_taken, training.waiting = len(seated), len(people) - len(seated)
    if training.closed_at:
        _hold(year, meeting, coach, year.registrations[len(year.registrations) - len(people) :][: len(seated)])


def _invite(year: Year, training: Training, registered: set[int]) -> None:
    for district in year.ground.districts[year.rec.pk]:
        leader = year.ground.leaders[district.pk]
        answer = "accepted" if district.pk in registered else year.random.choices(("declined", ""), (0.3, 0.7))[0]
        answered = min(training.published_at + timedelta(days=4), year.now) if answer else None
        year.invitations.append(
            Invitation(
                training=training,
                organization=district,
                invited_at=training.published_at,
                addressee=leader if leader.email else None,
                answer=answer,
                answered_at=answered,
                answered_by=leader if answer else None,
                decline_reason=year.random.choice(REASONS) if answer == "declined" else "",
            )
        )


def _hold(year: Year, meeting: Meeting, coach: Person, seated: list[Registration]) -> None:
    """Attendance, hours, certificates, and the follow-up of every district that took part."""
    training = meeting.training
    trained: dict[int, list[Person]] = {}
    for registration in seated:
        present = year.random.random() > 0.06
        year.attendance.append(
            Attendance(
                meeting=meeting,
                registration=registration,
                present=present,
                hours=meeting.hours if present else 0,
                marked_at=training.closed_at,
                marked_by=training.created_by,
            )
        )
        if not present:
            continue
        trained.setdefault(registration.organization_id, []).append(registration.person)
        year.hours.append(
            HoursEntry(
                person=registration.person,
                training=training,
                meeting=meeting,
                initiative_id=training.initiative_id,
                organization_id=registration.organization_id,
                host=year.rec,
                hours=meeting.hours,
                date=meeting.date,
                entered_at=training.closed_at,
                entered_by=training.created_by,
            )
        )
        year.certificates.append(
            Certificate(
                code="".join(year.random.choices(LETTERS, k=12)),
                person=registration.person,
                training=training,
                name=str(registration.person),
                hours=meeting.hours,
                issued_at=training.closed_at,
            )
        )
    text = _("“%(title)s” was closed: %(people)s people were there.") % {
        "title": training.title,
        "people": sum(map(len, trained.values())),
    }
    _entry(year, "training.closed", training, text, training.closed_at, training.created_by)
    for district_id, people in trained.items():
        _follow_up(year, training, district_id, people, coach)


def _follow_up(year: Year, training: Training, district_id: int, people: list[Person], coach: Person) -> None:
    cycle = FollowUpCycle(
        training=training,
        district_id=district_id,
        initiative_id=training.initiative_id,
        rec=year.rec,
        coach=coach,
        people_trained=len(people),
        opened_at=training.closed_at,
    )
    year.cycles.append(cycle)
    for number, planned in enumerate(year.plans[training.version_id], start=1):
        due = due_day(training.first_day, planned.days_after)
        done = None
        if due < year.today and year.random.random() < 0.86:
            done = min(due + timedelta(days=year.random.randint(-10, 6)), year.today - timedelta(days=1))
            done = weekday_before(done)
        waived = year.ended_on and not done
        step = FollowUpStep(
            cycle=cycle,
            district_id=district_id,
            rec=year.rec,
            initiative_id=training.initiative_id,
            number=number,
            touchpoint=planned.touchpoint,
            owed_by=planned.owed_by,
            due_on=due,
            done_on=done,
            done_by=coach if done else None,
            waived_at=at_local(year.ended_on, time(16)) if waived else None,
            waived_by=coach if waived else None,
            waived_why="The school year ended." if waived else "",
        )
        year.steps.append(step)
        if done:
            year.visits.append(
                Visit(
                    coach=coach,
                    district_id=district_id,
                    rec=year.rec,
                    initiative_id=training.initiative_id,
                    step=step,
                    kind=planned.touchpoint,
                    planned_for=done,
                    location="At the school",
                    held_on=done,
                    minutes=year.random.choice((45, 60, 90)),
                    miles=Decimal(year.random.randint(8, 160)),
                    agreed="Try the routine in one lesson and watch it together next time.",
                    logged_at=morning_of(done) + timedelta(hours=6),
                    finishes_step=True,
                    created_at=morning_of(done - timedelta(days=14)),
                )
            )


def _write_after(year: Year) -> None:
    Training.objects.bulk_update(year.trainings, ["room_taken", "waiting"], batch_size=500)
    for rows in (
        year.invitations,
        year.registrations,
        year.attendance,
        year.hours,
        year.certificates,
        year.cycles,
        year.steps,
        year.visits,
        year.entries,
    ):
        if rows:
            type(rows[0]).objects.bulk_create(rows, batch_size=2000)
    _letters(year)
    _duties(year)


def _letters(year: Year) -> None:
    """The invitations' letters, written as already sent; some were refused."""
    letters, invitations = [], [row for row in year.invitations if row.addressee_id]
    for row in invitations:
        due = row.invited_at + timedelta(minutes=10)
        refused = year.random.random() < 0.02
        letters.append(
            Letter(
                kind="invitation",
                about=ref(row),
                recipient=row.addressee,
                due=due,
                address=row.addressee.email,
                subject=f"You are invited: {row.training.title}"[:250],
                body="",
                written_at=row.invited_at,
                attempts=1,
                message_id=f"<bulk-{row.pk}@demo.example>",
                sent_at=None if refused else due,
                refused_at=due if refused else None,
                why="550 5.1.1 No such mailbox here" if refused else "",
            )
        )
    Letter.objects.bulk_create(letters, batch_size=2000)
    for row, letter in zip(invitations, letters, strict=True):
        row.letter = letter
    Invitation.objects.bulk_update(invitations, ["letter"], batch_size=1000)


def _duties(year: Year) -> None:
    """What is still owed, with the moments before today counted as dealt with."""
    before = Duty.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    owe_steps((step for step in year.steps if step.is_open), year.now - timedelta(days=1))
    for training in year.trainings:
        if training.published_at and not training.cancelled_at and not training.closed_at:
            owe_closing(training, year.now)
    coming: dict[Training, list[Invitation]] = defaultdict(list)
    for row in year.invitations:
        if not row.answer and row.training.first_day >= year.today and not row.training.cancelled_at:
            coming[row.training].append(row)
    for training, rows in coming.items():
        owe_answers(training, rows, now=year.now)
    quiet(Duty.objects.filter(pk__gt=before), year.now)


def quiet(duties: models.QuerySet, now: datetime) -> None:
    """Moments that lie before the loading count as dealt with: loading a year sends no reminders."""
    rows = list(duties)
    for duty in rows:
        duty.reminded_until = max(now, duty.opened_at)
        duty.set_next_reminder()
    Duty.objects.bulk_update(rows, ["reminded_until", "next_reminder_at"], batch_size=1000)


def _entry(year: Year, verb: str, training: Training, text: Sentence, at: datetime, by: Person) -> None:
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
