from django.db import models
from django.db.models import Q

from collaborative.people.models import Person
from collaborative.periods import fiscal_year_dates


class HoursQuerySet(models.QuerySet):
    def for_year(self, fiscal_year: int) -> "HoursQuerySet":
        """By the meeting's local day: 18:30 on 30 June belongs to June."""
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(date__gte=first, date__lte=last)

    def visible_to(self, person: Person) -> "HoursQuerySet":
        """One's own, those of organizations within reach, those of trainings that organizations within reach host."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(Q(person=person) | Q(organization__lineage__overlap=reach) | Q(host__in=reach))
