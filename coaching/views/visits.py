from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from coaching.actions import visits as actions
from coaching.forms.visits import CorrectForm, LogForm, NoteForm, WhyForm
from coaching.models import FollowUpCycle, FollowUpStep, PrivateNote, Visit
from coaching.notifications import told_of
from coaching.queries import trained_in
from coaching.services.location import places_to_visit
from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.models import Person
from collaborative.people.permissions import requires
from collaborative.people.policy import reaches
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import Link, path_to
from collaborative.web.messages import say

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
    cycle = cycle_of(visit)
    response = render(
        request,
        "coaching/visit.html",
        {
            "title": _("%(kind)s in %(district)s")
            % {"kind": visit.get_kind_display().capitalize(), "district": visit.district.short_name},
            "subtitle": _("%(day)s · %(coach)s") % {"day": long_day(visit.day), "coach": visit.coach},
            "breadcrumbs": breadcrumbs(cycle) if may_open_cycle else [],
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


class VisitPage(ActPage[Visit]):
    """What is done with a visit, two steps below the follow-up that it belongs to."""

    def breadcrumbs(self) -> Breadcrumbs:
        visit = self.object
        return [*breadcrumbs(cycle_of(visit)), (self.sentence("crumb", visit), visit.get_absolute_url())]


class FactsPage(VisitPage):
    """Logging or correcting: the day is the visit's name above, and below stands what it belongs to."""

    @property
    def crumb(self) -> str:
        return short_day(self.object.day)

    @property
    def subtitle(self) -> str:
        return follow_up_words(cycle_of(self.object))


@method_decorator(NO_STORE, name="dispatch")
@requires("coaching.log_visits", Visit, related=RELATED)
class LogVisit(FactsPage):
    form_class = LogForm
    action = actions.log
    title = gettext_lazy("Log the visit in %(district.short_name)s")

    def before(self) -> HttpResponse | None:
        return None if self.object.is_open else redirect(self.object)

    def form_kwargs(self) -> dict[str, Any]:
        visit, planned = self.object, list(self.object.people.all())
        return {
            "district": visit.district,
            "candidates": _met_or_trained(visit),
            "places": places_to_visit(visit.district, visit.rec_id),
            "notes_for": planned if self.request.user.pk == visit.coach_id and len(planned) <= MOST_NOTES else [],
            "has_step": visit.step is not None and visit.step.is_open,
            "initial": {
                "held_on": min(visit.planned_for, today()),
                "location": visit.location,
                "people": planned,
                "finishes_step": True,
                "revision": visit.revision,
            },
        }

    def tell(self, form: LogForm, done: Visit) -> None:
        say_logged(self.request, done)


@requires("coaching.log_visits", Visit, related=RELATED)
class CorrectVisit(FactsPage):
    """Of a visit that was logged: minutes, miles, place, day, people, what was agreed."""

    form_class = CorrectForm
    action = actions.correct
    title = gettext_lazy("Correct the visit in %(district.short_name)s")
    message = gettext_lazy("The visit is corrected.")
    next_text = gettext_lazy("What stood there before is in the history.")

    def before(self) -> HttpResponse | None:
        return None if self.object.is_held else redirect(self.object)

    def form_kwargs(self) -> dict[str, Any]:
        stands = ("held_on", "minutes", "miles", "location", "agreed", "revision")
        return {
            "district": self.object.district,
            "candidates": _met_or_trained(self.object),
            "places": places_to_visit(self.object.district, self.object.rec_id),
            "initial": {
                **{name: getattr(self.object, name) for name in stands},
                "people": list(self.object.people.all()),
            },
        }


def _met_or_trained(visit: Visit) -> QuerySet[Person]:
    """Whom the forms of a visit offer: its people, and who was at the training that it follows."""
    offered = Q(pk__in=visit.people.values("pk"))
    if visit.step:
        offered |= Q(pk__in=trained_in(visit.step.cycle).values("pk"))
    return Person.objects.filter(offered)


def say_logged(request: PersonRequest, visit: Visit) -> None:
    done = visit.step_id and FollowUpStep.objects.done().filter(pk=visit.step_id).exists()
    say(request, _("The visit is logged."), next_text=_("Its step is done.") if done else "")


@requires("coaching.log_visits", Visit, related=RELATED)
class CancelVisit(VisitPage):
    form_class = WhyForm
    action = actions.cancel
    template_name = "generic/confirm.html"
    submit_label = gettext_lazy("Cancel the visit")

    def before(self) -> HttpResponse | None:
        return None if self.object.is_open else redirect(self.object)

    def tell(self, form: WhyForm, done: Visit) -> None:
        say(self.request, _("The visit is cancelled."), next_text=_("Its step stays open.") if done.step_id else "")

    @property
    def title(self) -> str:
        return _("Cancel the visit of %(day)s") % {"day": short_day(self.object.planned_for)}

    @property
    def loss(self) -> str:
        told = _told_of_cancelling(self.object, self.request.user)
        words = _("The visit in %(district)s will stand as cancelled, with your reason. %(told)s")
        return words % {"district": self.object.district.name, "told": told}


def _told_of_cancelling(visit: Visit, by: Person) -> str:
    names = ", ".join(str(one) for one in told_of(visit) if one != by and one.address)
    if not names:
        return _("Nobody was told of it by letter, so nobody gets one now.")
    return _("A letter goes to whoever was told of it: %(names)s.") % {"names": names}


@method_decorator(NO_STORE, name="dispatch")
@requires("coaching.log_visits", Visit, related=RELATED)
class WriteNote(VisitPage):
    """Only the coach of this visit: to everybody else the page does not exist."""

    form_class = NoteForm
    title = gettext_lazy("Write a private note")

    def before(self) -> None:
        held = Visit.objects.held().select_related(*RELATED)
        self.object = get_object_or_404(held, pk=self.object.pk, coach=self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        noted = self.object.private_notes.values("coached")
        return {"people": self.object.people.exclude(pk__in=noted)}

    def run(self, form: NoteForm) -> Visit:
        return actions.write_note(self.object, **form.answers, by=self.request.user, once=form.once)

    def tell(self, form: NoteForm, done: Visit) -> None:
        next_text = _("%(name)s is told that it is here.") % {"name": form.cleaned_data["coached"]}
        say(self.request, _("The note is kept."), next_text=next_text)

    @property
    def subtitle(self) -> str:
        words = _("After the visit of %(day)s. The person gets a letter that a note is here, without its words.")
        return words % {"day": short_day(sure(self.object.held_on))}


def cycle_of(visit: Visit) -> FollowUpCycle | None:
    return visit.step.cycle if visit.step else None


def follow_up_words(cycle: FollowUpCycle | None) -> str:
    if cycle is None:
        return _("For no step of a follow-up plan")
    return _("After “%(training)s”") % {"training": cycle.training.title}


def breadcrumbs(cycle: FollowUpCycle | None = None) -> list[tuple[str, str]]:
    above = [(_("Follow-up"), path_to("follow-ups"))]
    if cycle:
        return [*above, (cycle.district.short_name, cycle.get_absolute_url())]
    return [*above, (_("Visits"), path_to("visits"))]
