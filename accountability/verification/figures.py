from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import QuerySet

from accountability.status import period_of
from accountability.verification.checking import Checked, check
from collaborative.calendar.periods import Period
from collaborative.figures.measures import Figures, Measure, measures, share
from collaborative.figures.queries import figures
from initiatives.models import Deliverable

Key = tuple[int, int]  # REC and initiative


@check("figures of deliverables equal the rows they open to")
def deliverables() -> Checked:
    """Each measure of each fiscal year is counted once more, row by row, by hand."""
    owed = list(Deliverable.objects.standing().filter(measure__in=list(measures)).order_by("fiscal_year", "pk"))
    found = figures(*sorted({period_of(one) for one in owed})) if owed else Figures()
    by_hand = {
        (period, name): _by_hand(measures[name], period)
        for period, name in {(period_of(one), one.measure) for one in owed}
    }
    lines = []
    for one in owed:
        figure = found.value(one.measure, period_of(one), rec=one.rec_id, initiative=one.initiative_id)
        counted = by_hand[period_of(one), one.measure].get((one.rec_id, one.initiative_id), _nothing(one.measure))
        if figure != counted:
            lines.append(f"deliverable {one.pk} ({one.measure}) shows {figure}, its rows give {counted}")
    return Checked(len(owed), lines)


def _nothing(name: str) -> Decimal | None:
    return None if measures[name].whole else Decimal(0)


def _by_hand(measure: Measure, period: Period) -> Mapping[Key, Decimal | None]:
    part = _sums(measure, measure.of(period))
    if not measure.whole:
        return part
    whole = _sums(measure, measure.whole(period))
    return {key: share(part[key], number) for key, number in whole.items()}


def _sums(measure: Measure, rows: QuerySet) -> dict[Key, Decimal]:
    """The amount of each row, or one for each; added up here and not by the database."""
    field = measure.amount().get_source_expressions()[0].name if measure.amount else "pk"
    found: dict[Key, Decimal] = defaultdict(Decimal)
    for rec, initiative, amount in rows.order_by().values_list(measure.rec, measure.initiative, field).iterator(2000):
        found[rec, initiative] += amount if measure.amount else Decimal(1)
    return found
