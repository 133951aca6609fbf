from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from collaborative.journal.recording import forget_keys
from collaborative.people.actions import settle_change
from collaborative.people.affiliating import refresh_stale
from collaborative.people.record_change import RecordChange
from collaborative.refusals import Refused


@shared_task
def refresh_affiliations() -> None:
    """Copies of affiliations that began or ended overnight."""
    refresh_stale()


@shared_task
def settle_changes() -> None:
    """Changes of records whose wait is over are written; those that nobody answered lapse."""
    now = timezone.now()
    unanswered = RecordChange.objects.open().filter(confirmed_at__isnull=True, lapses_at__lte=now)
    for change in [*RecordChange.objects.due(now=now), *unanswered]:
        try:
            settle_change(change, now=now)
        except Refused:  # somebody answered it in this moment
            continue


@shared_task
def clear_out() -> None:
    """Sign-ins that have ended and keys of forms long closed: nobody asks for them again."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    forget_keys(now=now)
