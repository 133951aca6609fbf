from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from collaborative.panels import Panel, panel
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.periods import school_year_name, today
from collaborative.prepared import prepared
from trainings.hours import hours_by_year
from trainings.hours_words import in_hours
from trainings.models import Attendance, Certificate, ExpertCertification, Meeting, Trainer, Training

SHOWN = 10


@panel("today", order=20)
def at_the_door_today(request: PersonRequest, thing: Any) -> Panel | None:
    """Meetings of today that the person leads, or that an organization of theirs hosts and they keep the door of."""
    meetings = _meetings(request.user)
    return Panel("trainings/door/panels/today.html", {"meetings": meetings}, is_now=True) if meetings else None


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
    return Panel("trainings/door/panels/training.html", context)


@panel("rec", order=40)
def experts_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    if not _sees_experts(request.user):
        return None
    return Panel("trainings/experts/panels/rec.html", {"rec": rec, "rows": _experts_by_initiative(rec.pk)})


@panel("initiative", order=30)
def experts_of_initiative(request: PersonRequest, initiative: Any) -> Panel | None:
    if not _sees_experts(request.user) or not initiative.is_published:
        return None
    recs = _recs_with_experts(initiative.pk)
    context = {
        "initiative": initiative,
        "recs": recs,
        "covered": sum(1 for _name, number in recs if number),
        "gaps": [name for name, number in recs if not number],
    }
    return Panel("trainings/experts/panels/initiative.html", context)


@panel("person", order=30)
def learning_of_person(request: PersonRequest, person: Person) -> Panel | None:
    """What a person is certified for, has certificates of, and how many hours by year, as far as the reader sees it."""
    certified = _certified(request.user, person.pk)
    certificates = _certificates(request.user, person.pk)
    hours = [(school_year_name(year), in_hours(amount)) for year, amount in hours_by_year(person, request.user)]
    if not (certified or certificates or hours):
        return None
    context = {
        "certified": certified,
        "certificates": [(one, in_hours(one.hours)) for one in certificates],
        "hours": hours,
        "person": person,
    }
    return Panel("trainings/experts/panels/person.html", context)


def _own_certificate(person: Person, training: Training) -> Panel | None:
    found = _certificate(person.pk, training.pk)
    if not found:
        return None
    return Panel("trainings/certificates/panel.html", {"certificate": found[0], "hours": in_hours(found[0].hours)})


def _sees_experts(person: Any) -> bool:
    return person.is_authenticated and person.has_perm("trainings.view_experts")


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
def _experts_by_initiative(rec: int) -> QuerySet:
    rows = ExpertCertification.objects.valid().filter(organization=rec).order_by()
    groups = rows.values("initiative", "initiative__title").annotate(people=Count("person", distinct=True))
    return groups.order_by("initiative__sort_key").values_list("initiative", "initiative__title", "people")


@prepared
def _recs_with_experts(initiative: int) -> QuerySet:
    """(REC, how many different people of it are certified today)."""
    valid = ExpertCertification.objects.valid().filter(initiative=initiative, organization=OuterRef("pk"))
    people = valid.order_by().values("organization").annotate(n=Count("person", distinct=True)).values("n")
    recs = Organization.objects.of_kind("rec").active()
    return recs.annotate(experts=Coalesce(Subquery(people), 0)).values_list("short_name", "experts")


@prepared
def _certified(reader: Person, person: int) -> QuerySet[ExpertCertification]:
    rows = ExpertCertification.objects.visible_to(reader).filter(person=person)
    return rows.select_related("initiative", "organization").order_by("-valid_until")[:SHOWN]


@prepared
def _certificates(reader: Person, person: int) -> QuerySet[Certificate]:
    own = Person.objects.records_of(person)
    return Certificate.objects.standing().visible_to(reader).filter(person__in=own).select_related("training")[:SHOWN]


@prepared
def _certificate(person: int, training: int) -> QuerySet[Certificate]:
    return Certificate.objects.standing().filter(training=training, person__in=Person.objects.records_of(person))[:1]
