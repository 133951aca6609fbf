from datetime import date, timedelta

from django.db import models

from collaborative.people.models import Person
from collaborative.periods import today

SOON_DAYS = 90  # so long before the end a certification «expires soon»: time to hold another session


class ExpertQuerySet(models.QuerySet):
    def valid(self, *, on: date | None = None) -> "ExpertQuerySet":
        on = on or today()
        return self.filter(revoked_at__isnull=True, valid_from__lte=on, valid_until__gte=on)

    def expiring(self, *, on: date | None = None) -> "ExpertQuerySet":
        on = on or today()
        return self.valid(on=on).filter(valid_until__lt=on + timedelta(days=SOON_DAYS))

    def expired(self, *, on: date | None = None) -> "ExpertQuerySet":
        return self.filter(revoked_at__isnull=True, valid_until__lt=on or today())

    def per_rec(self) -> models.QuerySet:
        """(initiative, organization, how many different people)."""
        groups = self.order_by().values("initiative", "organization")
        groups = groups.annotate(people=models.Count("person", distinct=True))
        return groups.values_list("initiative", "organization", "people")

    def visible_to(self, person: Person) -> "ExpertQuerySet":
        """Who is certified is known to all who hold trainings, whatever their region: experts help out elsewhere.
        Everybody else sees their own."""
        if person.organizations_with("trainings.view_experts"):
            return self.all()
        return self.filter(person=person)
