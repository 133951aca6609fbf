"""One person's place: its page, giving it up, handing it on, taking a held one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from collaborative.calendar import days
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.models import Claim, Person
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import path_to
from collaborative.web.messages import answer_refused, say
from collaborative.web.text import Words
from trainings.enums import OCCUPYING, RegistrationStatus
from trainings.invitations.calendar_entries import where
from trainings.models import Registration, Training
from trainings.registrations import vacancies
from trainings.registrations.actions import registration as actions
from trainings.registrations.forms.registration import CancelSeatForm, SubstituteForm
from trainings.registrations.queries import clashes, why_settled

RELATED = (
    "training__host",
    "training__initiative__lead",
    "training__venue",
    "person",
    "organization",
    "registered_by",
    "substitute_of__person",
)


@requires("trainings.view_seats", Registration, related=RELATED)
def seat(request: PersonRequest, registration: Registration, training: int) -> HttpResponse:
    _belongs(registration, training)
    of, now = registration.training, timezone.now()
    may_change = (
        registration.is_active and not why_settled(of) and request.user.has_perm("trainings.change_seats", registration)
    )
    if of.is_closed:
        held = Registration.objects.with_attendance(request.user).get(pk=registration.pk)
        registration.attended, registration.counted = held.attended, held.counted
        registration.certificate_code = held.certificate_code
    is_held = registration.status == RegistrationStatus.OFFERED and sure(registration.held_until) > now
    context = {
        "title": str(registration.person),
        "subtitle": _title_and_days(of),
        "breadcrumbs": [(_("Trainings"), path_to("trainings")), (of.title, of.get_absolute_url())],
        "registration": registration,
        "training": of,
        "facts": [*_facts(registration), *(asked := _place_facts(registration))],
        "may_take_over": bool(asked) and may_change and registration.person_id == request.user.pk,
        "why": _why(registration),
        "warnings": _clashes(registration, request.user) if registration.is_active else [],
        "may_accept": may_change and is_held,
        "may_change": may_change,
        "may_substitute": may_change
        and registration.status in OCCUPYING
        and request.user.has_perm("trainings.hand_on_seats", registration),
        "history": history_of(registration, request),
    }
    response = render(request, "trainings/registrations/seat.html", context)
    looked_at(response, request, about=registration)
    return response


def _title_and_days(training: Training) -> str:
    if training.first_day is None:
        return training.title
    return _("%(title)s, %(days)s") % {
        "title": training.title,
        "days": days.span(training.first_day, training.last_day),
    }


class SeatPage(ActPage[Registration]):
    """What is done with a place, one step below its page."""

    crumb = "%(person)s"

    def before(self) -> None:
        _belongs(self.object, self.kwargs["training"])
        if refusal := _why_not(self.object):
            raise ActionError(refusal)

    def breadcrumbs(self) -> Breadcrumbs:
        of = self.object.training
        return [(of.title, of.get_absolute_url()), *super().breadcrumbs()]


@requires("trainings.change_seats", Registration, related=RELATED)
class CancelSeat(SeatPage):
    form_class = CancelSeatForm
    action = actions.cancel
    template_name = "generic/confirm.html"
    title = gettext_lazy("Give up the place of %(person)s")
    subtitle = "%(training.title)s"
    message = gettext_lazy("%(person)s no longer has a place.")

    def before(self) -> None:
        super().before()
        self.took_seat = self.object.status in OCCUPYING

    @property
    def next_text(self) -> Words:
        return _after(self.object, self.took_seat, self.request.user)

    @property
    def loss(self) -> str:
        return _loss(self.object)


@requires("trainings.hand_on_seats", Registration, related=RELATED)
class Substitute(SeatPage):
    form_class = SubstituteForm
    title = gettext_lazy("Hand on the seat of %(person)s")
    subtitle = gettext_lazy("%(training.title)s. Nobody else’s place changes; both people are told.")
    message = gettext_lazy("%(person)s has the seat of %(object.person)s.")
    next_text = gettext_lazy("We write to both of them.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"registration": self.object, "by": self.request.user}

    def run(self, form: SubstituteForm) -> Registration:
        return actions.substitute(self.object, entrant=sure(form.entrant), by=self.request.user, once=form.once)

    def success_url(self, done: Registration) -> Registration:
        return done


@requires("trainings.change_seats", Registration, related=RELATED)
@require_POST
@answer_refused
def accept(request: PersonRequest, registration: Registration, training: int) -> HttpResponse:
    _belongs(registration, training)
    actions.accept_offer(registration, by=request.user)
    say(request, _("The seat is taken."), next_text=_("The entry for the calendar is on its way."))
    return redirect(registration)


def _belongs(registration: Registration, training: int) -> None:
    if registration.training_id != training:
        raise Http404


def _why_not(registration: Registration) -> str:
    if not registration.is_active:
        return _("%(name)s has no place in this training any more.") % {"name": registration.person}
    return why_settled(registration.training)


def _facts(registration: Registration) -> list[tuple[str, Any]]:
    training = registration.training
    registered = days.short_day(registration.registered_at)
    if registration.registered_by:
        registered = _("%(day)s, by %(name)s") % {"day": registered, "name": registration.registered_by}
    facts = [
        (_("For"), registration.organization.name),
        (_("Takes part"), registration.get_seat_mode_display()),
        (_("Where"), where(training)),
        (_("Registered"), registered),
        (_("Needs"), registration.needs or _("none said")),
    ]
    if registration.substitute_of:
        facts.append((_("In place of"), str(registration.substitute_of.person)))
    return facts


def _clashes(registration: Registration, reader: Person) -> list[str]:
    """What else the person does at that time, for whoever may know it."""
    found = clashes(registration.training, [registration.person_id]).get(registration.person_id, [])
    return found if found and Person.objects.visible_to(reader).filter(pk=registration.person_id).exists() else []


def _place_facts(registration: Registration) -> list[tuple[str, str]]:
    """Who has a place elsewhere is asked for one here."""
    asked = Claim.objects.open().under(registration.organization_id).filter(person=registration.person_id, role="staff")
    words = _("asked on %(day)s, waiting for a yes; the seat counts")
    return [(_("Place on the roster"), words % {"day": days.short_day(one.claimed_at)}) for one in asked[:1]]


def _why(registration: Registration) -> str:
    """Why the place is what it is: moved up, held, waiting, given up."""
    if registration.status == RegistrationStatus.WAITING:
        return vacancies.why_waiting(registration.training, now=timezone.now()).get(registration.pk, "")
    if registration.status == RegistrationStatus.OFFERED:
        held = sure(registration.held_until)
        until = f"{days.short_day(held)}, {days.clock(held)}"
        if held <= timezone.now():
            return _("The seat was held until %(until)s and goes to the next on the list.") % {"until": until}
        return _("The seat is held until %(until)s; then it goes to the next on the list.") % {"until": until}
    if (
        registration.status == RegistrationStatus.SEATED
        and registration.seated_at
        and registration.seated_at > registration.registered_at
    ):
        return _("Moved up from the waiting list on %(day)s.") % {"day": days.short_day(registration.seated_at)}
    if registration.ended_at:
        said = {"day": days.short_day(registration.ended_at), "why": registration.get_ended_why_display()}
        return _("Ended on %(day)s: %(why)s.") % said if said["why"] else _("Handed on, %(day)s.") % said
    return ""


def _loss(registration: Registration) -> str:
    training = registration.training
    if registration.status == RegistrationStatus.WAITING:
        return _("The place on the waiting list is lost; whoever registers again goes to its end.")
    if training.waiting and timezone.now() < sure(training.starts_at):
        return _("The seat goes to the next on the waiting list at once; it cannot be had back.")
    return _("The seat becomes free for anybody. We write to %(name)s and to whoever registered them.") % {
        "name": registration.person
    }


def _after(registration: Registration, took_seat: bool, person: Person) -> Words:
    """Who moved up, by name where this person may know it; else that the seat is free."""
    if not registration.moved_up:
        return _("The seat is free.") if took_seat else ""
    known = [one for one in registration.moved_up if person.has_perm("trainings.view_seats", one)]
    return actions.moved_text(known) or _("The seat goes to the next on the waiting list.")
