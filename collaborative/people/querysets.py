from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.periods import today
from collaborative.sorting import plain

if TYPE_CHECKING:
    from collaborative.people.models import Person


class OrganizationQuerySet(models.QuerySet):
    def of_kind(self, *kinds: str) -> "OrganizationQuerySet":
        return self.filter(kind__in=kinds)

    def active(self) -> "OrganizationQuerySet":
        return self.filter(closed_on__isnull=True)

    def under(self, organization: models.Model) -> "OrganizationQuerySet":
        """The organization itself and everything under it today."""
        return self.filter(lineage__contains=[organization.pk])

    def visible_to(self, person: "Person") -> "OrganizationQuerySet":
        """Organizations are public facts; everybody who signs in may see which exist."""
        return self.all()

    def within_reach(self, person: "Person") -> "OrganizationQuerySet":
        """What stands under the organizations of the person's hats; the whole state for state hats."""
        if person.reach.state:
            return self.all()
        return self.filter(lineage__overlap=person.reach.organization_ids)

    def matching(self, words: str) -> "OrganizationQuerySet":
        return self.filter(search_key__contains=plain(words))


class HatQuerySet(models.QuerySet):
    def on(self, day: date) -> "HatQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def during(self, first: date, last: date | None) -> "HatQuerySet":
        """Worn on any of these days; without a last one on any day from the first on."""
        found = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        return found.filter(starts_on__lte=last) if last else found

    def today(self) -> "HatQuerySet":
        return self.on(today())

    def with_role(self, *roles: str) -> "HatQuerySet":
        return self.filter(role__in=roles)

    def roster(self) -> "HatQuerySet":
        """Staff of schools and districts: one row per person and place."""
        return self.today().filter(role="staff")


class PersonQuerySet(models.QuerySet):
    def active(self) -> "PersonQuerySet":
        return self.filter(is_active=True, merged_into__isnull=True)

    def records_of(self, person: Any) -> models.QuerySet:
        """The ids under which something of this person is written: the record's own, and those merged into it. To be
        asked as part of a statement: `person__in=Person.objects.records_of(person)`."""
        return self.filter(Q(pk=person) | Q(merged_into=person)).order_by().values("pk")

    def visible_to(self, person: "Person") -> "PersonQuerySet":
        """Oneself, and whoever holds or held a hat at an organization within reach."""
        from collaborative.people.models import Hat

        if person.reach.state:
            return self.all()
        within = Hat.objects.filter(person=OuterRef("pk"), organization__lineage__overlap=person.reach.organization_ids)
        return self.filter(Q(pk=person.pk) | Exists(within))

    def holding(self, *roles: str, at: models.Model, on: date | None = None) -> "PersonQuerySet":
        """Who holds one of these roles for this organization on a day."""
        from collaborative.people.models import Hat

        hats = Hat.objects.on(on or today()).filter(person=OuterRef("pk"), role__in=roles, organization=at.pk)
        return self.active().filter(Exists(hats))

    def matching(self, words: str) -> "PersonQuerySet":
        found = self
        for word in plain(words).split():
            found = found.filter(search_key__contains=word)
        return found
