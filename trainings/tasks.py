import logging

from celery import shared_task
from django.utils import timezone

from collaborative.errors import ActionError
from trainings.invitations.services import drop_late_answers
from trainings.models import Training
from trainings.registrations import seats
from trainings.registrations.actions import registration

log = logging.getLogger(__name__)


@shared_task
def lapse_offers() -> None:
    """Held seats whose time has passed go to the next in line. Twice at once does it once."""
    now = timezone.now()
    for training in Training.objects.filter(pk__in=seats.trainings_with_lapsed_offers(now=now)):
        try:
            registration.lapse_offers(training, now=now)
        except ActionError:  # somebody else was quicker
            continue
        except Exception:  # one training that breaks must not keep the others waiting
            log.exception("The held seats of training %s could not be handed on.", training.pk)


@shared_task
def close_answers() -> None:
    """Registration has closed: nobody is asked for an answer any more. Twice at once does it once."""
    drop_late_answers(now=timezone.now())
