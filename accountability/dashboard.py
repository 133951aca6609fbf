"""The figures of a reach at a glance: for the page of reports and for Today. Few statements, whatever the reach."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accountability.coverage import NONE_YET, Coverage, coverage_of, districts_for_map
from accountability.scope import ReportScope
from collaborative.calendar.periods import Period, fiscal_year_dates, today
from collaborative.database.sure import sure
from collaborative.figures.measures import Figures, amount_text, measures
from collaborative.figures.queries import figures
from collaborative.people.models import Person
from collaborative.web.addresses import path_to
from districts.models import District
from initiatives.enums import Level
from initiatives.models import Initiative
from support.models import SupportRequest

TILES = ("trainings_held", "people_trained", "contact_hours", "steps_on_time")
BY_INITIATIVE = "people_trained"

Tile = tuple[str, str, str, str]  # label, value, note, address


@dataclass
class Glance:
    scope: ReportScope
    year: int
    figures: Figures
    districts: list[District]
    reach: dict[int, Coverage]

    @property
    def period(self) -> Period:
        return fiscal_year_dates(self.year)

    @cached_property
    def tiles(self) -> list[Tile]:
        told = [self._of_measure(name) for name in TILES if self.scope.counts and name in measures]
        told.insert(1, self._districts_reached())
        return told

    def _of_measure(self, name: str) -> Tile:
        measure = measures[name]
        if measure.whole:
            part, whole = self.figures.sides(name, self.period)
            notes = [_("%(part)s of %(whole)s") % {"part": amount_text(part), "whole": amount_text(whole)}]
        else:
            notes = [str(measure.note), self._local(name)]
        words = measure.words(self.figures.value(name, self.period))
        return (
            str(measure.title),
            words,
            " · ".join(filter(None, notes)),
            f"{path_to('figure', name)}?{self._address}&show=1",
        )

    def _local(self, name: str) -> str:
        """How much of an amount belongs to RECs' own initiatives: it is counted, and it is not PED's."""
        own = (one.pk for one in self.initiatives if one.level == Level.LOCAL)
        amount = sum((sure(self.figures.value(name, self.period, initiative=pk)) for pk in own), Decimal(0))
        return _("%(amount)s of them under local initiatives") % {"amount": amount_text(amount)} if amount else ""

    @cached_property
    def initiatives(self) -> list[Initiative]:
        """Of which something was counted."""
        return list(Initiative.objects.filter(pk__in=self.figures.initiatives).only("title", "sort_key", "level"))

    def _districts_reached(self) -> Tile:
        reached = sum(1 for district in self.districts if district.pk in self.reach)
        whole = len(self.districts)
        return (
            _("Districts reached"),
            _("%(part)s of %(whole)s") % {"part": reached, "whole": whole},
            _("%(n)s not yet this year") % {"n": whole - reached} if whole > reached else "",
            f"{path_to('districts-reached')}?{self._address}&reached=some&show=1",
        )

    @property
    def _address(self) -> str:
        recs = self.scope.rec_ids
        return f"fy={self.year}" + (f"&rec={recs[0]}" if recs and len(recs) == 1 else "")

    def by_initiative(self) -> list[dict[str, Any]]:
        """People trained under each initiative, the most first; the bar's width is that of the most."""
        if not self.scope.counts or BY_INITIATIVE not in measures:
            return []
        rows: list[dict[str, Any]] = [
            {
                "initiative": initiative,
                "people": int(sure(self.figures.value(BY_INITIATIVE, self.period, initiative=initiative.pk))),
                "url": f"{path_to('figure', BY_INITIATIVE)}?{self._address}&initiative={initiative.pk}&show=1",
            }
            for initiative in self.initiatives
        ]
        rows = sorted((row for row in rows if row["people"]), key=lambda row: -row["people"])
        for row in rows:
            row["most"] = rows[0]["people"]
        return rows


def glance_of(scope: ReportScope, year: int) -> Glance:
    districts = list(districts_for_map(scope.rec_ids))
    within = None if scope.is_state else [district.pk for district in (*districts, *scope.districts)]
    period = fiscal_year_dates(year)
    found = figures(period, names=TILES, rec=scope.rec_ids) if scope.counts else Figures()
    return Glance(scope, year, found, districts, coverage_of(period, districts=within))


def open_requests(person: Person, scope: ReportScope) -> list[Tile]:
    """Open requests for support within reach; nobody's who may not see requests."""
    if not person.has_perm("support.view"):
        return []
    found = _requests(person, scope.rec_ids)
    note = _("%(n)s without an answer in time") % {"n": found["late"]} if found["late"] else ""
    rec = f"&rec={scope.recs[0].pk}" if scope.recs and len(scope.recs) == 1 else ""
    return [(_("Support requests open"), f"{found['open']:,}", note, f"{path_to('requests')}?state=open{rec}&show=1")]


def _requests(person: Person, recs: list[int] | None) -> dict[str, int]:
    rows = SupportRequest.objects.visible_to(person).open()
    if recs:
        rows = rows.filter(rec__in=recs)
    late = Q(first_answer_at__isnull=True, answer_by__lt=today())
    return rows.aggregate(open=Count("pk"), late=Count("pk", filter=late))


def own_districts(scope: ReportScope, glance: Glance, year: int) -> list[Tile]:
    """What reached the districts for which the person answers."""
    told = []
    for district in scope.districts:
        reach = glance.reach.get(district.pk, NONE_YET)
        words = _("%(people)s people, %(hours)s hours") % {"people": reach.people, "hours": amount_text(reach.hours)}
        label = _("Trainings that reached %(district)s") % {"district": district.short_name}
        told.append((label, str(reach.trainings), words, f"{path_to('district-reached', district.pk)}?fy={year}"))
    return told
