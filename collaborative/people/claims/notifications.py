"""Who hears of a claim: the person, and those who keep the roster of the place they have; at its end also who asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from collaborative.letters.models import Letter
from collaborative.letters.outbox import draft, post
from collaborative.people.links import link_kind
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.models.claim import STANDS_FOR, Claim
from collaborative.people.roles import ROLES
from collaborative.web.addresses import absolute_url

KEEPERS = tuple(code for code, role in ROLES.items() if "people.keep_records" in role.permissions)

ANSWER = link_kind("people.answer_claim", good_for=STANDS_FOR)

Places = Mapping[int, list[Organization]]


def tell_asked(claims: Iterable[Claim], places: Places, *, now: datetime) -> None:
    """The person gets a link that answers; the keepers are led to the page of the claim."""
    letters: list[Letter] = []
    claims = list(claims)
    keepers = keepers_of(claims, places)
    for claim in claims:
        link = absolute_url("claim-answer", ANSWER.sign(claim.person, claim.pk))
        letters += draft("claim_asked", about=claim, to=[claim.person], context={"claim": claim, "link": link}, now=now)
        others = [one for one in keepers[claim.pk] if one not in (claim.person, claim.claimed_by)]
        letters += draft("claim_to_answer", about=claim, to=others, context={"claim": claim}, now=now)
    post(letters)


def tell_ended(claims: Iterable[Claim], places: Places, *, by: Person | None, now: datetime) -> None:
    """To everybody whom it concerns, save who ended it."""
    letters: list[Letter] = []
    claims = list(claims)
    keepers = keepers_of(claims, places)
    for claim in claims:
        to = [one for one in (claim.person, claim.claimed_by, *keepers[claim.pk]) if one != by]
        letters += draft("claim_ended", about=claim, to=to, context={"claim": claim, "by": by}, now=now)
    post(letters)


def keepers_of(claims: Iterable[Claim], places: Places) -> dict[int, list[Person]]:
    """By claim those who keep the roster of a place that the person has: the district's, the REC's; where nobody holds
    such a role there, those of the organization above. Two statements at the most."""
    claims = list(claims)
    theirs = {
        one.pk: [place for place in places.get(one.person_id, []) if one.organization_id not in place.ancestors]
        for one in claims
    }
    ancestors = {pk for found in theirs.values() for place in found for pk in place.ancestors}
    hats = Hat.objects.today().filter(organization__in=ancestors, role__in=KEEPERS, person__is_active=True)
    holders: dict[int, list[Person]] = {}
    for hat in hats.select_related("person").order_by("id") if ancestors else []:
        holders.setdefault(hat.organization_id, []).append(hat.person)
    return {
        pk: list(dict.fromkeys(person for place in found for person in _nearest(place, holders)))
        for pk, found in theirs.items()
    }


def _nearest(place: Organization, holders: Mapping[int, list[Person]]) -> list[Person]:
    return next((holders[pk] for pk in place.ancestors if pk in holders), [])
