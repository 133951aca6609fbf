from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from trainings.models import Attendance, Certificate, Meeting, Trainer, Training

SHOWN = 10


@panel("today", order=20)
def at_the_door_today(request: PersonRequest, thing: Any) -> Panel | None:
    """Meetings of today that the person leads, or that an organization of theirs hosts and they keep the door of."""
    meetings = _meetings(request.user)
    return Panel("trainings/attendance/panels/today.html", {"meetings": meetings}, is_now=True) if meetings else None


@panel("training", order=30)
def door_of_training(request: PersonRequest, training: Training) -> Panel | None:
    """For who keeps the door: how it stands. For who took part: the certificate."""
    if not request.user.is_authenticated or not training.is_published or training.is_cancelled:
        return None
    if not request.user.has_perm("trainings.keep_door", training):
        return _own_certificate(request.user, training)
    context: dict[str, Any] = {"training": training}
    if training.is_closed:
        remaining = training.hours_entries.remaining().by_person()  # as every other figure counts them
        counted = remaining.aggregate(people=Count("whose", distinct=True), hours=Sum("hours"))
        context |= {
            "closed": training.closed_at,
            "people": counted["people"],
            "hours": in_hours(counted["hours"] or Decimal(0)),
        }
        context["certificates"] = [
            (one, in_hours(one.hours)) for one in training.certificates.standing().order_by("name")
        ]
    elif training.is_at_the_door:
        marks = Attendance.objects.filter(meeting__training=training)
        context |= marks.aggregate(here=Count("pk", filter=Q(present=True)), away=Count("pk", filter=Q(present=False)))
        context["may_close"] = request.user.has_perm("trainings.run", training)
    return Panel("trainings/attendance/panels/training.html", context)


def _own_certificate(person: Person, training: Training) -> Panel | None:
    found = _certificate(person.pk, training.pk)
    if not found:
        return None
    return Panel("trainings/certificates/panel.html", {"certificate": found[0], "hours": in_hours(found[0].hours)})


@prepared
def _meetings(person: Person) -> QuerySet[Meeting]:
    keeps = person.organizations_with("trainings.keep_door")
    leads = Trainer.objects.filter(training=OuterRef("training"), person=person)
    return (
        Meeting.objects.filter(date=today(), training__published_at__isnull=False)
        .filter(training__cancelled_at__isnull=True, training__closed_at__isnull=True)
        .filter(Q(training__host__in=keeps) | Exists(leads))
        .select_related("training__venue")
        .order_by("starts_at", "id")[:SHOWN]
    )


@prepared
def _certificate(person: int, training: int) -> QuerySet[Certificate]:
    return Certificate.objects.standing().filter(training=training, person__in=Person.objects.records_of(person))[:1]
