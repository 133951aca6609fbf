from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from collaborative.calendar.hours import in_hours
from collaborative.database.choices import known
from collaborative.database.ranges import only
from collaborative.people.models import Person
from recs.models import Room
from trainings.enums import TrainerPart
from trainings.models.training import Training


class Meeting(models.Model):
    """One sitting of a training. Times are instants; `date` is the venue's local day, which every period filter uses."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="meetings", db_index=False)
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    date = models.DateField(db_index=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2)  # contact hours of who is there all the time
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="meetings")

    place_in_day: int  # of those of a day, for the calendar, and how many there are
    of_day: int

    class Meta:
        ordering = ["training_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "number"],
                name="trainings_meeting_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="trainings_meeting_ends_after_start"),
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="trainings_meeting_hours_in_range"),
        ]

    @property
    def hours_text(self) -> str:
        """6, 6.5 or 6.25: no zeros that say nothing."""
        return in_hours(self.hours)


class Trainer(models.Model):
    training = models.ForeignKey(Training, models.CASCADE, related_name="trainers", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings_led")
    part = models.CharField(max_length=10, choices=TrainerPart.choices, default=TrainerPart.LEAD)

    class Meta:
        ordering = ["training_id", "part", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="trainings_trainer_once"),
            known("part", TrainerPart.choices, name="trainings_trainer_part_known"),
        ]


class Booking(models.Model):
    """A trainer's or a room's time, one row per meeting and trainer or room. The database refuses an overlap.

    An override leaves the row out of the constraint and is named and reasoned.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="bookings", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="bookings")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="bookings")
    during = DateTimeRangeField()
    override_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    override_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(override_by__isnull=True, override_why="")
                | (Q(override_by__isnull=False) & ~Q(override_why="")),
                name="trainings_booking_override_named_and_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, room__isnull=True) | Q(person__isnull=True, room__isnull=False),
                name="trainings_booking_person_or_room",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person", "room"], nulls_distinct=False, name="trainings_booking_once"
            ),
            ExclusionConstraint(
                name="trainings_booking_trainer_not_twice",
                expressions=[
                    (only("person"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False, override_why=""),
                deferrable=models.Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="trainings_booking_room_not_twice",
                expressions=[
                    (only("room"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False, override_why=""),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
