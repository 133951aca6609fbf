"""Giving places to people, or asking for them: who has a place at another organization is asked first.

A claim on somebody of another organization is a proposal. It counts once the person or a keeper of the place they have
says yes; it writes nothing to the record and opens nothing. Plain functions: actions call them in their own transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import ngettext

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.claims.notifications import tell_asked, tell_ended
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.models.claim import STANDS_FOR, Claim
from collaborative.people.records.write_access import keeps
from collaborative.people.rosters import give_places

MOST_OPEN = 20  # of one organization at a time


@dataclass
class Placed:
    """Who has the place from now on, and who was asked for it."""

    people: list[Person] = field(default_factory=list)
    asked: list[Person] = field(default_factory=list)


@dataclass
class Sorted:
    """`ours` are this organization's own; of `kept` the one who acts keeps the place they have; `others` are asked."""

    ours: list[Person] = field(default_factory=list)
    kept: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)


def root_of(organization: Organization) -> int:
    """The id of the district of a school; districts, RECs and all others answer for themselves."""
    if organization.kind == Organization.Kind.SCHOOL and len(organization.ancestors) > 1:
        return organization.ancestors[1]
    return organization.pk


def places_of(people: Iterable[Person]) -> dict[int, list[Organization]]:
    """By person the organizations of their roles, also of those that begin later; of who has none the one for which the
    record was made."""
    people = list(people)
    found: dict[int, list[Organization]] = defaultdict(list)
    hats = Hat.objects.during(today(), None).filter(person__in=people).select_related("organization")
    for hat in hats.order_by("id"):
        found[hat.person_id].append(hat.organization)
    alone = [one for one in people if one.pk not in found and one.made_for_id]
    makers = Organization.objects.in_bulk({one.made_for_id for one in alone})
    return {**found, **{one.pk: [makers[one.made_for_id]] for one in alone}}


def sort_out(people: Iterable[Person], *, at: Organization, by: Person) -> Sorted:
    """Whose people these are, seen from an organization that wants to give them a place or a role."""
    people = list(dict.fromkeys(people))
    places, root, found = places_of(people), root_of(at), Sorted()
    for one in people:
        theirs = places.get(one.pk, [])
        if one == by or any(root in place.ancestors for place in theirs):
            found.ours.append(one)
        elif any(keeps(by, place) for place in theirs):
            found.kept.append(one)
        else:
            found.others.append(one)
    return found


def place_or_ask(
    people: Iterable[Person],
    *,
    at: Organization,
    by: Person,
    source: str,
    now: datetime,
    position: str = "",
    positions: Mapping[Person, str] | None = None,
    strict: bool = True,
) -> Placed:
    """Give the own people their place, and ask for the others'. Who is asked already is not asked twice.

    Where the one who acts keeps the place that somebody has, that is the keeper's yes: at once, and both are told.
    Not `strict`: who cannot be asked now goes without a place; else it is refused.
    """
    found, positions = sort_out(people, at=at, by=by), positions or {}
    here = [*found.ours, *found.kept]
    give_places(here, at=at, starts_on=today(now), by=by, source=source, position=position, positions=positions)
    drafts = {
        one: Claim(
            person=one,
            organization_id=at.pk,
            position=(positions.get(one) or position)[:80],
            source=source[:200],
            claimed_by=by,
            claimed_at=now,
            lapses_on=today(now) + STANDS_FOR,
        )
        for one in [*found.kept, *found.others]
    }
    _agree([drafts[one] for one in found.kept], at=at, by=by, now=now)
    ask([drafts[one] for one in found.others], at=at, now=now, strict=strict)
    return Placed(here, found.others)


def ask(claims: list[Claim], *, at: Organization, now: datetime, strict: bool = True) -> list[Claim]:
    """Keep claims for one organization and role, and write to the people and to those who keep the places they have."""
    if not claims:
        return []
    _lock(at)
    [role] = {one.role for one in claims}
    before = Claim.objects.under(root_of(at)).filter(role=role, person__in=[one.person for one in claims])
    asked = set(before.open().values_list("person_id", flat=True))
    refused = {one.person_id: one for one in before.blocking(now=now).select_related("person")}
    if strict and refused:
        raise ActionError(_refused_text(list(refused.values())))
    new = [one for one in claims if one.person_id not in asked | set(refused)]
    waiting = Claim.objects.open().under(root_of(at)).count()
    if strict and new and waiting + len(new) > MOST_OPEN:
        raise ActionError(_too_many_text(at, waiting))
    new = new[: max(0, MOST_OPEN - waiting)]
    Claim.objects.bulk_create(new)
    for one in new:
        one.organization = at
    tell_asked(new, places_of(one.person for one in new), now=now)
    return new


def _agree(claims: list[Claim], *, at: Organization, by: Person, now: datetime) -> None:
    """The keeper's yes in the same act; what was asked for before is answered by it."""
    for one in claims:
        one.ended_at, one.ended_by = now, by
        one.outcome, one.how = Claim.Outcome.YES, Claim.How.KEEPER
    if claims:
        _lock(at)
        open_ones = Claim.objects.open().under(root_of(at)).filter(role="staff", person__in=[c.person for c in claims])
        open_ones.update(ended_at=now, ended_by=by, outcome=Claim.Outcome.YES, how=Claim.How.KEEPER)
        Claim.objects.bulk_create(claims)
        for one in claims:
            one.organization = at
        tell_ended(claims, places_of(one.person for one in claims), by=by, now=now)


def _lock(at: Organization) -> None:
    """Those who ask for the same organization wait for each other: limits and blocks hold for all of them."""
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=root_of(at)))


def _refused_text(refused: list[Claim]) -> str:
    names = ", ".join(str(one.person) for one in refused)
    day = max(sure(one.blocks_until) for one in refused)
    words = ngettext(
        "A claim for %(names)s was answered with no. Leave this person out; it can be asked anew after %(day)s.",
        "Claims for %(names)s were answered with no. Leave these people out; it can be asked anew after %(day)s.",
        len(refused),
    )
    return words % {"names": names, "day": short_day(day)}


def _too_many_text(at: Organization, waiting: int) -> str:
    words = ngettext(
        "%(n)s person of another organization has not answered %(place)s yet; at most %(most)s may be asked at a time. "
        "Wait for the answer, withdraw the question on the page of your staff, or leave some out.",
        "%(n)s people of other organizations have not answered %(place)s yet; at most %(most)s may be asked at a time. "
        "Wait for answers, withdraw questions on the page of your staff, or leave some out.",
        waiting,
    )
    return words % {"n": waiting, "place": at.short_name, "most": MOST_OPEN}
