"""Which roles somebody gives, and by which hat."""

from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import hats_for
from collaborative.people.roles import ROLES

# Which hats the holder of a role may give and end, beside the policy's «people.give_hats».
MAY_GIVE = {
    "ped_leader": tuple(ROLES),
    "rec_director": (
        "rec_director",
        "rec_coordinator",
        "coach",
        "council_member",
        "superintendent",
        "delegate",
        "staff",
    ),
    "superintendent": ("delegate", "staff"),
}


def roles_to_give(person: Person) -> list[str]:
    """In the order of the table of roles."""
    given = {role for hat in person.hats_today for role in MAY_GIVE.get(hat.role, ())}
    return [role for role in ROLES if role in given]


def giving_hat(person: Person, role: str, organization: Organization) -> Hat | None:
    """A director gives a director's roles in the own region alone. What another hat of the same person reaches, such as
    a superintendent's district elsewhere, gets the roles that this other hat may give."""
    hats = hats_for(person, "people.give_hats", organization)
    return next((hat for hat in hats if role in MAY_GIVE.get(hat.role, ())), None)
