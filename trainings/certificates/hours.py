"""Reading the ledger of contact hours."""

from decimal import Decimal

from django.db.models import Sum

from collaborative.calendar.periods import fiscal_year
from collaborative.people.models import Person
from trainings.models import Certificate, HoursEntry, Meeting, Training


def hours_by_meeting(certificate: Certificate) -> list[tuple[Meeting, Decimal]]:
    """The meetings at which the person was, with what the ledger counts, corrections included."""
    counted = dict(
        certificate.training.hours_entries.filter(person=certificate.person_id)
        .order_by()
        .values_list("meeting")
        .annotate(sum=Sum("hours"))
    )
    meetings = certificate.training.meetings.order_by("number")
    return [(meeting, counted[meeting.pk]) for meeting in meetings if counted.get(meeting.pk)]


def hours_by_year(person: Person, seen_by: Person) -> list[tuple[int, Decimal]]:
    """Contact hours by fiscal year, latest first, as far as the reader may see them."""
    found: dict[int, Decimal] = {}
    entries = HoursEntry.objects.visible_to(seen_by).filter(person__in=Person.objects.records_of(person.pk))
    for day, hours in entries.order_by().values_list("date").annotate(sum=Sum("hours")):
        year = fiscal_year(day)
        found[year] = found.get(year, Decimal(0)) + hours
    return sorted(found.items(), reverse=True)


def hours_counted(training: Training, person: Person) -> Decimal:
    return training.hours_entries.filter(person=person).aggregate(sum=Sum("hours"))["sum"] or Decimal(0)
