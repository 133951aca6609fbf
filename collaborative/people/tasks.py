from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from collaborative.journal.recording import forget_keys
from collaborative.people.affiliating import refresh_stale


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
