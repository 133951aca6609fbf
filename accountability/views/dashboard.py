from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accountability.coverage import reached_map
from accountability.dashboard import glance_of, open_requests, own_districts
from accountability.scope import ReportScope, chosen_year, scope_of
from accountability.views.report_list import year_choices
from collaborative.calendar.periods import school_year_name
from collaborative.figures.measures import measures
from collaborative.people.models import Organization
from collaborative.people.permissions import with_a_role
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import Link, path_to
from districts.map import reached_legend

REC_COLUMNS = ("trainings_held", "people_trained", "contact_hours", "steps_on_time")


@with_a_role
def reports(request: PersonRequest) -> HttpResponse:
    """The state at a glance, or the region: the reach decides. Who has no figures of their own sees what is public."""
    scope, year = scope_of(request.user), chosen_year(request.GET.get("fy"))
    recs = list(Organization.objects.of_kind("rec")) if scope.is_state and scope.counts else list(scope.recs or ())
    chosen = _chosen(recs, request.GET.get("rec", ""), scope)
    if chosen:
        scope = ReportScope((chosen,), districts=scope.districts)
    glance = glance_of(scope, year)
    return render(
        request,
        "accountability/reports.html",
        {
            "title": _("The state at a glance")
            if scope.is_state
            else _("%(region)s at a glance") % {"region": scope.words},
            "subtitle": _("School year %(year)s, July to June") % {"year": school_year_name(year)},
            "year_value": str(year),
            "year_choices": year_choices(),
            "rec_choices": recs if len(recs) > 1 else [],
            "chosen": chosen,
            "tiles": [*own_districts(scope, glance, year), *glance.tiles, *open_requests(request.user, scope)],
            "map": reached_map(glance.districts, glance.reach, year),
            "legend": reached_legend(),
            "table_url": f"{path_to('districts-reached')}?{_address(year, chosen)}&show=1",
            "rec_headings": [measures[name].title for name in REC_COLUMNS if name in measures],
            "by_rec": [_rec_row(rec, glance, year) for rec in scope.recs or recs] if scope.counts else [],
            "by_initiative": glance.by_initiative(),
            "action": Link(_("See the deliverables"), f"{path_to('deliverables')}?{_address(year, chosen)}&show=1")
            if scope.counts
            else None,
        },
    )


def _chosen(recs: list[Organization], wanted: str, scope: ReportScope) -> Organization | None:
    if not wanted or not scope.counts:
        return None
    found = next((rec for rec in recs if str(rec.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _rec_row(rec: Organization, glance: Any, year: int) -> dict[str, Any]:
    of_region = [district for district in glance.districts if district.parent_id == rec.pk]
    return {
        "rec": rec,
        "reached": sum(1 for district in of_region if district.pk in glance.reach),
        "whole": len(of_region),
        "reached_url": f"{path_to('districts-reached')}?fy={year}&rec={rec.pk}&reached=some&show=1",
        "cells": [
            (measures[name].title, measures[name].words(_value(glance, name, rec)), _rows(name, year, rec))
            for name in REC_COLUMNS
            if name in measures
        ],
    }


def _value(glance: Any, name: str, rec: Organization) -> Decimal | None:
    return glance.figures.value(name, glance.period, rec=rec.pk)


def _rows(name: str, year: int, rec: Organization) -> str:
    return f"{path_to('figure', name)}?fy={year}&rec={rec.pk}&show=1"


def _address(year: int, chosen: Organization | None) -> str:
    return f"fy={year}" + (f"&rec={chosen.pk}" if chosen else "")
