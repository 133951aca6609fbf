"""A person's address, to sign in with and to be written to, and the sessions."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.journal.outbox import write
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.people.record_change import RecordChange
from collaborative.people.sessions import renew_nonce
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
    """A letter to the new address with a link that confirms it; nothing changes until somebody there follows it.

    Whoever asks does not learn whether somebody else signs in with it: the owner of the address is told instead.
    """
    if email == person.email:
        raise Refused(_("This is your address already."), field="email")
    if owner := Person.objects.filter(email=email).first():
        write("address_in_use", about=owner, to=[owner], address=email, context={"email": email}, now=now)
    else:
        context = {"link": link, "email": email}
        write("confirm_address", about=person, to=[person], address=email, context=context, now=now)
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
    """The confirmed address becomes the one to sign in with; the old ones get a notice. Sessions and older links end."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.email == email:
        raise Refused(_("This address was confirmed already."))
    write("address_changed", about=person, to=[person], context={"email": email}, now=now)
    person.email, person.contact_email = email, ""
    RecordChange.objects.open().filter(person=person).update(lapsed_at=now or timezone.now())
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address by now.")) from None
    renew_nonce(person)
    record(
        "person.address_changed",
        person,
        by=by,
        now=now,
        text=_("%(name)s changed the sign-in address.") % {"name": person},
    )
    return person
