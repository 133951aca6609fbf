from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.people.models import Person

if TYPE_CHECKING:
    from trainings.models import Certificate


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def standing(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def visible_to(self, person: Person) -> Self:
        """One's own; those of trainings one hosts; those of people whose seat one's organization answers for."""
        from trainings.models import Registration

        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        seat = Registration.objects.filter(
            training=OuterRef("training"), person=OuterRef("person"), organization__lineage__overlap=reach
        )
        own = Q(person__in=Person.objects.records_of(person.pk))
        return self.filter(own | Q(training__host__in=reach) | Exists(seat))
