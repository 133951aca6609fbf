from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coaching.models import FollowUpStep, Visit
from coaching.models.follow_up import StepQuerySet
from collaborative.calendar.periods import Period, today
from collaborative.figures.measures import measure


def visits_held(period: Period) -> QuerySet[Visit]:
    held = Visit.objects.held().filter(held_on__range=period, initiative__isnull=False)
    return held.order_by("held_on", "id")


def steps_due(period: Period) -> StepQuerySet:
    """Those whose day has come, the waived ones left out."""
    come = Period(period.first, min(period.last, today()))
    return FollowUpStep.objects.filter(waived_at__isnull=True, due_on__range=come)


def steps_on_time(period: Period) -> QuerySet[FollowUpStep]:
    return steps_due(period).on_time()


measure(
    "visits_held",
    _("Visits held"),
    _("visits"),
    rows=visits_held,
    columns=(
        (_("Day"), "held_on"),
        (_("District"), "district.name"),
        (_("What"), "get_kind_display"),
        (_("Coach"), "coach"),
        (_("Minutes"), "minutes"),
        (_("REC"), "rec.short_name"),
        (_("Initiative"), "initiative.title"),
    ),
    method=_(
        "Visits that coaches held and logged under an initiative, in the fiscal year of the local day on which each was "
        "held. Planned and cancelled ones do not count, nor those for no initiative."
    ),
)
measure(
    "steps_on_time",
    _("Follow-up steps done on time"),
    "%",
    rows=steps_on_time,
    whole=steps_due,
    columns=(
        (_("District"), "district.name"),
        (_("Step"), "get_touchpoint_display"),
        (_("Training"), "cycle.training.title"),
        (_("Due"), "due_on"),
        (_("Done on"), "done_on"),
        (_("REC"), "rec.short_name"),
        (_("Initiative"), "initiative.title"),
    ),
    method=_(
        "Of the follow-up steps whose day came in the fiscal year, up to today, the share that was done on that day or "
        "before. Waived steps do not count."
    ),
)
