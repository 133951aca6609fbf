"""Which roles somebody gives, and by which hat."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from collaborative.letters.outbox import write
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import hats_for, permissions
from collaborative.people.roles import EVERY_HAT, ROLES

OLD_ENOUGH = timedelta(days=7)  # a role at PED that says the second yes

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


def holder_of(organization: Organization, role: str, *, begins: datetime, ends: datetime | None) -> Hat | None:
    """Who holds a single role at any time between the two: only after them somebody else can. Asked under a lock on the
    organization's row, so that of two who give it at once the second is told in words."""
    if not ROLES[role].is_single:
        return None
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=organization.pk))
    held = Hat.objects.filter(role=role, organization=organization.pk).overlapping(begins, ends)
    return held.select_related("person", "organization").order_by("starts_on", "id").first()


def leads_beside(person: Person, first: Person, *, now: datetime) -> Hat | None:
    """The hat by which somebody says the second yes at PED: seven days old at least, and not given by the first."""
    hats = [hat for hat in person.hats_today if hat.role == "ped_leader" and hat.given_by_id != first.pk]
    return next((hat for hat in hats if person != first and hat.given_at <= now - OLD_ENOUGH), None)


def others_lead(hat: Hat) -> bool:
    """Whether somebody keeps giving roles when this hat is taken off: asked under a lock on PED's own row."""
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=hat.organization_id))
    others = Hat.objects.today().filter(role=hat.role, ends_on__isnull=True, person__in=Person.objects.may_enter())
    return others.exclude(person=hat.person_id).exists()


def leaders_beside(person: Person, *, at: Organization) -> int:
    """How many others lead PED and can come in: asked under a lock on PED's own row."""
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=at.pk))
    leaders = Person.objects.holding("ped_leader", at=at).may_enter()
    return leaders.exclude(pk=person.pk).count()


def may_lock(person: Person, other: Person, hats: Iterable[Hat] | None = None) -> bool:
    """Whoever could give every role that acts and that the other holds, now or ahead; nobody themselves. Where there is
    none, leadership of PED alone: it stands above everybody."""
    if person == other:
        return False
    if any(hat.role == "ped_leader" for hat in person.hats_today):
        return True
    if not roles_to_give(person):
        return False
    hats = other.hats.select_related("organization") if hats is None else hats
    acting = [hat for hat in hats if hat.rules.acts and not hat.is_over]
    return bool(acting) and all(giving_hat(person, hat.role, hat.organization) for hat in acting)


def tell_of_hat(kind: str, hat: Hat, *, by: Person, now: datetime | None) -> None:
    """Whoever gets or loses a role that acts hears of it, save from themselves."""
    if hat.rules.acts and hat.person != by:
        may = sorted(hat.rules.permissions.difference(EVERY_HAT))
        context = {"hat": hat, "by": by, "may": [permissions[name].words for name in may if name in permissions]}
        write(kind, about=hat, to=[hat.person], context=context, now=now)
