"""Measures: what can be counted, defined beside the rows it counts. A figure is its rows, counted by the same query.

The packages further right register theirs in measures.py; initiatives asks for them by name, accountability shows them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import models
from django.db.models import CharField, Count, DecimalField, IntegerField, Min, Value
from django.db.models.functions import Cast

from collaborative.calendar.periods import Period
from collaborative.database.sure import sure
from collaborative.plugs.registry import Registry
from collaborative.web.text import Words

AMOUNT = DecimalField(max_digits=14, decimal_places=2)
NOTHING = Decimal(0)

One = int | Collection[int] | None  # an id, several, or all
Levels = tuple[str, ...] | None  # of initiatives; None: all


class Narrow(TypedDict, total=False):
    """Whose rows a figure counts, of which initiatives."""

    rec: One
    initiative: One
    levels: Levels


@dataclass(frozen=True)
class Measure:
    """`rows(period)`: the queryset of what is counted in some days, each row known to one REC and initiative
    by the fields named in `rec` and `initiative`; `level` leads to that of the initiative, so that local work is told apart
    from the state's. `amount`: the aggregate over the rows (their number where none is given).
    A share («% of») has `whole(period)` too: rows are the part, whole is what they are of; its amount is a percentage.
    `columns`: heading and attribute path (or function of the row) of the table that the figure opens to.

    A row belongs to one REC and one initiative, and amounts add up: the figure of the state is the sum of the groups'.
    So a thing that must count once for each REC and initiative is made one row for each of them, never a distinct count:
    `once` names what counts once (the person, the organization). It is told by its first row.
    """

    name: str
    title: Words
    unit: Words  # «trainings», «hours», «%»
    rows: Callable[[Period], models.QuerySet]
    columns: tuple[tuple[Words, Any], ...]
    method: Words  # one sentence: what is counted and what is not
    rec: str = "rec"
    initiative: str = "initiative"
    level: str = "initiative__level"
    amount: Callable[[], models.Aggregate] | None = None
    whole: Callable[[Period], models.QuerySet] | None = None
    once: str = ""
    others_host: bool = False  # rows may belong to a vendor or a bureau, too: where no REC is named, only RECs' count
    note: Words = ""  # beside the bare figure, where its title alone would be misread

    def of(self, period: Period, **of: Unpack[Narrow]) -> models.QuerySet:
        """The rows of a figure."""
        rows = self._narrow(self.rows(period), **of)
        return self._firsts(rows) if self.once else rows

    def shown(self, rows: models.QuerySet) -> models.QuerySet:
        """The rows with all that stands in their columns."""
        paths = (_related(rows.model, part) for _heading, part in self.columns if isinstance(part, str))
        return rows.select_related(*filter(None, paths))

    def whole_of(self, period: Period, **of: Unpack[Narrow]) -> models.QuerySet:
        return self._narrow(sure(self.whole)(period), **of)

    def value(self, period: Period, **of: Unpack[Narrow]) -> Decimal | None:
        """The figure itself; None where it is not known: a share of nothing."""
        part = self.count(self.of(period, **of))
        if not self.whole:
            return part
        return share(part, self.count(self.whole_of(period, **of)))

    @property
    def is_whole(self) -> bool:
        """Rows are counted one by one: neither an amount of hours nor a share."""
        return not (self.amount or self.whole)

    def words(self, value: Decimal | None) -> str:
        return amount_text(value) + (" %" if self.unit == "%" and value is not None else "")

    def _narrow(
        self, rows: models.QuerySet, rec: One = None, initiative: One = None, levels: Levels = None
    ) -> models.QuerySet:
        if rec is None and self.others_host:
            rows = rows.filter(**{f"{self.rec}__kind": "rec"})
        for name, wanted in ((self.rec, rec), (self.initiative, initiative)):
            if isinstance(wanted, int):
                rows = rows.filter(**{name: wanted})
            elif wanted is not None:
                rows = rows.filter(**{f"{name}__in": list(wanted)})
        return rows if levels is None else rows.filter(**{f"{self.level}__in": levels})

    def _firsts(self, rows: models.QuerySet) -> models.QuerySet:
        """Grouped after the rows were narrowed, so that one REC's figure reads one REC's rows."""
        groups = rows.order_by().values(self.rec, self.initiative, self.once)
        return rows.filter(pk__in=groups.annotate(first=Min("pk")).values("first"))

    def _aggregate(self) -> models.Aggregate:
        return self.amount() if self.amount else Count("pk")

    def count(self, rows: models.QuerySet) -> Decimal:
        return Decimal(rows.order_by().aggregate(figure=self._aggregate())["figure"] or 0)

    def grouped(self, number: int, period: Period, **of: Unpack[Narrow]) -> list[models.QuerySet]:
        """One row per REC and initiative, shaped alike for all measures, so that a page asks for all in one statement.

        `number`: which of the page's periods it is.
        """
        rows = self._narrow(self.rows(period), **of)
        found = [self._group(rows, number, "part")]
        if self.whole:
            found.append(self._group(self.whole_of(period, **of), number, "whole"))
        return found

    def _group(self, rows: models.QuerySet, number: int, which: str) -> models.QuerySet:
        """Within one REC and initiative, counting what counts once is counting its first rows, at half the cost."""
        figure = Count(self.once, distinct=True) if self.once else self._aggregate()
        return (
            rows.order_by()
            .annotate(rec_key=Cast(self.rec, IntegerField()), initiative_key=Cast(self.initiative, IntegerField()))
            .values("rec_key", "initiative_key")
            .annotate(
                of_period=Value(number, IntegerField()),
                measure_name=Value(self.name, CharField()),
                which=Value(which, CharField()),
                figure=Cast(figure, AMOUNT),
            )
            .values_list("of_period", "measure_name", "which", "rec_key", "initiative_key", "figure")
        )


def _related(model: type[models.Model], path: str) -> str:
    """What of an attribute path leads to other rows: «training__host» of «training.host.short_name»."""
    names = []
    for name in path.split("."):
        relation = next((one for one in model._meta.fields if one.name == name and one.remote_field), None)
        if relation is None:
            break
        names.append(name)
        model = sure(relation.related_model)
    return "__".join(names)


measures: Registry[Measure] = Registry("measure")


def measure(name: str, title: Words, unit: Words, **parts: Any) -> Measure:
    return measures.add(name, Measure(name, title, unit, **parts))


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    return None if not whole else (part * 100 / whole).quantize(Decimal("0.1"))


def amount_text(value: Decimal | None) -> str:
    """1,234 or 138.5; what is not known is a dash, never zero."""
    if value is None:
        return "–"
    whole = value == int(value)
    return f"{int(value):,}" if whole else f"{value:,.2f}".rstrip("0")


@dataclass
class Figures:
    """The figures of a page, got in one statement. Whatever is wider than one REC and initiative is added up from them."""

    sums: dict[tuple, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    recs: set[int] = field(default_factory=set)
    initiatives: set[int] = field(default_factory=set)

    def add(self, period: Period, name: str, which: str, rec: int, initiative: int, figure: Decimal | None) -> None:
        self.recs.add(rec)
        self.initiatives.add(initiative)
        for of_rec in (rec, None):
            for of_initiative in (initiative, None):
                self.sums[period, name, which, of_rec, of_initiative] += figure or NOTHING

    def value(
        self, name: str, period: Period, *, rec: int | None = None, initiative: int | None = None
    ) -> Decimal | None:
        """As Measure.value: zero where there are no rows, None where a share is of nothing or nobody counts it any more."""
        if name not in measures:
            return None
        part = self.sums.get((period, name, "part", rec, initiative), NOTHING)
        if not measures[name].whole:
            return part
        return share(part, self.sums.get((period, name, "whole", rec, initiative), NOTHING))

    def sides(self, name: str, period: Period, *, rec: int | None = None) -> tuple[Decimal, Decimal]:
        """Part and whole of a share."""
        part, whole = (self.sums.get((period, name, which, rec, None), NOTHING) for which in ("part", "whole"))
        return part, whole
