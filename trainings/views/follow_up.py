from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.days import long_day, short_day
from collaborative.forms import FilterForm, HouseForm, sent
from collaborative.journal.reading import history_of, looked_at
from collaborative.people.doors import Door, door, require
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import reaches
from collaborative.periods import fiscal_year, fiscal_year_dates, school_year_name, today
from collaborative.saying import say
from collaborative.views import ListPage
from initiatives.enums import Owes
from initiatives.models import Initiative
from trainings.actions import follow_up as actions
from trainings.coaching import COACHING_ROLES, coaches_for, others_without_coach, trained_in
from trainings.forms.follow_up import CoachForm, FinishForm, MoveForm, WhyForm
from trainings.models import FollowUpCycle, FollowUpStep, Visit

AHEAD = timedelta(days=30)


class CaseloadFilter(django_filters.FilterSet):
    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("Whose"),
        choices=[("mine", gettext_lazy("Mine"))],
        empty_label=gettext_lazy("All I may see"),
        method="by_whose",
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("needed", gettext_lazy("Open, due within 30 days")),
            ("overdue", gettext_lazy("Overdue")),
            ("open", gettext_lazy("All open")),
            ("done", gettext_lazy("Done")),
            ("waived", gettext_lazy("Waived")),
        ],
        empty_label=gettext_lazy("All"),
        method="by_state",
    )
    district = django_filters.ModelChoiceFilter(
        label=gettext_lazy("District"),
        queryset=lambda request: districts_to_visit(request.user),
        empty_label=gettext_lazy("All districts"),
    )
    rec = django_filters.ModelChoiceFilter(
        label=gettext_lazy("REC"),
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("All RECs"),
    )
    initiative = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Initiative"),
        queryset=Initiative.objects.published(),
        empty_label=gettext_lazy("All initiatives"),
    )
    coach = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Coach"),
        field_name="cycle__coach",
        queryset=lambda request: coaches_within(request.user),
        empty_label=gettext_lazy("All coaches"),
        null_label=gettext_lazy("No coach named"),
    )
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Due in school year"), empty_label=gettext_lazy("Any year"), method="by_year"
    )
    order = django_filters.ChoiceFilter(
        label=gettext_lazy("Order"),
        choices=[("district", gettext_lazy("By district"))],
        empty_label=gettext_lazy("By due day"),
        method="by_order",
    )

    class Meta:
        model = FollowUpStep
        fields = ("whose", "state", "district", "rec", "initiative", "coach", "year", "order")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.reach.state and not self.data.get("rec"):
            del self.filters["rec"]
        now = fiscal_year(today())
        self.filters["year"].extra["choices"] = [
            (str(year), school_year_name(year)) for year in (now + 1, now, now - 1)
        ]

    def by_whose(self, rows, name, value):
        return rows.of(self.request.user)

    def by_state(self, rows, name, value):
        return {
            "needed": lambda: rows.due_by(today() + AHEAD),
            "overdue": rows.overdue,
            "open": rows.open,
            "done": rows.done,
            "waived": lambda: rows.filter(waived_at__isnull=False),
        }[value]()

    def by_year(self, rows, name, value):
        first, last = fiscal_year_dates(int(value))
        return rows.filter(due_on__gte=first, due_on__lte=last)

    def by_order(self, rows, name, value):
        return rows.order_by("district__sort_key", "due_on", "id")


def districts_to_visit(person: Person) -> QuerySet[Organization]:
    return Organization.objects.within_reach(person).of_kind("district").active()


def coaches_within(person: Person) -> QuerySet[Person]:
    """Who may follow up there, or once might: found from hats, not from all that was ever followed up."""
    hats = Hat.objects.filter(role__in=COACHING_ROLES)
    if not person.reach.state:
        reach = person.reach.organization_ids
        above = Organization.objects.filter(pk__in=reach).values("under")
        hats = hats.filter(Q(organization__in=reach) | Q(organization__in=above) | Q(person=person))
    return Person.objects.filter(pk__in=hats.values("person"))


