from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from collaborative.calendar.hours import in_hours
from collaborative.people.models import Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from trainings.attendance.queries import meetings_today
from trainings.models import Attendance, Certificate, Training

SHOWN = 10


@panel("today", order=20)
def at_the_door_today(request: PersonRequest, thing: Any) -> Panel | None:
    """Meetings of today that the person leads, or that an organization of theirs hosts and they keep the door of."""
    meetings = meetings_today(request.user, most=SHOWN)
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
    own = Person.objects.records_of(person.pk)
    found = Certificate.objects.standing().filter(training=training, person__in=own).first()
    if not found:
        return None
    return Panel("trainings/certificates/panel.html", {"certificate": found, "hours": in_hours(found.hours)})
