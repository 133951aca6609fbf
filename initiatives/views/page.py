from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import fiscal_year, school_year_name
from collaborative.database.sure import sure
from collaborative.files.services import files_of
from collaborative.journal.access_log import seen
from collaborative.journal.history import history_of
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import panels_for
from collaborative.web.addresses import path_to
from initiatives.actions.publication import undo_until
from initiatives.deliverables import target_text, title_of
from initiatives.differences import differences, grades_text, months_text
from initiatives.models import Initiative, InitiativeVersion
from initiatives.policy import may_draft, may_publish, sees_acknowledgments
from initiatives.queries import shown_to


@requires("initiatives.view", Initiative, among="for_page", related=("lead", "current"))
def initiative(request: PersonRequest, initiative: Initiative) -> HttpResponse:
    """What is in force; where nothing was published yet, the draft as others will see it."""
    if not initiative.is_published:
        return _version_page(request, initiative, initiative.versions.select_related("created_by").get())
    version, person = sure(initiative.current), request.user
    version.initiative = initiative
    versions = InitiativeVersion.objects.filter(initiative=initiative).visible_to(person).only("number", "published_at")
    draft = next((one for one in versions if not one.is_published), None)
    recs = person.organizations_with("initiatives.acknowledge")
    own = [row for row in shown_to(person, initiative) if row.rec_id in recs]
    may_change = may_draft(person, initiative)
    may_undo = draft is None and may_publish(person, initiative)
    context = {
        **_says(initiative, version),
        "title": initiative.title,
        "subtitle": _subtitle(initiative, version),
        "breadcrumbs": [(_("Initiatives"), path_to("initiatives"))],
        "versions": versions,
        "draft": draft,
        "may_change": may_change,
        "may_revise": may_change and draft is None,
        "undo_until": _undo_until(version) if may_undo else None,
        "to_acknowledge": [row for row in own if row.acknowledged_at is None],
        "panels": panels_for("initiative", request, initiative),
        "history": history_of(initiative, request, verbs="initiative.") if sees_acknowledgments(person) else [],
    }
    response = render(request, "initiatives/initiative.html", context)
    unseen = [row.rec_id for row in own if row.seen_at is None]
    seen(response, version, person=person, organization_ids=unseen)
    return response


@requires("initiatives.view", Initiative, among="for_page", related=("lead", "current"))
def version(request: PersonRequest, initiative: Initiative, number: int) -> HttpResponse:
    versions = initiative.versions.visible_to(request.user).select_related("published_by", "created_by")
    return _version_page(request, initiative, get_object_or_404(versions, number=number))


def _version_page(request: PersonRequest, initiative: Initiative, version: InitiativeVersion) -> HttpResponse:
    """One version as it reads or will read, and what it says otherwise than the one before."""
    version.initiative = initiative
    former = initiative.versions.filter(number=version.number - 1).first() if version.number > 1 else None
    may_change = not version.is_published and may_draft(request.user, initiative)
    return render(
        request,
        "initiatives/version.html",
        {
            **_says(initiative, version, former),
            "title": initiative.title,
            "subtitle": _subtitle(initiative, version),
            "breadcrumbs": [(_("Initiatives"), path_to("initiatives"))]
            + ([(initiative.title, initiative.get_absolute_url())] if initiative.is_published else []),
            "former": former,
            "differences": differences(former, version) if former else [],
            "may_change": may_change,
            "may_publish": may_change and may_publish(request.user, initiative),
            "history": history_of(version, request) if may_change else [],
        },
    )


def _says(
    initiative: Initiative, version: InitiativeVersion, former: InitiativeVersion | None = None
) -> dict[str, Any]:
    steps, asks = _lines(version, former)
    return {
        "initiative": initiative,
        "version": version,
        "facts": _facts(initiative, version),
        "steps": steps,
        "asks": [(title_of(line.measure), target_text(line.measure, line.target), line) for line in asks],
        "documents": files_of(version),
    }


def _lines(version: InitiativeVersion, former: InitiativeVersion | None) -> tuple[Any, Any]:
    """Planned steps and asked deliverables; of two versions that are compared, both at once."""
    if former is not None:
        prefetch_related_objects([version, former], "planned_steps", "asked_deliverables")
    return version.planned_steps.all(), version.asked_deliverables.all()


def _subtitle(initiative: Initiative, version: InitiativeVersion) -> str:
    words = {
        "level": initiative.get_level_display().capitalize(),
        "lead": initiative.lead.name,
        "number": version.number,
    }
    if not version.is_published:
        words["name"] = version.created_by
        return _("%(level)s initiative of the %(lead)s · draft of version %(number)s, begun by %(name)s") % words
    words["day"] = short_day(sure(version.published_at))
    return _("%(level)s initiative of the %(lead)s · version %(number)s, published %(day)s") % words


def _facts(initiative: Initiative, version: InitiativeVersion) -> list[tuple[str, Any]]:
    of_state = [
        (_("Partner bureaus"), ", ".join(initiative.partner_names) or _("none")),
        (_("Experts’ certificates are good for"), months_text(version)),
    ]
    return [
        (_("For whom"), version.audience_text),
        (_("Grades"), grades_text(version)),
        (_("From"), long_day(version.starts_on)),
        (_("Until"), long_day(version.ends_on)),
        (_("School years"), _school_years(version)),
        *([] if initiative.is_local else of_state),
    ]


def _school_years(version: InitiativeVersion) -> str:
    first, last = fiscal_year(version.starts_on), fiscal_year(version.ends_on)
    if first == last:
        return school_year_name(first)
    return _("%(first)s to %(last)s") % {"first": school_year_name(first), "last": school_year_name(last)}


def _undo_until(version: InitiativeVersion):
    until = undo_until(version)
    return until if timezone.now() < until else None