class Caseload(ListPage):
    door = Door("permission", "trainings.view_follow_ups")
    prepared = True
    title = gettext_lazy("Follow-up")
    template_name = "trainings/follow_up/caseload.html"
    filterset_class = CaseloadFilter
    columns = (
        gettext_lazy("District"),
        gettext_lazy("Step"),
        gettext_lazy("Training"),
        gettext_lazy("Due"),
        gettext_lazy("Owed by"),
        gettext_lazy("State"),
    )
    export_name = "follow-up"
    remembered = "follow-up"
    names_people = True

    @property
    def shows_recs(self) -> bool:
        """To whoever sees several; to others it would be the same word in each row."""
        return self.request.user.reach.state

    @property
    def export(self) -> tuple[tuple[str, Any], ...]:
        return (
            (_("District"), "district.name"),
            *([(_("REC"), "rec.name")] if self.shows_recs else []),
            (_("Initiative"), "initiative.title"),
            (_("Training"), "cycle.training.title"),
            (_("Step"), "get_touchpoint_display"),
            (_("Due"), "due_on"),
            (_("Owed by"), "owed_by_words"),
            (_("State"), "state"),
            (_("Done on"), "done_on"),
            (_("Note"), "done_note"),
            (_("Waived because"), "waived_why"),
        )

    def rows(self) -> QuerySet:
        steps = FollowUpStep.objects.visible_to(self.request.user)
        related = ["district", "initiative", "cycle__training", "cycle__coach", *(["rec"] if self.shows_recs else [])]
        return steps.select_related(*related).only(
            *("number", "touchpoint", "owed_by", "due_on", "done_on", "done_note", "waived_at", "waived_why"),
            *("district__name", "district__short_name"),
            *(("rec__name", "rec__short_name") if self.shows_recs else ()),
            *("initiative__title", "cycle__training__title"),
            *("cycle__coach__given_name", "cycle__coach__family_name"),
        )

    def default_filters(self) -> dict[str, str]:
        mine = any(hat.role in ("coach", "superintendent", "delegate") for hat in self.request.user.hats_today)
        return {"whose": "mine", "state": "needed"} if mine else {"state": "needed"}

    def count_words(self, count: int) -> str:
        return ngettext("%(count)s step", "%(count)s steps", count) % {"count": f"{count:,}"}

    def period_words(self) -> str:
        if self.filterset.data.get("state") == "needed":
            return _("overdue, or due by %(day)s") % {"day": short_day(today() + AHEAD)}
        return ""

    def empty(self) -> tuple[str, str, str]:
        if self.filterset.data.get("whose") == "mine":
            return _("Nothing waits for you here."), _("See all I may see"), "?state=needed&show=1"
        return _("No step matches. Steps begin when a training is closed."), _("See all steps"), "?show=1"

    def extra(self) -> dict[str, Any]:
        may_log = self.request.user.has_perm("trainings.log_visits")
        return {
            "lede": _("What was planned after each training, and who owes it."),
            "action": (_("Log a visit"), "/trainings/visits/log/") if may_log else None,
            "more_links": [(_("Visits"), "/trainings/visits/")],
            "up": [(_("Trainings"), "/trainings/")],
            "shows_recs": self.shows_recs,
        }


@door("trainings.view_follow_ups", FollowUpCycle, related=("training", "district", "initiative", "rec", "coach"))
def cycle(request: HttpRequest, cycle: FollowUpCycle) -> HttpResponse:
    person = request.user
    may_log = person.has_perm("trainings.log_visits", cycle)
    may_keep = person.has_perm("trainings.keep_steps", cycle)
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
        "trainings/follow_up/cycle.html",
        {
            "title": _("Follow-up in %(district)s") % {"district": cycle.district.short_name},
            "lede": _("After “%(training)s” · %(rec)s")
            % {"training": cycle.training.title, "rec": cycle.rec.short_name},
            "up": [(_("Follow-up"), "/trainings/follow-up/")],
            "cycle": cycle,
            "steps": steps,
            "visits": visits.order_by("-planned_for", "-id"),
            "trained": trained_in(cycle),
            "may_open_coach": cycle.coach_id == person.pk or reaches(person, cycle.rec),
            "may_log": may_log,
            "may_arrange": person.has_perm("trainings.arrange_follow_ups", cycle),
            "action": (_("Log a visit"), f"/trainings/visits/log/?cycle={cycle.pk}")
            if may_log and open_steps
            else None,
            "history": history_of(cycle),
        },
    )
    looked_at(response, request, about=cycle)
    return response


