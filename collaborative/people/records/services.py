"""Writing somebody's name and addresses by the grade in which one may: plain functions for actions.

Who holds the lock on the person calls these; docs/decisions/records-and-their-owners.md tells the rules.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.business_days import add_business_days
from collaborative.calendar.periods import at_local, today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.refs import ref
from collaborative.letters.models import Letter
from collaborative.letters.outbox import write
from collaborative.people.links import link_kind, mark_of
from collaborative.people.models import Person
from collaborative.people.models.record_change import ADDRESSES, RecordChange, leads_ped
from collaborative.people.records.write_access import WriteAccess, keeping, write_access
from collaborative.people.rosters import owners_of
from collaborative.people.sign_in.sessions import renew_nonce
from collaborative.web.addresses import absolute_url
from collaborative.web.sentences import Joined, joined, of_the_day

LAPSES_AFTER = timedelta(days=30)
DAYS_TO_STOP = 3  # working days

ANSWER = link_kind("people.answer_change", good_for=LAPSES_AFTER)
STOP = link_kind("people.stop_change", good_for=timedelta(days=14))

WORDS = {
    "given_name": gettext_lazy("given name"),
    "family_name": gettext_lazy("family name"),
    "contact_email": gettext_lazy("contact address"),
    "email": gettext_lazy("sign-in address"),
}


def field_names(names: Iterable[str]) -> Joined:
    """«given name, contact address»."""
    return joined(*(WORDS[name] for name in WORDS if name in names), by=", ")


def write_record(
    person: Person, wanted: dict[str, str], *, by: Person, now: datetime | None = None
) -> RecordChange | None:
    """Write what differs, at once where the grade allows it; else keep it as a change that waits, and ask.

    An own sign-in address is not written here: it counts once its letter was answered.
    """
    now = now or timezone.now()
    wanted = {name: value for name, value in wanted.items() if value != (getattr(person, name) or "")}
    if not wanted:
        return None
    if not person.is_here:
        raise ActionError(_("%(name)s has left; this record is not changed any more.") % {"name": person})
    grade = write_access(person, by=by)
    if grade is WriteAccess.NOT_OURS:
        words = _("The record of %(name)s is kept by their district or REC. Ask them, %(name)s, or PED.")
        raise ActionError(words % {"name": person})
    if grade is WriteAccess.OWN and "email" in wanted:
        raise ActionError(
            _("Change your own sign-in address on your page: the new one must answer first."), field="email"
        )
    check_sign_in(wanted.get("email", ""), person)
    if grade.writes:
        set_facts(person, wanted)
        return None
    return _keep(person, wanted, grade=grade, by=by, now=now)


def first_sign_in(person: Person, email: str, *, by: Person) -> None:
    """The first sign-in address of somebody who had none, set together with a role: only where one may write it at once."""
    if not write_access(person, by=by).writes:
        words = _(
            "%(name)s has no address to sign in with, and the record is not yours alone. Ask for the address on the page "
            "of %(name)s first; when it holds, give the role."
        )
        raise ActionError(words % {"name": person}, field="email")
    check_sign_in(email, person)
    set_facts(person, {"email": email})


def learn_addresses(addresses: dict[Person, str], *, by: Person) -> None:
    """First addresses of people of whom none was known, where whoever names one may write the record at once."""
    learned = [person for person in addresses if not person.address and write_access(person, by=by).writes]
    for person in learned:
        person.contact_email = addresses[person].strip().lower()
        person.set_keys()
    Person.objects.bulk_update(learned, ["contact_email", "search_key"], batch_size=500)


def check_sign_in(email: str, person: Person) -> None:
    """An address to sign in with is nobody else's, to sign in or to be written to."""
    if email and set(owners_of([email]).get(email, [])) - {person}:
        raise ActionError(_("Somebody else is written to at this address. Enter an own one."), field="email")


def set_facts(person: Person, facts: dict[str, str]) -> None:
    """Another address ends the sessions, and every link that was sent before."""
    if "email" in facts and person.contact_email == person.email:
        person.contact_email = ""
    for name, value in facts.items():
        setattr(person, name, value)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise ActionError(_("Somebody else signs in with this address. Enter another one."), field="email") from None
    if any(name in facts for name in ADDRESSES):
        renew_nonce(person)


