"""Two records of one person: side by side, the check, what came of it, and the way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.merges import actions as merge_actions
from collaborative.people.merges.forms import MergeForm
from collaborative.people.merges.movers import counts_of, movers
from collaborative.people.merges.notifications import answer_link
from collaborative.people.merges.services import Way, may_undo, way_for
from collaborative.people.models import Hat, Person
from collaborative.people.models.merge import Merge, MergeAnswer
from collaborative.people.permissions import get_visible_or_404, public, signed_in
from collaborative.people.records.holdings import holdings
from collaborative.people.records.write_access import WriteAccess, write_access
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused
from collaborative.web.text import Words

ACTS = {Way.AT_ONCE: merge_actions.merge, Way.ASKED: merge_actions.ask_merge}


@signed_in
def merge_two(request: PersonRequest, pk: int, other: int) -> HttpResponse:
    """`pk` is kept, `other` becomes one with it."""
    kept, gone = (get_visible_or_404(Person, request.user, one) for one in (pk, other))
    if kept.merged_into_id or gone.merged_into_id or kept == gone:
        return redirect(kept.merged_into or kept)
    way = way_for(request.user, kept, gone)
    if way is Way.NONE:
        raise PermissionDenied
    form = MergeForm(sent(request), kept=kept, gone=gone)
    form.cancel_url = kept.get_absolute_url()
    if form.is_valid() and request.POST.get("go") != "change":
        if request.POST.get("go") == "merge":
            act = ACTS[way]
            done = form.run(lambda: act(kept, gone=gone, **form.chosen, by=request.user, once=form.once))
            if done:
                _say_done(request, done)
                return redirect(done)
        if not form.errors:
            return _looked(request, _check_page(request, form, kept, gone, way), kept, gone)
    context = {
        "title": _("Two records of %(name)s") % {"name": kept},
        "subtitle": _("Are they one person? Look at both before you make them one."),
        "breadcrumbs": _breadcrumbs(kept),
        "section": "-",
        "form": form,
        "kept": kept,
        "gone": gone,
        "rows": _side_by_side(kept, gone),
        "moving": _moving(kept, gone),
        "wrong_way": bool(gone.last_login and not kept.last_login),
        "swap_url": path_to("merge", other, pk),
    }
    return _looked(request, render(request, "people/merging/side_by_side.html", context), kept, gone)


def _check_page(request: PersonRequest, form: MergeForm, kept: Person, gone: Person, way: Way) -> HttpResponse:
    chosen = form.chosen
    letters_to = chosen["contact_email"] or kept.email or gone.email or _("none known")
    moving = "\n".join(f"{words}: {theirs}" for words, _own, theirs in _moving(kept, gone) if theirs)
    tells = {
        Way.AT_ONCE: _("Both are signed out everywhere and links in letters end. It can be undone for thirty days."),
        Way.ASKED: _(
            "Every address of both records gets a letter. They become one when each has said yes; one no ends it."
        ),
    }
    context = {
        "title": _("Check before the two records become one"),
        "breadcrumbs": _breadcrumbs(kept),
        "section": "-",
        "form": None,
        "rows": [
            (_("Name"), str(chosen["name_of"])),
            (_("Signs in with"), kept.email or gone.email or _("no address")),
            (_("Letters go to"), letters_to),
            (_("Comes along from the other record"), moving or _("nothing")),
            (_("Stays as it was written"), _("hours, certificates, closed trainings, letters; both records count")),
        ],
        "tells": tells[way],
        "button": _("Merge the records") if way is Way.AT_ONCE else _("Ask every address"),
        "go": "merge",
        "change": _("Change"),
        "hidden_fields": [(name, form.data.get(name, "")) for name in ("name_of", "contact_email", "once")],
    }
    return render(request, "generic/check_with_answers.html", context)


@signed_in
def merge_done(request: PersonRequest, pk: int) -> HttpResponse:
    """What was asked or done, for who asked, the person, and who keeps the record."""
    found = _merge_for(request.user, pk)
    context = {
        "title": _("Two records of %(name)s") % {"name": found.kept},
        "subtitle": _state_text(found),
        "breadcrumbs": _breadcrumbs(found.kept),
        "section": "-",
        "merge": found,
        "answers": found.answers.all() if found.is_waiting else [],
        "may_undo": found.can_be_undone() and may_undo(request.user, found, found.kept),
        "history": history_of(found.gone, request),
    }
    return _looked(request, render(request, "people/merging/done.html", context), found.kept)


@signed_in
@require_POST
def undo_merge(request: PersonRequest, pk: int) -> HttpResponse:
    found = _merge_for(request.user, pk)
    try:
        undone = merge_actions.undo_merge(found, by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
    else:
        say(request, _("The two records stand apart again."), next_text=" ".join(undone.told))
    return redirect(found)


@public
def answer_merge(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: it answers for one address, and shows nothing of the other record. A GET only shows."""
    person, answer = _answer_of(token)
    if person is None or answer is None or not answer.merge.is_waiting:
        return _used_up(request)
    if answer.said_yes_at and request.method != "POST":
        return _used_up(request)
    if request.POST.get("answer") in ("yes", "no"):
        yes, notes = request.POST["answer"] == "yes", "notes" in request.POST
        try:
            merged = merge_actions.answer_merge(
                answer.merge, address=answer.address, yes=yes, with_notes=notes, by=person
            )
        except ActionError:
            return _used_up(request)
        return render(request, "people/merging/answered.html", {"title": _answered_text(merged), "section": "-"})
    context = {
        "title": _("Are two records with your name one person?"),
        "section": "-",
        "person": person,
        "by": answer.merge.asked_by,
        "asks_for_notes": answer.person_id == answer.merge.gone_id and answer.address == person.email,
    }
    return render(request, "people/merging/answer.html", context)


