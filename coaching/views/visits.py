from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control

from coaching.actions import visits as actions
from coaching.forms.visits import (
    CorrectForm,
    DistrictForm,
    LogForm,
    NoteForm,
    PlanForm,
    UnplannedLogForm,
    VisitForm,
    WhyForm,
)
from coaching.models import FollowUpCycle, FollowUpStep, PrivateNote, Visit
from coaching.notifications import told_of
from coaching.queries import coaches_for, districts_to_visit, trained_in, working_in
from coaching.services.location import places_to_visit
from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.models import Organization, Person
from collaborative.people.permissions import require, requires
from collaborative.people.policy import reaches
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say
from initiatives.models import Initiative

MOST_LISTED = 40  # people to tick; beyond that one types names
MOST_NOTES = 4  # boxes for private notes on the page that logs a visit


NO_STORE = cache_control(private=True, no_store=True)  # pages with private notes are kept by no browser
RELATED = ("coach", "district", "rec", "initiative", "step__cycle__training", "step__cycle__district")


@NO_STORE
@requires("coaching.view_follow_ups", Visit, related=RELATED)
def visit(request: PersonRequest, visit: Visit) -> HttpResponse:
    person = request.user
    is_coach = person.pk == visit.coach_id
    met = list(visit.people.all())
    notes = list(PrivateNote.objects.visible_to(person).filter(visit=visit).select_related("coach", "coached"))
    noted = {note.coached_id for note in notes}
    may_log = person.has_perm("coaching.log_visits", visit)
    may_open_cycle = person.has_perm("coaching.view_follow_ups", visit.district)
    cycle = visit.step.cycle if visit.step else None
    response = render(
        request,
        "coaching/visit.html",
        {
            "title": _("%(kind)s in %(district)s")
            % {"kind": visit.get_kind_display().capitalize(), "district": visit.district.short_name},
            "subtitle": _("%(day)s · %(coach)s") % {"day": long_day(visit.day), "coach": visit.coach},
            "breadcrumbs": _breadcrumbs(visit.district, cycle) if may_open_cycle else [],
            "visit": visit,
            "cycle": cycle if may_open_cycle else None,
            "met": met,
            "notes": notes,
            "may_open_people": reaches(person, visit.district),
            "shows_notes": is_coach or any(note.coached_id == person.pk for note in notes),
            "may_note": is_coach and visit.is_held and any(one.pk not in noted for one in met),
            "may_cancel": may_log and visit.is_open,
            "may_correct": may_log and visit.is_held,
            "action": Link(_("Log the visit"), path_to("visit-log", visit.pk)) if may_log and visit.is_open else None,
            "history": history_of(visit, request),
        },
    )
    looked_at(response, request, about=visit)
    return response


# Planning and logging -----------------------------------------------------------------------------------------------


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
    asked = {name: value for name, value in request.GET.items() if value.isdecimal()}
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


def _choose_district(request: PersonRequest, title: str) -> HttpResponse:
    form = DistrictForm(request.GET if "district" in request.GET else None, districts=districts_to_visit(request.user))
    form.cancel_url = path_to("follow-ups")
    form.helper.form_method = "get"
    return render(
        request,
        "generic/form.html",
        {"title": title, "subtitle": _("Which district?"), "breadcrumbs": _breadcrumbs(), "form": form},
    )


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


def _facts(form: VisitForm, person: Person) -> dict[str, Any]:
    """The answers as the action takes them: whoever logs is the coach, unless somebody else is chosen."""
    return {"coach": person, **form.answers}


@requires("coaching.log_visits")
def plan(request: PersonRequest) -> HttpResponse:
    where = _where(request)
    if where is None:
        return _choose_district(request, _("Plan a visit"))
    form = PlanForm(sent(request), **_choices(where, request.user), initial=_initial(where, request.user))
    form.cancel_url = where.cycle.get_absolute_url() if where.cycle else path_to("follow-ups")
    if request.method == "POST" and form.is_valid():
        made = form.run(
            lambda: actions.plan(where.district, **_facts(form, request.user), by=request.user, once=form.once)
        )
        if made:
            say(request, _("The visit is planned."), next_text=f"{_told(made)} {_('Log it here once it was held.')}")
            return redirect(made)
    title = _("Plan a visit in %(district)s") % {"district": where.district.short_name}
    return _visit_form(request, form, title, where, told=_told_at_once("coach" in form.fields))


