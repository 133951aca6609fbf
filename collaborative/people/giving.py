"""By which hat somebody gives a role, or ends one."""

from collaborative.people.actions import MAY_GIVE
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import hats_for


def giving_hat(person: Person, role: str, organization: Organization) -> Hat | None:
    """A director gives a director's roles in the own region alone. What another hat of the same person reaches, such as
    a superintendent's district elsewhere, gets the roles that this other hat may give."""
    hats = hats_for(person, "people.give_hats", organization)
    return next((hat for hat in hats if role in MAY_GIVE.get(hat.role, ())), None)
