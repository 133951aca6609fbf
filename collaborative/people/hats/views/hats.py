"""Giving and ending roles."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.days import short_day
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at, looked_at_each
from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.hats.actions import successors as successor_actions
from collaborative.people.hats.forms import EndHatForm, HatForm
from collaborative.people.hats.granting import giving_hat, roles_to_give
from collaborative.people.models import Claim, Hat, Organization, Person, RoleProposal
from collaborative.people.permissions import requires, with_a_role
from collaborative.people.requests import PersonRequest
from collaborative.people.roles import ROLES
from collaborative.web.addresses import path_to
from collaborative.web.forms import hidden_fields, sent
from collaborative.web.messages import say

ASKED = gettext_lazy("It counts once they say yes; a letter is on its way to them.")


@requires("people.give_hats")
def give_hat(request: PersonRequest) -> HttpResponse:
    """?at=…&role=…: for which organization, which role. Ends in a check page: it gives power and writes a letter."""
    at, roles = _giving_at(request), roles_to_give(request.user)
    started = {"organization": at, "role": request.GET.get("role", "")}
    form = HatForm(sent(request), giver=request.user, roles=roles, at=at, initial=started)
    breadcrumbs = [(at.short_name, at.get_absolute_url()) if at else (_("People"), path_to("people"))]
    form.cancel_url = breadcrumbs[0][1]
    if form.is_valid() and request.POST.get("go") != "change":
        organization = form.cleaned_data["organization"]
        if giving_hat(request.user, form.cleaned_data["role"], organization) is None:
            form.add_error("role", _("You cannot give this role there."))
        hat = form.run(lambda: _give(form, organization, request)) if _is_sure(form, request) else None
        if isinstance(hat, RoleProposal):
            say(request, _("%(name)s is proposed. A second leader says yes.") % {"name": hat.person})
            return redirect(hat)
        if isinstance(hat, Claim):
            say(request, _("%(name)s is asked to take the role.") % {"name": hat.person}, next_text=ASKED)
            return redirect(hat)
        if hat:
            say(request, _("%(name)s is %(hat)s from %(day)s on.") % _said(hat, hat.starts_on), next_text=_told(hat))
            return redirect(hat.person)
        if not form.errors:
            return _check_page(request, form, breadcrumbs)
    context = {
        "title": _("Give a role"),
        "subtitle": _("A person can hold many; each from one day to another. Roles are ended, never deleted."),
        "breadcrumbs": breadcrumbs,
        "section": "-",
        "form": form,
    }
    response = render(request, "generic/form.html", context)
    if "colleague" in form.fields:
        looked_at(response, request, about=at)
    looked_at_each(response, request, form.named)
    return response


def _giving_at(request: PersonRequest) -> Organization | None:
    """The organization of the address; else the only one for which this person gives roles."""
    within = Organization.objects.active().within_reach(request.user)
    if (asked := request.GET.get("at", "")).isdecimal():
        return within.filter(pk=asked).first()
    own = {hat.organization for hat in request.user.hats_today if "people.give_hats" in hat.rules.permissions}
    return own.pop() if len(own) == 1 and not request.user.reach.state else None


def _is_sure(form: HatForm, request: PersonRequest) -> bool:
    return not form.errors and request.POST.get("go") == "give"


def _give(form: HatForm, organization: Organization, request: PersonRequest) -> Hat | Claim | RoleProposal:
    """Leadership of PED is proposed. The journal names the hat that gave the role."""
    request.user.acting_hat = giving_hat(request.user, form.cleaned_data["role"], organization)
    said = {name: form.cleaned_data[name] for name in ("role", "starts_on", "ends_on")}
    if said["role"] == "ped_leader":
        said.pop("role")
        return successor_actions.propose_leader(
            organization, **said, to=form.to, sign_in=form.sign_in, by=request.user, once=form.once
        )
    return hat_actions.give_hat(organization, **said, to=form.to, sign_in=form.sign_in, by=request.user, once=form.once)


def _check_page(request: PersonRequest, form: HatForm, breadcrumbs: list[tuple[str, str]]) -> HttpResponse:
    answers, role = form.cleaned_data, ROLES[form.cleaned_data["role"]]
    rows = [
        (_("For"), answers["organization"].name),
        (_("Role"), f"{role.title}\n{role.description}"),
        (_("Who"), f"{form.name}\n{form.address}".strip()),
        (_("On record"), _on_record(form)),
        (_("From"), short_day(answers["starts_on"])),
        (_("Until"), short_day(answers["ends_on"]) if answers["ends_on"] else _("open: until somebody ends it")),
    ]
    tells = _("Nobody is written to.")
    if role.code == "ped_leader":
        tells = _("Leadership is given by two: we write to the others who lead PED, and it counts with their yes.")
    elif role.acts and form.person != request.user:
        tells = _("We write to %(name)s now, at %(email)s: what the role allows, until when, and that you gave it.") % {
            "name": form.name,
            "email": form.address,
        }
    context = {
        "title": _("Check before you give this role"),
        "breadcrumbs": breadcrumbs,
        "section": "-",
        "rows": rows,
        "tells": tells,
        "button": _("Give this role to %(name)s") % {"name": form.name},
        "go": "give",
        "change": _("Change"),
        "hidden_fields": hidden_fields(request),
    }
    response = render(request, "generic/check_with_answers.html", context)
    looked_at_each(response, request, [form.person] if form.person else [])
    return response


def _on_record(form: HatForm) -> str:
    if form.newcomer:
        return _("new to our records")
    if form.is_beyond:
        return _("of another organization: asked first, the role counts once they say yes")
    hats = ", ".join(str(hat) for hat in sure(form.person).hats_today) or _("no role today")
    return f"{hats}\n{_('signs in with %(email)s from now on') % {'email': form.sign_in}}" if form.sign_in else hats


def _said(hat: Hat, day: date) -> dict[str, Any]:
    return {"name": hat.person, "hat": hat, "day": short_day(day)}


def _told(hat: Hat) -> str:
    return _("A letter is on its way to them.") if hat.rules.acts else ""


@with_a_role
def end_hat(request: PersonRequest, pk: int) -> HttpResponse:
    hats = Hat.objects.filter(person__in=Person.objects.visible_to(request.user)).select_related(
        "person", "organization"
    )
    hat = get_object_or_404(hats, pk=pk)
    request.user.acting_hat = giving_hat(request.user, hat.role, hat.organization)
    if request.user.acting_hat is None:
        raise PermissionDenied
    form = EndHatForm(sent(request))
    if form.is_valid():
        ended = form.run(lambda: hat_actions.end_hat(hat, on=form.day, by=request.user))
        if ended:
            words = _("%(name)s is %(hat)s until %(day)s.") if form.day else _("%(name)s is %(hat)s no more.")
            words %= _said(hat, sure(ended.ends_on))
            say(request, words, next_text=_told(hat) if hat.person != request.user else "")
            return redirect(hat.person)
    context = {
        "title": _("End a role"),
        "subtitle": f"{hat.person}: {hat}",
        "breadcrumbs": [(str(hat.person), hat.person.get_absolute_url())],
        "section": "-",
        "loss": _("After the last day the person no longer sees or does what this role allows. What was done stays.")
        + (f" {_('We write to them.')}" if hat.rules.acts and hat.person != request.user else ""),
        "form": form,
    }
    return render(request, "generic/confirm.html", context)
