from django.db.models import Exists, OuterRef, Q, QuerySet

from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Person
from trainings.models import Meeting, Trainer


@prepared
def meetings_today(person: Person, *, most: int) -> QuerySet[Meeting]:
    """Those that the person leads, or whose door they keep."""
    keeps = person.organizations_with("trainings.keep_door")
    leads = Trainer.objects.filter(training=OuterRef("training"), person=person)
    return (
        Meeting.objects.filter(date=today(), training__published_at__isnull=False)
        .filter(training__cancelled_at__isnull=True, training__closed_at__isnull=True)
        .filter(Q(training__host__in=keeps) | Exists(leads))
        .select_related("training__venue")
        .order_by("starts_at", "id")[:most]
    )
