"""Undo, for as long as the letters lie."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from trainings.invitations.services import stop_letters
from trainings.models import Training

UNDONE_BY = {  # an act that tells many, and what undoes it
    "training.published": "training.publish_undone",
    "training.moved": "training.move_undone",
    "training.cancelled": "training.cancel_undone",
}


def last_undoable(entries: Iterable[Entry], *, now: datetime) -> tuple[str, datetime] | None:
    """Of what was done, the latest first: the last act that still stands and can be undone, and until when."""
    undone = set()
    for entry in entries:
        until = _until(entry)
        if until <= now:
            return None
        if entry.verb in UNDONE_BY and UNDONE_BY[entry.verb] not in undone:
            return entry.verb, until
        undone.add(entry.verb)
    return None


def _until(entry: Entry) -> datetime:
    return entry.at + timedelta(minutes=settings.LETTER_HOLD_MINUTES)


def last_entry(training: Training, verb: str) -> Entry | None:
    return Entry.objects.about(training).filter(verb=verb).first()


def stop_or_refuse(training: Training, verb: str, *kinds: str, now: datetime) -> Entry:
    """Stop the letters that this act wrote and return its entry; refuse when it is too late."""
    entry = last_entry(training, verb)
    too_late = _("It is too late to undo this: the letters have gone. What is wrong can be changed or cancelled.")
    if entry is None or now >= _until(entry):
        raise ActionError(too_late)
    stop_letters(training, *kinds, now=now)
    if Letter.objects.about(training).filter(kind__in=kinds, written_at=entry.at, stopped_at__isnull=True).exists():
        raise ActionError(too_late)
    return entry
