"""A person's address, to sign in with and to be written to, and the sessions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.models import Person
from collaborative.people.models.record_change import RecordChange
from collaborative.people.sign_in.sessions import renew_nonce
from collaborative.web.sentences import gettext_kept as _

ADDRESS_ASKED = "person.address_asked"
BY_ONE, WITHIN_HOUR = 5, timedelta(hours=1)  # letters that one person may send to addresses of their choice
TO_ONE, WITHIN_DAY = 8, timedelta(days=1)  # letters that reach one address, whoever asks


@action
def sign_out_everywhere(person: Person, *, by: Person, now: datetime | None = None) -> Person:
    """All sessions of this person, on every device, are worth nothing from now on."""
    renew_nonce(person)
    record(
        "person.signed_out", person, by=by, now=now, text=_("%(name)s signed out on every device.") % {"name": person}
    )
    return person


@action
def choose_language(person: Person, *, language: str, by: Person, now: datetime | None = None) -> Person:
    """Of pages, and of the letters that are written from now on."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if language == person.language:
        raise ActionError(_("You read in this language already."), field="language")
    person.language = language
    person.save(update_fields=["language"])
    text = _("%(name)s reads in another language: %(language)s.")
    said = {"name": person, "language": dict(settings.LANGUAGES)[language]}
    record("person.language_chosen", person, by=by, now=now, text=text % said)
    return person


@action
def ask_for_address(person: Person, *, email: str, link: str, by: Person, now: datetime | None = None) -> Person:
    """A letter to the new address with a link that confirms it; nothing changes until somebody there follows it.

    Whoever asks does not learn whether somebody else signs in with it: the owner of the address is told instead. Such
    letters go anywhere, so they are counted by who asks and by where they go, apart.
    """
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if email == person.email:
        raise ActionError(_("This is your address already."), field="email")
    _limit_letters(person, email, now=now or timezone.now())
    if owner := Person.objects.filter(email=email).first():
        write("address_in_use", about=owner, to=[owner], address=email, context={"email": email}, now=now)
    else:
        context = {"link": link, "email": email}
        write("confirm_address", about=person, to=[person], address=email, context=context, now=now)
    record(
        ADDRESS_ASKED,
        person,
        by=by,
        data={"to": _mark(email)},
        now=now,
        text=_("%(name)s asked to change the sign-in address.") % {"name": person},
    )
    return person


def _limit_letters(person: Person, email: str, *, now: datetime) -> None:
    asked = Entry.objects.filter(verb=ADDRESS_ASKED)
    if asked.about(person).filter(at__gt=now - WITHIN_HOUR).count() >= BY_ONE:
        raise ActionError(
            _("You asked for %(count)d letters within an hour. Look for the last one, or ask again in an hour.")
            % {"count": BY_ONE},
            field="email",
        )
    if asked.filter(data__to=_mark(email), at__gt=now - WITHIN_DAY).count() >= TO_ONE:
        raise ActionError(
            _("Enough letters went to this address today. Look there for the last one, or ask again tomorrow."),
            field="email",
        )


def _mark(email: str) -> str:
    """The journal keeps no address: it knows the same one again."""
    return salted_hmac("people.address_asked", email, algorithm="sha256").hexdigest()[:32]


@action
def change_address(person: Person, *, email: str, by: Person, now: datetime | None = None) -> Person:
    """The confirmed address becomes the one to sign in with; the old ones get a notice. Sessions and older links end."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.email == email:
        raise ActionError(_("This address was confirmed already."))
    write("address_changed", about=person, to=[person], context={"email": email}, now=now)
    person.email, person.contact_email = email, ""
    RecordChange.objects.open().filter(person=person).update(lapsed_at=now or timezone.now())
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise ActionError(_("Somebody else signs in with this address by now.")) from None
    renew_nonce(person)
    record(
        "person.address_changed",
        person,
        by=by,
        now=now,
        text=_("%(name)s changed the sign-in address.") % {"name": person},
    )
    return person
