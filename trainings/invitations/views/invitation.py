"""An invitation as the invited organization sees it, and the link in its letter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from collaborative.calendar import days
from collaborative.database.sure import sure
from collaborative.journal.access_log import seen
from collaborative.journal.history import history_of
from collaborative.people.models import Person
from collaborative.people.permissions import public, requires
from collaborative.people.policy import hat_for, hats_for
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say
from collaborative.web.text import Words
from trainings.enums import Answer
from trainings.invitations import actions
from trainings.invitations.actions import answered_text, registered_text, why_not_answerable
from trainings.invitations.answer_links import read_answer_token
from trainings.invitations.calendar_entries import where
from trainings.invitations.contacts import contact_rows
from trainings.invitations.forms import AcceptForm, DeclineForm
from trainings.invitations.notice import for_whom_text, notice_rows
from trainings.models import Invitation

RELATED = (
    "training__host",
    "training__initiative__lead",
    "training__venue",
    "training__version",
    "organization",
    "answered_by",
    "addressee",
)


@requires("trainings.view", Invitation, related=RELATED)
def invitation(request: PersonRequest, invitation: Invitation, training: int) -> HttpResponse:
    _of(training, invitation)
    person, closed = request.user, why_not_answerable(invitation)
    may_answer = person.has_perm("trainings.answer", invitation)
    context = {
        **_words(invitation),
        "closed": closed,
        "answered": answered_text(invitation) if invitation.answer else "",
        "may_answer": may_answer and not closed,
        "may_register": invitation.training.is_open
        and invitation.withdrawn_at is None
        and person.has_perm("trainings.register", invitation),
        "form": AcceptForm(),
        "history": history_of(invitation, request),
    }
    response = render(request, "trainings/invitations/invitation.html", context)
    if invitation.organization_id in person.organization_ids:
        seen(response, invitation, person=person, organization_ids=[invitation.organization_id])
    return response


@requires("trainings.answer", Invitation, related=RELATED)
@require_POST
@answer_refused
def accept(request: PersonRequest, invitation: Invitation, training: int) -> HttpResponse:
    _of(training, invitation)
    form = AcceptForm(request.POST)
    form.is_valid()
    actions.accept(invitation, by=request.user, once=form.once)
    say(
        request,
        _("%(name)s accepts.") % {"name": invitation.organization.short_name},
        next_text=_("Next: register the people who come."),
    )
    return redirect(invitation)


@requires("trainings.answer", Invitation, related=RELATED)
class Decline(ActPage[Invitation]):
    form_class = DeclineForm
    action = actions.decline
    template_name = "trainings/invitations/decline.html"
    parents = ((gettext_lazy("Trainings"), "trainings"),)
    crumb = "%(training.title)s"
    message = gettext_lazy("%(object.organization.short_name)s declines; %(object.training.host.short_name)s is told.")
    next_text = gettext_lazy("You can still change your mind until registration closes.")

    def before(self) -> None:
        _of(self.kwargs["training"], self.object)

    def context(self, form: DeclineForm) -> dict[str, Any]:
        registrations = path_to("registrations", self.object.training_id)
        return {
            **_words(self.object),
            "title": _("Decline the invitation"),
            "breadcrumbs": self.breadcrumbs(),
            "registered": registered_text(self.object),
            "seats_url": f"{registrations}?at={self.object.organization_id}&place=live&show=1",
        }


@public
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """From a letter, without signing in: this invitation, one answer, and nobody else's data. Looking changes nothing."""
    signed = _signed(token)
    if signed is None:
        return _link_gone(request)
    invitation, person = signed
    closed = _link_closed(invitation, person)
    form = DeclineForm(sent(request))
    accepts = request.POST.get("answer") == "accept"
    if request.method == "POST" and not closed and (accepts or form.is_valid()):
        form.is_valid()
        if form.run(lambda: _answer(invitation, person, form, accepts=accepts)):
            return redirect(request.path)
    elif accepts:
        form = DeclineForm()
    context = {
        **_words(invitation),
        "closed": closed,
        "answered": answered_text(invitation) if invitation.answer else "",
        **_after_answer(invitation, person, again=request.method == "POST"),
        "form": form,
        "registered": registered_text(invitation),
        "breadcrumbs": [],
    }
    return render(
        request, "trainings/invitations/answer.html", context, status=410 if closed and not invitation.answer else 200
    )


