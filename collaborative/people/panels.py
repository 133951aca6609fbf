"""What waits for a yes: on Today of who may give it, and on the person's page."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from collaborative.panels import Panel, panel
from collaborative.people.models import Claim, Hat, Person
from collaborative.people.proposing import waiting_for
from collaborative.people.roles import Reach
from collaborative.periods import today
from collaborative.prepared import prepared

SHOWN = 8


@panel("today", order=5)
def claims_to_answer(request: HttpRequest, thing: Any) -> Panel | None:
    """Those on oneself, and those on people whose roster one keeps."""
    rows = _to_answer(request.user, _kept(request.user))
    if not rows:
        return None
    context = {
        "title": _("Waits for your yes or no"),
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "me": request.user,
    }
    return Panel("people/panels/claims.html", context, is_now=True)


@panel("today", order=5)
def proposals(request: HttpRequest, thing: Any) -> Panel | None:
    """Roles that count with this person's yes."""
    waiting = waiting_for(request.user)
    return Panel("people/panels/proposals.html", {"proposals": waiting}, is_now=True) if waiting else None


@panel("person", order=5)
def claims_of_person(request: HttpRequest, person: Person) -> Panel | None:
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
def _to_answer(person: Person, kept: list[int]) -> QuerySet[Claim]:
    worn = Hat.objects.during(today(), None).filter(person=OuterRef("person"))
    theirs = Exists(worn.filter(organization__lineage__overlap=kept))
    made = ~Exists(worn) & Q(person__made_for__lineage__overlap=kept)
    asks_us = Q(role="staff") & ~Q(organization__in=kept) & (theirs | made) if kept else Q(pk__in=[])
    return _open().filter(Q(person=person) | asks_us).order_by("lapses_on", "id")[: SHOWN + 1]


@prepared
def _of_person(person: int) -> QuerySet[Claim]:
    return _open().filter(person=person).order_by("id")[:SHOWN]


def _open() -> QuerySet[Claim]:
    return Claim.objects.open().filter(lapses_on__gte=today()).select_related("person", "organization", "claimed_by")
