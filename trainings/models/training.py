from datetime import date
from functools import reduce
from operator import or_
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, Now
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, IsNull, LessThanOrEqual
from django.utils import timezone

from collaborative.calendar.periods import Period, today
from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.database.search_keys import plain, sort_key
from collaborative.database.sure import sure
from collaborative.people.models import Organization, Person
from collaborative.people.roles import Reach
from collaborative.web.addresses import path_to
from initiatives.models import Initiative, InitiativeVersion
from recs.models import Venue
from trainings.enums import Audience, Kind, Mode

STANDING = Q(published_at__isnull=False, cancelled_at__isnull=True)
TO_BE_CLOSED = STANDING & Q(closed_at__isnull=True)

# As `capacity`: unknown where any mode that is held is unlimited.
CAPACITY = Case(
    When(mode=Mode.ON_SITE, then="room_capacity"),
    When(mode=Mode.ONLINE, then="online_capacity"),
    default=F("room_capacity") + F("online_capacity"),
)
FREE = CAPACITY - F("room_taken") - F("online_taken")
FEW = Greatest(Value(1), CAPACITY / 10)


def _states() -> dict[str, Q]:
    """`Training.state` in the words of the database."""
    day = today()
    ahead = TO_BE_CLOSED & Q(last_day__gte=day, starts_at__gt=Now())
    has_many = Q(IsNull(FREE, True)) | Q(GreaterThan(FREE, FEW))
    takes_more = Q(GreaterThanOrEqual(Coalesce("registration_closes_on", "first_day"), day))
    return {
        "cancelled": Q(cancelled_at__isnull=False),
        "closed": Q(cancelled_at__isnull=True, closed_at__isnull=False),
        "draft": Q(cancelled_at__isnull=True, closed_at__isnull=True, published_at__isnull=True),
        "over": TO_BE_CLOSED & Q(last_day__lt=day),
        "running": TO_BE_CLOSED & Q(last_day__gte=day, starts_at__lte=Now()),
        "full": ahead & Q(LessThanOrEqual(FREE, 0)),
        "nearly_full": ahead & Q(GreaterThan(FREE, 0)) & Q(LessThanOrEqual(FREE, FEW)),
        "open": ahead & has_many & takes_more,
        "upcoming": ahead & has_many & ~takes_more,
    }


class TrainingQuerySet(models.QuerySet["Training"]):
    def published(self) -> Self:
        return self.filter(Training.is_published.sql())

    def standing(self) -> Self:
        """Published and not cancelled."""
        return self.filter(STANDING)

    def held(self) -> Self:
        """Closed: people were there and their hours are counted."""
        return self.filter(Training.is_closed.sql())

    def upcoming(self, *, on: date | None = None) -> Self:
        return self.filter(TO_BE_CLOSED, last_day__gte=on or today())

    def in_state(self, *states: str) -> Self:
        """Of which `state` says one of these."""
        conditions = Training.state.sql()
        return self.filter(reduce(or_, (conditions[state] for state in states)))

    def ahead(self, *, on: date | None = None) -> Self:
        """What is still to come, the drafts included."""
        not_ended = self.filter(closed_at__isnull=True, cancelled_at__isnull=True)
        return not_ended.filter(Q(published_at__isnull=True) | Q(last_day__gte=on or today()))

    def within(self, period: Period) -> Self:
        """By the local day of the first meeting."""
        return self.filter(first_day__range=period)

    def on_calendar(self) -> Self:
        """What any citizen may see: published trainings for districts; train-the-expert sessions are not for the public."""
        return self.published().exclude(audience="all_recs")

    def visible_to(self, person: Person) -> Self:
        """The public ones; those one's hats host, lead or are invited to; drafts only for the host, its trainers and PED."""
        from trainings.models import Invitation, Registration, Trainer

        if person.reach.state:
            mine = person.organization_ids
            own = Q(host__ancestors__overlap=mine) | Q(host__kind="vendor", initiative__lead__ancestors__overlap=mine)
            return self.filter(Q(published_at__isnull=False) | own)
        mine = person.organization_ids
        invited = Invitation.objects.filter(training=OuterRef("pk"), organization__in=mine, withdrawn_at__isnull=True)
        records = Person.objects.records_of(person.pk)
        leads = Trainer.objects.filter(training=OuterRef("pk"), person__in=records)
        takes_part = Registration.objects.filter(training=OuterRef("pk"), person__in=records)
        known = Q(published_at__isnull=False) & (~Q(audience="all_recs") | Exists(invited) | Exists(takes_part))
        hosts = [
            hat.organization_id for hat in person.hats_today if hat.rules.reach is Reach.UNDER or hat.role == "vendor"
        ]
        return self.filter(known | Q(host__in=hosts) | Exists(leads))

    def matching(self, words: str) -> Self:
        return self.filter(search_key__contains=plain(words))


RUN_BY = {"ped": "ped_leader", "bureau": "bureau_staff"}