@requires("coaching.log_visits")
def log_unplanned(request: PersonRequest) -> HttpResponse:
    where = _where(request)
    if where is None:
        return _choose_district(request, _("Log a visit"))
    form = UnplannedLogForm(
        sent(request),
        **_choices(where, request.user),
        notes_for=[],
        has_step=where.cycle is not None,
        initial=_initial(where, request.user),
    )
    form.cancel_url = where.cycle.get_absolute_url() if where.cycle else path_to("follow-ups")
    if request.method == "POST" and form.is_valid():
        made = form.run(
            lambda: actions.log_unplanned(where.district, **_facts(form, request.user), by=request.user, once=form.once)
        )
        if made:
            _say_logged(request, made)
            return redirect(made)
    return _visit_form(request, form, _("Log a visit in %(district)s") % {"district": where.district.short_name}, where)


@NO_STORE
@requires("coaching.log_visits", Visit, related=RELATED)
def log(request: PersonRequest, visit: Visit) -> HttpResponse:
    if not visit.is_open:
        return redirect(visit)
    planned = list(visit.people.all())
    form = LogForm(
        sent(request),
        district=visit.district,
        candidates=_met_or_trained(visit),
        places=places_to_visit(visit.district, visit.rec_id),
        notes_for=planned if request.user.pk == visit.coach_id and len(planned) <= MOST_NOTES else [],
        has_step=visit.step is not None and visit.step.is_open,
        initial={
            "held_on": min(visit.planned_for, today()),
            "location": visit.location,
            "people": planned,
            "finishes_step": True,
            "revision": visit.revision,
        },
    )
    form.cancel_url = visit.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        done = form.run(lambda: actions.log(visit, **form.answers, by=request.user, once=form.once))
        if done:
            _say_logged(request, done)
            return redirect(done)
    return _visit_form(
        request,
        form,
        _("Log the visit in %(district)s") % {"district": visit.district.short_name},
        _where_of(visit),
        visit=visit,
    )


@requires("coaching.log_visits", Visit, related=RELATED)
def correct(request: PersonRequest, visit: Visit) -> HttpResponse:
    """Of a visit that was logged: minutes, miles, place, day, people, what was agreed."""
    if not visit.is_held:
        return redirect(visit)
    stands = ("held_on", "minutes", "miles", "location", "agreed", "revision")
    form = CorrectForm(
        sent(request),
        district=visit.district,
        candidates=_met_or_trained(visit),
        places=places_to_visit(visit.district, visit.rec_id),
        initial={**{name: getattr(visit, name) for name in stands}, "people": list(visit.people.all())},
    )
    form.cancel_url = visit.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        done = form.run(lambda: actions.correct(visit, **form.answers, by=request.user, once=form.once))
        if done:
            say(request, _("The visit is corrected."), next_text=_("What stood there before is in the history."))
            return redirect(done)
    title = _("Correct the visit in %(district)s") % {"district": visit.district.short_name}
    return _visit_form(request, form, title, _where_of(visit), visit=visit)


def _met_or_trained(visit: Visit) -> QuerySet[Person]:
    """Whom the forms of a visit offer: its people, and who was at the training that it follows."""
    offered = Q(pk__in=visit.people.values("pk"))
    if visit.step:
        offered |= Q(pk__in=trained_in(visit.step.cycle).values("pk"))
    return Person.objects.filter(offered)


def _where_of(visit: Visit) -> Where:
    return Where(visit.district, visit.step.cycle if visit.step else None, visit.step)


def _say_logged(request: PersonRequest, visit: Visit) -> None:
    done = visit.step_id and FollowUpStep.objects.done().filter(pk=visit.step_id).exists()
    say(request, _("The visit is logged."), next_text=_("Its step is done.") if done else "")


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


