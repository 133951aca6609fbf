"""Locking somebody out, and letting them in again."""

from datetime import datetime

from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.hats.granting import may_lock, others_lead
from collaborative.people.models import Person
from collaborative.people.sign_in.sessions import renew_nonce
from collaborative.web.sentences import gettext_kept as _


@action
def lock(person: Person, *, why: str, by: Person | None, now: datetime | None = None) -> Person:
    """Nothing that the person holds opens anything any more, from this second on. Letters still go. `by` None: the system."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if by is not None and not may_lock(by, person):
        raise ActionError(
            _("You cannot lock %(name)s: that takes somebody who could give every role they hold.") % _of(person)
        )
    if person.is_locked:
        raise ActionError(_("%(name)s is locked already.") % _of(person))
    leading = person.hats.today().filter(role="ped_leader").select_related("organization").first()
    if leading and not others_lead(leading):
        raise ActionError(
            _("Nobody else leads PED then, and nobody could give roles. Give the role to somebody first.")
        )
    person.locked_at, person.locked_why, person.locked_by = now or timezone.now(), why.strip()[:300], by
    person.save(update_fields=["locked_at", "locked_why", "locked_by"])
    renew_nonce(person)
    text = _("%(name)s was locked: %(why)s") % {**_of(person), "why": person.locked_why}
    record("person.locked", person, by=by, now=now, text=text)
    return person


@action
def unlock(person: Person, *, by: Person | None, now: datetime | None = None) -> Person:
    """The person signs in again, with the roles that have not ended meanwhile."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if by is not None and not may_lock(by, person):
        raise ActionError(
            _("You cannot unlock %(name)s: that takes somebody who could give every role they hold.") % _of(person)
        )
    if not person.is_locked:
        raise ActionError(_("%(name)s is not locked.") % _of(person))
    person.locked_at, person.locked_why, person.locked_by = None, "", None
    person.save(update_fields=["locked_at", "locked_why", "locked_by"])
    record("person.unlocked", person, by=by, now=now, text=_("%(name)s was unlocked.") % _of(person))
    return person


def _of(person: Person) -> dict[str, Person]:
    return {"name": person}
