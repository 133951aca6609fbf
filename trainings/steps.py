"""One follow-up step, locked for a change."""

from django.utils.translation import gettext as _

from collaborative.days import short_day
from collaborative.refusals import Refused
from trainings.models import FollowUpStep


def lock_open_step(pk: int) -> FollowUpStep:
    """Refuses, in words, a step that somebody finished or waived meanwhile."""
    step = (
        FollowUpStep.objects.select_for_update(of=("self",))
        .select_related("cycle__training", "cycle__district", "cycle__coach", "district", "done_by", "waived_by")
        .get(pk=pk)
    )
    if step.done_on:
        raise Refused(
            _("%(name)s has recorded this step as done on %(day)s. Nothing was changed.")
            % {"name": step.done_by, "day": short_day(step.done_on)}
        )
    if step.waived_at:
        raise Refused(_("%(name)s has waived this step. Nothing was changed.") % {"name": step.waived_by})
    return step
