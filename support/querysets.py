from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from collaborative.calendar.periods import fiscal_year_dates, today
from collaborative.database.search_keys import plain
from collaborative.people.models import Person

if TYPE_CHECKING:
    from support.models import Assistance, SupportRequest


class RequestQuerySet(models.QuerySet["SupportRequest"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def late(self, *, on: date | None = None) -> Self:
        return self.unanswered().filter(answer_by__lt=on or today())

    def unanswered(self) -> Self:
        return self.open().filter(first_answer_at__isnull=True)

    def answered(self) -> Self:
        """Answered and still open."""
        return self.open().filter(first_answer_at__isnull=False)

    def ended(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def for_year(self, fiscal_year: int) -> Self:
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(asked_on__gte=first, asked_on__lte=last)

    def visible_to(self, person: Person) -> Self:
        """Those who may see requests of the district or its region, PED, and the owner. Who asked and then left the district
        answers for it no more."""
        if any(
            "support.view" in hat.rules.permissions and hat.rules.reach.value == "state" for hat in person.hats_today
        ):
            return self.all()
        reach = person.organizations_with("support.view")
        return self.filter(Q(rec__in=reach) | Q(district__in=reach) | Q(owner=person))

    def matching(self, words: str) -> Self:
        found = self
        for word in plain(words).split():
            found = found.filter(search_key__contains=word)
        return found


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    def for_year(self, fiscal_year: int) -> Self:
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(on__gte=first, on__lte=last)

    def visible_to(self, person: Person) -> Self:
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(Q(rec__in=reach) | Q(district__in=reach) | Q(by=person))
