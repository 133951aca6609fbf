from celery import shared_task
from django.utils import timezone

from collaborative.letters.delivery import deliver_all, give_up_too_late
from collaborative.letters.models import Letter, Pulse

AT_ONCE = 500  # letters of one sweep; the next sweep takes the rest


@shared_task
def deliver_letters(letter_ids: list[int]) -> None:
    deliver_all(letter_ids)


@shared_task
def sweep_letters() -> None:
    """Pick up every letter that is due: the held ones, those whose sender died, those that Redis never carried."""
    now = timezone.now()
    give_up_too_late(now=now)
    deliver_all(Letter.objects.due(now=now).order_by("due", "id").values_list("pk", flat=True)[:AT_ONCE])
    Pulse.beat("letters", timezone.now())
