from collections.abc import Iterable
from typing import Unpack

from django.db.models import QuerySet

from collaborative.calendar.periods import Period
from collaborative.database.compiled_queries import prepared, union_all
from collaborative.figures.measures import Figures, Levels, Narrow, One, measures


def figures(*periods: Period, names: Iterable[str] | None = None, **of: Unpack[Narrow]) -> Figures:
    """All figures of these periods (of these measures, RECs, initiatives, levels) in one statement."""
    chosen = tuple(name for name in (measures if names is None else names) if name in measures)
    found = Figures()
    if periods and chosen:
        rows = sums_by_group(
            of.get("rec"), of.get("initiative"), periods=periods, names=chosen, levels=of.get("levels")
        )
        for number, *row in rows:
            found.add(periods[number], *row)
    return found


@prepared
def sums_by_group(
    rec: One, initiative: One, *, periods: tuple[Period, ...], names: tuple[str, ...], levels: Levels
) -> QuerySet:
    """What `Figures.add` takes, for each REC and initiative: sums are of no one thing. Each begins with its period's number."""
    return union_all(
        [
            query
            for number, period in enumerate(periods)
            for name in names
            for query in measures[name].grouped(number, period, rec=rec, initiative=initiative, levels=levels)
        ]
    )
