"""Claims: the page of one, for who may answer or withdraw it, and the link in the letter to the person."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.calendar.days import short_day
from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.people.claims import actions as claim_actions
from collaborative.people.claims.actions import may_withdraw
from collaborative.people.claims.answers import how_to_answer, rec_hat
from collaborative.people.claims.forms import AnswerForForm
from collaborative.people.claims.notifications import ANSWER
from collaborative.people.models import Claim, Person
from collaborative.people.permissions import public, signed_in
from collaborative.people.policy import hats_for
from collaborative.people.requests import PersonRequest
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused

RELATED = ("person", "organization__parent", "claimed_by", "ended_by")


@signed_in
def claim(request: PersonRequest, pk: int) -> HttpResponse:
    """For the person, who keeps the place they have, who asked, and the REC of who asked; for nobody else."""
    found = get_object_or_404(Claim.objects.select_related(*RELATED), pk=pk)
    how = how_to_answer(found, request.user, now=timezone.now())
    withdraws = may_withdraw(found, request.user)
    if not (how or withdraws or rec_hat(found, request.user)):
        raise Http404
    form = AnswerForForm(sent(request)) if how == Claim.How.REC else None
    if request.method == "POST" and (acted := _act(request, found, how, form)):
        return acted
    context = {
        "title": _what_text(found, request.user),
        "subtitle": found.organization.name,
        "breadcrumbs": [],
        "section": "-",
        "claim": found,
        "facts": _facts(found),
        "answers": found.is_open and how in (Claim.How.PERSON, Claim.How.KEEPER),
        "withdraws": found.is_open and withdraws,
        "form": form if found.is_open else None,
        "is_me": found.person_id == request.user.pk,
    }
    response = render(request, "people/claim.html", context)
    if found.person_id != request.user.pk:
        looked_at(response, request, about=found.person)
    return response


@public
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """From a letter, without signing in: who asks and for what, two buttons, once. Looking changes nothing."""
    read = ANSWER.read(token)
    if read is None:
        return _used_up(request)
    person, [pk] = read
    found = Claim.objects.select_related("organization").filter(pk=pk, person=person).first()
    if found is None or not found.is_open:
        return _used_up(request)
    answer = request.POST.get("answer", "")
    if answer in ("yes", "no"):
        yes = answer == "yes"
        try:
            claim_actions.answer_claim(found, yes=yes, by=person, by_link=True)
        except ActionError as refused:
            say_refused(request, refused.message)
            return redirect(request.path)
        return render(request, "people/claim_answered.html", {"title": _("Thank you"), "claim": found, "yes": yes})
    context = {"title": _asked_text(found), "claim": found, "section": "-", "breadcrumbs": []}
    return render(request, "people/claim_by_link.html", context)


def _act(request: PersonRequest, claim: Claim, how: str, form: AnswerForForm | None) -> HttpResponse | None:
    """Yes, no, or no longer asked; None where the form must be shown again."""
    answer, who = request.POST.get("answer", ""), request.user
    who.acting_hat = next(hats_for(who, "people.keep_records", claim.organization), None)
    if answer == "withdraw":
        return _done(
            request, claim, lambda: claim_actions.withdraw_claim(claim, by=who), _("Nobody is asked any more.")
        )
    if form is not None:
        who.acting_hat = rec_hat(claim, who)
        if not form.is_valid():
            return None
        reason = form.cleaned_data["reason"]
        return _answer(request, claim, yes=True, reason=reason)
    if answer in ("yes", "no"):
        who.acting_hat = None
        return _answer(request, claim, yes=answer == "yes")
    return None


def _answer(request: PersonRequest, claim: Claim, *, yes: bool, reason: str = "") -> HttpResponse:
    words = _("Your yes counts from now on.") if yes else _("You said no; nothing was changed.")
    return _done(
        request, claim, lambda: claim_actions.answer_claim(claim, yes=yes, by=request.user, reason=reason), words
    )


def _done(request: PersonRequest, claim: Claim, act: Callable[[], Claim], words: str) -> HttpResponse:
    try:
        act()
    except ActionError as refused:
        say_refused(request, refused.message)
    else:
        say(request, words, next_text=_("All whom it concerns are told."))
    return redirect(claim)


def _used_up(request: HttpRequest) -> HttpResponse:
    context = {"title": _("This link no longer works"), "section": "-"}
    return render(request, "people/claim_link_used.html", context, status=410)


def _what_text(claim: Claim, reader: Person) -> str:
    if claim.person_id == reader.pk:
        return _asked_text(claim)
    said = {"place": claim.organization.short_name, "name": claim.person}
    return _("%(place)s asks for %(name)s") % said


def _asked_text(claim: Claim) -> str:
    said = {"place": claim.organization.short_name, "role": claim.rules.title}
    if claim.is_place:
        return _("%(place)s asks whether you work there") % said
    return _("%(place)s asks you to take a role: %(role)s") % said


def _facts(claim: Claim) -> list[tuple[str, Any]]:
    asked = _("%(day)s, by %(name)s") % {"day": short_day(claim.claimed_at), "name": claim.claimed_by}
    facts = [
        (_("Who"), claim.person),
        (_("Asked for"), f"{claim.rules.title}, {claim.organization.name}"),
        (_("Position"), claim.position),
        (_("How it came about"), claim.source),
        (_("Asked"), asked),
    ]
    if claim.ended_at:
        facts.append((_("Answer"), claim.get_outcome_display()))
        facts.append((_("Ended"), short_day(claim.ended_at)))
        facts.append((_("Reason"), claim.reason))
    else:
        facts.append((_("Can be answered until"), short_day(claim.lapses_on)))
    return [fact for fact in facts if fact[1]]
