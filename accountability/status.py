"""How a deliverable stands: what PED and the REC did with it, and else how its count compares with its target."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accountability.models import Submission
from collaborative.calendar.periods import Period, fiscal_year_dates, today
from collaborative.figures.measures import Figures, measures
from collaborative.figures.queries import figures
from initiatives.models import Deliverable

# In the order in which the rule is read; the words are printed above the list.
BANDS = {
    "accepted": _("PED has accepted it."),
    "submitted": _("It lies before PED."),
    "returned": _("PED sent it back with a reason and it has not been submitted again."),
    "late": _("Its day has passed and it has not been submitted."),
    "on_target": _("The count has reached the target."),
    "variance": _(
        "The count is below what would be due by today if it grew evenly from July 1, or from the initiative’s first day"
        " where that is later, to the due day; for a share in percent, below the target."
    ),
    "in_progress": _("Everything else; also where nothing can be counted yet."),
}


def with_standing(deliverables: QuerySet) -> QuerySet:
    """Annotates the dates of the latest submission, and the first day of the version that asks."""
    latest = Submission.objects.filter(deliverable=OuterRef("pk")).order_by("-number")
    return deliverables.annotate(
        asked_from=F("version__starts_on"),
        **{name: Subquery(latest.values(name)[:1]) for name in ("submitted_at", "returned_at", "accepted_at")},
    )


def band(deliverable: Deliverable, actual: Decimal | None, *, on: date | None = None) -> str:
    """The state of a deliverable that carries the dates of its latest submission."""
    on = on or today()
    if deliverable.accepted_at:
        return "accepted"
    if deliverable.submitted_at:
        return "returned" if deliverable.returned_at else "submitted"
    if deliverable.due_on < on:
        return "late"
    if actual is None:
        return "in_progress"
    if actual >= deliverable.target:
        return "on_target"
    return "variance" if actual < _expected(deliverable, on) else "in_progress"


def _expected(deliverable: Deliverable, on: date) -> Decimal:
    """What the count would be on a day if it grew evenly; a share does not grow with time."""
    first = max(period_of(deliverable).first, deliverable.asked_from)
    if on < first:
        return Decimal(0)
    if deliverable.measure in measures and measures[deliverable.measure].whole:
        return deliverable.target
    return deliverable.target * (on - first).days / max(1, (deliverable.due_on - first).days)


def period_of(deliverable: Deliverable) -> Period:
    """The days of which a deliverable counts what was done."""
    return fiscal_year_dates(deliverable.fiscal_year)


def counted(deliverables: Iterable[Deliverable]) -> Figures:
    """The figures of these deliverables in one statement."""
    deliverables = list(deliverables)
    return figures(
        *sorted({period_of(one) for one in deliverables}),
        names=sorted({one.measure for one in deliverables}),
        rec={one.rec_id for one in deliverables},
        initiative={one.initiative_id for one in deliverables},
    )


def count(deliverables: Iterable[Deliverable]) -> list[Deliverable]:
    """Each deliverable with `actual` and `state`."""
    deliverables = list(deliverables)
    found = counted(deliverables)
    for one in deliverables:
        one.actual = found.value(one.measure, period_of(one), rec=one.rec_id, initiative=one.initiative_id)
        one.state = band(one, one.actual)
    return deliverables
