from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.calendar.periods import fiscal_year_dates, today
from collaborative.database.search_keys import plain
from collaborative.people.models import Person
from collaborative.people.roles import Reach

if TYPE_CHECKING:
    from trainings.models import Training


class TrainingQuerySet(models.QuerySet["Training"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def standing(self) -> Self:
        """Published and not cancelled."""
        return self.published().filter(cancelled_at__isnull=True)

    def held(self) -> Self:
        """Closed: people were there and their hours are counted."""
        return self.filter(closed_at__isnull=False)

    def upcoming(self, *, on: date | None = None) -> Self:
        return self.standing().filter(closed_at__isnull=True, last_day__gte=on or today())

    def ahead(self, *, on: date | None = None) -> Self:
        """What is still to come, the drafts included."""
        not_ended = self.filter(closed_at__isnull=True, cancelled_at__isnull=True)
        return not_ended.filter(Q(published_at__isnull=True) | Q(last_day__gte=on or today()))

    def for_year(self, fiscal_year: int) -> Self:
        """By the local day of the first meeting."""
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(first_day__gte=first, first_day__lte=last)

    def on_calendar(self) -> Self:
        """What any citizen may see: published trainings for districts; train-the-expert sessions are not for the public."""
        return self.published().exclude(audience="all_recs")

    def visible_to(self, person: Person) -> Self:
        """The public ones; those one's hats host, lead or are invited to; drafts only for the host, its trainers and PED."""
        from trainings.models import Invitation, Registration, Trainer

        if person.reach.state:
            mine = person.organization_ids
            own = Q(host__lineage__overlap=mine) | Q(host__kind="vendor", initiative__lead__lineage__overlap=mine)
            return self.filter(Q(published_at__isnull=False) | own)
        mine = person.organization_ids
        invited = Invitation.objects.filter(training=OuterRef("pk"), organization__in=mine, withdrawn_at__isnull=True)
        records = Person.objects.records_of(person.pk)
        leads = Trainer.objects.filter(training=OuterRef("pk"), person__in=records)
        takes_part = Registration.objects.filter(training=OuterRef("pk"), person__in=records)
        known = Q(published_at__isnull=False) & (~Q(audience="all_recs") | Exists(invited) | Exists(takes_part))
        hosts = [
            hat.organization_id for hat in person.hats_today if hat.rules.reach is Reach.UNDER or hat.role == "vendor"
        ]
        return self.filter(known | Q(host__in=hosts) | Exists(leads))

    def matching(self, words: str) -> Self:
        return self.filter(search_key__contains=plain(words))
