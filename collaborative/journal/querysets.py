from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from collaborative.journal.refs import ref

CLAIM_MINUTES = 5  # a claimed letter whose sender died is taken up again after this
MOST_ATTEMPTS = 6


class EntryQuerySet(models.QuerySet):
    def about(self, thing: models.Model) -> "EntryQuerySet":
        return self.filter(refs__contains=[ref(thing)]).order_by("-at", "-id")


class LetterQuerySet(models.QuerySet):
    def waiting(self) -> "LetterQuerySet":
        return self.filter(
            sent_at__isnull=True, refused_at__isnull=True, stopped_at__isnull=True, given_up_at__isnull=True
        )

    def due(self, *, now: datetime) -> "LetterQuerySet":
        """Waiting letters whose moment has come and that nobody is sending right now."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
        return self.waiting().filter(free, due__lte=now).filter(Q(try_again_at__isnull=True) | Q(try_again_at__lte=now))

    def about(self, thing: models.Model) -> "LetterQuerySet":
        return self.filter(about=ref(thing))
