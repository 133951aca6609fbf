"""Rows that are about a thing of any kind: Django's generic key, held by the database as a foreign key is.

`references_kept` and `keeps_what_is_about` (migration_operations) make the other half: no row can be written about a thing
that is not there, and no thing can go while a row is about it.
"""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


class AboutQuerySet(models.QuerySet[Row]):
    def about(self, *things: models.Model) -> Self:
        """About any of these."""
        ids: dict[ContentType, list[int]] = defaultdict(list)
        for thing in things:
            ids[ContentType.objects.get_for_model(thing)].append(thing.pk)
        about = (Q(about_type=kind, about_id__in=pks) for kind, pks in ids.items())
        return self.filter(reduce(or_, about, Q(pk__in=[])))


class AboutThing(models.Model):
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")

    class Meta:
        abstract = True
