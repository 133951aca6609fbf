from django.db import models

from collaborative.people.models import Person
from initiatives.models import Deliverable


class SubmissionQuerySet(models.QuerySet):
    def open(self) -> "SubmissionQuerySet":
        return self.filter(returned_at__isnull=True, accepted_at__isnull=True)

    def standing(self) -> "SubmissionQuerySet":
        """Before PED, or accepted."""
        return self.filter(returned_at__isnull=True)

    def visible_to(self, person: Person) -> "SubmissionQuerySet":
        return self.filter(deliverable__in=Deliverable.objects.visible_to(person))
