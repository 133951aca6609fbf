"""For check pages: an act is done and taken back, so that what it refuses is told now, and what it would do is known."""

from collections.abc import Callable
from typing import TypeVar

from django.db import models, transaction

from collaborative.database.sure import sure
from collaborative.journal.models import Entry

T = TypeVar("T", bound=models.Model)
Seen = TypeVar("Seen")


def dry_run(act: Callable[[], T], look: Callable[[T], Seen]) -> tuple[Seen, Entry]:
    """What one would see of the thing afterwards, and the entry that the act would leave. Raises what the act raises."""
    with transaction.atomic():
        done = act()
        seen, entry = look(done), sure(Entry.objects.about(done).first())
        transaction.set_rollback(True)
    return seen, entry
