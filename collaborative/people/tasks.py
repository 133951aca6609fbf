from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from collaborative.journal.recording import forget_keys
from collaborative.people import actions
from collaborative.people.affiliating import refresh_stale
from collaborative.people.models import Hat


@shared_task
def refresh_affiliations() -> None:
    """Copies of affiliations that began or ended overnight."""
    refresh_stale()


@shared_task
def clear_out() -> None:
    """Sign-ins that have ended and keys of forms long closed: nobody asks for them again."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    forget_keys(now=now)


@shared_task
def hand_over() -> None:
    """Successors who were named ahead and have begun: what the one before still owes goes on to them."""
    begun = Hat.objects.today().filter(follows__isnull=False, handed_over_at__isnull=True)
    for hat in begun.select_related("person", "organization", "follows__person").order_by("id"):
        actions.hand_over_duties(hat)
