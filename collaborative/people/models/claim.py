"""Claims: a place or a role that an organization asks for somebody of another one. It counts once somebody says yes."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import today
from collaborative.database.choices import known
from collaborative.people.roles import ROLE_CHOICES, ROLES, Role
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Joined, joined

STANDS_FOR = timedelta(days=30)  # an open claim, and the «no» to one


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def lapsed(self, *, on: date) -> Self:
        """Open ones whose time has passed."""
        return self.open().filter(lapses_on__lt=on)

    def under(self, organization: int) -> Self:
        """Made by this organization or one under it."""
        return self.filter(organization__ancestors__contains=[organization])

    def blocking(self, *, now: datetime) -> Self:
        """Those to which a «no» was said of late."""
        return self.filter(outcome="no", ended_at__gt=now - STANDS_FOR)


class ClaimOutcome(models.TextChoices):
    YES = "yes", gettext_lazy("yes")
    NO = "no", gettext_lazy("no")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    LAPSED = "lapsed", gettext_lazy("lapsed")


class ClaimHow(models.TextChoices):
    PERSON = "person", gettext_lazy("by the person")
    KEEPER = "keeper", gettext_lazy("by who keeps the roster of the place they have")
    REC = "rec", gettext_lazy("by the REC, since no address answers")


class Claim(models.Model):
    """`role` «staff» is a place on a roster; any other is a role that acts. Answered, withdrawn or lapsed, never deleted."""

    Outcome = ClaimOutcome
    How = ClaimHow

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims", db_index=False)
    organization = models.ForeignKey("people.Organization", models.PROTECT, related_name="claims")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, default="staff")
    position = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)  # null: the day of the yes
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)  # how it came about, in words
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims_made", db_index=False)
    claimed_at = models.DateTimeField()
    lapses_on = models.DateField()  # the last day on which it can be answered
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    # Null of an answer: the person, through the link in the letter.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role"],
                condition=Q(ended_at__isnull=True),
                name="people_claim_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="people_claim_end_has_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(outcome__in=("yes", "no")) & ~Q(how="")) | (~Q(outcome__in=("yes", "no")) & Q(how="")),
                name="people_claim_answer_says_how",
            ),
            models.CheckConstraint(condition=~Q(how="rec") | ~Q(reason=""), name="people_claim_rec_says_why"),
            known("role", ROLE_CHOICES, name="people_claim_known_role"),
            known("outcome", ClaimOutcome.choices, name="people_claim_outcome_known", or_empty=True),
            known("how", ClaimHow.choices, name="people_claim_how_known", or_empty=True),
        ]
        indexes = [
            models.Index(fields=["organization"], condition=Q(ended_at__isnull=True), name="people_claim_open_at"),
            models.Index(fields=["person", "-ended_at"], name="people_claim_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"

    def get_absolute_url(self) -> str:
        return path_to("claim", self.pk)

    @property
    def what(self) -> Joined:
        """«Staff, Cloudcroft»."""
        return joined(self.rules.title, self.organization.short_name, by=", ")

    @property
    def rules(self) -> Role:
        return ROLES[self.role]

    @property
    def is_place(self) -> bool:
        return self.role == "staff"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.lapses_on >= today()

    @property
    def blocks_until(self) -> date | None:
        """After a «no» the organization does not ask again for a while."""
        return today(self.ended_at) + STANDS_FOR if self.outcome == self.Outcome.NO else None
