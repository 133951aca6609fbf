"""Whose record it is, and so who may write it: docs/decisions/records-and-their-owners.md.

The person writes their own. Others write in three grades: at once what they made themselves and nobody else's facts hang
on; as a proposal what was never signed in to; by two people at PED all else.
"""

from enum import Enum

from collaborative.people.giving import giving_hat
from collaborative.people.holdings import holds
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import hats_for


class Grade(Enum):
    OWN = "own"  # it is the person's own record
    AT_ONCE = "at once"  # made by us, never signed in to, holds nothing of others
    PROPOSED = "proposed"  # never signed in to, but others' facts hang on it: a second yes is needed
    TWO_AT_PED = "two at ped"  # signed in to, a role that acts, or a private note
    NOT_OURS = "not ours"  # nothing of the person stands under an organization whose records this person keeps


def grade_of(person: Person, *, by: Person) -> Grade:
    """How somebody may write the name and the addresses of a person.

    Somebody who could give every acting role that the person holds gains nothing by the address of a record that the same
    organization made and that nobody has used: that is a mistyped newcomer, corrected at once.
    """
    if person == by:
        return Grade.OWN
    hats = [hat for hat in person.hats.select_related("organization") if not hat.is_over]
    if not any(keeps(by, place) for place in [*_makers(person), *(hat.organization for hat in hats)]):
        return Grade.NOT_OURS
    acting = [hat for hat in hats if hat.rules.acts]
    others_facts = holds(person.pk, private=False) or not _all_ours(person, hats, by)
    if person.last_login or holds(person.pk, private=True) or (acting and others_facts):
        return Grade.TWO_AT_PED
    if not all(giving_hat(by, hat.role, hat.organization) for hat in acting):
        return Grade.TWO_AT_PED
    return Grade.PROPOSED if others_facts else Grade.AT_ONCE


def keeps(by: Person, organization: Organization) -> bool:
    """Whether this person keeps the records of the people of an organization."""
    return any(hats_for(by, "people.keep_records", organization))


def _makers(person: Person) -> list[Organization]:
    return [person.made_for] if person.made_for else []


def _all_ours(person: Person, hats: list[Hat], by: Person) -> bool:
    return all(keeps(by, place) for place in [*_makers(person), *(hat.organization for hat in hats)])
