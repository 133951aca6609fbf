from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet, Value

from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared, union_all
from collaborative.people.hats.proposals import answers_proposals, open_proposals
from collaborative.people.models import Claim, Hat, Person
from collaborative.people.roles import Reach

M = TypeVar("M", bound=Model)
CLAIM, PROPOSAL = "claim", "proposal"


@prepared
def within_reach(person: Person, pk: int, *, model: type[M], among: str, related: tuple[str, ...]) -> QuerySet[M]:
    """What an address names, where this person may see it. `among` names the queryset method that draws the border."""
    within = getattr(model._default_manager, among)(person)
    return (within.select_related(*related) if related else within).filter(pk=pk)


@prepared
def people_found(person: Person, words: list[str], *, limit: int) -> QuerySet[Person]:
    """With the hats that they wear."""
    hats = Hat.objects.today().select_related("organization").order_by("starts_on", "id")
    worn = Prefetch("hats", hats, to_attr="worn")
    return Person.objects.active().visible_to(person).matching(" ".join(words)).prefetch_related(worn)[:limit]


@prepared
def kinds_waiting(person: Person) -> QuerySet:
    """What kinds of things wait for this person's yes, if any: one statement on every Today."""
    claims = claims_to_answer(person).order_by().values_list(Value(CLAIM))[:1]
    if not answers_proposals(person):
        return claims
    return union_all([claims, open_proposals().order_by().values_list(Value(PROPOSAL))[:1]])


def claims_to_answer(person: Person) -> QuerySet[Claim]:
    """On oneself, and on people whose roster one keeps."""
    kept = kept_by(person)
    worn = Hat.objects.during(today(), None).filter(person=OuterRef("person"))
    theirs = Exists(worn.filter(organization__ancestors__overlap=kept))
    made = ~Exists(worn) & Q(person__made_for__ancestors__overlap=kept)
    asks_us = Q(role="staff") & ~Q(organization__in=kept) & (theirs | made) if kept else Q(pk__in=[])
    return open_claims().filter(Q(person=person) | asks_us)


def kept_by(person: Person) -> list[int]:
    """The organizations whose people's records this person keeps; leadership, who keeps all, is not led to each."""
    hats = [hat for hat in person.hats_today if hat.rules.reach is Reach.UNDER]
    return list(dict.fromkeys(hat.organization_id for hat in hats if "people.keep_records" in hat.rules.permissions))


def open_claims() -> QuerySet[Claim]:
    return Claim.objects.open().filter(lapses_on__gte=today()).select_related("person", "organization", "claimed_by")
