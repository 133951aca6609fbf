"""Whose record a person at the door has. Somebody known is found again; somebody unknown gets a record of their own."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaborative.people.models import Hat, Organization, Person
from collaborative.people.staffing import Newcomer, give_places, make_people
from collaborative.periods import today
from collaborative.refusals import Refused
from collaborative.sorting import plain


@dataclass(frozen=True)
class Comer:
    """What was said at the door: a person chosen from a roster, or a name and, where there is one, an address."""

    person: Person | None = None
    given_name: str = ""
    family_name: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def person_of(comer: Comer, organization: Organization, *, by: Person, now: datetime) -> Person:
    if comer.person:
        return comer.person
    return _by_address(comer) or _by_name(comer, organization) or _new(comer, organization, by=by, now=now)


def on_rosters(*, on: datetime) -> QuerySet[Hat]:
    """Hats of a day with their people and places, in the order of names."""
    hats = Hat.objects.on(today(on)).filter(person__is_active=True, person__merged_into__isnull=True)
    return hats.select_related("person", "organization__under").order_by("person__sort_key", "id")


def answering(organization: Organization) -> Organization:
    """The district of a school; districts and RECs answer for themselves."""
    return organization.under if organization.kind == Organization.Kind.SCHOOL else organization


def _by_address(comer: Comer) -> Person | None:
    """The owner of the sign-in address; of a shared contact address, the one of that name."""
    address = comer.address.strip().lower()
    if not address:
        return None
    owner = Person.objects.active().filter(email=address).first()
    if owner and plain(str(owner)) != plain(comer.name):
        raise Refused(
            _("%(address)s is the address of %(owner)s. Check the name, or leave the address out.")
            % {"address": address, "owner": owner},
            field="address",
        )
    sharing = Person.objects.active().filter(contact_email=address)
    return owner or next((one for one in sharing if plain(str(one)) == plain(comer.name)), None)


def _by_name(comer: Comer, organization: Organization) -> Person | None:
    """The one person of that name who works there. Of two, the address decides."""
    under = Organization.objects.under(organization)
    hats = Hat.objects.today().filter(organization__in=under, person__search_key__startswith=plain(comer.name))
    found = {hat.person for hat in hats.select_related("person") if plain(str(hat.person)) == plain(comer.name)}
    if comer.address.strip():
        found = {one for one in found if not one.email and not one.contact_email}
    if len(found) > 1:
        raise Refused(
            _("%(district)s has %(n)s people of the name %(name)s. Find the right one on the roster.")
            % {"district": organization.short_name, "n": len(found), "name": comer.name},
            field="family_name",
        )
    return next(iter(found), None)


def _new(comer: Comer, organization: Organization, *, by: Person, now: datetime) -> Person:
    [person] = make_people([Newcomer(comer.given_name, comer.family_name, comer.address)], made_for=organization)
    source = _("came to a training without being registered")
    give_places([person], at=organization, starts_on=today(now), by=by, source=source)
    return person