class Training(models.Model):
    """An offering as a whole, at every level of the cascade: a sponsor (through the initiative), a host, an audience.

    `room_taken` and `online_taken` are kept counts of seated and offered people; registrations/seats.py alone changes them,
    under the row lock, and CHECK constraints stand behind it. An empty capacity is unlimited.
    `first_day`, `last_day` and `starts_at` are kept from the meetings for lists; the days are local to the venue.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=140)
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="trainings", db_index=False)
    version = models.ForeignKey(InitiativeVersion, models.PROTECT, related_name="trainings")
    host = models.ForeignKey(Organization, models.PROTECT, related_name="trainings_hosted", db_index=False)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="trainings")
    online_link = models.URLField(max_length=400, blank=True)
    time_zone = models.CharField(max_length=40, default="America/Denver")
    description = models.TextField(blank=True)
    room_capacity = models.PositiveIntegerField(null=True, blank=True)
    online_capacity = models.PositiveIntegerField(null=True, blank=True)
    minimum = models.PositiveIntegerField(null=True, blank=True)
    seats_per_organization = models.PositiveIntegerField(null=True, blank=True)  # of a train-the-expert session
    hold_hours = models.PositiveSmallIntegerField(
        default=0
    )  # 0: who moves up is seated at once; else the seat is offered
    registration_closes_on = models.DateField(null=True, blank=True)
    in_contract_time = models.BooleanField(null=True)  # null: not said
    travel_paid_by = models.CharField(max_length=120, blank=True)
    substitutes_paid_by = models.CharField(max_length=120, blank=True)
    cost_to_district_cents = models.PositiveIntegerField(null=True, blank=True)  # null: not said, 0: free
    room_taken = models.PositiveIntegerField(default=0)
    online_taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(null=True)
    first_day = models.DateField(null=True, db_index=True)
    last_day = models.DateField(null=True, db_index=True)
    leader_override_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    leader_override_why = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=140, editable=False)
    search_key = models.CharField(max_length=240, editable=False)
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: rises with every move
    revision = models.PositiveIntegerField(default=0)  # rises with every save: two coordinators are told of each other
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_why = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    COUNTS = ("room_taken", "online_taken", "waiting")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(room_capacity__isnull=True) | Q(room_taken__lte=F("room_capacity")),
                name="trainings_training_room_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(online_capacity__isnull=True) | Q(online_taken__lte=F("online_capacity")),
                name="trainings_training_online_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(leader_override_by__isnull=True, leader_override_why="")
                | (Q(leader_override_by__isnull=False) & ~Q(leader_override_why="")),
                name="trainings_training_override_named_and_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_why=""), name="trainings_training_cancel_reasoned"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(published_at__isnull=False, cancelled_at__isnull=True),
                name="trainings_training_closed_was_held",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(starts_at__isnull=False, first_day__isnull=False, last_day__isnull=False),
                name="trainings_training_published_has_meeting",
            ),
            known("kind", Kind.choices, name="trainings_training_kind_known"),
            known("audience", Audience.choices, name="trainings_training_audience_known"),
            known("mode", Mode.choices, name="trainings_training_mode_known"),
        ]
        indexes = [
            models.Index(fields=["host", "first_day"], name="trainings_training_host"),
            models.Index(fields=["initiative", "first_day"], name="trainings_training_initiative"),
            models.Index(
                fields=["first_day"],
                condition=Q(closed_at__isnull=True, cancelled_at__isnull=True),
                name="trainings_training_not_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        self.sort_key = sort_key(self.title)[:140]
        city = self.venue.city if self.venue else ""
        self.search_key = plain(f"{self.title} {city}")[:240]
        if not self._state.adding and kwargs.get("update_fields") is None:  # a stale object must not undo kept counts
            kwargs["update_fields"] = [f.name for f in self._meta.concrete_fields if f.name not in ("id", *self.COUNTS)]
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return path_to("training", self.pk)

    @property
    def owner(self) -> Organization:
        """Whose people run the training: the host's, and those of the initiative's lead where a vendor is the host."""
        return self.initiative.lead if self.host.kind == Organization.Kind.VENDOR else self.host

    @property
    def owner_role(self) -> str:
        """The role of those who run trainings there."""
        return RUN_BY.get(self.owner.kind, "rec_coordinator")

    @property
    def span(self) -> tuple[date, date]:
        """First and last day, once it has meetings."""
        return sure(self.first_day), sure(self.last_day)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @derived(lambda: Q(published_at__isnull=False))
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @derived(lambda: Q(closed_at__isnull=False))
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_open(self) -> bool:
        """Takes registrations: published, not cancelled, not closed, its first meeting still to come."""
        if not self.is_published or self.is_cancelled or self.is_closed or self.first_day is None:
            return False
        last = self.registration_closes_on or self.first_day
        return today() <= last and (self.starts_at is None or timezone.now() < self.starts_at)

    @property
    def is_at_the_door(self) -> bool:
        """Published and standing, from the first day on until it is closed."""
        return bool(
            self.is_published
            and not self.is_cancelled
            and not self.is_closed
            and self.first_day
            and self.first_day <= today()
        )

    @property
    def taken(self) -> int:
        return self.room_taken + self.online_taken

    @property
    def capacity(self) -> int | None:
        """Seats in all; None where any mode that is held is unlimited."""
        parts = []
        if self.mode != Mode.ONLINE:
            parts.append(self.room_capacity)
        if self.mode != Mode.ON_SITE:
            parts.append(self.online_capacity)
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    @property
    def seats_left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.seats_left is not None and self.seats_left <= 0

    @derived(_states)
    def state(self) -> str:
        """One word of the fixed set of statuses."""
        if self.is_cancelled:
            return "cancelled"
        if self.is_closed:
            return "closed"
        if not self.is_published:
            return "draft"
        if sure(self.last_day) < today():
            return "over"
        if sure(self.starts_at) <= timezone.now():
            return "running"
        left = self.seats_left
        if left is not None and left <= 0:
            return "full"
        if left is not None and self.capacity and left <= max(1, self.capacity // 10):
            return "nearly_full"
        return "open" if self.is_open else "upcoming"

    @property
    def town(self) -> str:
        return self.venue.city if self.venue else ""


class AudienceMember(models.Model):
    """An organization named for the audience: the regions, or the districts, of a training that does not invite all."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="audience_members", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training", "organization"], name="trainings_audience_member_once")
        ]
