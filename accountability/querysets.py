from typing import TYPE_CHECKING, Self

from django.db import models

from collaborative.people.models import Person
from initiatives.models import Deliverable

if TYPE_CHECKING:
    from accountability.models import Submission


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def open(self) -> Self:
        return self.filter(returned_at__isnull=True, accepted_at__isnull=True)

    def standing(self) -> Self:
        """Before PED, or accepted."""
        return self.filter(returned_at__isnull=True)

    def visible_to(self, person: Person) -> Self:
        return self.filter(deliverable__in=Deliverable.objects.visible_to(person))
