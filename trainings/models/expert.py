from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from collaborative.calendar.periods import today
from collaborative.database.derived import derived
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from initiatives.models import Initiative, InitiativeVersion
from trainings.models.training import Training

SOON_DAYS = 90  # so long before the end a certification «expires soon»: time to hold another session


class ExpertQuerySet(models.QuerySet["ExpertCertification"]):
    def valid(self, *, on: date | None = None) -> Self:
        return self.filter(ExpertCertification.is_valid.sql(on))

    def expiring(self, *, on: date | None = None) -> Self:
        on = on or today()
        return self.valid(on=on).filter(valid_until__lt=on + timedelta(days=SOON_DAYS))

    def expired(self, *, on: date | None = None) -> Self:
        return self.filter(revoked_at__isnull=True, valid_until__lt=on or today())

    def per_rec(self) -> models.QuerySet:
        """(initiative, organization, how many different people)."""
        groups = self.order_by().values("initiative", "organization")
        counted = groups.annotate(people=models.Count("person", distinct=True))
        return counted.values_list("initiative", "organization", "people")

    def visible_to(self, person: Person) -> Self:
        """Who is certified is known to all who hold trainings, whatever their region: experts help out elsewhere.
        Everybody else sees their own."""
        if person.organizations_with("trainings.view_experts"):
            return self.all()
        return self.filter(person=person)


def _valid(on: date | None = None) -> Q:
    on = on or today()
    return Q(revoked_at__isnull=True, valid_from__lte=on, valid_until__gte=on)


class ExpertCertification(models.Model):
    """A person certified for an initiative: by which train-the-expert session, for which version, until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="certifications")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="certifications", db_index=False)
    version = models.ForeignKey(InitiativeVersion, models.PROTECT, related_name="certifications")
    training = models.ForeignKey(Training, models.PROTECT, related_name="certifications")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="certifications")  # for which REC
    valid_from = models.DateField()
    valid_until = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["initiative_id", "organization_id", "person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "training"],
                condition=Q(revoked_at__isnull=True),
                name="trainings_certification_live_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="trainings_certification_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="trainings_certification_revoked_reasoned",
            ),
        ]
        indexes = [models.Index(fields=["initiative", "valid_until"], name="trainings_certification_valid")]

    def __str__(self) -> str:
        return f"{self.person}: {self.initiative}"

    def get_absolute_url(self) -> str:
        return path_to("expert", self.pk)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def state(self) -> str:
        if self.is_revoked:
            return "revoked"
        if self.valid_until < today():
            return "expired"
        return "expires_soon" if self.valid_until < today() + timedelta(days=SOON_DAYS) else "certified"

    @derived(_valid)
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.valid_from <= today() <= self.valid_until