@door("trainings.arrange_follow_ups", FollowUpCycle, related=("training", "district", "rec", "coach"))
def name_coach(request: HttpRequest, cycle: FollowUpCycle) -> HttpResponse:
    form = CoachForm(
        sent(request),
        coaches=coaches_for(cycle.rec_id),
        others=others_without_coach(cycle),
        initial={"coach": cycle.coach_id},
    )
    form.cancel_url = cycle.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        done = form.carry_out(lambda: actions.name_coach(cycle, **form.answers, by=request.user))
        if done:
            coach = form.cleaned_data["coach"]
            say(request, _("%(name)s is the coach.") % {"name": coach}, next_text=_("The open steps are theirs now."))
            return redirect(cycle)
    return render(
        request,
        "generic/form.html",
        {
            "title": _("Name a coach for %(district)s") % {"district": cycle.district.short_name},
            "lede": _("After “%(training)s”. The coach owes the open steps from then on and is told by mail.")
            % {"training": cycle.training.title},
            "up": _up(cycle),
            "form": form,
        },
    )


STEP = ("district", "cycle__training", "cycle__district", "cycle__coach")


@door("trainings.view_follow_ups", FollowUpStep, related=STEP)
def finish(request: HttpRequest, step: FollowUpStep) -> HttpResponse:
    permission = "trainings.keep_steps" if step.owed_by == Owes.SUPERINTENDENT else "trainings.log_visits"
    require(request.user, permission, step)
    form = FinishForm(sent(request), initial={"done_on": today()})
    return _step_page(
        request,
        step,
        form,
        act=lambda: actions.finish_step(step, **form.answers, by=request.user),
        title=_("Finish without a visit: %(step)s"),
        said=_("The step is done."),
        lede=_("For a call or a written check-in. A visit is logged instead: it finishes the step as well."),
    )


@door("trainings.log_visits", FollowUpStep, related=STEP)
def waive(request: HttpRequest, step: FollowUpStep) -> HttpResponse:
    form = WhyForm(sent(request))
    form.submit_label = _("Waive the step")
    return _step_page(
        request,
        step,
        form,
        act=lambda: actions.waive_step(step, **form.answers, by=request.user),
        title=_("Waive: %(step)s"),
        said=_("The step is waived."),
        lede=_("A waived step is no longer owed. It cannot be taken up again, and the reason stays with it."),
    )


@door("trainings.keep_steps", FollowUpStep, related=STEP)
def move(request: HttpRequest, step: FollowUpStep) -> HttpResponse:
    form = MoveForm(sent(request), initial={"due_on": step.due_on})
    return _step_page(
        request,
        step,
        form,
        act=lambda: actions.move_step(step, **form.answers, by=request.user),
        title=_("Another day: %(step)s"),
        said=_("The step has moved."),
        lede=_("It is due on %(day)s. Reminders follow the new day.") % {"day": long_day(step.due_on)},
    )


def _step_page(
    request: HttpRequest, step: FollowUpStep, form: HouseForm, *, act: Any, title: str, said: str, lede: str
) -> HttpResponse:
    form.cancel_url = step.cycle.get_absolute_url()
    if request.method == "POST" and form.is_valid() and form.carry_out(act):
        say(request, said)
        return redirect(step.cycle)
    return render(
        request,
        "generic/form.html",
        {
            "title": title % {"step": step},
            "lede": lede,
            "up": _up(step.cycle),
            "form": form,
        },
    )


def _up(cycle: FollowUpCycle) -> list[tuple[str, str]]:
    return [
        (_("Follow-up"), "/trainings/follow-up/"),
        (cycle.district.short_name, cycle.get_absolute_url()),
    ]
