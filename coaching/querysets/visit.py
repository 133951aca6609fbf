from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from collaborative.people.models import Person

if TYPE_CHECKING:
    from coaching.models import PrivateNote, Visit


class VisitQuerySet(models.QuerySet["Visit"]):
    def held(self) -> Self:
        return self.filter(held_on__isnull=False)

    def standing(self) -> Self:
        """Planned or held."""
        return self.filter(cancelled_at__isnull=True)

    def planned(self) -> Self:
        return self.filter(held_on__isnull=True, cancelled_at__isnull=True)

    def visible_to(self, person: Person) -> Self:
        """The coach, the coached, and those whose reach holds the district: they see that, where and what was agreed."""
        from coaching.models import PrivateNote

        if person.reach.state:
            return self.all()
        coached = self.model.people.through.objects.filter(person=person).values("visit")
        noted = PrivateNote.objects.filter(coached=person).order_by().values("visit")
        return self.filter(
            Q(coach=person)
            | Q(district__lineage__overlap=person.reach.organization_ids)
            | Q(pk__in=coached)
            | Q(pk__in=noted)
        )


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, person: Person) -> Self:
        """The coach who wrote it and the one coached person. Nobody else, whatever the hat."""
        return self.filter(Q(coach=person) | Q(coached=person))
