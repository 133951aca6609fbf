from collections.abc import Collection

from django.db.models import Count, F, QuerySet, Sum

from accountability.status import with_standing
from collaborative.calendar.periods import Period
from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Organization, Person
from initiatives.models import Deliverable, Initiative
from trainings.models import HoursEntry

COUNTS = {
    "trainings": Count("training", distinct=True),
    "people": Count("whose", distinct=True),
    "hours": Sum("hours"),
}
SHOWN_OF_DELIVERABLE = ("initiative", "rec", "fiscal_year", "measure", "target", "due_on")


@prepared
def reached(districts: Collection[int] | None, *, period: Period) -> QuerySet:
    """Ids of districts, each with its counts: of the ledger's rows, which are of no one thing."""
    rows = HoursEntry.objects.within(period).remaining().by_person()
    if districts is not None:
        rows = rows.filter(organization__in=districts)
    return rows.order_by().values("organization").annotate(**COUNTS).values_list("organization", *COUNTS)


@prepared
def deliverables_owed(reader: Person, of: Organization | Initiative, *, name: str, year: int) -> QuerySet[Deliverable]:
    """Of one REC or one initiative, as `name` says."""
    rows = Deliverable.objects.visible_to(reader).standing().for_year(year).filter(**{name: of})
    rows = with_standing(rows).only(*SHOWN_OF_DELIVERABLE).annotate(rec_name=F("rec__short_name"))
    return rows.order_by("rec__sort_key", "due_on", "id")
