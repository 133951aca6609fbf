"""Which roles somebody gives, and by which hat."""

from datetime import datetime

from collaborative.journal.outbox import write
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import hats_for, permissions
from collaborative.people.roles import EVERY_HAT, ROLES

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


def tell_of_hat(kind: str, hat: Hat, *, by: Person, now: datetime | None) -> None:
    """Whoever gets or loses a role that acts hears of it, save from themselves."""
    if hat.rules.acts and hat.person != by:
        may = sorted(hat.rules.permissions.difference(EVERY_HAT))
        context = {"hat": hat, "by": by, "may": [permissions[name].words for name in may if name in permissions]}
        write(kind, about=hat, to=[hat.person], context=context, now=now)
