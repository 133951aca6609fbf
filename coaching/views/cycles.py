from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

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
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import BaseForm, sent
from collaborative.web.messages import say
from initiatives.enums import Owes


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
def name_coach(request: PersonRequest, cycle: FollowUpCycle) -> HttpResponse:
    form = CoachForm(
        sent(request),
        coaches=coaches_for(cycle.rec_id),
        others=others_without_coach(cycle),
        initial={"coach": cycle.coach_id},
    )
    form.cancel_url = cycle.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        done = form.run(lambda: actions.name_coach(cycle, **form.answers, by=request.user))
        if done:
            coach = form.cleaned_data["coach"]
            say(request, _("%(name)s is the coach.") % {"name": coach}, next_text=_("The open steps are theirs now."))
            return redirect(cycle)
    return render(
        request,
        "generic/form.html",
        {
            "title": _("Name a coach for %(district)s") % {"district": cycle.district.short_name},
            "subtitle": _("After “%(training)s”. The coach owes the open steps from then on and is told by mail.")
            % {"training": cycle.training.title},
            "breadcrumbs": _breadcrumbs(cycle),
            "form": form,
        },
    )


STEP = ("district", "cycle__training", "cycle__district", "cycle__coach")


@requires("coaching.view_follow_ups", FollowUpStep, related=STEP)
def finish(request: PersonRequest, step: FollowUpStep) -> HttpResponse:
    permission = "coaching.keep_steps" if step.owed_by == Owes.SUPERINTENDENT else "coaching.log_visits"
    require(request.user, permission, step)
    form = FinishForm(sent(request), initial={"done_on": today()})
    return _step_page(
        request,
        step,
        form,
        act=lambda: actions.finish_step(step, **form.answers, by=request.user),
        title=_("Finish without a visit: %(step)s"),
        said=_("The step is done."),
        subtitle=_("For a call or a written check-in. A visit is logged instead: it finishes the step as well."),
    )


@requires("coaching.log_visits", FollowUpStep, related=STEP)
def waive(request: PersonRequest, step: FollowUpStep) -> HttpResponse:
    form = WhyForm(sent(request))
    form.submit_label = _("Waive the step")
    return _step_page(
        request,
        step,
        form,
        act=lambda: actions.waive_step(step, **form.answers, by=request.user),
        title=_("Waive: %(step)s"),
        said=_("The step is waived."),
        subtitle=_("A waived step is no longer owed. It cannot be taken up again, and the reason stays with it."),
    )


@requires("coaching.keep_steps", FollowUpStep, related=STEP)
def move(request: PersonRequest, step: FollowUpStep) -> HttpResponse:
    form = MoveForm(sent(request), initial={"due_on": step.due_on})
    return _step_page(
        request,
        step,
        form,
        act=lambda: actions.move_step(step, **form.answers, by=request.user),
        title=_("Another day: %(step)s"),
        said=_("The step has moved."),
        subtitle=_("It is due on %(day)s. Reminders follow the new day.") % {"day": long_day(step.due_on)},
    )


def _step_page(
    request: PersonRequest, step: FollowUpStep, form: BaseForm, *, act: Any, title: str, said: str, subtitle: str
) -> HttpResponse:
    form.cancel_url = step.cycle.get_absolute_url()
    if request.method == "POST" and form.is_valid() and form.run(act):
        say(request, said)
        return redirect(step.cycle)
    return render(
        request,
        "generic/form.html",
        {
            "title": title % {"step": step},
            "subtitle": subtitle,
            "breadcrumbs": _breadcrumbs(step.cycle),
            "form": form,
        },
    )


def _breadcrumbs(cycle: FollowUpCycle) -> list[tuple[str, str]]:
    return [
        (_("Follow-up"), path_to("follow-ups")),
        (cycle.district.short_name, cycle.get_absolute_url()),
    ]