def _answer(invitation: Invitation, person: Person, form: DeclineForm, *, accepts: bool) -> Invitation:
    person.acting_hat = next(hats_for(person, "trainings.answer", invitation), None)
    if accepts:
        return actions.accept(invitation, by=person, first_only=True)
    said = form.cleaned_data
    return actions.decline(invitation, reason=said["reason"], words=said["words"], by=person, first_only=True)


def _signed(token: str) -> tuple[Invitation, Person] | None:
    found = read_answer_token(token)
    if found is None:
        return None
    pk, person = found
    invitation = Invitation.objects.select_related(*RELATED).filter(pk=pk).first()
    return (invitation, person) if invitation else None


def _link_gone(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This link no longer works"),
        "words": _("It was not copied whole, it is too old, or your address has changed since. Sign in to answer."),
        "link": Link(_("Sign in"), path_to("today")),
    }
    return render(request, "trainings/certificates/told.html", context, status=404)


def _link_closed(invitation: Invitation, person: Person) -> Words:
    """Why the link no longer serves, in words."""
    if not invitation.training.is_published:
        return _("This training is being planned again; a new letter will come.")
    if closed := why_not_answerable(invitation):
        return closed
    if invitation.answer:
        return _("This link has served for one answer.")
    if not hat_for(person, "trainings.answer", invitation):
        return _("This link was for somebody who no longer answers for %(name)s. Sign in to answer.") % {
            "name": invitation.organization.short_name
        }
    return ""


def _after_answer(invitation: Invitation, person: Person, *, again: bool) -> dict[str, Words]:
    """What is said once an answer is there, and the button: its promise is one that can be kept."""
    training = invitation.training
    may_sign_in = training.is_published and not why_not_answerable(invitation)
    if not invitation.answer:
        label = "" if hat_for(person, "trainings.answer", invitation) else _("Sign in to answer")
        return {"thanks": "", "next_text": "", "sign_in": label if may_sign_in else ""}
    thanks = _("Thank you. %(host)s sees your answer.") % {"host": training.host.short_name}
    if not may_sign_in:
        return {"thanks": thanks, "next_text": why_not_answerable(invitation), "sign_in": ""}
    if again:
        words = _("This link has served for one answer, so nothing was changed. Sign in to change it.")
        return {"thanks": "", "next_text": words, "sign_in": _("Sign in to change the answer")}
    if invitation.answer == Answer.ACCEPTED:
        words = _("Next: register the people who come. For that you sign in.")
        return {"thanks": thanks, "next_text": words, "sign_in": _("Sign in to register people")}
    day = days.short_day(training.registration_closes_on or sure(training.first_day))
    words = _("If your plans change, you can still accept until %(day)s. For that you sign in.") % {"day": day}
    return {"thanks": thanks, "next_text": words, "sign_in": _("Sign in to change the answer")}


def _of(training: int, invitation: Invitation) -> None:
    if invitation.training_id != training:
        raise Http404


def _words(invitation: Invitation) -> dict[str, Any]:
    training = invitation.training
    directions = training.venue.directions if training.venue else ""
    return {
        "invitation": invitation,
        "training": training,
        "title": training.title,
        "subtitle": _("%(host)s invites %(name)s.")
        % {"host": training.host.name, "name": invitation.organization.name},
        "breadcrumbs": [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())],
        "meetings": list(training.meetings.select_related("room")),
        "details": [
            (_("Where"), where(training)),
            *([(_("How to get in"), linebreaksbr(directions))] if directions else []),
            (_("Initiative"), training.initiative.title),
            (_("For whom"), for_whom_text(training.version)),
            *notice_rows(training),
            (
                _("Answer and register by"),
                days.short_day(training.registration_closes_on or sure(training.first_day)),
            ),
            *contact_rows(training),
        ],
    }
