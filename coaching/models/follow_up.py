from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from coaching.querysets.follow_up import CycleQuerySet, StepQuerySet
from collaborative.calendar.periods import today
from collaborative.database.choices import known
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from initiatives.enums import Owes, Touchpoint
from initiatives.models import Initiative
from trainings.models.training import Training


class FollowUpCycle(models.Model):
    """The planned touchpoints after a training, for one district that took part. Opened by closing the training."""

    ref_label = "trainings.followupcycle"  # as rows that are only added to name it: it was a part of trainings

    training = models.ForeignKey(Training, models.PROTECT, related_name="cycles", db_index=False)
    district = models.ForeignKey(Organization, models.PROTECT, related_name="follow_up_cycles")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="follow_up_cycles")
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="+")  # the region that follows up
    coach = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="follow_up_cycles", db_index=False
    )
    people_trained = models.PositiveIntegerField()
    opened_at = models.DateTimeField()

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [models.UniqueConstraint(fields=["training", "district"], name="coaching_cycle_once")]
        indexes = [models.Index(fields=["coach", "district"], name="coaching_cycle_coach")]

    def __str__(self) -> str:
        return f"{self.district.short_name}: {self.training}"

    def get_absolute_url(self) -> str:
        return path_to("follow-up", self.pk)


OPEN = Q(done_on__isnull=True, waived_at__isnull=True)


class FollowUpStep(models.Model):
    """One planned touchpoint: due on a day, owed by the coach or the superintendent, held by a visit or waived with a reason.

    District, REC and initiative are the cycle's and stay so; they stand here for what is counted by them.
    """

    ref_label = "trainings.followupstep"  # as rows that are only added to name it: it was a part of trainings

    cycle = models.ForeignKey(FollowUpCycle, models.CASCADE, related_name="steps", db_index=False)
    district = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+", db_index=False)  # see the indexes
    number = models.PositiveSmallIntegerField()
    touchpoint = models.CharField(max_length=20, choices=Touchpoint.choices)
    owed_by = models.CharField(max_length=20, choices=Owes.choices)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)  # the local day on which it was held
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    done_note = models.CharField(max_length=300, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    waived_why = models.CharField(max_length=300, blank=True)

    may_finish: bool  # this and the next three: put on for a page
    may_move: bool
    may_plan: bool
    may_waive: bool

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="coaching_step_number_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="coaching_step_done_pair",
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, waived_why="")
                | (Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_why="")),
                name="coaching_step_waived_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(waived_at__isnull=True), name="coaching_step_one_end"
            ),
            known("touchpoint", Touchpoint.choices, name="coaching_step_touchpoint_known"),
            known("owed_by", Owes.choices, name="coaching_step_owed_by_known"),
        ]
        indexes = [
            models.Index(fields=["rec", "due_on"], name="coaching_step_rec"),
            models.Index(fields=["district", "due_on"], name="coaching_step_district"),
            models.Index(fields=["initiative", "due_on"], name="coaching_step_initiative"),
            models.Index(fields=["due_on"], condition=OPEN, name="coaching_step_open"),
            models.Index(fields=["rec", "due_on"], condition=OPEN, name="coaching_step_openrec"),
            models.Index(fields=["district", "due_on"], condition=OPEN, name="coaching_step_opendistrict"),
        ]

    def __str__(self) -> str:
        return f"{self.get_touchpoint_display()}, {self.district.short_name}"

    def get_absolute_url(self) -> str:
        return f"{path_to('follow-up', self.cycle_id)}#step-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.waived_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < today()

    @property
    def is_on_time(self) -> bool:
        return self.done_on is not None and self.done_on <= self.due_on

    @property
    def owed_by_words(self) -> str:
        """The coach's name, or who owes it where nobody is named."""
        if self.owed_by == Owes.COACH and self.cycle.coach:
            return str(self.cycle.coach)
        return self.get_owed_by_display() if self.owed_by == Owes.SUPERINTENDENT else _("no coach named")

    @property
    def state(self) -> str:
        if self.done_on:
            return "done" if self.is_on_time else "done_late"
        if self.waived_at:
            return "waived"
        days = (self.due_on - today()).days
        return "overdue" if days < 0 else "due" if days == 0 else "due_soon" if days <= 14 else "open"
