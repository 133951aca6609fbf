"""Seats that one organization gave to somebody of another: the keepers of the place they have may cancel or take them over."""

from collaborative.people.claims.services import places_of, root_of
from collaborative.people.models import Organization, Person
from trainings.models import Registration

REGISTER = "trainings.register"


def own_organization(registration: Registration, keeper: Person) -> Organization | None:
    """The organization for which this person may take the seat over: where whoever has it works, but not for who gave it.
    The person whose seat it is may, too. None: the seat is not foreign, or not theirs to take."""
    places = places_of([registration.person]).get(registration.person_id, [])
    if any(registration.organization_id in place.ancestors for place in places):
        return None
    roots = Organization.objects.in_bulk({root_of(place) for place in places})
    is_own = keeper.pk == registration.person_id
    return next((one for one in roots.values() if is_own or _registers_for(keeper, one)), None)


def _registers_for(keeper: Person, organization: Organization) -> bool:
    at = set(keeper.organizations_with(REGISTER))
    return not at.isdisjoint(organization.ancestors)
