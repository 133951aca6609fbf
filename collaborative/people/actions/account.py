"""A person's address, to sign in with and to be written to, and the sessions."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from collaborative.journal.outbox import write
from collaborative.journal.recording import action, record
from collaborative.people.giving import correcting_hat, tell_of_hat
from collaborative.people.models import Person
from collaborative.people.sessions import renew_nonce
from collaborative.people.staffing import owners_of
from collaborative.refusals import Refused


@action
def sign_out_everywhere(person: Person, *, by: Person, now: datetime | None = None) -> Person:
    """All sessions of this person, on every device, are worth nothing from now on."""
    renew_nonce(person)
    record(
        "person.signed_out", person, by=by, now=now, text=_("%(name)s signed out on every device.") % {"name": person}
    )
    return person


@action
def ask_for_address(person: Person, *, email: str, link: str, by: Person, now: datetime | None = None) -> Person:
    """A letter to the new address with a link that confirms it; nothing changes until somebody there follows it."""
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused(_("Somebody else signs in with this address. Choose another one."), field="email")
    if email == person.email:
        raise Refused(_("This is your address already."), field="email")
    write("confirm_address", about=person, to=[person], address=email, context={"link": link, "email": email}, now=now)
    record(
        "person.address_asked",
        person,
        by=by,
        now=now,
        text=_("%(name)s asked to change the sign-in address.") % {"name": person},
    )
    return person


@action
def change_address(person: Person, *, email: str, by: Person, now: datetime | None = None) -> Person:
    """The confirmed address becomes the one to sign in with; the old one gets a notice."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.email == email:
        raise Refused(_("This address was confirmed already."))
    write("address_changed", about=person, to=[person], context={"email": email}, now=now)
    person.email, person.contact_email = email, ""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address by now.")) from None
    record(
        "person.address_changed",
        person,
        by=by,
        now=now,
        text=_("%(name)s changed the sign-in address.") % {"name": person},
    )
    return person


@action
def correct_sign_in(newcomer: Person, *, email: str, by: Person, now: datetime | None = None) -> Person:
    """Somebody who has never come in gets another address to sign in with, and the letters about the roles anew."""
    newcomer = Person.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    hats = list(newcomer.hats.select_related("organization").order_by("id"))
    if correcting_hat(by, newcomer, hats) is None:
        raise Refused(_("%(name)s has signed in by now and changes the address alone.") % {"name": newcomer})
    if email == newcomer.email:
        raise Refused(_("This is the address already."), field="email")
    if newcomer.contact_email == newcomer.email:
        newcomer.contact_email = ""
    sign_in_with(email, newcomer)
    record(
        "person.sign_in_corrected",
        newcomer,
        by=by,
        now=now,
        text=_("The sign-in address of %(name)s was corrected.") % {"name": newcomer},
    )
    for hat in hats:
        if not hat.is_over:
            tell_of_hat("hat_given", hat, by=by, now=now)
    return newcomer


def sign_in_with(email: str, person: Person) -> None:
    """Keeps an address to sign in with, where nobody else signs in with it or is written to at it."""
    if set(owners_of([email]).get(email, [])) - {person}:
        raise Refused(_("Somebody else is written to at this address. Enter an own one."), field="email")
    person.email = email
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address. Enter another one."), field="email") from None
