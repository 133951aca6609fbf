from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from collaborative.database.choices import known
from collaborative.database.located import Located
from collaborative.database.ranges import only
from collaborative.people.models import Organization

# How the National Center for Education Statistics classes where a district lies.
LOCALES = {
    "city-large": _("city, large"),
    "city-midsize": _("city, midsize"),
    "city-small": _("city, small"),
    "suburb-large": _("suburb, large"),
    "suburb-midsize": _("suburb, midsize"),
    "suburb-small": _("suburb, small"),
    "town-fringe": _("town, fringe"),
    "town-distant": _("town, distant"),
    "town-remote": _("town, remote"),
    "rural-fringe": _("rural, fringe"),
    "rural-distant": _("rural, distant"),
    "rural-remote": _("rural, remote"),
}


class District(Organization):
    """One of the 89 school districts. Its region is its affiliation (people); its membership is a fact of its own."""

    ped_code = models.CharField(max_length=3, unique=True)
    nces_id = models.CharField(max_length=7, unique=True)
    office_city = models.CharField(max_length=60)
    county = models.CharField(max_length=40)
    latitude = models.DecimalField(max_digits=8, decimal_places=4)
    longitude = models.DecimalField(max_digits=8, decimal_places=4)
    enrollment = models.PositiveIntegerField(null=True, blank=True)
    enrollment_year = models.CharField(max_length=7, blank=True)  # the age travels with the number
    locale = models.CharField(max_length=20, blank=True)  # one of LOCALES; empty: not known
    map_x = models.DecimalField(max_digits=6, decimal_places=1)
    map_y = models.DecimalField(max_digits=6, decimal_places=1)

    class Meta:
        ordering = ["sort_key"]


# PED's own size classes by enrollment: the name, and the number that no longer belongs to it.
SIZE_CLASSES = [("XS", 200), ("S", 4_000), ("M", 10_000), ("L", 50_000), ("XL", 10**9)]


class SchoolLevel(models.TextChoices):
    ELEMENTARY = "elementary", _("elementary")
    MIDDLE = "middle", _("middle")
    HIGH = "high", _("high")
    COMBINED = "combined", _("all grades")


class School(Located, Organization):
    """A school of a district (its `parent`)."""

    Level = SchoolLevel

    level = models.CharField(max_length=12, choices=Level.choices)
    is_sample = models.BooleanField(default=False)  # invented for the demo; its name says so

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            known("level", SchoolLevel.choices, name="districts_school_level_known"),
            *Located.Meta.constraints,
        ]


class MembershipStatus(models.TextChoices):
    MEMBER = "member", _("member")
    NOT_MEMBER = "not_member", _("not a member")


class Membership(models.Model):
    """Whether a district's board joined the REC, since when, and who says so. No row: unknown. A board may join one REC."""

    Status = MembershipStatus

    district = models.ForeignKey(District, models.PROTECT, related_name="memberships")
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="district_memberships", db_index=False)
    status = models.CharField(max_length=12, choices=Status.choices)
    starts_on = models.DateField(null=True, blank=True)  # null: the day is not known
    ends_on = models.DateField(null=True, blank=True)
    source = models.TextField()

    class Meta:
        ordering = ["district_id", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="districts_membership_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["district"], condition=Q(ends_on__isnull=True), name="districts_membership_one_today"
            ),
            known("status", MembershipStatus.choices, name="districts_membership_status_known"),
            # Of which no day is known is left to the constraint above: one at most, that of today.
            ExclusionConstraint(
                name="districts_membership_not_twice",
                expressions=[
                    (only("district"), RangeOperators.OVERLAPS),
                    (
                        models.Func(
                            Coalesce("starts_on", "ends_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(starts_on__isnull=False) | Q(ends_on__isnull=False),
            ),
        ]
