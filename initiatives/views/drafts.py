from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.files.services import files_of
from collaborative.people.models import Person
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say, say_refused
from initiatives import actions
from initiatives.forms import DiscardForm, DocumentForm, OutlineForm, PlanForm, RevisionForm
from initiatives.forms.drafts import outline_of
from initiatives.models import Initiative, InitiativeVersion
from initiatives.policy import DRAFT

RELATED = ("lead", "current__published_by")


@requires(DRAFT)
def new(request: PersonRequest) -> HttpResponse:
    form = OutlineForm(sent(request), person=request.user)
    form.cancel_url = path_to("initiatives")
    if form.is_valid():
        initiative = form.run(lambda: actions.draft(by=request.user, once=form.once, **form.answers))
        if initiative:
            say(request, _("The draft is saved."), next_text=_next_step(initiative))
            return redirect("initiative-plan", pk=initiative.pk)
    context = {
        "form": form,
        "title": _draft_title(request.user),
        "subtitle": _(
            "Step 1 of 3: what it is and for whom. Nobody outside your bureau or REC sees it before it is published."
        ),
        "breadcrumbs": [(_("Initiatives"), path_to("initiatives"))],
    }
    return render(request, "generic/form.html", context)


@requires(DRAFT, Initiative, related=RELATED)
def outline(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    version = _draft(initiative)
    if version is None and request.method == "GET":
        return _no_draft(request, initiative)
    initial = outline_of(initiative, version) if version else {}
    if initiative.is_published and "title" not in request.POST:
        form: RevisionForm | OutlineForm = RevisionForm(sent(request), local=initiative.is_local, initial=initial)
    else:
        form = OutlineForm(sent(request), initial=initial, person=request.user, initiative=initiative)
    form.cancel_url = version.get_absolute_url() if version else initiative.get_absolute_url()
    if form.is_valid():
        saved = form.run(
            lambda: actions.save_draft(initiative, by=request.user, revision=form.revision, **form.answers)
        )
        if saved:
            say(request, _("The draft is saved."))
            return redirect("initiative-plan", pk=initiative.pk)
    subtitle = _("Step 1 of 3: what it is and for whom.")
    return render(request, "generic/form.html", _page(initiative, version, subtitle) | {"form": form})


@requires(DRAFT, Initiative, related=RELATED)
def plan(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    version = _draft(initiative)
    if request.method == "GET":
        if version is None:
            return _no_draft(request, initiative)
        form = PlanForm.of(initiative, version)
    elif "add" in request.POST or "remove" in request.POST:
        form = PlanForm.with_lines_changed(request.POST, local=initiative.is_local)
    else:
        form = PlanForm(request.POST, local=initiative.is_local)
        if form.is_valid() and form.run(lambda: _save_plan(request, initiative, form)):
            say(request, _("The plan is saved."))
            return redirect("initiative-documents", pk=initiative.pk)
    subtitle = (
        _("Step 2 of 3: what follows a training. Lines left empty fall away.")
        if initiative.is_local
        else _("Step 2 of 3: what follows a training, and what each REC owes. Lines left empty fall away.")
    )
    return render(request, "initiatives/plan.html", _page(initiative, version, subtitle) | {"form": form})


def _save_plan(request: PersonRequest, initiative: Initiative, form: PlanForm) -> Initiative:
    asks = form.asks.answers if form.asks else []
    return actions.save_plan(initiative, steps=form.steps.answers, asks=asks, by=request.user, revision=form.revision)


@requires(DRAFT, Initiative, related=RELATED)
def documents(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    version = _draft(initiative)
    if version is None:
        return _no_draft(request, initiative)
    form = DocumentForm(sent(request), request.FILES or None)
    if form.is_valid():
        upload = form.run(lambda: actions.add_document(initiative, file=form.cleaned_data["file"], by=request.user))
        if upload:
            say(request, _("“%(name)s” is added.") % {"name": upload.name})
            return redirect("initiative-documents", pk=initiative.pk)
    context = _page(initiative, version, _("Step 3 of 3: documents that RECs and districts can open."))
    return render(request, "initiatives/documents.html", context | {"form": form, "documents": files_of(version)})


@requires(DRAFT, Initiative, related=RELATED)
@require_POST
def remove_document(request: PersonRequest, initiative: Initiative, file: int) -> HttpResponse:
    version = _draft(initiative)
    if version is None:
        return _no_draft(request, initiative)
    upload = get_object_or_404(files_of(version), pk=file)
    try:
        actions.remove_document(initiative, upload=upload, by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
    else:
        say(request, _("“%(name)s” is removed.") % {"name": upload.name})
    return redirect("initiative-documents", pk=initiative.pk)


@requires(DRAFT, Initiative, related=RELATED)
@require_POST
def revise(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    try:
        version = actions.revise(initiative, by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
        draft = _draft(initiative)
        return redirect("initiative-draft" if draft else "initiative", pk=initiative.pk)
    words = _("Version %(number)s is a draft with everything version %(former)s says.")
    say(request, words % {"number": version.number, "former": version.number - 1})
    return redirect("initiative-draft", pk=initiative.pk)


@requires(DRAFT, Initiative, related=RELATED)
@answer_refused
def discard(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    version = _draft(initiative)
    if version is None:
        return _no_draft(request, initiative)
    form = DiscardForm(sent(request))
    form.cancel_url = version.get_absolute_url()
    whole = not initiative.is_published
    if form.is_valid():
        actions.discard_draft(initiative, by=request.user)
        say(request, _("The draft is gone."))
        return redirect(path_to("initiatives") if whole else initiative.get_absolute_url())
    loss = _("The draft of version %(number)s is lost with its plan and its documents. This cannot be undone.")
    context = _page(initiative, version, "") | {"form": form, "loss": loss % {"number": version.number}}
    return render(
        request, "generic/confirm.html", context | {"title": _("Discard the draft of %(what)s?") % {"what": initiative}}
    )


def _draft_title(person: Person) -> str:
    return _("Draft an initiative") if person.has_perm("initiatives.draft") else _("Draft a local initiative")


def _next_step(initiative: Initiative) -> str:
    return (
        _("Now its follow-up plan.") if initiative.is_local else _("Now its follow-up plan and what it asks of RECs.")
    )


def _draft(initiative: Initiative) -> InitiativeVersion | None:
    version = initiative.versions.drafts().first()
    if version:
        version.initiative = initiative
    return version


def _no_draft(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    say_refused(
        request, _("There is no draft: version %(number)s is published.") % {"number": sure(initiative.current).number}
    )
    return redirect(initiative)


def _page(initiative: Initiative, version: InitiativeVersion | None, subtitle: str) -> dict:
    number = version.number if version else sure(initiative.current).number
    breadcrumbs = [(_("Initiatives"), path_to("initiatives")), (initiative.title, initiative.get_absolute_url())]
    title = _("%(title)s, version %(number)s") % {"title": initiative.title, "number": number}
    return {
        "initiative": initiative,
        "version": version,
        "title": title,
        "subtitle": subtitle,
        "breadcrumbs": breadcrumbs,
    }
