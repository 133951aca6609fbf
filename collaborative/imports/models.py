"""Files of people on their way into our records: what they said, line by line, and what becomes of it."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.imports.enums import FINAL, Decision, Outcome
from collaborative.imports.schemes import SCHEMES
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to

ROWS_KEPT = timedelta(days=30)


class ImportQuerySet(models.QuerySet["Import"]):
    def of(self, organization: models.Model) -> Self:
        return self.filter(organization=organization.pk)

    def unfinished(self) -> Self:
        """Still to be read, or still to be applied."""
        return self.filter(Import.is_reading.sql() | Import.is_applying.sql(), discarded_at__isnull=True)

    def ended_before(self, moment: datetime) -> Self:
        """Applied, discarded, or read and then left lying."""
        last = Coalesce("applied_at", "discarded_at", "stopped_at", "applying_at", "uploaded_at")
        return self.annotate(last_at=last).filter(last_at__lt=moment)


class Import(models.Model):
    """A file that somebody gave, read into rows. The file itself is not kept: it may hold what must not stand here.

    Read, then applied or discarded; each step dated. Reading and applying a long one happen step by step outside the
    request, and go on where they stopped.
    """

    said_by = ("file_name",)

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=40)  # a name of the registry: what its rows become
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    scheme = models.CharField(max_length=20, blank=True)  # whose ids its rows carry
    place_scheme = models.CharField(max_length=20, blank=True)
    place_names = models.JSONField(default=dict)  # what the file calls the places of its ids
    foreign_places = ArrayField(models.CharField(max_length=200), default=list)  # somebody said: none of ours
    # Of those of whom the file says none.
    place = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    position = models.CharField(max_length=80, blank=True)  # of those of whom the file says none
    order = models.CharField(max_length=20, blank=True)  # which name stands first, where no heading says so
    notes = ArrayField(models.TextField(), default=list)  # on the file as a whole
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="imports", db_index=False)
    uploaded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # every row was held against our records
    applying_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    applied_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # half-way, because who applied it may no longer
    discarded_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(discarded_at__isnull=True), name="imports_import_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(applying_at__isnull=False),
                name="imports_import_applied_by_act",
            ),
            models.CheckConstraint(
                condition=Q(applying_at__isnull=True) | Q(read_at__isnull=False, applied_by__isnull=False),
                name="imports_import_read_before_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return path_to("import", self.organization_id, self.pk)

    @derived(lambda: Q(read_at__isnull=True, discarded_at__isnull=True))
    def is_reading(self) -> bool:
        return self.read_at is None and self.discarded_at is None

    @derived(lambda: Q(applying_at__isnull=False, applied_at__isnull=True, stopped_at__isnull=True))
    def is_applying(self) -> bool:
        return self.applying_at is not None and self.applied_at is None and self.stopped_at is None

    @property
    def is_open(self) -> bool:
        """It can be decided on, applied or discarded."""
        begun = self.applying_at is not None and self.stopped_at is None
        return self.read_at is not None and not begun and self.applied_at is None and self.discarded_at is None


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def to_read(self) -> Self:
        return self.filter(outcome=Outcome.UNREAD)

    def to_apply(self) -> Self:
        return self.filter(acts=True, applied_at__isnull=True)

    def asking(self) -> Self:
        return self.filter(ImportRow.is_asked.sql())

    def about_others(self) -> Self:
        """Of people who have a place elsewhere, while nobody said whether they are to be asked."""
        return self.asking().filter(outcome=Outcome.ELSEWHERE, decision="")


class ImportRow(models.Model):
    """One line of a file, or one person who is not in it. Of a line that is refused only the number is kept, and why."""

    upload = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()  # as somebody counts who looks at the file; 0: not in the file
    given = models.CharField(max_length=80, blank=True)
    family = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    position = models.CharField(max_length=80, blank=True)
    places = ArrayField(models.CharField(max_length=200), default=list)
    external_id = models.CharField(max_length=200, blank=True)  # in the import's scheme
    employee_id = models.CharField(max_length=200, blank=True)
    left_out = ArrayField(models.TextField(), default=list)
    is_off = models.BooleanField(default=False)  # the other program has switched the account off
    key = models.CharField(max_length=430, blank=True)  # name and address: the same for a person that is named twice
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    words = models.TextField(blank=True)  # why, or what it becomes, for the user
    acts = models.BooleanField(default=False)  # applying does something with it
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    candidates = ArrayField(models.BigIntegerField(), default=list)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    applied_at = models.DateTimeField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number", "id"]
        indexes = [
            models.Index(fields=["upload", "outcome", "number", "id"], name="imports_row_outcome"),
            models.Index(fields=["upload", "key"], condition=~Q(key=""), name="imports_row_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(acts=False) | ~Q(outcome__in=("", *FINAL)), name="imports_row_final_outcomes_do_nothing"
            ),
            known("outcome", Outcome.choices, name="imports_row_outcome_known", or_empty=True),
            known("decision", Decision.choices, name="imports_row_decision_known", or_empty=True),
        ]

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def keys(self) -> list[str]:
        """What tells a person apart in one file: the other program's id, name with address, or the name alone."""
        by_id = [f"id {self.external_id}"] if self.external_id else []
        return [*by_id, self.key] if self.email or not by_id else by_id

    @derived(lambda: Q(outcome__in=(Outcome.ASKED, Outcome.ELSEWHERE), applied_at__isnull=True, acts=False))
    def is_asked(self) -> bool:
        return self.outcome in (Outcome.ASKED, Outcome.ELSEWHERE) and not self.acts and self.applied_at is None

    @property
    def may_be_proposed(self) -> bool:
        """Whether the person can be asked: for a place here, or for what differs."""
        return self.outcome in (Outcome.ELSEWHERE, Outcome.DIFFERS) and not self.decision and self.applied_at is None


class ExternalId(models.Model):
    """By which number or id another program knows a person, or a school. Good inside one organization only."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="external_ids", db_index=False)
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=430)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="external_ids")
    place = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    learned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "scheme", "value"], name="imports_externalid_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, place__isnull=False) | Q(person__isnull=False, place__isnull=True),
                name="imports_externalid_person_or_place",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="imports_externalid_not_empty"),
        ]

    def save(self, **kwargs: Any) -> None:
        self.clean()
        super().save(**kwargs)

    def clean(self) -> None:
        if self.scheme not in SCHEMES or (SCHEMES[self.scheme].statewide and self.organization.kind != "ped"):
            raise ValidationError(_("Only PED says whose number of the state this is."))
