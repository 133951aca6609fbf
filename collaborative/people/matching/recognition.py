"""Who of a pasted list is known: by address, or by name among those who work at the organization.

Nobody is told what they did not know. Within one's reach an address suffices; beyond it somebody is known only where name
and address agree with one record, and else looks like somebody new.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from collaborative.database.search_keys import folded
from collaborative.lists.list_reader import Listed
from collaborative.people.enums import HAVE_ROSTERS
from collaborative.people.matching.agreements import agreements
from collaborative.people.matching.namesakes import namesakes
from collaborative.people.models import Hat, Organization, Person


@dataclass
class Recognized:
    """What is known about one pasted line.

    `person` where the line alone decides; `candidates` where somebody must choose. `works_at` names the places of a known
    person within reach who does not work at this organization. Neither person nor candidates: somebody new. `is_beyond`:
    beyond the reach of who asks.
    """

    line: Listed
    person: Person | None = None
    hat: Hat | None = None
    candidates: list[Person] = field(default_factory=list)
    works_at: str = ""
    is_beyond: bool = False
    repeats: int | None = None  # the line that named the same person before

    @property
    def is_new(self) -> bool:
        return self.person is None and not self.candidates

    @property
    def is_from_elsewhere(self) -> bool:
        return self.person is not None and self.hat is None


def hats_at(organization: Organization) -> QuerySet[Hat]:
    """Today's hats of those who work for an organization: of a district or school with all that stands under it."""
    hats = Hat.objects.today().filter(person__is_active=True, person__merged_into__isnull=True)
    if organization.kind in HAVE_ROSTERS:
        return hats.filter(organization__ancestors__contains=[organization.pk])
    return hats.filter(organization=organization.pk).exclude(role="council_member")


def recognize(lines: Iterable[Listed], organization: Organization, *, by: Person) -> list[Recognized]:
    """One statement for the addresses, two for the names, one for where the people found work; of those who work
    elsewhere one for who is within reach, and two for the others."""
    lines = list(lines)
    owners = _by_address({line.email for line in lines if line.email})
    known_here = namesakes(lines, hats_at(organization))
    known = {one.pk for people in owners.values() for one in people}
    here, elsewhere = _places(known, organization)
    within = known_to(by, known - set(here)) | set(here)
    recipients_of = _told(lines, owners, within, by=by)
    found = []
    told: dict[Hashable, int] = {}
    named = {line.email: line.number for line in reversed(lines) if line.name and line.email}
    for line in lines:
        name = folded(line.name)
        same = known_here.same.get(name, [])
        one = _find(line, recipients_of[line], same)
        if one.is_new:
            one.candidates = known_here.alike.get(name, [])
        if one.person:
            one.hat = here.get(one.person.pk) or next((hat for hat in same if hat.person_id == one.person.pk), None)
            one.is_beyond = one.hat is None and one.person.pk not in within
            one.works_at = "" if one.hat or one.is_beyond else ", ".join(elsewhere.get(one.person.pk, []))
        key = one.person.pk if one.person else (name, line.email)
        one.repeats = told.setdefault(key, line.number) if key in told else None
        told.setdefault(key, line.number)
        if one.is_new and not line.name:  # an address that stands alone is whoever another line names with it
            one.repeats = one.repeats or named.get(line.email)
        found.append(one)
    return found


def _find(line: Listed, owners: list[Person], same_name: list[Hat]) -> Recognized:
    named = {hat.person_id for hat in same_name}
    same = [one for one in owners if not line.name or one.pk in named or folded(str(one)) == folded(line.name)]
    if len(same) == 1:
        return Recognized(line, person=same[0])
    here = list({hat.person_id: hat.person for hat in same_name}.values())
    if owners:
        return Recognized(line, candidates=list(dict.fromkeys([*here, *(same or owners)])))
    if len(here) == 1 and (not line.email or not here[0].address):
        return Recognized(line, person=here[0])
    return Recognized(line, candidates=here)


def known_to(person: Person, people: set[int]) -> set[int]:
    """Those of these ids who are within reach, so that their names and places are no news."""
    if not people:
        return set()
    return set(Person.objects.visible_to(person).filter(pk__in=people).values_list("pk", flat=True))


def _told(
    lines: list[Listed], owners: dict[str, list[Person]], within: set[int], *, by: Person
) -> dict[Listed, list[Person]]:
    """For each line the owners of its address who may be told."""
    found = {
        line: [one for one in owners.get(line.email, []) if one.pk in within or agrees(one, line.name)]
        for line in lines
    }
    allowed = agreements([one for people in found.values() for one in people if one.pk not in within], by=by)
    return {line: [one for one in people if one.pk in within | allowed] for line, people in found.items()}


def agrees(person: Person, name: str) -> bool:
    return bool(name) and folded(str(person)) == folded(name)


def _by_address(addresses: set[str]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    if addresses:
        people = Person.objects.active().filter(Q(email__in=addresses) | Q(contact_email__in=addresses))
        for person in people:
            for address in addresses.intersection((person.email, person.contact_email)):
                found[address].append(person)
    return found


def _places(people: set[int], organization: Organization) -> tuple[dict[int, Hat], dict[int, list[str]]]:
    """For each of these people a hat here, or the names of the other places."""
    here: dict[int, Hat] = {}
    elsewhere: dict[int, list[str]] = defaultdict(list)
    if people:
        ids = set(hats_at(organization).filter(person__in=people).values_list("pk", flat=True))
        hats = Hat.objects.today().filter(person__in=people).select_related("organization__parent").order_by("id")
        for hat in hats:
            if hat.pk in ids:
                here.setdefault(hat.person_id, hat)
            else:
                place = hat.organization
                name = place.parent.short_name if place.kind == "school" and place.parent else place.short_name
                elsewhere[hat.person_id] = list(dict.fromkeys([*elsewhere[hat.person_id], name]))
    return here, elsewhere
