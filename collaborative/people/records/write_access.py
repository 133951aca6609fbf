"""Whose record it is, and so who may write it: docs/decisions/records-and-their-owners.md.

The person writes their own. Others write in three grades: at once what they made themselves and nobody else's facts hang
on; as a proposal what was never signed in to; by two people at PED all else.
"""

from collections.abc import Iterable
from enum import Enum

from collaborative.people.hats.granting import giving_hat
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import hats_for
from collaborative.people.records.holdings import holds


class WriteAccess(Enum):
    OWN = "own"  # it is the person's own record
    AT_ONCE = "at once"  # made by us, never signed in to, holds nothing of others
    PROPOSED = "proposed"  # never signed in to, but others' facts hang on it: a second yes is needed
    TWO_AT_PED = "two at ped"  # signed in to, a role that acts, or a private note
    NOT_OURS = "not ours"  # nothing of the person stands under an organization whose records this person keeps

    @property
    def writes(self) -> bool:
        return self in (WriteAccess.OWN, WriteAccess.AT_ONCE)


def write_access(person: Person, *, by: Person) -> WriteAccess:
    """How somebody may write the name and the addresses of a person.

    Somebody who could give every acting role that the person holds gains nothing by the address of a record that the same
    organization made and that nobody has used: that is a mistyped newcomer, corrected at once. Not so who leads PED: one of
    them could else say the yes of two.
    """
    if person == by:
        return WriteAccess.OWN
    hats = [hat for hat in person.hats.select_related("organization") if not hat.is_over]
    places = _places(person, hats)
    if not any(keeps(by, place) for place in places):
        return WriteAccess.NOT_OURS
    acting = [hat for hat in hats if hat.rules.acts]
    others_facts = not all(keeps(by, place) for place in places) or holds(person.pk, private=False)
    if person.last_login or holds(person.pk, private=True) or (acting and others_facts):
        return WriteAccess.TWO_AT_PED
    if not all(hat.role != "ped_leader" and giving_hat(by, hat.role, hat.organization) for hat in acting):
        return WriteAccess.TWO_AT_PED
    return WriteAccess.PROPOSED if others_facts else WriteAccess.AT_ONCE


def keeps(by: Person, organization: Organization) -> bool:
    """Whether this person keeps the records of the people of an organization."""
    return any(hats_for(by, "people.keep_records", organization))


def keeping(person: Person, *, by: Person, hats: Iterable[Hat] | None = None) -> tuple[Hat, Organization] | None:
    """By which hat, and for which of the person's places, somebody keeps the record; None where nothing of it is theirs.

    `hats`: those of the person, where the caller has them."""
    if hats is None:
        hats = person.hats.select_related("organization")
    own = [hat for hat in hats if not hat.is_over]
    found = ((hat, place) for place in _places(person, own) for hat in hats_for(by, "people.keep_records", place))
    return next(found, None)


def _places(person: Person, hats: Iterable[Hat]) -> list[Organization]:
    """Where the person stands, and for whom the record was made."""
    return [*(hat.organization for hat in hats), _maker(person)]


def _maker(person: Person) -> Organization:
    return person.made_for or Organization.objects.filter(kind=Organization.Kind.PED).order_by("pk")[0]
