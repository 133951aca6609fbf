import logging

from celery import shared_task
from django.utils import timezone

from collaborative.journal.delivery import deliver
from collaborative.journal.models import Letter

log = logging.getLogger(__name__)
AT_ONCE = 500  # letters of one sweep; the next sweep takes the rest


@shared_task
def deliver_letters(letter_ids: list[int]) -> None:
    for letter_id in letter_ids:
        deliver(letter_id)


@shared_task
def sweep_letters() -> None:
    """Pick up every letter that is due: the held ones, those whose sender died, those that Redis never carried."""
    for letter_id in Letter.objects.due(now=timezone.now()).order_by("due").values_list("pk", flat=True)[:AT_ONCE]:
        deliver(letter_id)
