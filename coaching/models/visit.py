from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from coaching.models.follow_up import FollowUpStep
from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Joined, joined
from districts.models import School
from initiatives.enums import Touchpoint
from initiatives.models import Initiative
from recs.models import Venue


class VisitQuerySet(models.QuerySet["Visit"]):
    def held(self) -> Self:
        return self.filter(Visit.is_held.sql())

    def standing(self) -> Self:
        """Planned or held."""
        return self.filter(cancelled_at__isnull=True)

    def planned(self) -> Self:
        return self.filter(Visit.is_open.sql())

    def visible_to(self, person: Person) -> Self:
        """The coach, the coached, and those whose reach holds the district: they see that, where and what was agreed."""
        if person.reach.state:
            return self.all()
        coached = self.model.people.through.objects.filter(person=person).values("visit")
        noted = PrivateNote.objects.filter(coached=person).order_by().values("visit")
        return self.filter(
            Q(coach=person)
            | Q(district__ancestors__overlap=person.reach.organization_ids)
            | Q(pk__in=coached)
            | Q(pk__in=noted)
        )


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, person: Person) -> Self:
        """The coach who wrote it and the one coached person. Nobody else, whatever the hat."""
        return self.filter(Q(coach=person) | Q(coached=person))


class Visit(models.Model):
    """A coach's meeting with a person or team: planned for a day, then held and logged. One entry gives time and miles.

    `minutes` and `miles` (statute miles, both ways) are unknown until logged. `agreed` is seen by everybody within reach.
    """

    ref_label = "trainings.visit"  # so it is called in rows that are only added: it was a part of trainings

    coach = models.ForeignKey(Person, models.PROTECT, related_name="visits", db_index=False)
    district = models.ForeignKey(Organization, models.PROTECT, related_name="visits", db_index=False)
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="visits")
    step = models.ForeignKey(FollowUpStep, models.PROTECT, null=True, blank=True, related_name="visits")
    kind = models.CharField(max_length=20, choices=Touchpoint.choices)
    planned_for = models.DateField()
    location = models.CharField(max_length=120)  # as it was typed; what it names is known, too:
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    people = models.ManyToManyField(Person, related_name="visits_received", blank=True)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    miles = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    agreed = models.TextField(blank=True)
    logged_at = models.DateTimeField(null=True, blank=True)
    finishes_step = models.BooleanField(default=False)  # its step was done with it, on its day
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_why = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_for", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, logged_at__isnull=True, minutes__isnull=True)
                | Q(held_on__isnull=False, logged_at__isnull=False, minutes__gt=0),
                name="coaching_visit_held_is_logged",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_why="")
                | (Q(cancelled_at__isnull=False, held_on__isnull=True) & ~Q(cancel_why="")),
                name="coaching_visit_cancel_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(finishes_step=False) | Q(step__isnull=False, held_on__isnull=False),
                name="coaching_visit_finishes_a_step",
            ),
            models.UniqueConstraint(
                fields=["step"], condition=Q(finishes_step=True), name="coaching_visit_step_finished_once"
            ),
            models.CheckConstraint(condition=Q(miles__isnull=True) | Q(miles__gte=0), name="coaching_visit_miles"),
            models.UniqueConstraint(
                fields=["coach", "step", "planned_for"],
                condition=Q(cancelled_at__isnull=True, step__isnull=False),
                name="coaching_visit_planned_once",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=True) | Q(venue__isnull=True), name="coaching_visit_at_one_place"
            ),
            known("kind", Touchpoint.choices, name="coaching_visit_kind_known"),
        ]
        indexes = [
            models.Index(fields=["rec", "held_on"], name="coaching_visit_rec"),
            models.Index(fields=["coach", "planned_for"], name="coaching_visit_coach"),
            models.Index(fields=["district", "planned_for"], name="coaching_visit_district"),
        ]

    def __str__(self) -> str:
        return str(self.name_kept)

    def get_absolute_url(self) -> str:
        return path_to("visit", self.pk)

    @property
    def named_place(self) -> School | Venue | None:
        """The school or venue that `location` names, where it is known."""
        return self.school or self.venue

    @property
    def name_kept(self) -> Joined:
        return joined(Touchpoint(self.kind).label, self.district.short_name, by=", ")

    @property
    def day(self) -> date:
        """The day it was held, else the day it is planned for."""
        return self.held_on or self.planned_for

    @derived(lambda: Q(held_on__isnull=False))
    def is_held(self) -> bool:
        return self.held_on is not None

    @derived(lambda: Q(held_on__isnull=True, cancelled_at__isnull=True))
    def is_open(self) -> bool:
        return self.held_on is None and self.cancelled_at is None

    @property
    def state(self) -> str:
        return "cancelled" if self.cancelled_at else "done" if self.held_on else "planned"


class PrivateNote(models.Model):
    """What only the coach and one coached person may read: no superior, export, journal, search or admin site shows it."""

    ref_label = "trainings.privatenote"  # so it is called in rows that are only added: it was a part of trainings

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="private_notes", db_index=False)
    coach = models.ForeignKey(Person, models.PROTECT, related_name="+")
    coached = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.UniqueConstraint(fields=["visit", "coached"], name="coaching_private_note_once")]
