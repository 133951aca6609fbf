"""Giving several places up at once: ticked on the list, checked, one reason for all."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say, say_refused
from collaborative.web.sentences import Joined, joined
from collaborative.web.text import Words
from trainings.enums import OCCUPYING
from trainings.models import Registration, Training
from trainings.registrations.actions import registration as actions
from trainings.registrations.forms.registration import CancelSeatForm
from trainings.registrations.queries import why_settled

RELATED = ("host", "venue", "initiative__lead")


@requires("trainings.view", Training, related=RELATED)
@answer_refused
def give_up(request: PersonRequest, training: Training) -> HttpResponse:
    page = path_to("registrations", training.pk)
    chosen = _chosen(request, training)
    if refusal := why_settled(training) or ("" if chosen else _("Tick at least one person who has a place.")):
        say_refused(request, refusal)
        return redirect(page)
    form = CancelSeatForm(sent(request))
    if request.method == "POST" and form.is_valid():
        done = form.run(
            lambda: actions.give_up(
                training, registrations=chosen, why=form.cleaned_data["why"], by=request.user, once=form.once
            )
        )
        if done:
            say(request, _ended_text(len(done.ended)), next_text=_next_text(done, request))
            return redirect(page)
    context = {
        "form": form,
        "title": _("Check before you give places up"),
        "subtitle": training.title,
        "breadcrumbs": [(training.title, training.get_absolute_url()), (_("Registrations"), page)],
        "rows": [
            (label, "\n".join(f"{one.person}, {one.organization.short_name}" for one in some), page)
            for label, some in _groups(chosen)
        ],
        "tells": f"{_loss_text(training, chosen)} {_('We write to each of them and to who registered them.')}",
        "button": _button_text(chosen),
        "cancel_url": page,
    }
    response = render(request, "generic/check.html", context)
    looked_at(response, request, about=training)
    return response


def _chosen(request: PersonRequest, training: Training) -> list[Registration]:
    """Those ticked that still have a place; all of them must be this person's to give up."""
    ids = [int(pk) for pk in request.GET.getlist("seat") if pk.isdecimal()][:500]
    rows = Registration.objects.visible_to(request.user).active().filter(training=training, pk__in=ids)
    found = list(rows.select_related("person", "organization").order_by("person__sort_key", "id"))
    for one in found:
        one.training = training
    if not all(request.user.has_perm("trainings.change_seats", one) for one in found):
        raise PermissionDenied
    return found


def _groups(chosen: list[Registration]) -> list[tuple[str, list[Registration]]]:
    seated = [one for one in chosen if one.status in OCCUPYING]
    waiting = [one for one in chosen if one.status not in OCCUPYING]
    return [(label, some) for label, some in ((_("Have a seat"), seated), (_("Are waiting"), waiting)) if some]


def _button_text(chosen: list[Registration]) -> str:
    n = len(chosen)
    if all(one.status in OCCUPYING for one in chosen):
        return ngettext("Give up %(n)s seat", "Give up %(n)s seats", n) % {"n": n}
    return ngettext("Give up %(n)s place", "Give up %(n)s places", n) % {"n": n}


def _loss_text(training: Training, chosen: list[Registration]) -> str:
    others_wait = training.waiting > sum(1 for one in chosen if one.status not in OCCUPYING)
    if others_wait and timezone.now() < sure(training.starts_at):
        return _("The seats go to the next on the waiting list at once; they cannot be had back.")
    return _("The seats become free for anybody.")


def _ended_text(n: int) -> str:
    return ngettext("%(n)s person no longer has a place.", "%(n)s people no longer have a place.", n) % {"n": n}


def _next_text(done: actions.GivenUp, request: PersonRequest) -> Joined:
    """What came of it: who moved up, by name where one may know it; who had no place any more."""
    text: list[Words] = []
    if done.moved:
        known = [one for one in done.moved if request.user.has_perm("trainings.view_seats", one)]
        text.append(actions.moved_text(known) if known else _("The seats go to the next on the waiting list."))
    if done.passed_over:
        text.append(_("%(n)s of those chosen had none any more.") % {"n": done.passed_over})
    return joined(*text)
