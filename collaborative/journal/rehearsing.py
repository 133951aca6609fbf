"""For check pages: an act is done and taken back, so that what it refuses is told now, and what it would do is known."""

from collections.abc import Callable
from typing import TypeVar

from django.db import models, transaction

from collaborative.journal.models import Entry

T = TypeVar("T", bound=models.Model)


def rehearse(act: Callable[[], T]) -> tuple[T, Entry]:
    """What the act gives back, and the entry it would leave. Raises what the act raises."""
    with transaction.atomic():
        done = act()
        entry = Entry.objects.about(done).first()
        transaction.set_rollback(True)
    return done, entry
