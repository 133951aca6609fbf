"""A change of somebody's record that waits for a second yes, and then for the days in which it can be stopped."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.web.addresses import path_to

if TYPE_CHECKING:
    from collaborative.people.models import Person

ADDRESSES = ("email", "contact_email")
ENDS = ("applied_at", "refused_at", "stopped_at", "lapsed_at")
OPEN = Q(**{f"{end}__isnull": True for end in ENDS})


def leads_ped(person: "Person") -> bool:
    return any(hat.role == "ped_leader" for hat in person.hats_today)


class RecordChangeQuerySet(models.QuerySet["RecordChange"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def due(self, *, now: datetime) -> Self:
        """Confirmed, and the days in which it could be stopped are over."""
        return self.open().filter(applies_at__lte=now)

    def visible_to(self, person: "Person") -> Self:
        """Those who keep the records of the organization for which it was asked; the whole state at PED."""
        if leads_ped(person):
            return self.all()
        kept = person.organizations_with("people.keep_records")
        return self.filter(organization__ancestors__overlap=kept)


class ChangeGrade(models.TextChoices):
    PROPOSED = "proposed", _("a second yes")
    TWO_AT_PED = "two at ped", _("the person, or two people at PED")


class ChangeHow(models.TextChoices):
    PERSON = "person", _("the person")
    SECOND_AT_REC = "second at rec", _("a second person at the REC")
    SECOND_AT_PED = "second at ped", _("two people at PED")


class RecordChange(models.Model):
    """What somebody asks to be changed in the record of somebody else: name, contact address, sign-in address.

    `before` and `after` hold the fields that are to change and no others. At most one change of a person is open.
    """

    Grade = ChangeGrade
    How = ChangeHow

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="record_changes")
    organization = models.ForeignKey("people.Organization", models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    grade = models.CharField(max_length=12, choices=Grade.choices)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    asked_as = models.CharField(max_length=200)  # the hat, in words: «District superintendent, Cloudcroft»
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    mark = models.CharField(max_length=16, editable=False)  # of the nonce with which the letters' links were signed
    first_yes_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )  # the first of two at PED
    first_yes_at = models.DateTimeField(null=True)
    confirmed_how = models.CharField(max_length=15, choices=How.choices, blank=True)
    confirmed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)  # of whoever said yes or no for the person
    applies_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    refused_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    stopped_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    objects = RecordChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=OPEN,
                name="people_change_one_open",
            ),
            models.CheckConstraint(
                condition=(
                    Q(confirmed_at__isnull=True, confirmed_by__isnull=True, applies_at__isnull=True, confirmed_how="")
                    | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, applies_at__isnull=False)
                    & ~Q(confirmed_how="")
                ),
                name="people_change_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(applied_at__gte=F("applies_at")),
                name="people_change_after_its_wait",
            ),
            models.CheckConstraint(
                condition=Q(first_yes_at__isnull=True, first_yes_by__isnull=True)
                | Q(first_yes_at__isnull=False, first_yes_by__isnull=False),
                name="people_change_first_yes_whole",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refused_by__isnull=True)
                | Q(refused_at__isnull=False, refused_by__isnull=False),
                name="people_change_refused_whole",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="people_change_stopped_whole",
            ),
            models.CheckConstraint(
                condition=Q(first_yes_by__isnull=True)
                | Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("first_yes_by")),
                name="people_change_two_people",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="people_change_by_others"),
            known("grade", ChangeGrade.choices, name="people_change_grade_known"),
            known("confirmed_how", ChangeHow.choices, name="people_change_confirmed_how_known", or_empty=True),
        ]
        indexes = [models.Index(fields=["applies_at"], name="people_change_due", condition=Q(applied_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.person}: {', '.join(self.after)}"

    def get_absolute_url(self) -> str:
        return path_to("change", self.pk)

    @derived(lambda: OPEN)
    def is_open(self) -> bool:
        return not any(getattr(self, end) for end in ENDS)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def changes_address(self) -> bool:
        return any(name in self.after for name in ADDRESSES)

    @property
    def state(self) -> str:
        if self.is_open:
            return "waits" if self.is_confirmed else "asked"
        return next(end.removesuffix("_at") for end in ENDS if getattr(self, end))
