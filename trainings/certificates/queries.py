from django.db.models import QuerySet

from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Person
from trainings.models import Certificate


@prepared
def certificates_of(reader: Person, person: int, *, most: int) -> QuerySet[Certificate]:
    """Those of a person that the reader may see. The person's roles do not matter, so that the id is enough."""
    own = Person.objects.records_of(person)
    return Certificate.objects.standing().visible_to(reader).filter(person__in=own).select_related("training")[:most]
