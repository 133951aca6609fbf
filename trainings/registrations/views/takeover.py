"""A seat that another organization gave to somebody of one's own: taken over, or cancelled."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.people.permissions import signed_in
from collaborative.people.policy import hats_for
from collaborative.people.requests import PersonRequest
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused
from trainings.invitations.calendar_entries import where
from trainings.models import Registration
from trainings.registrations.actions import registration as actions
from trainings.registrations.actions.takeover import take_over
from trainings.registrations.foreign_seats import own_organization
from trainings.registrations.forms.registration import CancelSeatForm
from trainings.registrations.queries import why_settled

RELATED = ("training__host", "training__venue", "person", "organization", "registered_by")


@signed_in
def foreign_seat(request: PersonRequest, training: int, pk: int) -> HttpResponse:
    """For who registers people of the place that the person has; nobody else finds it."""
    rows = Registration.objects.active().select_related(*RELATED)
    registration = get_object_or_404(rows, pk=pk, training=training)
    own = own_organization(registration, request.user)
    if own is None:
        raise Http404
    of = registration.training
    if refusal := why_settled(of):
        say_refused(request, refusal)
        return redirect(of)
    request.user.acting_hat = next(hats_for(request.user, "people.keep_records", own), None)
    if request.POST.get("go") == "take":
        return _take(request, registration, own.short_name)
    form = CancelSeatForm(sent(request))
    form.cancel_url = of.get_absolute_url()
    if form.is_valid() and form.run(
        lambda: actions.cancel(registration, why=form.cleaned_data["why"], by=request.user, once=form.once)
    ):
        say(request, _("%(name)s no longer has a place.") % {"name": registration.person})
        return redirect(of)
    said = {"name": registration.person, "place": registration.organization.short_name}
    context = {
        "title": _("%(place)s registered %(name)s") % said,
        "subtitle": _("%(title)s, %(days)s") % {"title": of.title, "days": days.span(*of.span)},
        "breadcrumbs": [(of.title, of.get_absolute_url())],
        "form": form,
        "own": own,
        "facts": [
            (_("For"), registration.organization.name),
            (_("Where"), where(of)),
            (_("Registered"), _registered_text(registration)),
        ],
    }
    response = render(request, "trainings/registrations/foreign_seat.html", context)
    looked_at(response, request, about=registration)
    return response


def _take(request: PersonRequest, registration: Registration, own: str) -> HttpResponse:
    try:
        taken = take_over(registration, by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
        return redirect(request.path)
    words = _("%(own)s answers for the seat of %(name)s now.") % {"own": own, "name": taken.person}
    say(request, words, next_text=_("Both they and who registered them are told."))
    return redirect(taken)


def _registered_text(registration: Registration) -> str:
    day, by = days.short_day(registration.registered_at), registration.registered_by
    return _("%(day)s, by %(name)s") % {"day": day, "name": by} if by else day
