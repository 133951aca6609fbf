"""One's own sign-in: address and devices."""

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaborative.forms import sent
from collaborative.people import actions
from collaborative.people.doors import public, signed_in
from collaborative.people.forms.account import AddressForm
from collaborative.people.letters import LINK_GOOD_FOR
from collaborative.people.models import Person
from collaborative.refusals import Refused
from collaborative.saying import say, say_refused

SALT = "people.address"


@signed_in
def address(request: HttpRequest) -> HttpResponse:
    form = AddressForm(sent(request))
    if form.is_valid():
        person, email = request.user, form.cleaned_data["email"]
        token = signing.dumps([person.pk, person.email or "", email], salt=SALT)
        link = f"{settings.SITE_URL}/me/address/{token}/"
        if form.carry_out(lambda: actions.ask_for_address(person, email=email, link=link, by=person, once=form.once)):
            say(
                request,
                _("We sent a letter to %(email)s.") % {"email": email},
                next_text=_("Follow its link within a day."),
            )
            return redirect("me")
    context = {
        "title": _("My address"),
        "lede": _("You sign in with %(email)s.") % {"email": request.user.email},
        "up": [(_("My page"), "/me/")],
        "section": "-",
        "form": form,
    }
    return render(request, "generic/form.html", context)


@public
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Single use: it names the old address, and once that has changed it confirms nothing more. A GET only shows."""
    try:
        pk, before, email = signing.loads(token, salt=SALT, max_age=LINK_GOOD_FOR)
    except signing.BadSignature:
        return _used_up(request)
    person = Person.objects.active().filter(pk=pk).first()
    if person is None or (person.email or "") != before:
        return _used_up(request)
    if request.method == "POST":
        try:
            actions.change_address(person, email=email, by=person)
        except Refused as refused:
            say_refused(request, refused.message)
            return redirect("today")
        say(request, _("From now on you sign in with %(email)s.") % {"email": email})
        return redirect("today")
    return render(
        request, "people/confirm_address.html", {"title": _("Confirm your address"), "email": email, "section": "-"}
    )


def _used_up(request: HttpRequest) -> HttpResponse:
    return render(
        request, "people/link_used.html", {"title": _("This link no longer works"), "section": "-"}, status=410
    )


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    actions.sign_out_everywhere(request.user, by=request.user)
    logout(request)
    say(request, _("You are signed out on every device."))
    return redirect("today")
