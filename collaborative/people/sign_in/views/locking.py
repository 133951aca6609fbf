"""Locking somebody out and letting them in again; and the second code."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaborative.errors import ActionError
from collaborative.people.hats.forms import ConfirmForm, LockForm
from collaborative.people.hats.granting import may_lock
from collaborative.people.models import Person
from collaborative.people.permissions import get_visible_or_404, signed_in, with_a_role
from collaborative.people.requests import PersonRequest
from collaborative.people.sign_in import fresh_code
from collaborative.people.sign_in.actions import locking as lock_actions
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused


@with_a_role
def lock(request: PersonRequest, pk: int) -> HttpResponse:
    person = _lockable(request, pk)
    form = LockForm(sent(request))
    form.cancel_url = person.get_absolute_url()
    if form.is_valid() and form.run(lambda: lock_actions.lock(person, why=form.cleaned_data["why"], by=request.user)):
        say(request, _("%(name)s is locked.") % {"name": person})
        return redirect(person)
    context = {
        "title": _("Lock %(name)s") % {"name": person},
        "breadcrumbs": [(str(person), person.get_absolute_url())],
        "section": "-",
        "loss": _(
            "From this second on nothing opens for %(name)s: no sign-in, no session, no link of a letter. Letters still go."
        )
        % {"name": person},
        "form": form,
    }
    return render(request, "generic/confirm.html", context)


@with_a_role
@require_POST
def unlock(request: PersonRequest, pk: int) -> HttpResponse:
    person = _lockable(request, pk)
    try:
        lock_actions.unlock(person, by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
    else:
        say(request, _("%(name)s is unlocked.") % {"name": person})
    return redirect(person)


def _lockable(request: PersonRequest, pk: int) -> Person:
    person = get_visible_or_404(Person, request.user, pk)
    if not may_lock(request.user, person):
        raise PermissionDenied
    return person


@signed_in
def confirm(request: PersonRequest) -> HttpResponse:
    """A POST asks for the letter, or types its code; a GET sends nothing."""
    then = request.GET.get("next", path_to("today"))
    if not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        then = path_to("today")
    if request.method == "POST" and request.POST.get("go") == "send":
        fresh_code.send_code(request.user)
        say(request, _("We sent a code to %(email)s.") % {"email": request.user.email})
        return redirect(request.get_full_path())
    form = ConfirmForm(sent(request))
    if form.is_valid():
        if fresh_code.confirm(request, form.cleaned_data["code"]):
            return redirect(then)
        form.add_error("code", _("This is not the code, or it is used up. Ask for a new one."))
    context = {"title": _("Confirm that it is you"), "section": "-", "form": form}
    return render(request, "people/confirm_it_is_you.html", context)
