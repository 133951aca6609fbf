"""One's own sign-in: address and devices."""

from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaborative.errors import ActionError
from collaborative.people.letters import LINK_GOOD_FOR
from collaborative.people.links import link_kind
from collaborative.people.permissions import public, signed_in
from collaborative.people.records import actions as record_actions
from collaborative.people.requests import PersonRequest
from collaborative.people.sign_in.actions import account as account_actions
from collaborative.people.sign_in.forms.account import AddressForm, LanguageForm, NameForm
from collaborative.web.addresses import absolute_url, path_to
from collaborative.web.forms import sent
from collaborative.web.languages import is_choice, speaking_to
from collaborative.web.messages import say, say_refused

CONFIRM = link_kind("people.confirm_address", good_for=LINK_GOOD_FOR)


@signed_in
def address(request: PersonRequest) -> HttpResponse:
    form = AddressForm(sent(request))
    if form.is_valid():
        person, email = request.user, form.cleaned_data["email"]
        link = absolute_url("address-confirm", CONFIRM.sign(person, email))
        if form.run(lambda: account_actions.ask_for_address(person, email=email, link=link, by=person, once=form.once)):
            say(
                request,
                _("We sent a letter to %(email)s.") % {"email": email},
                next_text=_("Follow its link within a day."),
            )
            return redirect("me")
    context = {
        "title": _("My address"),
        "subtitle": _("You sign in with %(email)s.") % {"email": request.user.email},
        "breadcrumbs": [(_("My page"), path_to("me"))],
        "section": "-",
        "form": form,
    }
    return render(request, "generic/form.html", context)


@public
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Single use: whatever changes an address uses up every link that was sent before. A GET only shows."""
    found = CONFIRM.read(token)
    if found is None:
        return link_used(request)
    person, [email] = found
    if request.method == "POST":
        try:
            changed = account_actions.change_address(person, email=email, by=person)
        except ActionError as refused:
            say_refused(request, refused.message)
            return redirect("today")
        if request.user == changed:
            update_session_auth_hash(request, changed)
        say(
            request,
            _("From now on you sign in with %(email)s.") % {"email": email},
            next_text=_("You are signed out everywhere else."),
        )
        return redirect("today")
    return render(
        request, "people/confirm_address.html", {"title": _("Confirm your address"), "email": email, "section": "-"}
    )


def link_used(request: HttpRequest) -> HttpResponse:
    return render(
        request, "people/link_used.html", {"title": _("This link no longer works"), "section": "-"}, status=410
    )


@signed_in
def name(request: PersonRequest) -> HttpResponse:
    """One's own name is one's own affair."""
    person = request.user
    form = NameForm(sent(request), initial={"given_name": person.given_name, "family_name": person.family_name})
    form.cancel_url = path_to("me")
    if form.is_valid():
        said = {"given": form.cleaned_data["given_name"], "family": form.cleaned_data["family_name"]}
        if done := form.run(lambda: record_actions.change_name(person, **said, by=person, once=form.once)):
            say(request, _("You are called %(name)s from now on.") % {"name": done})
            return redirect("me")
    context = {
        "title": _("My name"),
        "subtitle": _("As it stands on rosters, in letters and on the certificates that are issued from now on."),
        "breadcrumbs": [(_("My page"), path_to("me"))],
        "section": "-",
        "form": form,
    }
    return render(request, "generic/form.html", context)


@signed_in
def language(request: PersonRequest) -> HttpResponse:
    """Where more than one is offered."""
    if not is_choice():
        raise Http404
    person = request.user
    form = LanguageForm(sent(request), initial={"language": person.language})
    form.cancel_url = path_to("me")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if done := form.run(
            lambda: account_actions.choose_language(person, language=chosen, by=person, once=form.once)
        ):
            with speaking_to(done):
                say(request, _("Pages and letters are in this language from now on."))
            return redirect("me")
    context = {
        "title": _("My language"),
        "breadcrumbs": [(_("My page"), path_to("me"))],
        "section": "-",
        "form": form,
    }
    return render(request, "generic/form.html", context)


@signed_in
@require_POST
def sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    account_actions.sign_out_everywhere(request.user, by=request.user)
    logout(request)
    say(request, _("You are signed out on every device."))
    return redirect("today")
