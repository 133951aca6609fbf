"""Rows behind figures: trainings that were held, deliverables that are owed."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.people.models import Organization, Person
from initiatives.models import Deliverable, Initiative
from tests import builders
from trainings.models import Attendance, HoursEntry, Training

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n" + b"x" * 400


def held(
    people: list[tuple[Person, Organization]],
    *,
    title: str = "Structured literacy, part 1",
    of: Initiative | None = None,
    host: Organization | None = None,
    by: Person | None = None,
    hours: str = "6",
    on: date | None = None,
) -> Training:
    """A training on a day of this fiscal year, closed, with its attendance and ledger."""
    on = on or max(fiscal_year_dates(fiscal_year(today()))[0], today() - timedelta(days=20))
    ahead = (on - today()).days
    made = builders.training(title, of=of, host=host, by=by, days_ahead=ahead, room_capacity=None)
    meeting = made.meetings.get()
    now = timezone.now()
    for person, organization in people:
        seat = builders.registration(made, person, organization)
        Attendance.objects.create(
            meeting=meeting,
            registration=seat,
            present=True,
            hours=Decimal(hours),
            marked_at=now,
            marked_by=made.created_by,
        )
        HoursEntry.objects.create(
            person=person,
            training=made,
            meeting=meeting,
            initiative=made.initiative,
            organization=organization,
            host=made.host,
            hours=Decimal(hours),
            date=meeting.date,
            entered_at=now,
            entered_by=made.created_by,
        )
    made.closed_at = now
    made.save(update_fields=["closed_at"])
    return made


def deliverable(
    of: Initiative | None = None,
    *,
    rec: Organization | None = None,
    measure: str = "trainings_held",
    target: str = "2",
    due_in: int = 100,
    year: int | None = None,
) -> Deliverable:
    of = of or builders.initiative()
    return Deliverable.objects.create(
        initiative=of,
        version=of.current,
        rec=rec or builders.rec(),
        fiscal_year=year or fiscal_year(today()),
        measure=measure,
        target=Decimal(target),
        due_on=today() + timedelta(days=due_in),
    )
