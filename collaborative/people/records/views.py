"""Changes of records that wait: the person's own answer by a link, and the pages of those who say yes for others."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.people.links import LinkKind
from collaborative.people.models import Person
from collaborative.people.models.record_change import RecordChange
from collaborative.people.permissions import AccessRule, get_visible_or_404, public, requires
from collaborative.people.records import actions as record_actions
from collaborative.people.records.second_yes import Say, may_refuse, say_of
from collaborative.people.records.services import ANSWER, STOP, WORDS, field_names
from collaborative.people.requests import PersonRequest
from collaborative.people.sign_in.forms.account import ReasonForm
from collaborative.people.sign_in.fresh_code import ask, is_fresh
from collaborative.people.sign_in.views.account import link_used
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say
from collaborative.web.text import Words
from collaborative.web.views import Empty, ListPage

RELATED = ("person", "organization", "asked_by", "first_yes_by", "confirmed_by", "refused_by", "stopped_by")


@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: what is asked, yes or no, and nothing else of the record. A GET never acts."""
    found = _of_link(ANSWER, token)
    if found is None:
        return link_used(request)
    person, change = found
    if change.is_confirmed:
        return link_used(request)
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        yes = request.POST["answer"] == "yes"
        try:
            record_actions.answer_change(change, yes=yes, by=person)
        except ActionError as refused:
            return _told(request, refused.message)
        return _told(request, _("Thank you. It is changed.") if yes else _("Thank you. Nothing was changed."))
    context = {
        "title": _("Is this right?"),
        "subtitle": _("%(by)s, %(place)s, asks to change your record.")
        % {"by": change.asked_by, "place": change.asked_as},
        "section": "-",
        "rows": [(WORDS[name], value or _("none"), "") for name, value in change.after.items()],
    }
    return render(request, "people/change_answer.html", context)