def _keep(person: Person, wanted: dict[str, str], *, grade: WriteAccess, by: Person, now: datetime) -> RecordChange:
    RecordChange.objects.open().filter(person=person, confirmed_at__isnull=True, lapses_at__lte=now).update(
        lapsed_at=now
    )
    if RecordChange.objects.open().filter(person=person).exists():
        raise ActionError(_("Another change of the record of %(name)s still waits for its answer.") % {"name": person})
    hat, organization = sure(keeping(person, by=by))
    first = by if grade is WriteAccess.TWO_AT_PED and leads_ped(by) else None
    change = RecordChange.objects.create(
        person=person,
        organization=organization,
        before={name: getattr(person, name) or "" for name in wanted},
        after=wanted,
        grade=grade.value,
        asked_by=by,
        asked_as=of_the_day(hat.name_kept),
        asked_at=now,
        lapses_at=now + LAPSES_AFTER,
        mark=mark_of(person),
        first_yes_by=first,
        first_yes_at=now if first else None,
    )
    if address := own_address(person):
        link = absolute_url("change-answer", ANSWER.sign(person, change.pk))
        context = {"change": change, "link": link, "fields": field_names(wanted)}
        write("record_change_asked", about=change, to=[person], address=address, context=context, now=now)
    return change


def own_address(person: Person) -> str:
    """Where the person alone is asked; an office's address that others share does not speak for one of them."""
    if person.email:
        return person.email
    shared = person.contact_email and len(owners_of([person.contact_email])[person.contact_email]) > 1
    return "" if shared else person.contact_email


def answers_nowhere(change: RecordChange) -> bool:
    """No address of the person's own is on record, or the letter did not arrive there."""
    if not own_address(change.person):
        return True
    letters = Letter.objects.filter(kind="record_change_asked", about=ref(change))
    return any(letter.refused_at or letter.given_up_at for letter in letters)


def confirm(change: RecordChange, *, how: str, by: Person, now: datetime, why: str = "") -> None:
    """The second yes. An address that others set waits until the old one had three working days to stop it."""
    change.confirmed_how, change.confirmed_by, change.confirmed_at, change.why = how, by, now, why
    waits = change.changes_address and how != RecordChange.How.PERSON
    change.applies_at = end_of_wait(now) if waits else now
    change.save()
    if waits:
        tell_to_stop(change, now=now)
    else:
        apply(change, now=now)


def end_of_wait(now: datetime) -> datetime:
    """The midnight that ends the third working day after this one."""
    return at_local(add_business_days(today(now), DAYS_TO_STOP) + timedelta(days=1), time(0))


def apply(change: RecordChange, *, now: datetime) -> None:
    """What was asked is written; the old addresses and whoever asked are told, and the new address says so itself."""
    person, old = change.person, addresses_of(change.person)
    check_sign_in(change.after.get("email", ""), person)
    set_facts(person, change.after)
    change.applied_at = now
    change.save()
    context = {"change": change, "fields": field_names(change.after)}
    _write_each("record_changed", change, old, context, now=now)
    if email := change.after.get("email"):
        write("address_changed", about=change, to=[person], address=email, context={"email": email}, now=now)
    tell_asker(change, now=now)


def tell_to_stop(change: RecordChange, *, now: datetime) -> None:
    person = change.person
    change.mark = mark_of(person)
    change.save(update_fields=["mark"])
    link = absolute_url("change-stop", STOP.sign(person, change.pk))
    context = {"change": change, "link": link, "fields": field_names(change.after)}
    _write_each("record_change_waits", change, addresses_of(person), context, now=now)


def tell_asker(change: RecordChange, *, now: datetime) -> None:
    if change.asked_by != change.person:
        context = {"change": change, "fields": field_names(change.after)}
        write("record_change_ended", about=change, to=[change.asked_by], context=context, now=now)


def addresses_of(person: Person) -> list[str]:
    return list(dict.fromkeys(address for address in (person.email, person.contact_email) if address))


def _write_each(kind: str, change: RecordChange, addresses: list[str], context: dict, *, now: datetime) -> None:
    """To each of the person's addresses; the moment tells the letters apart."""
    for number, address in enumerate(addresses):
        due = now + timedelta(microseconds=number)
        write(kind, about=change, to=[change.person], address=address, context=context, due=due, now=now)


def what_happens(person: Person, grade: WriteAccess) -> str:
    """Said before saving, where a name or an address does not change at once."""
    said = {"name": person}
    if grade is WriteAccess.TWO_AT_PED:
        words = _(
            "%(name)s is asked: they have signed in, hold a role, or have private notes from a coach. A new name or address "
            "counts once they say yes, or else two people at PED do."
        )
    elif own_address(person):
        words = _(
            "%(name)s is asked by a letter to the address on record, because others keep facts about them, too. A new "
            "name or address counts once they say yes."
        )
    else:
        words = _(
            "No address of %(name)s answers, and others keep facts about them, too. A new name or address counts once "
            "a second person at your REC says yes."
        )
    return words % said
