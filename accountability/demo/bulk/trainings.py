"""A fiscal year of regional trainings of one region, from the invitation to the last follow-up step."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accountability.demo.bulk.ground import Ground, working_days
from accountability.demo.bulk.owed import owe_duties, write_letters
from accountability.demo.bulk.registrations import people_of, publish_and_fill
from accountability.demo.bulk.rows import Year
from collaborative.calendar.periods import at_local, morning_of
from collaborative.database.search_keys import plain, sort_key
from collaborative.people.models import Organization
from initiatives.models import Initiative, PlannedStep
from trainings.models import Booking, Meeting, Trainer, Training

PARTS = ("introduction", "part 1", "part 2", "planning your year", "for principals", "for new teachers", "refresher")


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
    for meeting, trainer, people in zip(year.meetings, year.trainers, people_of(year, per_district), strict=True):
        publish_and_fill(year, meeting, trainer.person, people)
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
    write_letters(year)
    owe_duties(year)
