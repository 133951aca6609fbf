import logging

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.recording import forget_keys
from collaborative.people.affiliations import refresh_stale
from collaborative.people.claims.actions import lapse_claim
from collaborative.people.hats.actions.successors import hand_over_duties
from collaborative.people.models import Claim, Hat
from collaborative.people.models.record_change import RecordChange
from collaborative.people.records.actions import settle_change

log = logging.getLogger(__name__)


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
        except ActionError:  # somebody answered it in this moment
            continue


@shared_task
def clear_out() -> None:
    """Sign-ins that have ended and keys of forms long closed: nobody asks for them again."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    forget_keys(now=now)


@shared_task
def lapse_claims() -> None:
    """Claims that nobody answered within their time. Twice at once does it once."""
    now = timezone.now()
    for claim in Claim.objects.lapsed(on=today(now)):
        try:
            lapse_claim(claim, now=now)
        except ActionError:  # somebody else was quicker
            continue
        except Exception:  # one that breaks must not keep the others waiting
            log.exception("Claim %s could not be ended.", claim.pk)


@shared_task
def hand_over() -> None:
    """Successors who were named ahead and have begun: what the one before still owes goes on to them."""
    begun = Hat.objects.today().filter(follows__isnull=False, handed_over_at__isnull=True)
    for hat in begun.select_related("person", "organization", "follows__person").order_by("id"):
        hand_over_duties(hat)
