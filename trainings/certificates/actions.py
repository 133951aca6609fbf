"""A certificate that no longer holds, and one that is issued again."""

from datetime import datetime

from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence
from collaborative.web.sentences import gettext_kept as _
from trainings.certificates.hours import hours_counted
from trainings.certificates.services import issue, revoke_standing
from trainings.models import Certificate
from trainings.registrations import seats


@action
def revoke_certificate(certificate: Certificate, *, why: str, by: Person, now: datetime | None = None) -> Certificate:
    """The verify page says from now on that it no longer holds. The hours stay: they are corrected on the roster."""
    now = now or timezone.now()
    if not revoke_standing(certificate.training, certificate.person, why=why, now=now):
        raise ActionError(_("This certificate was revoked already."))
    _record(certificate, "certificate.revoked", _("Certificate of %(name)s revoked: %(why)s"), why, by=by, now=now)
    return certificate


@action
def issue_again(certificate: Certificate, *, why: str, by: Person, now: datetime | None = None) -> Certificate:
    """A new certificate with the person's present name and hours; the one before no longer holds."""
    now = now or timezone.now()
    seats.lock(certificate.training_id)
    total = hours_counted(certificate.training, certificate.person)
    if total <= 0:
        raise ActionError(
            _("No hours are counted for %(name)s, so there is nothing to certify.") % {"name": certificate.name}
        )
    revoke_standing(certificate.training, certificate.person, why=why, now=now)
    issued = issue(certificate.training, {certificate.person: total}, now=now)[0]
    _record(issued, "certificate.issued_again", _("Certificate of %(name)s issued again: %(why)s"), why, by=by, now=now)
    return issued


def _record(certificate: Certificate, verb: str, text: Sentence, why: str, *, by: Person, now: datetime) -> None:
    said = {"name": certificate.name, "why": why}
    record(verb, certificate, text=text % said, by=by, also=[certificate.person], now=now)
