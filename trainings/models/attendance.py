from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, When

from collaborative.calendar.periods import Period
from collaborative.people.models import Organization, Person
from initiatives.models import Initiative
from trainings.models.meeting import Meeting
from trainings.models.registration import OF_BOTH, Registration
from trainings.models.training import Training


class HoursQuerySet(models.QuerySet["HoursEntry"]):
    def within(self, period: Period) -> Self:
        """By the meeting's local day: 18:30 on 30 June belongs to June."""
        return self.filter(date__range=period)

    def by_person(self) -> Self:
        """With `whose`: the record that is read today, where the entry was written under one that was merged into it."""
        merged = Person.objects.filter(merged_into__isnull=False).order_by()  # few: nobody else's record is read
        kept = merged.filter(pk=OuterRef("person_id")).values("merged_into")
        is_merged = When(person__in=merged.values("pk"), then=Subquery(kept))
        return self.annotate(whose=Case(is_merged, default=F("person_id"), output_field=models.BigIntegerField()))

    def remaining(self) -> Self:
        """Without the entries of people of whose hours at a training corrections have left nothing."""
        taken_away = self.model.objects.filter(hours__lt=0, **OF_BOTH).annotate(left=self.model.objects.left_of_row())
        return self.filter(~Exists(taken_away.filter(left__lte=0)))

    def left_of_row(self) -> Subquery:
        """What is left, after corrections, of the hours of the person and the training of another query's row."""
        sums = self.filter(**OF_BOTH).order_by().values("training").annotate(sum=Sum("hours"))
        return Subquery(sums.values("sum"))

    def visible_to(self, person: Person) -> Self:
        """One's own, those of organizations within reach, those of trainings that organizations within reach host."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        own = Q(person__in=Person.objects.records_of(person.pk))
        return self.filter(own | Q(organization__ancestors__overlap=reach) | Q(host__in=reach))


class Attendance(models.Model):
    """Whether a registered person was at a meeting, and for how many hours. No row: not marked yet, which is not absent."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance", db_index=False)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="attendance")
    present = models.BooleanField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "registration"], name="trainings_attendance_once"),
            models.CheckConstraint(
                condition=Q(present=True, hours__gt=0, hours__lte=24) | Q(present=False, hours=0),
                name="trainings_attendance_hours_fit",
            ),
        ]

    @property
    def state(self) -> str:
        """Of a row whose meeting is known: present, partly present or absent."""
        if not self.present:
            return "absent"
        return "partly" if self.hours < self.meeting.hours else "present"


class HoursEntry(models.Model):
    """The ledger of contact hours. Append-only: a correction is another entry, with the difference and a reason.

    `date` is the meeting's local day; `organization` the district (or REC) the person worked for on that day.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="hours_entries", db_index=False)
    training = models.ForeignKey(Training, models.PROTECT, related_name="hours_entries")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="hours_entries")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="hours_entries")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="hours_entries", db_index=False)
    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=6, decimal_places=2)  # negative where a correction takes away
    date = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=200, blank=True)

    objects = HoursQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hours entries"
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(hours=0), name="trainings_hours_not_zero"),
            models.CheckConstraint(condition=Q(hours__gt=0) | ~Q(why=""), name="trainings_hours_correction_reasoned"),
        ]
        indexes = [
            models.Index(fields=["person", "date"], name="trainings_hours_person"),
            models.Index(fields=["date", "host", "initiative"], name="trainings_hours_host"),
            models.Index(fields=["organization", "date"], name="trainings_hours_organization"),
            models.Index(fields=["training", "person"], condition=Q(hours__lt=0), name="trainings_hours_taken_away"),
        ]
