from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.actions import cycles as actions
from coaching.forms.visits import CoachForm, FinishForm, MoveForm, WhyForm
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from coaching.queries import coaches_for, others_without_coach, trained_in
from collaborative.calendar.days import long_day
from collaborative.calendar.periods import today
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.permissions import require, requires
from collaborative.people.policy import reaches
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import Link, path_to
from initiatives.enums import Owes

ABOVE = ((gettext_lazy("Follow-up"), "follow-ups"),)


@requires("coaching.view_follow_ups", FollowUpCycle, related=("training", "district", "initiative", "rec", "coach"))
def cycle(request: PersonRequest, cycle: FollowUpCycle) -> HttpResponse:
    person = request.user
    may_log = person.has_perm("coaching.log_visits", cycle)
    may_keep = person.has_perm("coaching.keep_steps", cycle)
    steps = list(cycle.steps.select_related("done_by", "waived_by").order_by("number"))
    for step in steps:
        step.cycle = cycle
        step.may_finish = step.is_open and (may_log or (may_keep and step.owed_by == Owes.SUPERINTENDENT))
        step.may_move = step.is_open and may_keep
        step.may_plan = step.is_open and may_log and step.owed_by == Owes.COACH
        step.may_waive = step.is_open and may_log
    visits = Visit.objects.filter(step__cycle=cycle).select_related("coach", "district").prefetch_related("people")
    open_steps = [step for step in steps if step.is_open]
    response = render(
        request,
        "coaching/cycle.html",
        {
            "title": _("Follow-up in %(district)s") % {"district": cycle.district.short_name},
            "subtitle": _("After “%(training)s” · %(rec)s")
            % {"training": cycle.training.title, "rec": cycle.rec.short_name},
            "breadcrumbs": [(_("Follow-up"), path_to("follow-ups"))],
            "cycle": cycle,
            "steps": steps,
            "visits": visits.order_by("-planned_for", "-id"),
            "trained": trained_in(cycle),
            "may_open_coach": cycle.coach_id == person.pk or reaches(person, cycle.rec),
            "may_log": may_log,
            "may_arrange": person.has_perm("coaching.arrange_follow_ups", cycle),
            "action": Link(_("Log a visit"), f"{path_to('visit-log-unplanned')}?cycle={cycle.pk}")
            if may_log and open_steps
            else None,
            "history": history_of(cycle, request),
        },
    )
    looked_at(response, request, about=cycle)
    return response


@requires("coaching.arrange_follow_ups", FollowUpCycle, related=("training", "district", "rec", "coach"))
class NameCoach(ActPage[FollowUpCycle]):
    form_class = CoachForm
    action = actions.name_coach
    parents = ABOVE
    crumb = "%(district.short_name)s"
    title = gettext_lazy("Name a coach for %(district.short_name)s")
    subtitle = gettext_lazy(
        "After “%(training.title)s”. The coach owes the open steps from then on and is told by mail."
    )
    message = gettext_lazy("%(coach)s is the coach.")
    next_text = gettext_lazy("The open steps are theirs now.")

    def form_kwargs(self) -> dict[str, Any]:
        coaches, others = coaches_for(self.object.rec_id), others_without_coach(self.object)
        return {"coaches": coaches, "others": others, "initial": {"coach": self.object.coach_id}}


class StepPage(ActPage[FollowUpStep]):
    parents = ABOVE

    def breadcrumbs(self) -> Breadcrumbs:
        cycle = self.object.cycle
        return [*super().breadcrumbs()[:-1], (cycle.district.short_name, cycle.get_absolute_url())]

    def success_url(self, done: FollowUpStep) -> FollowUpCycle:
        return self.object.cycle


STEP = ("district", "cycle__training", "cycle__district", "cycle__coach")


@requires("coaching.view_follow_ups", FollowUpStep, related=STEP)
class Finish(StepPage):
    form_class = FinishForm
    action = actions.finish_step
    title = gettext_lazy("Finish without a visit: %(object)s")
    subtitle = gettext_lazy(
        "For a call or a written check-in. A visit is logged instead: it finishes the step as well."
    )
    message = gettext_lazy("The step is done.")

    def before(self) -> None:
        is_theirs = self.object.owed_by == Owes.SUPERINTENDENT
        require(self.request.user, "coaching.keep_steps" if is_theirs else "coaching.log_visits", self.object)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"done_on": today()}}


@requires("coaching.log_visits", FollowUpStep, related=STEP)
class Waive(StepPage):
    form_class = WhyForm
    action = actions.waive_step
    title = gettext_lazy("Waive: %(object)s")
    subtitle = gettext_lazy(
        "A waived step is no longer owed. It cannot be taken up again, and the reason stays with it."
    )
    submit_label = gettext_lazy("Waive the step")
    message = gettext_lazy("The step is waived.")


@requires("coaching.keep_steps", FollowUpStep, related=STEP)
class Move(StepPage):
    form_class = MoveForm
    action = actions.move_step
    title = gettext_lazy("Another day: %(object)s")
    message = gettext_lazy("The step has moved.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"due_on": self.object.due_on}}

    @property
    def subtitle(self) -> str:
        return _("It is due on %(day)s. Reminders follow the new day.") % {"day": long_day(self.object.due_on)}
