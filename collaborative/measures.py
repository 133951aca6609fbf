"""Measures: what can be counted, defined beside the rows it counts. A figure is its rows, counted by the same query.

The packages further right register theirs in measures.py; initiatives asks for them by name, accountability shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import CharField, Count, DecimalField, IntegerField, Value
from django.db.models.functions import Cast

from collaborative.registry import Registry

AMOUNT = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True)
class Measure:
    """`rows(fiscal_year)`: the queryset of what is counted in one fiscal year, each row known to one REC and initiative
    by the fields named in `rec` and `initiative`. `amount`: the aggregate over the rows (their number where none is given).
    A share («% of») has `whole(fiscal_year)` too: rows are the part, whole is what they are of; its amount is a percentage.
    `columns`: heading and attribute path (or function of the row) of the table that the figure opens to.
    """

    name: str
    title: str
    unit: str  # «trainings», «hours», «%»
    rows: Callable[[int], models.QuerySet]
    columns: tuple[tuple[str, Any], ...]
    method: str  # one sentence: what is counted and what is not
    rec: str = "rec"
    initiative: str = "initiative"
    amount: Callable[[], models.Aggregate] | None = None
    whole: Callable[[int], models.QuerySet] | None = None
    visible: Callable[[models.QuerySet, Any], models.QuerySet] | None = None

    def of(self, fiscal_year: int, *, rec: int | None = None, initiative: int | None = None) -> models.QuerySet:
        """The rows of a figure."""
        return self._narrow(self.rows(fiscal_year), rec, initiative)

    def whole_of(self, fiscal_year: int, *, rec: int | None = None, initiative: int | None = None) -> models.QuerySet:
        return self._narrow(self.whole(fiscal_year), rec, initiative)

    def value(self, fiscal_year: int, *, rec: int | None = None, initiative: int | None = None) -> Decimal | None:
        """The figure itself; None where it is not known: a share of nothing."""
        part = self._count(self.of(fiscal_year, rec=rec, initiative=initiative))
        if not self.whole:
            return part
        return share(part, self._count(self.whole_of(fiscal_year, rec=rec, initiative=initiative)))

    def _narrow(self, rows: models.QuerySet, rec: int | None, initiative: int | None) -> models.QuerySet:
        wanted = {self.rec: rec, self.initiative: initiative}
        return rows.filter(**{field: value for field, value in wanted.items() if value is not None})

    def _aggregate(self) -> models.Aggregate:
        return self.amount() if self.amount else Count("pk")

    def _count(self, rows: models.QuerySet) -> Decimal:
        return Decimal(rows.order_by().aggregate(figure=self._aggregate())["figure"] or 0)

    def grouped(self, fiscal_year: int) -> list[models.QuerySet]:
        """One row per REC and initiative, shaped alike for all measures, so that a page asks for all in one statement."""
        found = [self._group(self.rows(fiscal_year), "part")]
        if self.whole:
            found.append(self._group(self.whole(fiscal_year), "whole"))
        return found

    def _group(self, rows: models.QuerySet, which: str) -> models.QuerySet:
        return (
            rows.order_by()
            .values(self.rec, self.initiative)
            .annotate(
                measure_name=Value(self.name, CharField()),
                which=Value(which, CharField()),
                rec_key=Cast(self.rec, IntegerField()),
                initiative_key=Cast(self.initiative, IntegerField()),
                figure=Cast(self._aggregate(), AMOUNT),
            )
            .values_list("measure_name", "which", "rec_key", "initiative_key", "figure")
        )


measures: Registry[Measure] = Registry("measure")


def measure(name: str, title: str, unit: str, **parts: Any) -> Measure:
    return measures.add(name, Measure(name, title, unit, **parts))


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    return None if not whole else (part * 100 / whole).quantize(Decimal("0.1"))


def figures(fiscal_year: int, names: list[str] | None = None) -> dict[tuple[str, int, int], Decimal | None]:
    """All figures of a fiscal year in one statement: (measure, REC id, initiative id) → value. Absent means no rows."""
    chosen = [measures[name] for name in names] if names is not None else measures.values()
    parts = [query for one in chosen for query in one.grouped(fiscal_year)]
    if not parts:
        return {}
    found: dict[tuple[str, int, int], dict[str, Decimal]] = {}
    for name, which, rec, initiative, figure in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        found.setdefault((name, rec, initiative), {})[which] = figure
    return {
        key: share(sides.get("part", Decimal(0)), sides["whole"])
        if measures[key[0]].whole and "whole" in sides
        else sides.get("part", Decimal(0))
        for key, sides in found.items()
    }
