"""Naming who follows, saying yes to a proposal, stopping what has not begun."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.people.hats.actions import successors as successor_actions
from collaborative.people.hats.actions.successors import STOP
from collaborative.people.hats.forms import SuccessorForm
from collaborative.people.hats.granting import giving_hat
from collaborative.people.hats.proposals import AHEAD, may_answer, may_name_own
from collaborative.people.models import Hat, Person, RoleProposal
from collaborative.people.permissions import public, with_a_role
from collaborative.people.requests import PersonRequest
from collaborative.people.sign_in import fresh_code
from collaborative.web.forms import hidden_fields, sent
from collaborative.web.messages import say, say_refused


@with_a_role
def name_successor(request: PersonRequest, pk: int) -> HttpResponse:
    """Who may give the role names anybody for any time. A superintendent names her own: with a second code; for now
    somebody above says yes."""
    people = Person.objects.visible_to(request.user)
    hat = get_object_or_404(Hat.objects.filter(person__in=people).select_related("person", "organization"), pk=pk)
    request.user.acting_hat = giving_hat(request.user, hat.role, hat.organization)
    own = request.user.acting_hat is None
    if (own and not may_name_own(request.user, hat)) or not hat.rules.is_single or not hat.is_worn():
        raise PermissionDenied
    if own and not fresh_code.is_fresh(request):
        return fresh_code.ask(request)
    form = SuccessorForm(sent(request), hat=hat, giver=request.user)
    breadcrumbs = [(str(hat.person), hat.person.get_absolute_url())]
    form.cancel_url = breadcrumbs[0][1]
    if form.is_valid() and request.POST.get("go") != "change":
        needs_yes = own and (form.day is None or form.day < today() + AHEAD)
        if needs_yes and form.day is not None:
            words = _("Choose «from now on», or a day from %(day)s on.") % {"day": short_day(today() + AHEAD)}
            form.add_error("on", words)
        elif request.POST.get("go") == "give":
            if done := form.run(lambda: _carry_out(form, hat, request, needs_yes)):
                return done
        else:
            return _check(request, form, hat, breadcrumbs, needs_yes)
    context = {
        "title": _("Name a successor"),
        "subtitle": f"{hat.person}: {hat}",
        "breadcrumbs": breadcrumbs,
        "section": "-",
        "form": form,
    }
    response = render(request, "generic/form.html", context)
    looked_at(response, request, about=hat.organization)
    return response


def _carry_out(form: SuccessorForm, hat: Hat, request: PersonRequest, needs_yes: bool) -> HttpResponse:
    who: Any = {"to": form.to, "sign_in": form.sign_in, "by": request.user, "once": form.once}
    if needs_yes:
        proposal = successor_actions.propose_successor(hat, **who)
        say(request, _("%(name)s is proposed. Your REC director or PED says yes.") % {"name": proposal.person})
        return redirect(proposal)
    after = successor_actions.name_successor(hat, on=form.day, **who)
    words = _("%(name)s is %(hat)s from %(day)s on.")
    say(request, words % {"name": after.person, "hat": after, "day": short_day(after.starts_on)})
    return redirect("me") if hat.person == request.user else redirect(hat.person)


def _check(request: PersonRequest, form: SuccessorForm, hat: Hat, breadcrumbs: list, needs_yes: bool) -> HttpResponse:
    tells = _("We write to both, and to whoever directs the region. Open duties go on to the successor.")
    if form.day is not None:
        tells += " " + _("Each of them can stop it until it begins.")
    if needs_yes:
        tells = _("Your REC director or PED says yes first. Until then nothing changes.")
    context = {
        "title": _("Check before the role goes on"),
        "breadcrumbs": breadcrumbs,
        "section": "-",
        "rows": [
            (_("Role"), str(hat)),
            (_("Until now"), str(hat.person)),
            (_("Successor"), f"{form.name}\n{form.address}".strip()),
            (_("From"), short_day(form.day) if form.day else _("now on")),
        ],
        "tells": tells,
        "button": _("Propose %(name)s") % {"name": form.name}
        if needs_yes
        else _("Name %(name)s") % {"name": form.name},
        "go": "give",
        "change": _("Change"),
        "hidden_fields": hidden_fields(request),
    }
    return render(request, "generic/check_with_answers.html", context)


@with_a_role
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """What was proposed, for who proposed it and for those who say yes or no: these with a second code."""
    rows = RoleProposal.objects.select_related(
        "organization", "person", "proposed_by", "follows__person", "answered_by"
    )
    found = get_object_or_404(rows, pk=pk)
    answers = may_answer(request.user, found)
    if not answers and request.user not in (found.proposed_by, found.answered_by):
        raise Http404
    answers = answers and found.is_open
    if answers and request.method == "POST":
        if not fresh_code.is_fresh(request):
            return fresh_code.ask(request)
        request.user.acting_hat = giving_hat(request.user, found.role, found.organization)
        try:
            successor_actions.answer_proposal(found, yes=request.POST.get("go") == "yes", by=request.user)
        except ActionError as refused:
            say_refused(request, refused.message)
        else:
            say(request, _("Your answer is kept, and told."))
        return redirect(found)
    context = {"title": _("A role is proposed"), "section": "-", "proposal": found, "answers": answers}
    return render(request, "people/proposal.html", context)


@public
def stop_succession(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter, until the role goes on. A GET only shows."""
    read = STOP.read(token)
    hat = Hat.objects.filter(pk=read[1][0]).select_related("person", "organization").first() if read else None
    if read is None or hat is None or not hat.is_ahead:
        title = _("This link no longer works")
        return render(request, "people/link_used.html", {"title": title, "section": "-"}, status=410)
    if request.method == "POST":
        try:
            successor_actions.stop_succession(hat, by=read[0])
        except ActionError as refused:
            say_refused(request, refused.message)
        else:
            say(request, _("It is stopped. Everybody concerned is told."))
        return redirect("today")
    return render(request, "people/stop_succession.html", {"title": _("Stop this"), "section": "-", "hat": hat})
