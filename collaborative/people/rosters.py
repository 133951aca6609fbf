"""Making people's records and giving them their places: plain functions for actions, in few statements however many."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from collaborative.database.search_keys import plain
from collaborative.people.models import Hat, Organization, Person


@dataclass(frozen=True)
class Newcomer:
    """Somebody of whom there is no record yet. The address may be shared, or missing."""

    given: str
    family: str
    email: str = ""
    position: str = ""

    @property
    def name(self) -> str:
        return plain(f"{self.given} {self.family}")

    @property
    def address(self) -> str:
        return self.email.strip().lower()


def make_people(newcomers: Sequence[Newcomer], *, made_for: Organization | None) -> list[Person]:
    """A record for each, in the same order. Who was made meanwhile under the same name and address is found again.

    `made_for` is the organization that was named there: its keepers may correct what they mistyped. None: PED.

    An address that is nobody else's becomes the sign-in address. One that somebody has already, to sign in or to be
    written to, is a contact address only: whoever reads that mailbox could else sign in as the newcomer.
    """
    if not newcomers:
        return []
    asked = Counter(one.address for one in newcomers if one.address)
    owners = owners_of(asked)
    known = {(address, plain(str(one))): one for address, people in owners.items() for one in people if one.is_here}
    people = [
        known.get((one.address, one.name))
        or _unsaved(one, made_for, signs_in=asked[one.address] == 1 and one.address not in owners)
        for one in newcomers
    ]
    made = _insert([one for one in people if one.pk is None])
    return [one if one.pk else made[one.handle] for one in people]


def owners_of(addresses: Iterable[str]) -> dict[str, list[Person]]:
    """Who has each of these addresses, to sign in or to be written to; those who have left still count."""
    addresses, found = set(addresses), defaultdict(list)
    for person in Person.objects.filter(Q(email__in=addresses) | Q(contact_email__in=addresses)).order_by("-id"):
        for address in addresses.intersection((person.email, person.contact_email)):
            found[address].append(person)
    return dict(found)


def give_places(
    people: Iterable[Person],
    *,
    at: Organization,
    starts_on: date,
    by: Person | None,
    source: str,
    position: str = "",
    positions: Mapping[Person, str] | None = None,
) -> list[Hat]:
    """A staff hat for each at this school, district or REC; whoever holds one already keeps it.

    `position` is everybody's, save for those who have one of their own in `positions`.
    """
    positions = positions or {}
    return Hat.objects.bulk_create(
        [
            Hat(
                person=person,
                role="staff",
                organization_id=at.pk,
                starts_on=starts_on,
                position=(positions.get(person) or position)[:80],
                given_by=by,
                source=source[:200],
            )
            for person in dict.fromkeys(people)
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def _unsaved(one: Newcomer, made_for: Organization | None, *, signs_in: bool) -> Person:
    person = Person(
        handle=f"p-{secrets.token_hex(6)}",
        given_name=one.given.strip(),
        family_name=one.family.strip(),
        email=one.address if signs_in else None,
        contact_email="" if signs_in else one.address,
        made_for_id=made_for.pk if made_for else None,
    )
    person.set_keys()
    return person


def _insert(people: list[Person]) -> dict[str, Person]:
    """By handle. Of two who write down the same address in the same moment, the second finds the first one's person."""
    Person.objects.bulk_create(people, ignore_conflicts=True, batch_size=500)
    made = {one.handle: one for one in Person.objects.filter(handle__in=[one.handle for one in people])}
    for one in people:
        if one.handle not in made:
            owner = Person.objects.filter(email=one.email).first()
            if owner is None or plain(str(owner)) != plain(str(one)):
                one._state.adding = True
                one.email, one.contact_email = None, one.email or ""
                one.save(force_insert=True)
                owner = one
            made[one.handle] = owner
    return made
