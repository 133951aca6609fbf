from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import school_year_name
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from trainings.certificates.hours import hours_by_year
from trainings.certificates.queries import certificates_of
from trainings.models import ExpertCertification

SHOWN = 10


@panel("rec", order=40)
def experts_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    if not _sees_experts(request.user):
        return None
    return Panel("trainings/experts/panels/rec.html", {"rec": rec, "rows": _experts_by_initiative(rec)})


@panel("initiative", order=30)
def experts_of_initiative(request: PersonRequest, initiative: Any) -> Panel | None:
    """Of the state's initiatives: who leads trainings of a REC's own is for the REC to say."""
    if not _sees_experts(request.user) or not initiative.is_published or initiative.is_local:
        return None
    recs = _recs_with_experts(initiative)
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
    certified = _certified(request.user, person)
    certificates = certificates_of(request.user, person.pk, most=SHOWN)
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


def _sees_experts(person: Any) -> bool:
    return person.is_authenticated and person.has_perm("trainings.view_experts")


def _experts_by_initiative(rec: Organization) -> QuerySet:
    rows = ExpertCertification.objects.valid().filter(organization=rec).order_by()
    groups = rows.values("initiative", "initiative__title").annotate(people=Count("person", distinct=True))
    return groups.order_by("initiative__sort_key").values_list("initiative", "initiative__title", "people")


def _recs_with_experts(initiative: Any) -> QuerySet:
    """(REC, how many different people of it are certified today)."""
    valid = ExpertCertification.objects.valid().filter(initiative=initiative, organization=OuterRef("pk"))
    people = valid.order_by().values("organization").annotate(n=Count("person", distinct=True)).values("n")
    recs = Organization.objects.of_kind("rec").active()
    return recs.annotate(experts=Coalesce(Subquery(people), 0)).values_list("short_name", "experts")


def _certified(reader: Person, person: Person) -> QuerySet[ExpertCertification]:
    rows = ExpertCertification.objects.visible_to(reader).filter(person=person)
    return rows.select_related("initiative", "organization").order_by("-valid_until")[:SHOWN]
