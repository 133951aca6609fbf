import logging

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.imports import actions
from collaborative.imports.kinds import kinds
from collaborative.imports.models import ROWS_KEPT, Import, ImportRow
from collaborative.imports.staged_rows import read_all
from collaborative.people.permissions import require

log = logging.getLogger(__name__)


@shared_task
def carry_on(pk: int) -> None:
    """Read or apply an import to its end. Twice at once, or after a kill half-way, nothing happens twice."""
    upload = Import.objects.unfinished().filter(pk=pk).first()
    if upload is None:
        return
    if upload.is_reading:
        read_all(pk, now=timezone.now())
    while upload := Import.objects.unfinished().filter(pk=pk, applying_at__isnull=False).first():
        if not _apply_next(upload):
            return


def _apply_next(upload: Import) -> bool:
    """Who said yes must still be allowed to when it is done."""
    by = sure(upload.applied_by)
    try:
        require(by, kinds[upload.kind].permission, upload.organization)
        actions.apply_batch(upload, by=by)
    except PermissionDenied:
        Import.objects.filter(pk=upload.pk, applied_at__isnull=True).update(stopped_at=timezone.now())
        return False
    except ActionError:  # somebody else was quicker
        return False
    return True


@shared_task
def sweep_imports() -> None:
    """What a worker was stopped at, or Redis did not hand over, is taken up again."""
    for pk in Import.objects.unfinished().values_list("pk", flat=True):
        try:
            carry_on(pk)
        except Exception:  # one that breaks must not keep the others waiting
            log.exception("Import %s broke off; it is tried again.", pk)


@shared_task
def clear_out() -> None:
    """The rows of an import are gone thirty days after it ended, or was left lying."""
    now = timezone.now()
    old = Import.objects.ended_before(now - ROWS_KEPT)
    ImportRow.objects.filter(upload__in=old).delete()
    old.filter(applied_at__isnull=True, discarded_at__isnull=True).update(discarded_at=now)
