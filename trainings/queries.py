from django.db.models import Q, QuerySet

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Person
from trainings.models import Training


@prepared
def trainings_found(person: Person, words: str, *, limit: int) -> QuerySet[Training]:
    """By folded words: drafts, what comes and what was held this school year and the last."""
    first, _last = fiscal_year_dates(fiscal_year(today()) - 1)
    recent = Q(first_day__isnull=True) | Q(first_day__gte=first)
    rows = Training.objects.visible_to(person).filter(recent).matching(words).select_related("venue", "host")
    return rows.order_by("-first_day", "-id")[:limit]
