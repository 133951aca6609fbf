"""Who is to get a role: the record, and where the role acts an address to sign in with."""

from django.utils.translation import gettext as _

from collaborative.people.changing import first_sign_in
from collaborative.people.claiming import sort_out
from collaborative.people.models import Organization, Person
from collaborative.people.roles import ROLES
from collaborative.people.staffing import Newcomer, make_people
from collaborative.refusals import Refused


def with_record(to: Person | Newcomer, organization: Organization) -> Person:
    return make_people([to], made_for=organization)[0] if isinstance(to, Newcomer) else to


def wearer_of(to: Person | Newcomer, organization: Organization, *, role: str, sign_in: str, by: Person) -> Person:
    """The person who gets a role, under a lock, with a record and, where the role acts, with an address to sign in with.
    Of one's own people alone: who has a place elsewhere is asked first, which `give_hat` does."""
    wearer = Person.objects.select_for_update(no_key=True).get(pk=with_record(to, organization).pk)
    if sort_out([wearer], at=organization, by=by).others:
        words = _("%(name)s has a place at another organization. Ask first whether they come: put them on your roster.")
        raise Refused(words % {"name": wearer})
    if sign_in and not wearer.email:
        first_sign_in(wearer, sign_in, by=by)
    if ROLES[role].acts and not wearer.email:
        raise Refused(_("%(name)s needs an own address to sign in with.") % {"name": wearer}, field="email")
    return wearer
