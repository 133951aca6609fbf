"""Which districts were reached in a fiscal year: by how many trainings, how many people, how many hours."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.periods import fiscal_year_dates, school_year_name
from collaborative.prepared import prepared
from districts.map import Mark, reached_shape, state_map
from districts.models import District
from trainings.models import Attendance


@dataclass(frozen=True)
class Reach:
    trainings: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)


NONE_YET = Reach()


def attended(fiscal_year: int) -> QuerySet:
    """Presence at meetings of closed trainings, by the meeting's local day."""
    first, last = fiscal_year_dates(fiscal_year)
    return Attendance.objects.filter(
        present=True, meeting__date__gte=first, meeting__date__lte=last, meeting__training__closed_at__isnull=False
    )


_COUNTS = {
    "trainings": Count("meeting__training", distinct=True),
    "people": Count("registration__person", distinct=True),
    "hours": Sum("hours"),
}


def reach_of(fiscal_year: int, *, districts: Collection[int] | None = None) -> dict[int, Reach]:
    """District id → what reached it; districts that were not reached are absent. One statement."""
    return {
        district: Reach(trainings, people, hours or Decimal(0))
        for district, trainings, people, hours in _reached(districts, fiscal_year=fiscal_year)
    }


@prepared
def _reached(districts: Collection[int] | None, *, fiscal_year: int) -> QuerySet:
    rows = attended(fiscal_year)
    if districts is not None:
        rows = rows.filter(registration__organization__in=districts)
    rows = rows.order_by().values("registration__organization").annotate(**_COUNTS)
    return rows.values_list("registration__organization", *_COUNTS)


def by_training(fiscal_year: int, district: District) -> QuerySet:
    """One row for each training that reached the district: the rows behind its figures."""
    rows = attended(fiscal_year).filter(registration__organization=district.pk).order_by()
    names = ("meeting__training", "meeting__training__title", "meeting__training__host__short_name")
    return (
        rows.values(*names, "meeting__training__initiative__title")
        .annotate(people=_COUNTS["people"], hours=_COUNTS["hours"], last=Max("meeting__date"))
        .order_by("-last", "meeting__training")
    )


@prepared
def districts_for_map(rec_ids: list[int] | None) -> QuerySet:
    rows = District.objects.active().select_related("under")
    if rec_ids is not None:
        rows = rows.filter(under__in=rec_ids)
    return rows.only("name", "short_name", "kind", "map_x", "map_y", "sort_key", "under__short_name", "under__kind")


def reached_map(districts: Collection[District], reach: dict[int, Reach], fiscal_year: int) -> SafeString:
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


def _mark(district: District, reach: Reach) -> Mark:
    told = ngettext("%(count)s training", "%(count)s trainings", reach.trainings) % {"count": reach.trainings}
    return Mark(
        float(district.map_x),
        float(district.map_y),
        reached_shape(reach.trainings),
        f"{district.short_name}: {told}",
        district.get_absolute_url(),
    )
