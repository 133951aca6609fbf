from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaborative.calendar.days import clock, long_day
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.files.services import files_of
from collaborative.people.models import Organization
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say, say_refused
from initiatives import actions
from initiatives.actions.publication import undo_until
from initiatives.audience import recs_recipients, recs_told, recs_without_address
from initiatives.differences import (
    ask_text,
    difference_text,
    differences,
    document_text,
    grades_text,
    months_text,
    step_text,
)
from initiatives.forms import PublishForm
from initiatives.models import Acknowledgment, Initiative, InitiativeVersion
from initiatives.policy import PUBLISH


@requires(PUBLISH, Initiative, among="for_page", related=("lead", "current__published_by"))
def publish(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    """The check page: what is published, who is told, and by when RECs say that they have read it."""
    version = initiative.versions.drafts().first()
    if version is None and request.method == "GET":
        say_refused(request, _("It is published already."))
        return redirect(initiative)
    form = PublishForm(sent(request), local=initiative.is_local, initial={"revision": initiative.revision})
    if form.is_valid():
        published = form.run(
            lambda: actions.publish(initiative, by=request.user, revision=form.revision, once=form.once, **form.answers)
        )
        if published:
            _say_published(request, published)
            return redirect(published)
    recs = recs_told(initiative)
    number = version.number if version else sure(initiative.current).number
    button = ngettext("Publish version %(number)s to %(n)s REC", "Publish version %(number)s to %(n)s RECs", len(recs))
    if initiative.is_local:
        button = _("Publish version %(number)s")
    context = {
        "form": form,
        "title": _("Check before you publish %(title)s") % {"title": initiative.title},
        "breadcrumbs": [(_("Initiatives"), path_to("initiatives")), (initiative.title, initiative.get_absolute_url())],
        "rows": _rows(initiative, version) if version else [],
        "tells": _tells(recs),
        "button": button % {"number": number, "n": len(recs)},
        "cancel_url": version.get_absolute_url() if version else initiative.get_absolute_url(),
        "cancel_label": _("Leave it as a draft"),
    }
    return render(request, "generic/check.html", context)


@requires(PUBLISH, Initiative, related=("lead",))
@require_POST
@answer_refused
def undo_publish(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    undone = actions.undo_publish(initiative, by=request.user)
    say(request, _("The publication is undone; nobody was told."), next_text=_("What you wrote is a draft again."))
    draft = undone.versions.drafts().get()
    return redirect("initiative-version", initiative.pk, draft.number)


@requires("initiatives.acknowledge", Acknowledgment, related=("rec", "version__initiative"))
@require_POST
def acknowledge(request: PersonRequest, acknowledgment: Acknowledgment) -> HttpResponse:
    try:
        actions.acknowledge(acknowledgment, by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
    else:
        say(request, _("Acknowledged for %(rec)s.") % {"rec": acknowledgment.rec.name}, next_text=_("PED sees it now."))
    return redirect(acknowledgment.version.initiative)


def _say_published(request: PersonRequest, initiative: Initiative) -> None:
    say(
        request,
        _("Version %(number)s is published.") % {"number": sure(initiative.current).number},
        next_text=_("The letters go at %(time)s; until then you can undo this.")
        % {"time": clock(undo_until(sure(initiative.current)))},
        undo_url=path_to("initiative-undo-publish", initiative.pk),
    )


def _rows(initiative: Initiative, version: InitiativeVersion) -> list[tuple[str, str, str]]:
    outline, plan, documents = (path_to(f"initiative-{page}", initiative.pk) for page in ("draft", "plan", "documents"))
    steps = [step_text(step) for step in version.planned_steps.all()]
    asks = [ask_text(line) for line in version.asked_deliverables.all()]
    named, changed = [], []
    if initiative.current:
        compared = "\n".join(map(difference_text, differences(initiative.current, version)))
        changed = [
            (_("What changed, and why"), version.what_changed, outline),
            (_("Compared with version %(n)s") % {"n": initiative.current.number}, compared or _("nothing"), outline),
        ]
    else:
        named = [
            (_("Lead"), initiative.lead.name, outline),
        ]
        if not initiative.is_local:
            named.append((_("Partner bureaus"), ", ".join(initiative.partner_names) or _("none"), outline))
    of_state = []
    if not initiative.is_local:
        of_state = [
            (_("Each REC owes"), "\n".join(asks) or _("nothing"), plan),
            (_("Experts’ certificates are good for"), months_text(version), plan),
        ]
    return [
        (_("Initiative"), initiative.title, outline if not initiative.is_published else ""),
        *named,
        *changed,
        (_("Purpose"), version.purpose, outline),
        (_("From"), f"{long_day(version.starts_on)} – {long_day(version.ends_on)}", outline),
        (_("For whom"), f"{version.audience_text}; {grades_text(version)}", outline),
        (_("Follow-up plan"), "\n".join(steps) or _("none"), plan),
        *of_state,
        (_("Documents"), "\n".join(map(document_text, files_of(version))) or _("none"), documents),
    ]


def _tells(recs: list[Organization]) -> str:
    people = recs_recipients(recs)
    mailed = sum(1 for person in people if person.address)
    words = ngettext(
        "One director or coordinator is told by mail.",
        "%(n)s directors and coordinators are told by mail.",
        mailed,
    ) % {"n": mailed}
    words += " " + _("The letters go ten minutes after you publish; until then you can undo it.")
    silent = recs_without_address(recs, people)
    if silent:
        names = ", ".join(rec.short_name for rec in silent)
        words += " " + _("Nobody has an address at these RECs, so phone them: %(recs)s.") % {"recs": names}
    return words
