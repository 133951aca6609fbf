"""What can be chosen, which forms offer and actions check again, and what waits on Today."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from coaching.models import Visit
from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Organization, Person
from recs.models import PartnerAgency
from support.models import RequestQuerySet, SupportRequest
from trainings.models import Invitation, Training


def trainings_for(request: SupportRequest) -> QuerySet[Training]:
    """Standing trainings still to come: of the request's REC, or to which the district is invited."""
    invited = Invitation.objects.filter(
        training=OuterRef("pk"), organization=request.district_id, withdrawn_at__isnull=True
    )
    theirs = Q(host=request.rec_id) & ~Q(audience="all_recs")
    return Training.objects.upcoming().filter(theirs | Exists(invited)).order_by("first_day", "id")


def visits_for(request: SupportRequest) -> QuerySet[Visit]:
    """Visits to the district that are planned, or were held since it asked."""
    return (
        Visit.objects.filter(Visit.is_open.sql() | Q(held_on__gte=request.asked_on), district=request.district_id)
        .select_related("coach", "district")
        .order_by("planned_for", "id")
    )


def partners_for() -> QuerySet[PartnerAgency]:
    return PartnerAgency.objects.filter(closed_on__isnull=True).order_by("sort_key")


def districts_of(person: Person, permission: str) -> QuerySet[Organization]:
    """The districts at or under the organizations for which the person wears a hat with this permission."""
    at = person.organizations_with(permission)
    return Organization.objects.taking_part().active().filter(ancestors__overlap=at)


@prepared
def open_to_answer(person: Person, *, most: int) -> QuerySet[SupportRequest]:
    """The queue of who answers, one's own first."""
    recs = person.organizations_with("support.answer")
    mine = Case(When(owner=person, then=0), default=1)
    return _open(SupportRequest.objects.filter(rec__in=recs).order_by(mine, "answer_by", "id"), most)


@prepared
def open_as_asked(person: Person, *, most: int) -> QuerySet[SupportRequest]:
    """Of the districts for which the person asks."""
    districts = person.organizations_with("support.ask")
    return _open(SupportRequest.objects.filter(district__in=districts).order_by("answer_by", "id"), most)


def _open(rows: RequestQuerySet, most: int) -> QuerySet[SupportRequest]:
    return rows.open().select_related("district", "owner").defer("search_key")[:most]
