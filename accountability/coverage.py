"""Which districts were reached in a span of days: by how many trainings, how many people, how many hours.

Counted from the ledger of hours, as the measures are: whose hours a correction took away wholly was not reached.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.queries import COUNTS, reached
from collaborative.calendar.periods import Period, school_year_name
from districts.map import Mark, reached_shape, state_map
from districts.models import District
from trainings.models import HoursEntry


@dataclass(frozen=True)
class Coverage:
    trainings: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)


NONE_YET = Coverage()


def coverage_of(period: Period, *, districts: Collection[int] | None = None) -> dict[int, Coverage]:
    """District id → what reached it; districts that were not reached are absent. One statement."""
    return {
        district: Coverage(trainings, people, hours)
        for district, trainings, people, hours in reached(districts, period=period)
    }


def by_training(period: Period, district: District) -> QuerySet:
    """One row for each training that reached the district: the rows behind its figures."""
    rows = HoursEntry.objects.within(period).remaining().by_person().filter(organization=district.pk).order_by()
    return (
        rows.values("training", "training__title", "host__short_name", "initiative__title")
        .annotate(people=COUNTS["people"], hours=COUNTS["hours"], last=Max("date"))
        .order_by("-last", "training")
    )


def by_person(period: Period, district: District) -> QuerySet:
    """One row for each person of the district who took part: the rows behind «people» and «hours»."""
    rows = HoursEntry.objects.within(period).remaining().by_person().filter(organization=district.pk).order_by()
    names = {
        name: Coalesce(f"person__merged_into__{name}", f"person__{name}")
        for name in ("given_name", "family_name", "sort_key")
    }
    return (
        rows.annotate(**names)
        .values("whose", *names)
        .annotate(trainings=COUNTS["trainings"], hours=COUNTS["hours"])
        .order_by("sort_key", "whose")
    )


def districts_for_map(rec_ids: list[int] | None) -> QuerySet[District]:
    rows = District.objects.active().select_related("parent")
    if rec_ids is not None:
        rows = rows.filter(parent__in=rec_ids)
    return rows.only("name", "short_name", "kind", "map_x", "map_y", "sort_key", "parent__short_name", "parent__kind")


def reached_map(districts: Collection[District], reach: dict[int, Coverage], fiscal_year: int) -> SafeString:
    marks = [_mark(district, reach.get(district.pk, NONE_YET)) for district in districts]
    return state_map(
        marks,
        title=_("Districts reached"),
        described=_(
            "A dot is a district whose people were at three or more trainings in %(year)s, a ring at one or two, a cross"
            " at none yet: %(reached)s of %(whole)s districts were reached. The table tells the same."
        )
        % {
            "year": school_year_name(fiscal_year),
            "reached": sum(1 for district in districts if district.pk in reach),
            "whole": len(districts),
        },
    )


def _mark(district: District, reach: Coverage) -> Mark:
    told = ngettext("%(count)s training", "%(count)s trainings", reach.trainings) % {"count": reach.trainings}
    return Mark(
        float(district.map_x),
        float(district.map_y),
        reached_shape(reach.trainings),
        f"{district.short_name}: {told}",
        district.get_absolute_url(),
    )
