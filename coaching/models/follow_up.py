from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from collaborative.calendar.business_days import last_day_within
from collaborative.calendar.periods import today
from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.duties.kinds import roles_sharing
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Joined, joined
from initiatives.enums import Owes, Touchpoint
from initiatives.models import Initiative
from trainings.models import Registration, Training

DAYS_AHEAD = 30  # so near a step is needed now
OPEN = Q(done_on__isnull=True, waived_at__isnull=True)


def needed_until(day: date) -> date:
    """What was planned for the thirtieth day, a Saturday, and stands on the Monday after it, is needed as well."""
    return last_day_within(day, DAYS_AHEAD)


class CycleQuerySet(models.QuerySet["FollowUpCycle"]):
    def visible_to(self, person: Person) -> Self:
        """The district's people, the region's, PED, the coach, and whoever was trained."""
        if person.reach.state:
            return self.all()
        trained = Registration.objects.filter(
            training=OuterRef("training"),
            organization=OuterRef("district"),
            person__in=Person.objects.records_of(person.pk),
        )
        return self.filter(
            Q(district__ancestors__overlap=person.reach.organization_ids) | Q(coach=person) | Exists(trained)
        )


class StepQuerySet(models.QuerySet["FollowUpStep"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def overdue(self, *, on: date | None = None) -> Self:
        return self.filter(FollowUpStep.is_overdue.sql(on))

    def due_by(self, day: date) -> Self:
        """Open ones whose day comes up to this one, the overdue included."""
        return self.open().filter(due_on__lte=day)

    def owed_by(self, person: Person) -> Self:
        """What this person owes: as the named coach; as a coordinator where no coach is named; for the own district."""
        hats = person.hats_today
        districts = [hat.organization_id for hat in hats if hat.role in roles_sharing("superintendent")]
        regions = [hat.organization_id for hat in hats if hat.role == "rec_coordinator"]
        if not districts and not regions:  # a coach's own are few: read from the cycles on
            return self.filter(owed_by=Owes.COACH, cycle__coach=person)
        of_nobody = _of_cycles(coach__isnull=True, rec__in=regions)
        return self.filter(
            Q(owed_by=Owes.COACH) & (_of_cycles(coach=person) | of_nobody)
            | Q(owed_by=Owes.SUPERINTENDENT, district__in=districts)
        )

    def done(self) -> Self:
        return self.filter(done_on__isnull=False)

    def on_time(self) -> Self:
        return self.filter(FollowUpStep.is_on_time.sql())

    def visible_to(self, person: Person) -> Self:
        if person.reach.state:
            return self.all()
        return self.filter(Q(district__ancestors__overlap=person.reach.organization_ids) | _of_cycles(coach=person))


def _of_cycles(**which: Any) -> Q:
    """Steps of these cycles, found without joining the cycles of all years."""
    return Q(cycle__in=FollowUpCycle.objects.filter(**which).order_by().values("pk"))


class FollowUpCycle(models.Model):
    """The planned touchpoints after a training, for one district that took part. Opened by closing the training."""

    ref_label = "trainings.followupcycle"  # so it is called in rows that are only added: it was a part of trainings

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


class FollowUpStep(models.Model):
    """One planned touchpoint: due on a day, owed by the coach or the superintendent, held by a visit or waived with a reason.

    District, REC and initiative are the cycle's and stay so; they stand here for what is counted by them.
    """

    ref_label = "trainings.followupstep"  # so it is called in rows that are only added: it was a part of trainings

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
        return str(self.name_kept)

    def get_absolute_url(self) -> str:
        return f"{path_to('follow-up', self.cycle_id)}#step-{self.pk}"

    @property
    def name_kept(self) -> Joined:
        return joined(Touchpoint(self.touchpoint).label, self.district.short_name, by=", ")

    @derived(lambda: OPEN)
    def is_open(self) -> bool:
        return self.done_on is None and self.waived_at is None

    @derived(lambda on=None: OPEN & Q(due_on__lt=on or today()))
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < today()

    @derived(lambda: Q(done_on__lte=F("due_on")))
    def is_on_time(self) -> bool:
        return self.done_on is not None and self.done_on <= self.due_on

    @property
    def owed_by_name(self) -> str:
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