def _answer_of(token: str) -> tuple[Person | None, MergeAnswer | None]:
    person, values = answer_link.read(token) or (None, [])
    if person is None:
        return None, None
    answers = MergeAnswer.objects.select_related("merge__asked_by")
    return person, answers.filter(merge=values[0], address=values[1], person=person).first()


def _answered_text(merged: Merge) -> str:
    if merged.is_merged:
        return _("The two records are one. You are signed out on every device.")
    return (
        _("Thank you. The records stay apart.")
        if merged.ended_at
        else _("Thank you. The other addresses are asked, too.")
    )


def _used_up(request: HttpRequest) -> HttpResponse:
    context = {"title": _("This link no longer works"), "section": "-"}
    return render(request, "people/merging/used.html", context, status=410)


def _merge_for(reader: Person, pk: int) -> Merge:
    found = get_object_or_404(Merge.objects.select_related("kept", "gone", "asked_by"), pk=pk)
    get_visible_or_404(Person, reader, found.kept_id)
    if reader not in (found.asked_by, found.kept) and write_access(found.kept, by=reader) is WriteAccess.NOT_OURS:
        raise PermissionDenied
    return found


def _side_by_side(kept: Person, gone: Person) -> list[tuple[Words, ...]]:
    hats = Hat.objects.today().filter(person__in=[kept, gone]).select_related("organization").order_by("id")
    worn = {person: "; ".join(str(hat) for hat in hats if hat.person_id == person.pk) for person in (kept, gone)}
    held = [one for one in holdings.values() if not one.is_private]
    having = [(one, one.find([kept.pk, gone.pk])) for one in held]
    none, yes = "–", _("yes")
    return [
        (_("Name"), str(kept), str(gone)),
        (_("Signs in with"), kept.email or none, gone.email or none),
        (_("Letters go to"), kept.address or none, gone.address or none),
        (_("Signed in"), *(_("yes") if one.last_login else _("never yet") for one in (kept, gone))),
        (_("Roles today"), worn[kept] or none, worn[gone] or none),
        *((one.words, *(yes if person.pk in found else none for person in (kept, gone))) for one, found in having),
    ]


def _moving(kept: Person, gone: Person) -> list[tuple[Words, int, int]]:
    """What would move, by kind: how much of it each of the two has. Nobody is told of private notes."""
    own, theirs = counts_of(kept), counts_of(gone)
    shown = [mover for mover in movers.values() if mover.find and not mover.is_private]
    return [
        (mover.words, own[mover.name], theirs[mover.name]) for mover in shown if own[mover.name] or theirs[mover.name]
    ]


def _state_text(found: Merge) -> str:
    if found.undone_at:
        return _("They were merged and stand apart again.")
    if found.merged_at:
        return _("They are one. Both addresses of pages lead here.")
    if found.ended_at:
        return _("They stay apart: %(why)s.") % {"why": found.get_ended_why_display()}
    return _("Every address of both was asked; they become one when each has said yes.")


def _say_done(request: PersonRequest, done: Merge) -> None:
    if done.is_merged:
        say(
            request,
            _("The two records of %(name)s are one.") % {"name": done.kept},
            next_text=_("A letter is on its way."),
        )
    else:
        say(request, _("Every address of both records was asked."), next_text=_("They have thirty days."))


def _breadcrumbs(person: Person) -> list[tuple[str, Any]]:
    return [(_("People"), path_to("people")), (str(person), person.get_absolute_url())]


def _looked(request: PersonRequest, response: HttpResponse, *people: Person) -> HttpResponse:
    for person in people:
        looked_at(response, request, about=person)
    return response
