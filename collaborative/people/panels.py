"""What waits for a yes: on Today of who may give it, and on the person's page."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared, union_all
from collaborative.people.hats.proposals import answers_proposals, open_proposals, waiting_for
from collaborative.people.models import Claim, Hat, Person
from collaborative.people.requests import PersonRequest
from collaborative.people.roles import Reach
from collaborative.plugs.panels import Panel, panel

SHOWN = 8
CLAIM, PROPOSAL = "claim", "proposal"


@panel("today", order=5)
def waits_for_yes(request: PersonRequest, thing: Any) -> Panel | None:
    """Claims on oneself and on people whose roster one keeps; roles that count with one's yes. Mostly there are none."""
    person, kept = request.user, _kept(request.user)
    kinds = {kind for (kind,) in _kinds(person, kept, answers=answers_proposals(person))}
    rows = _to_answer(person, kept) if CLAIM in kinds else []
    proposals = waiting_for(person) if PROPOSAL in kinds else []
    if not rows and not proposals:
        return None
    context = {
        "title": _("Waits for your yes or no"),
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "me": person,
        "proposals": proposals,
    }
    return Panel("people/panels/waiting.html", context, is_now=True)


@panel("person", order=5)
def claims_of_person(request: PersonRequest, person: Person) -> Panel | None:
    if person != request.user and not _kept(request.user):
        return None
    rows = _of_person(person.pk)
    if person != request.user:
        rows = [one for one in rows if one.is_place]
    if not rows:
        return None
    context = {"title": _("Waits for a yes or no"), "rows": rows, "me": request.user}
    return Panel("people/panels/claims.html", context)


def _kept(person: Person) -> list[int]:
    """The organizations whose people's records this person keeps; leadership, who keeps all, is not led to each."""
    hats = [hat for hat in person.hats_today if hat.rules.reach is Reach.UNDER]
    return list(dict.fromkeys(hat.organization_id for hat in hats if "people.keep_records" in hat.rules.permissions))


@prepared
def _kinds(person: Person, kept: list[int], *, answers: bool) -> QuerySet:
    """Of what there is any: one statement on every Today."""
    claims = _asked(person, kept).order_by().values_list(Value(CLAIM))[:1]
    if not answers:
        return claims
    return union_all([claims, open_proposals().order_by().values_list(Value(PROPOSAL))[:1]])


@prepared
def _to_answer(person: Person, kept: list[int]) -> QuerySet[Claim]:
    return _asked(person, kept).order_by("lapses_on", "id")[: SHOWN + 1]


def _asked(person: Person, kept: list[int]) -> QuerySet[Claim]:
    worn = Hat.objects.during(today(), None).filter(person=OuterRef("person"))
    theirs = Exists(worn.filter(organization__ancestors__overlap=kept))
    made = ~Exists(worn) & Q(person__made_for__ancestors__overlap=kept)
    asks_us = Q(role="staff") & ~Q(organization__in=kept) & (theirs | made) if kept else Q(pk__in=[])
    return _open().filter(Q(person=person) | asks_us)


@prepared
def _of_person(person: int) -> QuerySet[Claim]:
    return _open().filter(person=person).order_by("id")[:SHOWN]


def _open() -> QuerySet[Claim]:
    return Claim.objects.open().filter(lapses_on__gte=today()).select_related("person", "organization", "claimed_by")
