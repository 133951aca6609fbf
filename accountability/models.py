from typing import Self

from django.db import models
from django.db.models import Q

from collaborative.database.derived import derived
from collaborative.people.models import Person
from initiatives.models import Deliverable


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def open(self) -> Self:
        return self.filter(Submission.is_open.sql())

    def standing(self) -> Self:
        """Before PED, or accepted."""
        return self.filter(returned_at__isnull=True)

    def visible_to(self, person: Person) -> Self:
        return self.filter(deliverable__in=Deliverable.objects.visible_to(person))


class Submission(models.Model):
    """A REC puts a deliverable before PED: the figure as it stood on that day, a note, and PED's answer to it.

    Facts are dated; how a deliverable stands is read from its latest submission.
    """

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="submissions", db_index=False)
    number = models.PositiveSmallIntegerField()
    actual = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # as counted then; null: not known
    note = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    actual_text: str  # put on for a page

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["deliverable_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="accountability_submission_number_once"),
            models.UniqueConstraint(
                fields=["deliverable"],
                condition=Q(returned_at__isnull=True),
                name="accountability_submission_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(accepted_at__isnull=True),
                name="accountability_submission_one_end",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_why="")
                | (Q(returned_at__isnull=False) & ~Q(returned_why="")),
                name="accountability_submission_return_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, accepted_at__isnull=True, reviewed_by__isnull=True)
                | (Q(reviewed_by__isnull=False) & (Q(returned_at__isnull=False) | Q(accepted_at__isnull=False))),
                name="accountability_submission_review_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}, {self.number}"

    def get_absolute_url(self) -> str:
        return self.deliverable.get_absolute_url()

    @property
    def state(self) -> str:
        return "accepted" if self.accepted_at else "returned" if self.returned_at else "submitted"

    @derived(lambda: Q(returned_at__isnull=True, accepted_at__isnull=True))
    def is_open(self) -> bool:
        return self.accepted_at is None and self.returned_at is None
