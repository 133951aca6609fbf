"""One editor after the other: the lock on a training's row, and who changed it meanwhile."""

from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from trainings.models import Training


def lock_for_change(training: Training, *, revision: int | None = None) -> Training:
    """The training re-read and locked. With the revision that the editor saw, a change made meanwhile is told."""
    rows = Training.objects.select_for_update(no_key=True, of=("self",))
    fresh = rows.select_related("host", "initiative__lead", "version", "venue", "leader_override_by").get(
        pk=training.pk
    )
    if revision is not None and fresh.revision != revision:
        raise ActionError(_changed_text(fresh))
    return fresh


def save_change(training: Training) -> Training:
    training.revision += 1
    training.save()
    return training


def refuse_if_over(training: Training) -> None:
    if training.is_cancelled:
        raise ActionError(_("This training was cancelled."))
    if training.is_closed:
        raise ActionError(_("This training is closed: its hours are counted and its certificates issued."))


def refuse_if_published(training: Training) -> None:
    if training.is_published:
        raise ActionError(_("This training is published already; nothing was done twice."))


def _changed_text(training: Training) -> str:
    entry = Entry.objects.about(training).first()
    if entry is None:
        return _("Somebody else changed this training meanwhile. Open it again and make your change there.")
    return _(
        "%(who)s changed this training meanwhile (%(when)s): %(what)s Open it again and make your change there."
    ) % {
        "who": entry.by_name,
        "when": f"{days.short_day(entry.at)}, {days.clock(entry.at)}",
        "what": entry.sentence(),
    }
