from typing import TYPE_CHECKING, Self

from django.db import models

from collaborative.journal.refs import ref

if TYPE_CHECKING:
    from collaborative.journal.models import Entry


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, thing: models.Model) -> Self:
        return self.filter(refs__contains=[ref(thing)]).order_by("-at", "-id")
