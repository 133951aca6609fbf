"""Making one record of two of the same person, and taking it apart again: plain functions for the actions."""

from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from collaborative.errors import ActionError
from collaborative.people.merges.movers import Joining, lock_all, move_all, put_all_back
from collaborative.people.models import Person
from collaborative.people.models.merge import Merge
from collaborative.people.records.write_access import WriteAccess, write_access
from collaborative.people.sign_in.sessions import renew_nonce

NAMES = ("given_name", "family_name")
ADDRESSES = ("email", "contact_email")


class Way(Enum):
    """How somebody may merge two records: a merge changes the addresses of both."""

    AT_ONCE = "at once"  # who may write both records
    ASKED = "asked"  # with a yes from every address of both
    NONE = "none"


def way_for(by: Person, kept: Person, gone: Person) -> Way:
    grades = {write_access(kept, by=by), write_access(gone, by=by)}
    if WriteAccess.NOT_OURS in grades and by not in (kept, gone):
        return Way.NONE
    return Way.AT_ONCE if grades <= {WriteAccess.OWN, WriteAccess.AT_ONCE} else Way.ASKED


def may_undo(by: Person, merge: Merge, kept: Person) -> bool:
    """Who asked and still keeps the record, and the person."""
    return by == kept or (by == merge.asked_by and write_access(kept, by=by) is not WriteAccess.NOT_OURS)


def addresses_of(kept: Person, gone: Person) -> dict[str, Person]:
    """Every address of both records, with the record that answers there: the one that signs in with it goes before."""
    found: dict[str, Person] = {}
    for field in ADDRESSES:
        for person in (gone, kept):
            if address := getattr(person, field):
                found.setdefault(address, person)
    return found


def own_addresses(person: Person) -> set[str]:
    return {address for address in (person.email, person.contact_email) if address}


def lock_both(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Both records as they stand now, locked in the order of their ids, after what other acts lock before people."""
    lock_all(kept, gone)
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[kept.pk], found[gone.pk]


def refuse_unfit(kept: Person, gone: Person) -> None:
    """When two records cannot become one, whoever asks."""
    if kept == gone:
        raise ActionError(_("This is one record already."))
    for person in (kept, gone):
        if person.merged_into_id:
            raise ActionError(_("The record of %(name)s was merged with another one meanwhile.") % {"name": person})
        if not person.is_active:
            raise ActionError(
                _("The record of %(name)s is locked. It is opened again before it is merged.") % {"name": person}
            )
    if gone.last_login and not kept.last_login:
        raise ActionError(_("%(name)s signs in with the other record. Keep that one.") % {"name": gone})


def refuse_strange(chosen: dict[str, str], kept: Person, gone: Person) -> None:
    """The name and the address that are kept are those of one of the two; who has signed in keeps the own addresses."""
    if not any(all(chosen[name] == getattr(person, name) for name in NAMES) for person in (kept, gone)):
        raise ActionError(_("A name was changed meanwhile. Choose again."), field="name")
    if chosen["contact_email"] not in contacts_for(kept, gone):
        raise ActionError(_("An address was changed meanwhile. Choose again."), field="contact_email")


def contacts_for(kept: Person, gone: Person) -> list[str]:
    """Where letters may go afterwards; empty is the address to sign in with."""
    if kept.last_login:
        return [kept.contact_email]
    signs_in = kept.email or gone.email
    others = [address for address in addresses_of(kept, gone) if address != signs_in]
    own = [""] if signs_in or not others else []
    return list(dict.fromkeys([*own, *others]))


def unite(merge: Merge, kept: Person, gone: Person, *, by: Person | None, now: datetime, with_notes: bool) -> None:
    """Both are locked. What moves moves; `gone` leads to `kept` from then on; all sessions and links of both end."""
    led_here = list(Person.objects.filter(merged_into=gone.pk).values_list("pk", flat=True))
    merge.before = {"kept": _facts(kept), "gone": _facts(gone), "led_here": led_here}
    merge.moved = move_all(Joining(kept, gone, by, now, with_notes))
    Person.objects.filter(pk__in=led_here).update(merged_into=kept.pk)
    gone.merged_into = kept
    if not kept.email and gone.email:
        kept.email, gone.email = gone.email, None
    gone.save()
    kept.given_name, kept.family_name = merge.given_name, merge.family_name
    kept.contact_email = merge.contact_email if merge.contact_email != kept.email else ""
    kept.save()
    merge.before["kept_is"] = _facts(kept)
    for person in (kept, gone):
        renew_nonce(person)
    merge.merged_at = now
    merge.save()
    _end_others(merge, now=now)


def _end_others(merge: Merge, *, now: datetime) -> None:
    both = [merge.kept_id, merge.gone_id]
    waiting = Merge.objects.waiting().exclude(pk=merge.pk)
    for side in ("kept", "gone"):
        waiting.filter(**{f"{side}__in": both}).update(ended_at=now, ended_why=Merge.Why.OTHER)


def take_apart(merge: Merge, kept: Person, gone: Person, *, by: Person, now: datetime) -> list[str]:
    """Both are locked. Puts back what still stands as the merge left it; gives back in sentences what does not."""
    told = put_all_back(Joining(kept, gone, by, now), merge.moved)
    Person.objects.filter(pk__in=merge.before["led_here"], merged_into=kept.pk).update(merged_into=gone.pk)
    gone.merged_into = None
    told += _addresses_back(merge.before, kept, gone)
    for person in (kept, gone):
        renew_nonce(person)
    merge.undone_at, merge.undone_by = now, by
    merge.save()
    return told


def _addresses_back(before: dict[str, Any], kept: Person, gone: Person) -> list[str]:
    told = []
    was, left = before["kept"], before["kept_is"]
    for names in (NAMES, ("contact_email",)):
        if all(getattr(kept, name) == left[name] for name in names):
            for name in names:
                setattr(kept, name, was[name])
        elif any(was[name] != left[name] for name in names):
            told.append(_("The name or the address for letters was changed since and stays as it is."))
    if left["email"] != was["email"]:
        if kept.email == left["email"]:
            kept.email = was["email"]
            kept.save()
            gone.email = before["gone"]["email"]
        else:
            told.append(_("The address to sign in with was changed since and stays as it is."))
    kept.save()
    gone.save()
    return told


def _facts(person: Person) -> dict[str, str | None]:
    return {name: getattr(person, name) for name in (*NAMES, *ADDRESSES)}
