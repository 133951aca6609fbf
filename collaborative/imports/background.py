"""Who goes on with an import: the request itself, where it is one batch, else a worker."""

from django.utils import timezone

from collaborative.imports.models import Import
from collaborative.imports.staged_rows import BATCH, read_all
from collaborative.imports.tasks import carry_on
from collaborative.ops.celery import hand_over


def is_short(upload: Import) -> bool:
    return upload.rows.filter(number__gt=0).count() <= BATCH


def read_on(upload: Import) -> None:
    if is_short(upload):
        read_all(upload.pk, now=timezone.now())
    else:
        hand_over(carry_on, upload.pk)
