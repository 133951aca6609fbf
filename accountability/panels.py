from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from accountability.coverage import Coverage, coverage_of, reached_map
from accountability.dashboard import Tile, glance_of, own_districts
from accountability.queries import deliverables_owed
from accountability.scope import scope_of
from accountability.status import BANDS, count
from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, school_year_name, today
from collaborative.figures.measures import amount_text, measures
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from collaborative.web.addresses import path_to
from districts.map import reached_legend
from initiatives.deliverables import title_of
from initiatives.models import Deliverable, Initiative


@panel("today", order=60)
def this_year(request: PersonRequest, thing: Any = None) -> Panel | None:
    """The figures of the reach, with the map; of a superintendent, what reached the district."""
    scope, year = scope_of(request.user), fiscal_year(today())
    if scope.counts:
        glance = glance_of(scope, year)
        tiles = [*own_districts(scope, glance, year), *glance.tiles]
        context = {
            "tiles": tiles,
            "map": reached_map(glance.districts, glance.reach, year),
            "legend": reached_legend(),
            "table_url": f"{path_to('districts-reached')}?fy={year}&show=1",
            "by_initiative": glance.by_initiative(),
        }
        return Panel("accountability/panels/this_year.html", context)
    if scope.districts:
        reach = coverage_of(fiscal_year_dates(year), districts=[district.pk for district in scope.districts])
        tiles = [tile for one in scope.districts for tile in _tiles(request.user, one, reach.get(one.pk), year)]
        return Panel("accountability/panels/tiles.html", {"heading": _("This school year"), "tiles": tiles})
    return None


@panel("district", order=60)
def reached(request: PersonRequest, district: Organization) -> Panel | None:
    """What reached the district this school year; each figure leads to the rows it is made of."""
    year = fiscal_year(today())
    reach = coverage_of(fiscal_year_dates(year), districts=[district.pk]).get(district.pk)
    tiles = _tiles(request.user, district, reach, year)
    heading = _("School year %(year)s") % {"year": school_year_name(year)}
    return Panel("accountability/panels/tiles.html", {"heading": heading, "tiles": tiles})


def _tiles(person: Person, district: Organization, reach: Coverage | None, year: int) -> list[Tile]:
    """Who took part is named to those who answer for the district; to others it is a number."""
    reach, rows = reach or Coverage(), f"{path_to('district-reached', district.pk)}?fy={year}"
    names = person.has_perm("accountability.view_participants", district)
    people = f"{path_to('district-people', district.pk)}?fy={year}" if names else ""
    return [
        (_("Trainings that reached %(name)s") % {"name": district.short_name}, f"{reach.trainings:,}", "", rows),
        (_("People who took part"), f"{reach.people:,}", "", people),
        (_("Contact hours"), amount_text(reach.hours), "", rows),
    ]


@panel("rec", order=30)
def deliverables_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    """How many deliverables of the year stand how."""
    if not request.user.has_perm("accountability.view"):
        return None
    year = fiscal_year(today())
    owed = _counted(request, year, rec=rec)
    if not owed:
        return None
    base = f"{path_to('deliverables')}?fy={year}&rec={rec.pk}"
    states = [one.state for one in owed]
    context = {
        "rows": [(code, states.count(code), f"{base}&state={code}&show=1") for code in BANDS if code in states],
        "number": len(owed),
        "year": school_year_name(year),
        "all_url": f"{base}&show=1",
    }
    return Panel("accountability/panels/of_rec.html", context)


@panel("initiative", order=40)
def deliverables_of_initiative(request: PersonRequest, initiative: Initiative) -> Panel | None:
    """What each REC owes this year: a row a REC, a column a deliverable."""
    if not request.user.has_perm("accountability.view"):
        return None
    year = fiscal_year(today())
    owed = _counted(request, year, initiative=initiative)
    if not owed:
        return None
    asked = [(key, escape(title_of(key[1]))) for key in sorted({(one.due_on, one.measure) for one in owed})]
    by_place = {(one.rec_id, one.due_on, one.measure): one for one in owed}
    recs = {one.rec_id: Organization(pk=one.rec_id, kind="rec", short_name=one.rec_name) for one in owed}
    context = {
        "headings": [(title, due_on) for (due_on, _measure), title in asked],
        "rows": [(rec, [(title, by_place.get((pk, *key))) for key, title in asked]) for pk, rec in recs.items()],
        "year": school_year_name(year),
        "all_url": f"{path_to('deliverables')}?fy={year}&initiative={initiative.pk}&show=1",
    }
    return Panel("accountability/panels/of_initiative.html", context)


def _counted(request: PersonRequest, year: int, **of: Organization | Initiative) -> list[Deliverable]:
    ((name, thing),) = of.items()
    owed = count(deliverables_owed(request.user, thing, name=name, year=year))
    for one in owed:
        known = one.measure in measures
        one.words = measures[one.measure].words(one.actual) if known else "–"
        one.target_text = measures[one.measure].words(one.target) if known else amount_text(one.target)
        one.of_target = _("%(count)s of %(target)s") % {"count": one.words, "target": one.target_text}
    return owed
