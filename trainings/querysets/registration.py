from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.people.models import Person
from trainings.enums import LIVE, TAKING, Place


class RegistrationQuerySet(models.QuerySet):
    def live(self) -> "RegistrationQuerySet":
        return self.filter(place__in=LIVE)

    def taking(self) -> "RegistrationQuerySet":
        """Those who take a seat: seated and offered both count."""
        return self.filter(place__in=TAKING)

    def seated(self) -> "RegistrationQuerySet":
        return self.filter(place=Place.SEATED)

    def offered(self) -> "RegistrationQuerySet":
        """A seat is held for them until a moment."""
        return self.filter(place=Place.OFFERED)

    def waiting(self) -> "RegistrationQuerySet":
        """In the order in which they came."""
        return self.filter(place=Place.WAITING).order_by("id")

    def visible_to(self, person: Person) -> "RegistrationQuerySet":
        """One's own; those of organizations within reach; those of trainings one hosts or leads."""
        from trainings.models import Trainer

        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        leads = Trainer.objects.filter(training=OuterRef("training"), person=person)
        return self.filter(
            Q(person=person) | Q(organization__lineage__overlap=reach) | Q(training__host__in=reach) | Exists(leads)
        )
