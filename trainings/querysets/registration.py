from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from collaborative.people.models import Person
from trainings.enums import LIVE, TAKING, Place
from trainings.querysets.hours import OF_BOTH

if TYPE_CHECKING:
    from trainings.models import Registration


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> Self:
        return self.filter(place__in=LIVE)

    def taking(self) -> Self:
        """Those who take a seat: seated and offered both count."""
        return self.filter(place__in=TAKING)

    def seated(self) -> Self:
        return self.filter(place=Place.SEATED)

    def offered(self) -> Self:
        """A seat is held for them until a moment."""
        return self.filter(place=Place.OFFERED)

    def waiting(self) -> Self:
        """In the order in which they came."""
        return self.filter(place=Place.WAITING).order_by("id")

    def with_attendance(self, reader: Person) -> Self:
        """Of closed trainings: whether the person was there (`attended`), the hours that count after corrections
        (`counted`), and the certificate that the reader may open."""
        from trainings.models import Certificate, HoursEntry, Trainer

        certificates = Certificate.objects.standing().visible_to(reader).filter(**OF_BOTH).order_by()
        leads = Trainer.objects.filter(**OF_BOTH)
        return self.annotate(
            counted=HoursEntry.objects.left_of_row(),
            certificate_code=Subquery(certificates.values("code")[:1]),
        ).annotate(
            attended=Case(
                When(~Q(place=Place.SEATED), then=F("place")),
                When(counted__gt=0, then=Value("present")),
                When(Exists(leads), then=F("place")),
                default=Value("absent"),
                output_field=models.CharField(),
            )
        )

    def visible_to(self, person: Person) -> Self:
        """One's own; those of organizations within reach; those of trainings one hosts or leads."""
        from trainings.models import Trainer

        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        own = Person.objects.records_of(person.pk)
        leads = Trainer.objects.filter(training=OuterRef("training"), person__in=own)
        return self.filter(
            Q(person__in=own) | Q(organization__lineage__overlap=reach) | Q(training__host__in=reach) | Exists(leads)
        )
