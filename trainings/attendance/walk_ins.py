"""Whose record a person at the door has. Somebody known is found again; somebody unknown gets a record of their own."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaborative.calendar.periods import today
from collaborative.database.search_keys import plain
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.claims.services import place_or_ask
from collaborative.people.matching.agreements import agreements
from collaborative.people.matching.recognition import agrees, hats_at, known_to
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import reaches
from collaborative.people.rosters import Newcomer, make_people, owners_of


@dataclass(frozen=True)
class WalkIn:
    """What was said at the door: a person chosen from a roster, or a name and, where there is one, an address."""

    person: Person | None = None
    given_name: str = ""
    family_name: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def person_of(comer: WalkIn, organization: Organization, *, by: Person, now: datetime) -> Person:
    """The record, with a place at the organization where there is none yet; who has one elsewhere is asked for it, and takes
    part all the same."""
    if comer.person:
        return comer.person
    person = _by_address(comer, by) or _by_name(comer, organization, by) or _new(comer, organization)
    if not hats_at(organization).filter(person=person.pk).exists():
        source = _("came to a training without being registered")
        place_or_ask([person], at=organization, by=by, source=source, now=now, strict=False)
    return person


def on_rosters(*, on: datetime) -> QuerySet[Hat]:
    """Hats of a day with their people and places, in the order of names."""
    hats = Hat.objects.on(today(on)).filter(person__is_active=True, person__merged_into__isnull=True)
    return hats.select_related("person", "organization__parent").order_by("person__sort_key", "id")


def answering(organization: Organization) -> Organization:
    """The district of a school; districts and RECs answer for themselves."""
    return sure(organization.parent) if organization.kind == Organization.Kind.SCHOOL else organization


def _by_address(comer: WalkIn, by: Person) -> Person | None:
    """The owner of the address who has that name. Whose address it is otherwise, is told within reach only; beyond it the
    comer is somebody new, whose letters go there."""
    address = comer.address.strip().lower()
    owners = owners_of([address]).get(address, []) if address else []
    here = [one for one in owners if one.is_here]
    named = [one for one in here if agrees(one, comer.name)]
    within = known_to(by, {one.pk for one in here})
    allowed = within | agreements([one for one in named if one.pk not in within], by=by)
    if found := next((one for one in named if one.pk in allowed), None):
        return found
    if owner := next((one for one in here if one.email == address and one.pk in within), None):
        raise ActionError(
            _("%(address)s is the address of %(owner)s. Check the name, or leave the address out.")
            % {"address": address, "owner": owner},
            field="address",
        )
    return None


def _by_name(comer: WalkIn, organization: Organization, by: Person) -> Person | None:
    """The one person of that name who works there. Of two, the address decides; that there are two is told within reach."""
    places = Organization.objects.under(organization)
    hats = Hat.objects.today().filter(organization__in=places, person__search_key__startswith=plain(comer.name))
    found = {hat.person for hat in hats.select_related("person") if plain(str(hat.person)) == plain(comer.name)}
    if comer.address.strip():
        found = {one for one in found if not one.email and not one.contact_email}
    if len(found) > 1 and not reaches(by, organization):
        return None
    if len(found) > 1:
        raise ActionError(
            _("%(district)s has %(n)s people of the name %(name)s. Find the right one on the roster.")
            % {"district": organization.short_name, "n": len(found), "name": comer.name},
            field="family_name",
        )
    return next(iter(found), None)


def _new(comer: WalkIn, organization: Organization) -> Person:
    return make_people([Newcomer(comer.given_name, comer.family_name, comer.address)], made_for=organization)[0]
