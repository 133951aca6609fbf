from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from collaborative.calendar.hours import in_hours
from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from trainings.enums import ACTIVE, OCCUPYING, CancelReason, RegistrationStatus, SeatMode
from trainings.models.meeting import Trainer
from trainings.models.training import Training

OF_BOTH = {"training": OuterRef("training"), "person": OuterRef("person")}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.filter(Registration.is_active.sql())

    def occupying(self) -> Self:
        """Those who take a seat: seated and offered both count."""
        return self.filter(status__in=OCCUPYING)

    def seated(self) -> Self:
        return self.filter(status=RegistrationStatus.SEATED)

    def offered(self) -> Self:
        """A seat is held for them until a moment."""
        return self.filter(status=RegistrationStatus.OFFERED)

    def waiting(self) -> Self:
        """In the order in which they came."""
        return self.filter(status=RegistrationStatus.WAITING).order_by("id")

    def with_attendance(self, reader: Person) -> Self:
        """Of closed trainings: whether the person was there (`attended`), the hours that count after corrections
        (`counted`), and the certificate that the reader may open."""
        from trainings.models import Certificate, HoursEntry

        certificates = Certificate.objects.standing().visible_to(reader).filter(**OF_BOTH).order_by()
        leads = Trainer.objects.filter(**OF_BOTH)
        return self.annotate(
            counted=HoursEntry.objects.left_of_row(),
            certificate_code=Subquery(certificates.values("code")[:1]),
        ).annotate(
            attended=Case(
                When(~Q(status=RegistrationStatus.SEATED), then=F("status")),
                When(counted__gt=0, then=Value("present")),
                When(Exists(leads), then=F("status")),
                default=Value("absent"),
                output_field=models.CharField(),
            )
        )

    def visible_to(self, person: Person) -> Self:
        """One's own; those of organizations within reach; those of trainings one hosts or leads."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        own = Person.objects.records_of(person.pk)
        leads = Trainer.objects.filter(training=OuterRef("training"), person__in=own)
        return self.filter(
            Q(person__in=own) | Q(organization__ancestors__overlap=reach) | Q(training__host__in=reach) | Exists(leads)
        )


class Registration(models.Model):
    """One person's place. Only trainings/registrations/seats.py writes `status`; the waiting list is in order of `id`.

    `organization` is where the person worked when registered: the district (or the REC) that answers for the seat.
    """

    training = models.ForeignKey(Training, models.CASCADE, related_name="registrations", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="registrations", db_index=False)
    status = models.CharField(max_length=12, choices=RegistrationStatus.choices)
    seat_mode = models.CharField(max_length=8, choices=SeatMode.choices)
    held_until = models.DateTimeField(null=True, blank=True)  # of an offered seat
    needs = models.CharField(max_length=300, blank=True)  # access, language, diet, travel
    is_walk_in = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    seated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=20, choices=CancelReason.choices, blank=True)
    substitute_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="substitute")

    moved_up: list["Registration"]  # by the act that freed the seat
    attended: str  # this and the next two: with_attendance
    counted: Decimal | None
    certificate_code: str | None

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["training_id", "person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person"], condition=Q(status__in=ACTIVE), name="trainings_registration_live_once"
            ),
            models.CheckConstraint(
                condition=Q(status="offered", held_until__isnull=False)
                | (~Q(status="offered") & Q(held_until__isnull=True)),
                name="trainings_registration_hold_timed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ACTIVE, ended_at__isnull=True)
                | (~Q(status__in=ACTIVE) & Q(ended_at__isnull=False)),
                name="trainings_registration_end_dated",
            ),
            known("status", RegistrationStatus.choices, name="trainings_registration_status_known"),
            known("seat_mode", SeatMode.choices, name="trainings_registration_seat_mode_known"),
            known("ended_why", CancelReason.choices, name="trainings_registration_ended_why_known", or_empty=True),
        ]
        indexes = [
            models.Index(fields=["training", "status", "seat_mode", "id"], name="trainings_registration_status"),
            models.Index(fields=["organization", "training"], name="trainings_registration_org"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.training}"

    def get_absolute_url(self) -> str:
        return path_to("registration", self.training_id, self.pk)

    @property
    def state(self) -> str:
        """The place; of a closed training, read with its attendance, whether the person was there."""
        return getattr(self, "attended", "") or self.status

    @property
    def counted_text(self) -> str:
        """The contact hours that count: «5.5»."""
        counted = getattr(self, "counted", None)
        return in_hours(counted) if counted and counted > 0 else ""

    @property
    def certificate_url(self) -> str:
        code = getattr(self, "certificate_code", None)
        return path_to("certificate", code) if code else ""

    @derived(lambda: Q(status__in=ACTIVE))
    def is_active(self) -> bool:
        return self.status in ACTIVE
