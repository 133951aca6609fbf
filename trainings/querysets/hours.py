from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from collaborative.calendar.periods import fiscal_year_dates
from collaborative.people.models import Person

if TYPE_CHECKING:
    from trainings.models import HoursEntry

OF_BOTH = {"training": OuterRef("training"), "person": OuterRef("person")}


class HoursQuerySet(models.QuerySet["HoursEntry"]):
    def for_year(self, fiscal_year: int) -> Self:
        """By the meeting's local day: 18:30 on 30 June belongs to June."""
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(date__gte=first, date__lte=last)

    def by_person(self) -> Self:
        """With `whose`: the record that is read today, where the entry was written under one that was merged into it."""
        return self.annotate(whose=Coalesce("person__merged_into", F("person_id")))

    def remaining(self) -> Self:
        """Without the entries of people of whose hours at a training corrections have left nothing."""
        taken_away = self.model.objects.filter(hours__lt=0, **OF_BOTH).annotate(left=self.model.objects.left_of_row())
        return self.filter(~Exists(taken_away.filter(left__lte=0)))

    def left_of_row(self) -> Subquery:
        """What is left, after corrections, of the hours of the person and the training of another query's row."""
        sums = self.filter(**OF_BOTH).order_by().values("training").annotate(sum=Sum("hours"))
        return Subquery(sums.values("sum"))

    def visible_to(self, person: Person) -> Self:
        """One's own, those of organizations within reach, those of trainings that organizations within reach host."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        own = Q(person__in=Person.objects.records_of(person.pk))
        return self.filter(own | Q(organization__lineage__overlap=reach) | Q(host__in=reach))
