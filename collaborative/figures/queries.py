from collections.abc import Iterable

from django.db.models import QuerySet

from collaborative.database.compiled_queries import prepared, union_all
from collaborative.figures.measures import Figures, One, measures


def figures(*fiscal_years: int, names: Iterable[str] | None = None, rec: One = None, initiative: One = None) -> Figures:
    """All figures of these fiscal years (of these measures, RECs, initiatives) in one statement."""
    chosen = tuple(name for name in (measures if names is None else names) if name in measures)
    found = Figures()
    if fiscal_years and chosen:
        for row in sums_by_group(rec, initiative, years=fiscal_years, names=chosen):
            found.add(*row)
    return found


@prepared
def sums_by_group(rec: One, initiative: One, *, years: tuple[int, ...], names: tuple[str, ...]) -> QuerySet:
    """What `Figures.add` takes, for each REC and initiative: sums are of no one thing."""
    return union_all(
        [
            query
            for year in years
            for name in names
            for query in measures[name].grouped(year, rec=rec, initiative=initiative)
        ]
    )
