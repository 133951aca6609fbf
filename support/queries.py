"""What can be chosen: plain querysets that forms offer and actions check again."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from coaching.models import Visit
from collaborative.people.models import Organization, Person
from recs.models import PartnerAgency
from support.models import SupportRequest
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
    return Organization.objects.of_kind("district").active().filter(ancestors__overlap=at)
