from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from collaborative.calendar.periods import today
from collaborative.people.models import Person

if TYPE_CHECKING:
    from trainings.models import ExpertCertification

SOON_DAYS = 90  # so long before the end a certification «expires soon»: time to hold another session


class ExpertQuerySet(models.QuerySet["ExpertCertification"]):
    def valid(self, *, on: date | None = None) -> Self:
        on = on or today()
        return self.filter(revoked_at__isnull=True, valid_from__lte=on, valid_until__gte=on)

    def expiring(self, *, on: date | None = None) -> Self:
        on = on or today()
        return self.valid(on=on).filter(valid_until__lt=on + timedelta(days=SOON_DAYS))

    def expired(self, *, on: date | None = None) -> Self:
        return self.filter(revoked_at__isnull=True, valid_until__lt=on or today())

    def per_rec(self) -> models.QuerySet:
        """(initiative, organization, how many different people)."""
        groups = self.order_by().values("initiative", "organization")
        counted = groups.annotate(people=models.Count("person", distinct=True))
        return counted.values_list("initiative", "organization", "people")

    def visible_to(self, person: Person) -> Self:
        """Who is certified is known to all who hold trainings, whatever their region: experts help out elsewhere.
        Everybody else sees their own."""
        if person.organizations_with("trainings.view_experts"):
            return self.all()
        return self.filter(person=person)
