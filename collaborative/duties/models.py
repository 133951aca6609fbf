from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative.calendar.periods import today
from collaborative.database.about import AboutQuerySet, AboutThing
from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.duties.kinds import DutyKind, duty_kinds, roles_owing, roles_sharing
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.roles import ROLE_CHOICES
from collaborative.web.addresses import from_kept
from collaborative.web.sentences import in_words

OPEN = Q(closed_at__isnull=True)


class DutyQuerySet(AboutQuerySet["Duty"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def overdue(self, *, on: date | None = None) -> Self:
        return self.filter(Duty.is_overdue.sql(on))

    def owed_by(self, person: Person) -> Self:
        """Open duties of all the person's hats and of the person."""
        mine = Q(person=person)
        for hat in person.hats_today:
            mine |= _of_hat(hat)
        return self.open().filter(mine).order_by("due_on", "id")

    def owed_under(self, hat: Hat) -> Self:
        """Open duties of one hat, and those of its wearer for the same organization and what stands under it."""
        own = Q(person=hat.person_id, organization__ancestors__contains=[hat.organization_id])
        return self.open().filter(_of_hat(hat) | own).order_by("due_on", "id")


def _of_hat(hat: Hat) -> Q:
    return Q(person__isnull=True, role__in=roles_owing(hat.role), organization_id=hat.organization_id)


class Duty(AboutThing):
    """What a hat or a person owes by a day, about one thing. Opened and closed by the actions that cause it.

    Owed to `person` where one is named, else to whoever holds `role` for `organization`.
    What it says starts with a verb and is the link on Today. `text` is that as it was put when the duty was opened, `message`
    what it was made of, for readers of another language; rows of before have none.
    """

    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=250)
    message = models.JSONField(null=True, editable=False)
    url = models.CharField(max_length=200)  # as `to_keep` gives it
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="duties")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="duties")
    due_on = models.DateField()  # a local day
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=20, blank=True)  # «done» or «dropped»
    reminded_until = models.DateTimeField(null=True, blank=True)  # moments up to here are dealt with
    next_reminder_at = models.DateTimeField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(role=""), name="duties_duty_has_debtor"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_why="") | (Q(closed_at__isnull=False) & ~Q(closed_why="")),
                name="duties_duty_closed_pair",
            ),
            models.UniqueConstraint(
                fields=["kind", "about_type", "about_id", "person", "role", "organization"],
                condition=OPEN,
                nulls_distinct=False,
                name="duties_duty_open_once",
            ),
            known("role", ROLE_CHOICES, name="duties_duty_role_known", or_empty=True),
        ]
        indexes = [
            models.Index(
                fields=["organization", "role", "due_on"],
                condition=OPEN,
                name="duties_duty_of_hat",
            ),
            models.Index(fields=["person", "due_on"], condition=OPEN, name="duties_duty_of_person"),
            models.Index(fields=["next_reminder_at"], condition=OPEN, name="duties_duty_next"),
            models.Index(fields=["about_type", "about_id"], name="duties_duty_about_thing"),
        ]

    def __str__(self) -> str:
        return self.sentence

    def get_absolute_url(self) -> str:
        return from_kept(self.url)

    @property
    def sentence(self) -> str:
        """What a person reads, in their language."""
        return in_words(self.message, self.text)

    @property
    def rules(self) -> DutyKind:
        return duty_kinds[self.kind]

    @derived(lambda: OPEN)
    def is_open(self) -> bool:
        return self.closed_at is None

    @derived(lambda on=None: OPEN & Q(due_on__lt=on or today()))
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < today()

    @property
    def is_soon(self) -> bool:
        """Near enough to its day to stand on Today; what is due later stands in the whole list."""
        return self.due_on <= today() + timedelta(self.rules.shown_from)

    @property
    def state(self) -> str:
        if not self.is_open:
            return "done" if self.closed_why == "done" else "waived"
        days = (self.due_on - today()).days
        if days < 0:
            return "overdue"
        return "due" if days == 0 else "due_soon" if days <= 14 else "open"

    def debtors(self, *, on: date | None = None) -> list[Person]:
        """Who hears of it on a day: the person, or whoever holds the hat then."""
        if self.person:
            return [self.person]
        return list(Person.objects.holding(*roles_sharing(self.role), at=self.organization, on=on))

    def moments_ahead(self) -> list[tuple[datetime, str]]:
        """The reminders that are neither dealt with nor before the duty began."""
        after: datetime = max(self.opened_at, self.reminded_until or self.opened_at)
        return [(when, which) for when, which in self.rules.moments(self.due_on) if when > after]

    def set_next_reminder(self) -> None:
        ahead = self.moments_ahead()
        self.next_reminder_at = ahead[0][0] if ahead else None
