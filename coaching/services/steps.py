"""The steps of a follow-up plan, locked for a change."""

from django.utils.translation import gettext as _

from coaching.models import FollowUpStep
from collaborative.calendar.days import short_day
from collaborative.errors import ActionError


def lock_plan(cycle: int) -> None:
    """All steps of a plan, in the order of their ids. Whoever locks a visit, too, locks it after its plan: two who came
    from both ends would wait for each other."""
    rows = FollowUpStep.objects.filter(cycle=cycle).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk", flat=True))


def lock_open_step(pk: int) -> FollowUpStep:
    """Refuses, in words, a step that somebody finished or waived meanwhile."""
    related = ("cycle__training", "cycle__district", "cycle__coach", "district", "done_by", "waived_by")
    lock_plan(FollowUpStep.objects.values_list("cycle", flat=True).get(pk=pk))
    step = FollowUpStep.objects.select_related(*related).get(pk=pk)
    if step.done_on:
        raise ActionError(
            _("%(name)s has recorded this step as done on %(day)s. Nothing was changed.")
            % {"name": step.done_by, "day": short_day(step.done_on)}
        )
    if step.waived_at:
        raise ActionError(_("%(name)s has waived this step. Nothing was changed.") % {"name": step.waived_by})
    return step
