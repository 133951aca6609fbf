from datetime import date

from django.db import models
from django.db.models import Q

from collaborative.people.models import Person
from collaborative.periods import fiscal_year_dates, today
from collaborative.sorting import plain


class RequestQuerySet(models.QuerySet):
    def open(self) -> "RequestQuerySet":
        return self.filter(closed_at__isnull=True)

    def late(self, *, on: date | None = None) -> "RequestQuerySet":
        return self.unanswered().filter(answer_by__lt=on or today())

    def unanswered(self) -> "RequestQuerySet":
        return self.open().filter(first_answer_at__isnull=True)

    def answered(self) -> "RequestQuerySet":
        """Answered and still open."""
        return self.open().filter(first_answer_at__isnull=False)

    def ended(self) -> "RequestQuerySet":
        return self.filter(closed_at__isnull=False)

    def for_year(self, fiscal_year: int) -> "RequestQuerySet":
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(asked_on__gte=first, asked_on__lte=last)

    def visible_to(self, person: Person) -> "RequestQuerySet":
        """Those who may see requests of the district or its region, PED, and the owner. Who asked and then left the district
        answers for it no more."""
        if any(
            "support.view" in hat.rules.permissions and hat.rules.reach.value == "state" for hat in person.hats_today
        ):
            return self.all()
        reach = person.organizations_with("support.view")
        return self.filter(Q(rec__in=reach) | Q(district__in=reach) | Q(owner=person))

    def matching(self, words: str) -> "RequestQuerySet":
        found = self
        for word in plain(words).split():
            found = found.filter(search_key__contains=word)
        return found


class AssistanceQuerySet(models.QuerySet):
    def for_year(self, fiscal_year: int) -> "AssistanceQuerySet":
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(on__gte=first, on__lte=last)

    def visible_to(self, person: Person) -> "AssistanceQuerySet":
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(Q(rec__in=reach) | Q(district__in=reach) | Q(by=person))