@public
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link that went to the old address: one button, once, and no data shown."""
    found = _of_link(STOP, token)
    if found is None:
        return link_used(request)
    person, change = found
    if request.method == "POST":
        try:
            record_actions.stop_change(change, by=person)
        except ActionError as refused:
            return _told(request, refused.message)
        return _told(request, _("It is stopped. Nothing was changed, and two people at PED look at it."))
    context = {"title": _("Stop this change?"), "section": "-"}
    return render(request, "people/change_stop.html", context)


def _of_link(kind: LinkKind, token: str) -> tuple[Person, RecordChange] | None:
    found = kind.read(token)
    if found is None:
        return None
    person, [pk] = found
    change = RecordChange.objects.open().filter(pk=pk, person=person).select_related("asked_by", "organization").first()
    return (person, change) if change else None


def _told(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "people/change_told.html", {"title": _("Your record"), "words": words, "section": "-"})


class ChangeList(ListPage):
    """The changes of the records that one keeps; PED sees the whole state, with those that were stopped."""

    access_rule = AccessRule("permission", "people.keep_records")
    title = gettext_lazy("Changes of records")
    template_name = "people/change_list.html"
    names_people = True
    columns = (gettext_lazy("Person"), gettext_lazy("What"), gettext_lazy("Asked by"), gettext_lazy("State"))

    def rows(self) -> QuerySet[RecordChange]:
        return RecordChange.objects.visible_to(self.request.user).select_related(*RELATED)

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        for row in page:
            row.fields_text = field_names(row.after)
        return super().context(page, chosen)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s change", "%(count)s changes", count) % {"count": f"{count:,}"}

    def empty(self) -> Empty:
        return Empty(_("Nobody asked for a change that needs a second yes."), _("People"), path_to("people"))

    def extra(self) -> dict[str, Any]:
        words = _("Asked for by others than the person. What was stopped or refused stays on the list.")
        return {"subtitle": words, "breadcrumbs": [(_("People"), path_to("people"))], "section": "-"}


@requires("people.keep_records")
def change(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(RecordChange, request.user, pk, related=RELATED)
    worth, why_not = say_of(found, request.user, now=timezone.now())
    context = {
        **_head(found),
        "rows": _rows(found),
        "change": found,
        "may_say_yes": worth is not None,
        "why_not": why_not,
        "may_refuse": may_refuse(found, request.user),
    }
    response = render(request, "people/change.html", context)
    looked_at(response, request, about=found.person)
    return response


@requires("people.keep_records")
def say_yes(request: PersonRequest, pk: int) -> HttpResponse:
    """The first or the second at PED, or the second at the REC: with a reason, and at PED with a fresh code."""
    found = get_visible_or_404(RecordChange, request.user, pk, related=RELATED)
    worth, _why_not = say_of(found, request.user, now=timezone.now())
    if worth is None:
        raise PermissionDenied
    if worth is Say.SECOND_AT_PED and not is_fresh(request):
        return ask(request)
    form = _reason_form(request, found, _("Say yes"))
    if form.is_valid():
        why = form.cleaned_data["why"]
        done = form.run(lambda: record_actions.say_yes(found, why=why, by=request.user, once=form.once))
        if done:
            say(request, _next_text(done))
            return redirect(found)
    return _decide(request, found, form, _yes_text(found, worth))


@requires("people.keep_records")
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(RecordChange, request.user, pk, related=RELATED)
    if not may_refuse(found, request.user):
        raise PermissionDenied
    form = _reason_form(request, found, _("End this change"))
    if form.is_valid():
        why = form.cleaned_data["why"]
        done = form.run(lambda: record_actions.refuse_change(found, why=why, by=request.user, once=form.once))
        if done:
            say(request, _("Nothing was changed; whoever asked is told."))
            return redirect(found)
    return _decide(request, found, form, _("The record stays as it is."))


def _reason_form(request: PersonRequest, change: RecordChange, label: str) -> ReasonForm:
    form = ReasonForm(sent(request))
    form.submit_label, form.cancel_url = label, change.get_absolute_url()
    return form


def _decide(request: PersonRequest, change: RecordChange, form: ReasonForm, loss: str) -> HttpResponse:
    context = {**_head(change), "form": form, "loss": loss}
    response = render(request, "people/change_decide.html", {**context, "rows": _rows(change)})
    looked_at(response, request, about=change.person)
    return response


def _head(change: RecordChange) -> dict[str, Any]:
    return {
        "title": _("A change of the record of %(name)s") % {"name": change.person},
        "breadcrumbs": [(_("People"), path_to("people")), (_("Changes of records"), path_to("changes"))],
        "section": "-",
    }


def _rows(change: RecordChange) -> list[tuple[str, str, str]]:
    shown = _("%(before)s → %(after)s")
    none = _("none")
    rows: list[tuple[Words, str]] = [
        (WORDS[name], shown % {"before": change.before[name] or none, "after": value or none})
        for name, value in change.after.items()
    ]
    rows.append((_("Asked by"), f"{change.asked_by}, {change.asked_as}"))
    if change.first_yes_by:
        rows.append((_("First yes"), str(change.first_yes_by)))
    if change.confirmed_by:
        rows.append((_("Agreed"), f"{change.confirmed_by} ({change.get_confirmed_how_display()})"))
    if change.why:
        rows.append((_("Reason"), change.why))
    return [(label, words, "") for label, words in rows]


def _yes_text(change: RecordChange, worth: Say) -> str:
    if worth is Say.FIRST_AT_PED:
        return _("You are the first of two at PED: nothing changes before somebody else says yes, too.")
    if change.changes_address:
        return _(
            "Whoever has this address signs in as %(name)s, or reads their letters. The old address is told and can stop "
            "it for three working days; then it counts."
        ) % {"name": change.person}
    return _("The name changes at once; %(name)s is told.") % {"name": change.person}


def _next_text(change: RecordChange) -> str:
    if not change.is_confirmed:
        return _("You said the first yes. Somebody else at PED says the second.")
    if change.applied_at:
        return _("It is changed.")
    return _("Agreed. The old address is told, and it counts after three working days.")
