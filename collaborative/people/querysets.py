from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from collaborative.database.search_keys import plain
from collaborative.people.enums import HAVE_ROSTERS, TAKE_PART

if TYPE_CHECKING:
    from collaborative.people.models import Hat, Organization, Person


Kept = TypeVar("Kept", bound="Organization", covariant=True)  # organizations of one kind have tables of their own


class OrganizationQuerySet(models.QuerySet[Kept]):
    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def taking_part(self) -> Self:
        """Whoever is invited and sends people: the districts, and who stands beside them (people/enums.py)."""
        return self.of_kind(*TAKE_PART)

    def with_rosters(self) -> Self:
        """Those that take part and their schools."""
        return self.of_kind(*HAVE_ROSTERS)

    def active(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def under(self, organization: models.Model) -> Self:
        """The organization itself and everything under it today."""
        return self.filter(ancestors__contains=[organization.pk])

    def visible_to(self, person: "Person") -> Self:
        """Organizations are public facts; everybody who signs in may see which exist."""
        return self.all()

    def within_reach(self, person: "Person") -> Self:
        """What stands under the organizations of the person's hats; the whole state for state hats."""
        if person.reach.state:
            return self.all()
        return self.filter(ancestors__overlap=person.reach.organization_ids)

    def matching(self, words: str) -> Self:
        return self.filter(search_key__contains=plain(words))


class HatQuerySet(models.QuerySet["Hat"]):
    def on(self, day: date) -> Self:
        """Worn at the end of a day: of a role handed on that day, whoever has it then."""
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gt=day) | Q(ends_on=day, ended_at__isnull=True)
        return self.filter(lasting, starts_on__lte=day)

    def during(self, first: date, last: date | None) -> Self:
        """Worn on any of these days; without a last one on any day from the first on."""
        found = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        return found.filter(starts_on__lte=last) if last else found

    def today(self) -> Self:
        """Worn at this very moment, by the clock of the database: what somebody may do is asked of this."""
        return self.filter(during__contains=Now())

    def over(self) -> Self:
        return self.filter(during__endswith__lte=Now())

    def overlapping(self, begins: datetime, ends: datetime | None) -> Self:
        """Worn at any instant from the one to before the other; without an end at any from the first on."""
        return self.filter(during__overlap=(begins, ends))

    def with_role(self, *roles: str) -> Self:
        return self.filter(role__in=roles)

    def roster(self) -> Self:
        """Staff of schools and districts: one row per person and place."""
        return self.today().filter(role="staff")


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        """Has not left, and is nobody else's second record. Letters go to them, locked or not."""
        return self.filter(is_active=True, merged_into__isnull=True)

    def records_of(self, person: Any) -> models.QuerySet:
        """The ids under which something of this person is written: the record's own, and those merged into it. To be
        asked as part of a statement: `person__in=Person.objects.records_of(person)`."""
        return self.filter(Q(pk=person) | Q(merged_into=person)).order_by().values("pk")

    def may_enter(self) -> Self:
        """Signs in, and is heard when a link is followed."""
        return self.active().filter(locked_at__isnull=True)

    def visible_to(self, person: "Person") -> Self:
        """Oneself, and whoever holds or held a hat at an organization within reach. Who has a reach wears such a hat: asking
        for oneself beside it would make the database read everybody."""
        from collaborative.people.models import Hat

        if person.reach.state:
            return self.all()
        if not person.reach.organization_ids:
            return self.filter(pk=person.pk)
        within = Hat.objects.filter(organization__ancestors__overlap=person.reach.organization_ids)
        return self.filter(pk__in=within.order_by().values("person"))

    def holding(self, *roles: str, at: models.Model, on: date | None = None) -> Self:
        """Who holds one of these roles for this organization, now or on a day."""
        from collaborative.people.models import Hat

        hats = Hat.objects.on(on) if on else Hat.objects.today()
        hats = hats.filter(person=OuterRef("pk"), role__in=roles, organization=at.pk)
        return self.active().filter(Exists(hats))

    def matching(self, words: str) -> Self:
        found = self
        for word in plain(words).split():
            found = found.filter(search_key__contains=word)
        return found
