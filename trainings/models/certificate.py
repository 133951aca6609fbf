from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.database.derived import derived
from collaborative.people.models import Person
from collaborative.web.addresses import path_to
from trainings.models.registration import Registration
from trainings.models.training import Training


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def standing(self) -> Self:
        return self.filter(~Certificate.is_revoked.sql())

    def visible_to(self, person: Person) -> Self:
        """One's own; those of trainings one hosts; those of people whose seat one's organization answers for."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        seat = Registration.objects.filter(
            training=OuterRef("training"), person=OuterRef("person"), organization__ancestors__overlap=reach
        )
        own = Q(person__in=Person.objects.records_of(person.pk))
        return self.filter(own | Q(training__host__in=reach) | Exists(seat))


class Certificate(models.Model):
    """What a person takes home. The code is not guessable and leads any citizen to the public verify page."""

    code = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    training = models.ForeignKey(Training, models.PROTECT, related_name="certificates")
    name = models.CharField(max_length=170)  # as printed
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training"],
                condition=Q(revoked_at__isnull=True),
                name="trainings_certificate_live_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="trainings_certificate_revoked_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.training}"

    def get_absolute_url(self) -> str:
        return path_to("verify-code", self.code)

    @derived(lambda: Q(revoked_at__isnull=False))
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def state(self) -> str:
        return "revoked" if self.is_revoked else "valid"

    @property
    def code_in_groups(self) -> str:
        """As people read and type it: four letters at a time."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))

    @property
    def page_url(self) -> str:
        """The page of the person and the host; `get_absolute_url` is what any citizen may see."""
        return path_to("certificate", self.code)

    @property
    def pdf_url(self) -> str:
        return path_to("certificate-pdf", self.code)
