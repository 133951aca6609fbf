from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from collaborative.calendar.periods import fiscal_year_name, today
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Joined, joined, shown
from initiatives.models.initiative import Initiative, InitiativeVersion


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def for_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def visible_to(self, person: Person) -> Self:
        """PED sees all; a REC and its council see their own."""
        if person.reach.state:
            return self.all()
        recs = person.organizations_with("accountability.view")
        return self.filter(rec__in=recs)


class Deliverable(models.Model):
    """The promise: what one REC owes under an initiative for a fiscal year. How it stands is accountability's affair."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="deliverables")
    version = models.ForeignKey(InitiativeVersion, models.PROTECT, related_name="deliverables")
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="deliverables")
    fiscal_year = models.PositiveSmallIntegerField()  # named by the year it ends in
    measure = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=9, decimal_places=2)
    due_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a later version no longer asks for it

    # What accountability puts on it: with_standing, count, and the words of its pages.
    asked_from: date
    submitted_at: datetime | None
    returned_at: datetime | None
    accepted_at: datetime | None
    actual: Decimal | None
    state: str
    rec_name: str
    measure_title: str
    words: str
    actual_text: str
    target_text: str
    of_target: str
    target_of: str
    rows_url: str

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "rec__sort_key", "initiative__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "rec", "fiscal_year", "measure", "due_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="initiatives_deliverable_once",
            ),
            models.CheckConstraint(condition=Q(target__gt=0), name="initiatives_deliverable_target_positive"),
        ]
        indexes = [models.Index(fields=["fiscal_year", "rec"], name="initiatives_deliverable_year")]

    def __str__(self) -> str:
        return str(self.name_kept)

    def get_absolute_url(self) -> str:
        return path_to("deliverable", self.pk)

    @property
    def name_kept(self) -> Joined:
        return joined(self.initiative.title, self.rec.short_name, shown(fiscal_year_name, self.fiscal_year), by=", ")

    @property
    def is_overdue(self) -> bool:
        return self.due_on < today()
