"""Registering people of a district or REC: whom, details where something must be said, check, done."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.calendar import days
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at, looked_at_each
from collaborative.lists.forms import problem_text, with_order
from collaborative.people.models import Person
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import hidden_fields
from collaborative.web.messages import say
from trainings.enums import ACTIVE, RegistrationStatus, SeatMode
from trainings.invitations.calendar_entries import where
from trainings.models import Invitation, Training
from trainings.registrations import vacancies
from trainings.registrations.actions import registration as actions
from trainings.registrations.forms.party_account import account_of
from trainings.registrations.forms.registration import DetailsForm, Party, WhomForm
from trainings.registrations.queries import Entrant, clashes, modes_held, why_closed
from trainings.registrations.roster_choice import roster_choice

RELATED = ("training__host", "training__initiative", "training__venue", "organization__parent")
JUDGED = ("next", "details", "check", "register")  # the steps; all else shows the first page again
SOUGHT = {"words", "school"}  # narrow the list of people, on the step that shows it


@requires("trainings.register")
def choose_organization(request: PersonRequest, pk: int) -> HttpResponse:
    """Whose people: asked only where one answers for several."""
    within = Training.objects.visible_to(request.user).select_related("host", "venue")
    training = get_object_or_404(within, pk=pk)
    invitations = list(_invitations_of(training, request.user))
    if not invitations:
        raise PermissionDenied
    if len(invitations) == 1:
        return redirect(_register_url(invitations[0]))
    context = {
        "title": _("Register people: whose?"),
        "subtitle": _subtitle(training),
        "breadcrumbs": _breadcrumbs(training),
        "choices": [(one, _register_url(one)) for one in invitations],
    }
    return render(request, "trainings/registrations/choose_organization.html", context)


@requires("trainings.register", Invitation, related=RELATED)
def register(request: PersonRequest, invitation: Invitation, training: int) -> HttpResponse:
    of, organization = invitation.training, invitation.organization
    if of.pk != training or invitation.withdrawn_at:
        raise Http404
    if closed := why_closed(of, now=timezone.now()):
        context = {
            "title": _("Register people"),
            "subtitle": _subtitle(of),
            "breadcrumbs": _breadcrumbs(of),
            "why": closed,
            "training": of,
        }
        return render(request, "trainings/registrations/closed.html", context)
    data = with_order(request)
    asked: Any = {"training": of, "organization": organization, "by": request.user}
    whom = WhomForm(data, **asked)
    go = "next" if data is not request.POST and data else request.POST.get("go", "")
    if go not in JUDGED:
        whom = WhomForm(initial=_typed(request), **asked)
        return _whom_page(request, invitation, whom)
    if not whom.is_valid():
        return _whom_page(request, invitation, whom)
    party = Party(whom)
    about: Any = {"party": party, "training": of, "organization": organization}
    details = DetailsForm(data, **about)
    if go == "details" or (go == "next" and party.needs_details):
        return _details_page(request, invitation, whom, DetailsForm(initial=sure(data).dict(), **about))
    if not details.is_valid():
        return _details_page(request, invitation, whom, details)
    if not details.entrants:
        whom.add_error(None, _("Nobody is left to be registered. Tick somebody, or paste names and addresses."))
        return _whom_page(request, invitation, whom)
    if go == "register":
        done = whom.run(
            lambda: actions.register(invitation, entrants=details.entrants, by=request.user, once=whom.once)
        )
        if done:
            say(request, _said(done), next_text=_told(done.letters))
            return redirect(done)
    return _check_page(request, invitation, whom, details)


def _typed(request: PersonRequest) -> dict[str, str]:
    """A page that is turned or narrowed is not judged; what was typed stays."""
    return {name: request.POST[name] for name in ("paste", "order", "seat_mode", "once") if request.POST.get(name)}


def _whom_page(request: PersonRequest, invitation: Invitation, whom: WhomForm) -> HttpResponse:
    training, organization = invitation.training, invitation.organization
    live = training.registrations.filter(organization=organization, status__in=ACTIVE).order_by()
    places = dict(live.values_list("person_id", "status"))
    ticked = request.POST.getlist("people")
    roster = roster_choice(organization, asked=request.POST, ticked=ticked, places=places)
    context = {
        "title": _("Register people of %(organization)s") % {"organization": organization.short_name},
        "subtitle": _subtitle(training),
        "breadcrumbs": _breadcrumbs(training),
        "form": whom,
        "roster": roster,
        "organization": organization,
        "hidden_fields": hidden_fields(request, but={*SOUGHT, "people", "paste", "order", "seat_mode", "once"}),
    }
    response = render(request, "trainings/registrations/whom.html", context)
    looked_at(response, request, about=organization)
    return response


def _details_page(request: PersonRequest, invitation: Invitation, whom: WhomForm, details: DetailsForm) -> HttpResponse:
    rows = list(details.rows())
    context = {
        "title": _("Who these people are") if any(row.is_open for row, _fields in rows) else _("How they take part"),
        "subtitle": _subtitle(invitation.training),
        "breadcrumbs": _breadcrumbs(invitation.training),
        "form": details,
        "open_rows": [(row, fields) for row, fields in rows if row.is_open],
        "new_rows": [pair for pair in rows if pair[0].is_new and not (pair[0].is_open or pair[0].needs_yes)],
        "unaddressed_rows": [pair for pair in rows if pair[0].needs_yes],
        "clear_rows": [(row, fields) for row, fields in rows if not row.is_new and not row.is_open],
        "has_modes": len(details.modes) > 1,
        "organization": invitation.organization,
        "repeats": details.party.repeats,
        "account": account_of(details),
        "hidden_fields": _hidden_fields(request, whom, but={*SOUGHT, *details.fields}),
    }
    response = render(request, "trainings/registrations/details.html", context)
    looked_at_each(response, request, [one for row, _fields in rows for one in row.named])
    return response


def _check_page(request: PersonRequest, invitation: Invitation, whom: WhomForm, details: DetailsForm) -> HttpResponse:
    training, entrants = invitation.training, details.entrants
    known = [one.person.pk for one in entrants if one.person]
    standing = training.registrations.active().filter(person__in=known).order_by()
    live = dict(standing.values_list("person_id", "status"))
    there = [one for one in entrants if one.person and one.person.pk in live]
    comers = [one for one in entrants if not (one.person and one.person.pk in live)]
    foreseen = vacancies.foresee(training, [(invitation.organization_id, one.seat_mode) for one in comers])
    seated = [one for one, status in zip(comers, foreseen, strict=True) if status == RegistrationStatus.SEATED]
    waiting = [one for one, status in zip(comers, foreseen, strict=True) if status == RegistrationStatus.WAITING]
    n = len(comers)
    context = {
        "title": ngettext("Check before you register %(n)s person", "Check before you register %(n)s people", n)
        % {"n": n},
        "breadcrumbs": _breadcrumbs(training),
        "form": whom,
        "rows": _summary(invitation, seated, waiting, there, details),
        "warnings": _warnings(training, comers),
        "tells": _tells(comers, request.user),
        "button": ngettext("Register %(n)s person", "Register %(n)s people", n) % {"n": n} if n else "",
        "account": account_of(details),
        "hidden_fields": _hidden_fields(request, whom, but=SOUGHT),
    }
    response = render(request, "trainings/registrations/check.html", context)
    looked_at_each(response, request, [one.person for one in entrants if one.person])
    return response


def _hidden_fields(request: PersonRequest, whom: WhomForm, *, but: set[str]) -> list[tuple[str, str]]:
    order = whom.cleaned_data["order"]
    return [*hidden_fields(request, but={*but, "order"}), *([("order", order)] if order else [])]


def _summary(
    invitation: Invitation, seated: list[Entrant], waiting: list[Entrant], there: list[Entrant], details: DetailsForm
) -> list[tuple[str, str, str]]:
    """Label, words, and the step that changes it."""
    training = invitation.training
    both = len(modes_held(training)) > 1
    everybody = [*seated, *waiting]
    new = [_with_position(one.name, one.newcomer.position) for one in everybody if one.newcomer]
    joining = [_with_position(one.name, one.position) for one in everybody if one.joins]
    needs = [f"{one.name}: {one.needs}" for one in everybody if one.needs]
    rows = [
        (_("Training"), f"{training.title}\n{days.span(*training.span)}, {where(training)}", ""),
        (_("For"), invitation.organization.name, ""),
        (_("Get a seat"), _names(seated, both), "choose"),
        (_("Go on the waiting list, in this order"), _names(waiting, both), "choose"),
        (_("Have a place already"), _names(there, False), ""),
        (_("New to our records"), "\n".join(new), "details"),
        (_("Work elsewhere; to work here, too"), "\n".join(joining), "details"),
        (_("Named twice, counted once"), "\n".join(details.party.repeats), ""),
        (_("Refused"), "\n".join(map(problem_text, details.party.reading.refused)), "choose"),
    ]
    rows = [row for row in rows if row[1]]
    rows.append((_("Needs: access, language, diet, travel"), "\n".join(needs) or _("none said"), "details"))
    if invitation.answer == "declined":
        words = _("changes from “declined” to “accepted”")
        rows.append((_("Answer to the invitation"), words, ""))
    return rows


def _with_position(name: str, position: str) -> str:
    return f"{name} ({position})" if position else name


def _names(entrants: list[Entrant], both: bool) -> str:
    modes = dict(SeatMode.choices)
    return "\n".join(f"{one.name}, {modes[one.seat_mode]}" if both else one.name for one in entrants)


def _warnings(training: Training, entrants: list[Entrant]) -> list[str]:
    names = {one.person.pk: one.name for one in entrants if one.person and not one.is_beyond}
    found = clashes(training, names)
    return [
        _("%(name)s is at %(what)s at the same time. You can register anyway; it is noted.")
        % {"name": names[pk], "what": "; ".join(others)}
        for pk, others in found.items()
    ]


def _tells(entrants: list[Entrant], by: Person) -> str:
    without = [one.name for one in entrants if not one.has_address]
    words = _("We write to each of them now, with the entry for the calendar where there is a seat, and to you.")
    if without:
        more = ngettext(
            "We have no address of %(names)s: please tell them yourself.",
            "We have no addresses of %(names)s: please tell them yourself.",
            len(without),
        ) % {"names": ", ".join(without)}
        words = f"{words} {more}"
    return words


def _said(done: actions.Registered) -> str:
    words = _("%(people)s registered: %(outcome)s.") % {
        "people": actions.people_text(len(done.registrations)),
        "outcome": done.outcome,
    }
    if done.asked:
        words = f"{words} {asked_text(done.asked)}"
    if done.passed_over:
        names = ", ".join(str(one) for one in done.passed_over)
        words = f"{words} {_('%(names)s had a place already.') % {'names': names}}"
    return words


def asked_text(asked: list[Person]) -> str:
    return ngettext(
        "%(names)s has a place elsewhere and is asked; the place with you counts once there is a yes.",
        "%(names)s have places elsewhere and are asked; the place with you counts once there is a yes.",
        len(asked),
    ) % {"names": ", ".join(map(str, asked))}


def _told(letters: int) -> str:
    return ngettext("%(n)s letter is on its way to them.", "%(n)s letters are on their way to them.", letters) % {
        "n": letters
    }


def _invitations_of(training: Training, person: Person) -> QuerySet[Invitation]:
    """Those of the organizations for which this person registers people."""
    at = person.organizations_with("trainings.register")
    mine = Q(training__registrations__organization_id=F("organization_id"), training__registrations__status__in=ACTIVE)
    rows = training.invitations.standing().filter(organization__ancestors__overlap=at).select_related("organization")
    return rows.annotate(registered=Count("training__registrations", filter=mine)).order_by("organization__sort_key")


def _register_url(invitation: Invitation) -> str:
    return path_to("invitation-register", invitation.training_id, invitation.pk)


def _subtitle(training: Training) -> str:
    """When, where, how many seats are left."""
    parts = [days.span(*training.span), where(training)]
    if training.seats_left is not None:
        left = max(training.seats_left, 0)
        parts.append(_("%(left)s of %(all)s seats are left") % {"left": left, "all": training.capacity})
    if training.waiting:
        parts.append(_("%(n)s waiting") % {"n": training.waiting})
    return " · ".join(part for part in parts if part)


def _breadcrumbs(training: Training) -> list[tuple[str, str]]:
    return [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())]
