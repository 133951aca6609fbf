from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from collaborative.journal.refs import ref

if TYPE_CHECKING:
    from collaborative.letters.models import Letter

CLAIM_MINUTES = 5  # a claimed letter whose sender died is taken up again after this


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(
            sent_at__isnull=True, refused_at__isnull=True, stopped_at__isnull=True, given_up_at__isnull=True
        )

    def free(self, *, now: datetime) -> Self:
        """Those that nobody is sending right now."""
        broken_off = Q(claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
        return self.filter(Q(claimed_at__isnull=True) | broken_off)

    def due(self, *, now: datetime) -> Self:
        """Waiting letters whose moment has come, that are still of use and that nobody is sending right now."""
        again = Q(try_again_at__isnull=True) | Q(try_again_at__lte=now)
        of_use = Q(not_after__isnull=True) | Q(not_after__gt=now)
        return self.waiting().free(now=now).filter(again, of_use, due__lte=now)

    def too_late(self, *, now: datetime) -> Self:
        """Waiting letters that are of no use any more on their own."""
        return self.waiting().free(now=now).filter(not_after__lte=now)

    def about(self, thing: models.Model) -> Self:
        return self.filter(about=ref(thing))
