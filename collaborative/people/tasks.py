from celery import shared_task

from collaborative.people.affiliating import refresh_stale


@shared_task
def refresh_affiliations() -> None:
    """Copies of affiliations that began or ended overnight."""
    refresh_stale()
