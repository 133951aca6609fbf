"""Undo, for as long as the letters lie."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from collaborative.journal.models import Entry, Letter
from collaborative.refusals import Refused
from trainings.inviting import stop_letters
from trainings.models import Training


def last_entry(training: Training, verb: str) -> Entry | None:
    return Entry.objects.about(training).filter(verb=verb).first()


def stop_or_refuse(training: Training, verb: str, *kinds: str, now: datetime) -> Entry:
    """Stop the letters that this act wrote and return its entry; refuse when it is too late."""
    entry = last_entry(training, verb)
    too_late = _("It is too late to undo this: the letters have gone. What is wrong can be changed or cancelled.")
    if entry is None or now >= entry.at + timedelta(minutes=settings.LETTER_HOLD_MINUTES):
        raise Refused(too_late)
    stop_letters(training, *kinds, now=now)
    if Letter.objects.about(training).filter(kind__in=kinds, written_at=entry.at, stopped_at__isnull=True).exists():
        raise Refused(too_late)
    return entry
