from collections.abc import Container, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
from django.db import models
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accountability.views.report_list import OfYear, YearFilter, initiative_choices, rec_choices
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import Period, fiscal_year_to, quarter_dates, today
from collaborative.figures.measures import Figures, Measure, Narrow, amount_text, measures, share
from collaborative.figures.queries import figures
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import path_to
from collaborative.web.views import cell
from initiatives.enums import Level

LEVELS = {
    "ped": ((Level.STATE, Level.FEDERAL), gettext_lazy("State and federal")),
    "local": ((Level.LOCAL,), gettext_lazy("Local")),
}
PARTS = {
    "1": gettext_lazy("First quarter, July to September"),
    "2": gettext_lazy("Second quarter, October to December"),
    "3": gettext_lazy("Third quarter, January to March"),
    "4": gettext_lazy("Fourth quarter, April to June"),
    "so-far": gettext_lazy("From July 1 to this day of the year"),
}


class FigureFilter(YearFilter):
    rec = django_filters.ChoiceFilter(
        label=gettext_lazy("REC"), empty_label=gettext_lazy("All RECs"), method="as_it_is"
    )
    initiative = django_filters.ChoiceFilter(
        label=gettext_lazy("Initiative"), empty_label=gettext_lazy("All initiatives"), method="as_it_is"
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Level"),
        choices=[(name, words) for name, (_levels, words) in LEVELS.items()],
        empty_label=gettext_lazy("All levels"),
        method="as_it_is",
    )
    part = django_filters.ChoiceFilter(
        label=gettext_lazy("Part of the year"),
        choices=list(PARTS.items()),
        empty_label=gettext_lazy("Whole year"),
        method="as_it_is",
    )


class FigureRows(OfYear):
    """The rows behind a figure, whatever its measure: the same query that counts them."""

    access_rule = AccessRule("permission", "accountability.view")
    template_name = "accountability/figure.html"
    names_people = True

    filterset_class = FigureFilter

    def offer(self, filters: dict[str, Any]) -> None:
        filters["initiative"].extra["choices"] = self.initiative_choices
        filters["rec"].extra["choices"] = self.rec_choices
        if len(self.rec_choices) < 2:
            del filters["rec"]

    @cached_property
    def measure(self) -> Measure:
        if self.kwargs["name"] not in measures:
            raise Http404
        return measures[self.kwargs["name"]]

    @cached_property
    def rec_choices(self) -> list[tuple[str, str]]:
        return rec_choices(self.scope)

    @cached_property
    def initiative_choices(self) -> list[tuple[str, str]]:
        return initiative_choices()

    def enter(self) -> None:
        """Out of reach or unknown is no figure at all: 404, never a wider one under the same address."""
        super().enter()
        offered: dict[str, Container[str]] = {
            "rec": dict(self.rec_choices),
            "initiative": dict(self.initiative_choices),
            "level": LEVELS,
            "part": PARTS,
        }
        for name, choices in offered.items():
            if (wanted := self.request.GET.get(name, "")) and wanted not in choices:
                raise Http404

    @cached_property
    def narrowed(self) -> Narrow:
        rec, initiative, level = (self.request.GET.get(name, "") for name in ("rec", "initiative", "level"))
        return {
            "rec": int(rec) if rec else self.scope.rec_ids,
            "initiative": int(initiative) if initiative else None,
            "levels": LEVELS[level][0] if level else None,
        }

    @property
    def period(self) -> Period:
        """The year, or the part of it that was chosen."""
        part = self.request.GET.get("part", "")
        if part.isdecimal():
            return quarter_dates(self.year, int(part))
        return fiscal_year_to(self.year, today()) if part else super().period

    def period_text(self) -> str:
        if not self.request.GET.get("part"):
            return super().period_text()
        first, last = self.period
        return _("%(first)s to %(last)s") % {"first": short_day(first), "last": short_day(last)}

    def rows(self) -> models.QuerySet:
        rows = self.measure.shown(self.measure.of(self.period, **self.narrowed))
        return rows if rows.ordered else rows.order_by("pk")

    @property
    def title(self) -> str:
        return str(self.measure.title)

    @property
    def columns(self) -> list[str]:
        return [str(heading) for heading, _part in self.measure.columns]

    @property
    def export(self):
        return self.measure.columns

    @property
    def export_name(self) -> str:
        return self.measure.name.replace("_", "-")

    def count_text(self, count: int) -> str:
        """The figure itself, and where its rows are not its amount, their number."""
        measure, rows = self.measure, f"{count:,}"
        if measure.whole:
            _part, whole = self.figures.sides(measure.name, self.period)
            words = {"part": rows, "whole": amount_text(whole)}
            return self._titled(share(Decimal(count), whole)) + _(" (%(part)s of %(whole)s)") % words
        if measure.amount:
            figure = self._titled(self.figures.value(measure.name, self.period))
            return figure + ngettext(", in %(count)s row", ", in %(count)s rows", count) % {"count": rows}
        return self._titled(Decimal(count))

    @cached_property
    def figures(self) -> Figures:
        return figures(self.period, names=[self.measure.name], **self.narrowed)

    def _titled(self, value: Decimal | None) -> str:
        return f"{self.measure.title}: {self.measure.words(value)}"

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        within = self._within_reach(page.object_list)
        (_heading, first), *others = self.measure.columns
        labelled = [(escape(heading), part) for heading, part in others]
        table = [
            (
                _address(row) if within is None or row.pk in within else "",
                _shown(cell(row, first)),
                [(label, _shown(cell(row, part))) for label, part in labelled],
            )
            for row in page.object_list
        ]
        return {**super().context(page, chosen), "table": table}

    def _within_reach(self, rows: Sequence[models.Model]) -> set[int] | None:
        """The rows whose own pages this person may open: a council sees the figures of districts out of its reach. None:
        all of them."""
        if not rows or not hasattr(rows[0], "get_absolute_url"):
            return None
        within = type(rows[0])._default_manager.visible_to(self.request.user)
        return set(within.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))

    def extra(self) -> dict[str, Any]:
        return {
            "breadcrumbs": [(_("Reports"), f"{path_to('reports')}?fy={self.year}")],
            "subtitle": self.scope.words[:1].upper() + self.scope.words[1:],
            "measure": self.measure,
        }


def _shown(value: Any) -> Any:
    if isinstance(value, date):
        return short_day(value)
    return amount_text(value) if isinstance(value, Decimal) else value


def _address(row: models.Model) -> str:
    """Where the row itself is shown, or the training it belongs to."""
    if hasattr(row, "get_absolute_url"):
        return row.get_absolute_url()
    training = getattr(row, "training_id", None)
    return path_to("training", training) if training else ""
