"""Visits to come, and visits that nobody planned: for a step, a cycle or a district, which the address names."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaching.actions import visits as actions
from coaching.forms.visits import DistrictForm, PlanForm, UnplannedLogForm, VisitForm
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from coaching.queries import coaches_for, districts_to_visit, trained_in, working_in
from coaching.services.location import places_to_visit
from coaching.views.visits import breadcrumbs, follow_up_words, say_logged
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.people.models import Organization, Person
from collaborative.people.permissions import require, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import path_to
from collaborative.web.messages import say
from initiatives.models import Initiative

MOST_LISTED = 40  # people to tick; beyond that one types names


@dataclass(frozen=True)
class Where:
    """What the address says a visit is about: a step, a cycle or a district."""

    district: Organization
    cycle: FollowUpCycle | None = None
    step: FollowUpStep | None = None

    @property
    def rec_id(self) -> int:
        return self.cycle.rec_id if self.cycle else sure(self.district.parent_id)


def _where(request: PersonRequest) -> Where | None:
    asked = {name: pk for name in ("step", "cycle", "district") if (pk := request.GET.get(name, "")).isdecimal()}
    person = request.user
    if "step" in asked or "cycle" in asked:
        step = None
        if "step" in asked:
            step = get_object_or_404(FollowUpStep.objects.visible_to(person), pk=asked["step"])
        cycles = FollowUpCycle.objects.visible_to(person).select_related("district", "training", "initiative", "coach")
        cycle = get_object_or_404(cycles, pk=step.cycle_id if step else asked["cycle"])
        require(person, "coaching.log_visits", cycle)
        return Where(cycle.district, cycle, step)
    if "district" in asked:
        district = get_object_or_404(districts_to_visit(person), pk=asked["district"])
        require(person, "coaching.log_visits", district)
        return Where(district)
    return None


class PlanningPage(ActPage[None]):
    """Asks for the district first where the address names nothing."""

    where: Where

    def before(self) -> HttpResponse | None:
        where = _where(self.request)
        if where is None:
            return self.choose_district()
        self.where = where
        return None

    def choose_district(self) -> HttpResponse:
        asked, districts = self.request.GET, districts_to_visit(self.request.user)
        form = DistrictForm(asked if "district" in asked else None, districts=districts)
        form.cancel_url = path_to("follow-ups")
        context = {"title": self.title, "subtitle": _("Which district?"), "breadcrumbs": breadcrumbs(), "form": form}
        return render(self.request, "generic/form.html", context)

    def form_kwargs(self) -> dict[str, Any]:
        person = self.request.user
        return {**_choices(self.where, person), "initial": _initial(self.where, person)}

    def facts(self, form: VisitForm) -> dict[str, Any]:
        """The answers as the action takes them: whoever logs is the coach, unless somebody else is chosen."""
        return {"coach": self.request.user, **form.answers}

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return breadcrumbs(self.where.cycle)

    @property
    def cancel_url(self) -> str:
        return self.where.cycle.get_absolute_url() if self.where.cycle else path_to("follow-ups")


@requires("coaching.log_visits")
class PlanVisit(PlanningPage):
    form_class = PlanForm
    title = gettext_lazy("Plan a visit")

    def run(self, form: PlanForm) -> Visit:
        return actions.plan(self.where.district, **self.facts(form), by=self.request.user, once=form.once)

    def tell(self, form: PlanForm, done: Visit) -> None:
        say(self.request, _("The visit is planned."), next_text=f"{_told(done)} {_('Log it here once it was held.')}")

    def context(self, form: PlanForm) -> dict[str, Any]:
        told = _told_at_once("coach" in form.fields)
        return {
            "title": _("Plan a visit in %(district)s") % {"district": self.where.district.short_name},
            "subtitle": f"{follow_up_words(self.where.cycle)}. {told}",
        }


@requires("coaching.log_visits")
class LogUnplanned(PlanningPage):
    form_class = UnplannedLogForm
    title = gettext_lazy("Log a visit")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "notes_for": [], "has_step": self.where.cycle is not None}

    def run(self, form: UnplannedLogForm) -> Visit:
        return actions.log_unplanned(self.where.district, **self.facts(form), by=self.request.user, once=form.once)

    def tell(self, form: UnplannedLogForm, done: Visit) -> None:
        say_logged(self.request, done)

    def context(self, form: UnplannedLogForm) -> dict[str, Any]:
        return {
            "title": _("Log a visit in %(district)s") % {"district": self.where.district.short_name},
            "subtitle": follow_up_words(self.where.cycle),
        }


def _choices(where: Where, person: Person) -> dict[str, Any]:
    """What the forms offer: the open steps, the people trained (or who work there, where they are few), the coaches."""
    people = trained_in(where.cycle) if where.cycle else working_in(where.district)
    if not where.cycle and people.count() > MOST_LISTED:
        people = people.none()
    coaches = coaches_for(where.rec_id)
    is_coach = any(hat.role == "coach" and hat.organization_id == where.rec_id for hat in person.hats_today)
    return {
        "district": where.district,
        "candidates": people,
        "places": places_to_visit(where.district, where.rec_id),
        "steps": where.cycle.steps.open().order_by("due_on", "id") if where.cycle else None,
        "coaches": None if is_coach or (where.cycle and where.cycle.coach_id == person.pk) else coaches,
        "initiatives": None if where.cycle else Initiative.objects.published().open_to([where.rec_id]),
    }


def _initial(where: Where, person: Person) -> dict[str, Any]:
    step = where.step or (where.cycle.steps.open().order_by("due_on", "id").first() if where.cycle else None)
    coach = where.cycle.coach if where.cycle and where.cycle.coach else person
    return {
        "step": step,
        "kind": step.touchpoint if step else None,
        "planned_for": step.due_on if step and step.due_on >= today() else None,
        "held_on": today(),
        "coach": coach,
        "finishes_step": True,
    }


def _told_at_once(for_another: bool) -> str:
    """On the planning page: who will get a letter."""
    people = _("The people to be visited get a letter at once: who comes, which day, where and what for.")
    return f"{people} {_('The coach gets it, too, unless that is you.')}" if for_another else people


def _told(visit: Visit) -> str:
    """Who of the people to be visited has got a letter, and for whom there is no address."""
    people = list(visit.people.all())
    silent = ", ".join(str(one) for one in people if not one.address)
    told = sum(1 for one in people if one.address)
    words = ngettext("%(n)s person is told by letter.", "%(n)s people are told by letter.", told) % {"n": told}
    if not silent:
        return words
    return f"{words} {_('We have no address of %(names)s.') % {'names': silent}}"
