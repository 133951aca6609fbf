from django.db.models import QuerySet

from collaborative.database.compiled_queries import prepared
from collaborative.duties.models import Duty
from collaborative.people.models import Person

LOOKED_AT = 60


def for_today(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.only("kind", "text", "url", "due_on")[:LOOKED_AT]


@prepared
def owed_today(person: Person) -> QuerySet[Duty]:
    """Under all hats, as Today shows them."""
    return for_today(Duty.objects.owed_by(person))
