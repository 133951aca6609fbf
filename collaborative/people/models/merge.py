"""Two records of one person: the proposal to make them one, who said yes, what was moved, and pairs that are two people."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.people.models.person import Person
from collaborative.web.addresses import path_to

OPEN_FOR = timedelta(days=30)  # a proposal waits for its answers
UNDONE_WITHIN = timedelta(days=30)


WAITING = Q(merged_at__isnull=True, ended_at__isnull=True)


class MergeQuerySet(models.QuerySet["Merge"]):
    def waiting(self) -> Self:
        return self.filter(WAITING)

    def merged(self) -> Self:
        return self.filter(Merge.is_merged.sql())


class MergeWhy(models.TextChoices):
    NO = "no", _("an address said no")
    LAPSED = "lapsed", _("not all answered within thirty days")
    CHANGED = "changed", _("an address or a name changed meanwhile")
    OTHER = "other", _("one of the two was merged another way")


class Merge(models.Model):
    """`gone` becomes one with `kept`. Both ids stay, and `gone.merged_into` leads to the record that is kept.

    `moved`: by the name of the mover what an undo needs; `before`: names and addresses of both as they were.
    """

    Why = MergeWhy

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80)  # of the kept record from then on
    family_name = models.CharField(max_length=80)
    contact_email = models.EmailField(blank=True)  # where letters go from then on; empty: the sign-in address
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    merged_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    told: list[str]  # of an undo: what stays as it is

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="people_merge_of_two"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(merged_at__isnull=False, undone_at__isnull=True), name="people_merge_once"
            ),
            models.UniqueConstraint(
                fields=["kept", "gone"],
                condition=WAITING,
                name="people_merge_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False, merged_at__isnull=True) & ~Q(ended_why="")),
                name="people_merge_ended_why",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False, merged_at__isnull=False),
                name="people_merge_undone_by",
            ),
            known("ended_why", MergeWhy.choices, name="people_merge_ended_why_known", or_empty=True),
        ]
        indexes = [models.Index(fields=["kept", "merged_at"], name="people_merge_kept")]

    def __str__(self) -> str:
        return f"{self.gone}, {self.kept}"

    def get_absolute_url(self) -> str:
        return path_to("merge-done", self.pk)

    @derived(lambda: WAITING)
    def is_waiting(self) -> bool:
        return self.merged_at is None and self.ended_at is None

    @derived(lambda: Q(merged_at__isnull=False, undone_at__isnull=True))
    def is_merged(self) -> bool:
        return self.merged_at is not None and self.undone_at is None

    def can_be_undone(self, *, now: datetime | None = None) -> bool:
        if self.merged_at is None or self.undone_at is not None:
            return False
        return (now or timezone.now()) <= self.merged_at + UNDONE_WITHIN


class MergeAnswer(models.Model):
    """One address of the two records that was asked, and what it said. `person`: the record that has the address."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="answers", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    address = models.EmailField()
    said_yes_at = models.DateTimeField(null=True, blank=True)
    with_notes = models.BooleanField(default=False)  # private notes come along

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["merge", "address"], name="people_merge_answer_once")]


class TwoPeople(models.Model):
    """A pair that looks alike and was looked at: two people. Not listed as possible twins again."""

    first = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_two_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="people_two_people_in_order"),
        ]