def _visit_form(
    request: PersonRequest, form: VisitForm, title: str, where: Where, *, visit: Visit | None = None, told: str = ""
) -> HttpResponse:
    breadcrumbs = _breadcrumbs(where.district, where.cycle)
    if visit:
        breadcrumbs.append((short_day(visit.day), visit.get_absolute_url()))
    subtitle = (
        _("After “%(training)s”") % {"training": where.cycle.training.title}
        if where.cycle
        else _("For no step of a follow-up plan")
    )
    subtitle = f"{subtitle}. {told}" if told else subtitle
    return render(
        request, "generic/form.html", {"title": title, "subtitle": subtitle, "breadcrumbs": breadcrumbs, "form": form}
    )


@requires("coaching.log_visits", Visit, related=RELATED)
def cancel(request: PersonRequest, visit: Visit) -> HttpResponse:
    if not visit.is_open:
        return redirect(visit)
    form = WhyForm(sent(request))
    form.submit_label, form.cancel_url = _("Cancel the visit"), visit.get_absolute_url()

    def act() -> Visit:
        return actions.cancel(visit, **form.answers, by=request.user)

    if request.method == "POST" and form.is_valid() and form.run(act):
        say(request, _("The visit is cancelled."), next_text=_("Its step stays open.") if visit.step else "")
        return redirect(visit)
    return render(
        request,
        "generic/confirm.html",
        {
            "title": _("Cancel the visit of %(day)s") % {"day": short_day(visit.planned_for)},
            "loss": _("The visit in %(district)s will stand as cancelled, with your reason. %(told)s")
            % {"district": visit.district.name, "told": _told_of_cancelling(visit, request.user)},
            "breadcrumbs": [
                *_breadcrumbs(visit.district, visit.step.cycle if visit.step else None),
                (str(visit), visit.get_absolute_url()),
            ],
            "form": form,
        },
    )


def _told_of_cancelling(visit: Visit, by: Person) -> str:
    names = ", ".join(str(one) for one in told_of(visit) if one != by and one.address)
    if not names:
        return _("Nobody was told of it by letter, so nobody gets one now.")
    return _("A letter goes to whoever was told of it: %(names)s.") % {"names": names}


@NO_STORE
@requires("coaching.log_visits", Visit, related=RELATED)
def note(request: PersonRequest, visit: Visit) -> HttpResponse:
    """Only the coach of this visit: to everybody else the page does not exist."""
    visit = get_object_or_404(Visit.objects.held().select_related(*RELATED), pk=visit.pk, coach=request.user)
    without = visit.people.exclude(pk__in=visit.private_notes.values("coached"))
    form = NoteForm(sent(request), people=without)
    form.cancel_url = visit.get_absolute_url()

    def act() -> Visit:
        return actions.write_note(visit, **form.answers, by=request.user, once=form.once)

    if request.method == "POST" and form.is_valid() and form.run(act):
        name = form.cleaned_data["coached"]
        say(request, _("The note is kept."), next_text=_("%(name)s is told that it is here.") % {"name": name})
        return redirect(visit)
    return render(
        request,
        "generic/form.html",
        {
            "title": _("Write a private note"),
            "subtitle": _(
                "After the visit of %(day)s. The person gets a letter that a note is here, without its words."
            )
            % {"day": short_day(sure(visit.held_on))},
            "breadcrumbs": [
                *_breadcrumbs(visit.district, visit.step.cycle if visit.step else None),
                (str(visit), visit.get_absolute_url()),
            ],
            "form": form,
        },
    )


def _breadcrumbs(district: Organization | None = None, cycle: FollowUpCycle | None = None) -> list[tuple[str, str]]:
    breadcrumbs = [(_("Follow-up"), path_to("follow-ups"))]
    if district and cycle:
        return [*breadcrumbs, (district.short_name, cycle.get_absolute_url())]
    return [*breadcrumbs, (_("Visits"), path_to("visits"))]
