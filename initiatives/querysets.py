from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from collaborative.calendar.periods import today
from collaborative.database.search_keys import plain
from collaborative.journal.models import Seen
from collaborative.people.models import Person

if TYPE_CHECKING:
    from initiatives.models import Acknowledgment, Deliverable, Initiative, InitiativeVersion


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def published(self) -> Self:
        return self.filter(current__isnull=False)

    def unpublished(self) -> Self:
        return self.filter(current__isnull=True)

    def unacknowledged(self) -> Self:
        """In force, and at least one REC has not said that it has read it."""
        from initiatives.models import Acknowledgment

        open_ones = Acknowledgment.objects.open().filter(version=OuterRef("current"))
        return self.running().filter(Exists(open_ones))

    def running(self, *, on: date | None = None) -> Self:
        return self.filter(current__ends_on__gte=on or today())

    def ended(self, *, on: date | None = None) -> Self:
        return self.filter(current__ends_on__lt=on or today())

    def visible_to(self, person: Person) -> Self:
        """Published ones are everybody's; a draft is seen by its lead and partner bureaus and by PED leadership."""
        return self.filter(Q(current__isnull=False) | Q(pk__in=self.model.objects.drafts_shown_to(person).values("pk")))

    def drafts_shown_to(self, person: Person) -> Self:
        """Those whose drafts, of a first or a later version, this person sees."""
        if any(hat.role == "ped_leader" for hat in person.hats_today):
            return self.all()
        mine = person.organization_ids
        partnered = self.model.partners.through.objects.filter(organization_id__in=mine)
        return self.filter(Q(lead__in=mine) | Q(pk__in=partnered.values("initiative_id")))

    def for_page(self, person: Person) -> Self:
        """Within reach, with `partner_names`, so that a page asks once."""
        partners = self.model.partners.through.objects.filter(initiative=OuterRef("pk")).order_by(
            "organization__sort_key"
        )
        return self.visible_to(person).annotate(partner_names=ArraySubquery(partners.values("organization__name")))

    def with_acknowledged(self) -> Self:
        """`asked` RECs and `acknowledged` of them, for the version in force."""
        return self.annotate(
            asked=self._acknowledgments(Count("pk")), acknowledged=self._acknowledgments(Count("acknowledged_at"))
        )

    def _acknowledgments(self, figure: Count) -> Subquery:
        from initiatives.models import Acknowledgment

        rows = Acknowledgment.objects.filter(version=OuterRef("current")).order_by().values("version")
        return Subquery(rows.annotate(n=figure).values("n"))

    def matching(self, words: str) -> Self:
        return self.filter(search_key__contains=plain(words))


class VersionQuerySet(models.QuerySet["InitiativeVersion"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def visible_to(self, person: Person) -> Self:
        """Published ones are everybody's; a draft is seen by whoever sees its initiative's drafts."""
        from initiatives.models import Initiative

        initiatives = Initiative.objects.drafts_shown_to(person)
        return self.filter(Q(published_at__isnull=False) | Q(initiative__in=initiatives.values("pk")))


class AcknowledgmentQuerySet(models.QuerySet["Acknowledgment"]):
    def open(self) -> Self:
        return self.filter(acknowledged_at__isnull=True)

    def in_force(self) -> Self:
        """Those of the versions in force; what an older version was answered is history."""
        return self.filter(version=F("version__initiative__current"))

    def visible_to(self, person: Person) -> Self:
        """PED sees who has read what; a REC sees its own."""
        if person.reach.state:
            return self.all()
        return self.filter(rec__in=person.organization_ids)

    def with_seen(self, version: str) -> Self:
        """`seen_at`: when somebody of the REC first opened the page of the version (its ref) while signed in."""
        views = Seen.objects.filter(about=version, organization_id=OuterRef("rec")).order_by("at")
        return self.annotate(seen_at=Subquery(views.values("at")[:1]))


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def for_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def visible_to(self, person: Person) -> Self:
        """PED sees all; a REC and its council see their own."""
        if person.reach.state:
            return self.all()
        recs = person.organizations_with("accountability.view")
        return self.filter(rec__in=recs)
