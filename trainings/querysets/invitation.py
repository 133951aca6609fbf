from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.people.models import Person


class InvitationQuerySet(models.QuerySet):
    def standing(self) -> "InvitationQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def unanswered(self) -> "InvitationQuerySet":
        return self.standing().filter(answer="")

    def visible_to(self, person: Person) -> "InvitationQuerySet":
        """The invited organization's people, the host's, and PED."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(
            Q(organization__in=person.organization_ids)
            | Q(organization__lineage__overlap=reach)
            | Q(training__host__in=reach)
            | Exists(_led_by(person))
        )


def _led_by(person: Person) -> models.QuerySet:
    from trainings.models import Trainer

    return Trainer.objects.filter(training=OuterRef("training"), person=person)
