from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.duties.services import forget_duties
from collaborative.errors import ActionError
from collaborative.files.models import Upload
from collaborative.files.services import attach, files_of
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from initiatives.actions.edit_lock import check_unchanged, draft_of, locked
from initiatives.enums import Level
from initiatives.models import AskedDeliverable, Initiative, InitiativeVersion, PlannedStep

NAMING = ("title", "lead", "level")  # of the initiative; they stay once a version is published


class Outline(TypedDict, total=False):
    """What an initiative says of itself, beside its plan and its documents."""

    title: str
    lead: Organization
    level: str
    partners: Iterable[Organization]
    purpose: str
    audience_roles: list[str]
    audience_grades: list[str]
    starts_on: date
    ends_on: date
    expert_valid_months: int
    what_changed: str


@action
def draft(*, by: Person, now: datetime | None = None, **outline: Unpack[Outline]) -> Initiative:
    now = now or timezone.now()
    naming, partners, says = _parts(outline)
    _check_dates(says)
    initiative = Initiative(created_at=now, **naming)
    _check_level(initiative)
    _save_named(initiative)
    initiative.partners.set(partners or [])
    version = InitiativeVersion.objects.create(initiative=initiative, number=1, created_at=now, created_by=by, **says)
    text = _("Drafted %(title)s.") % {"title": initiative.title}
    record("initiative.drafted", version, text=text, by=by, now=now)
    return initiative


@action
def save_draft(
    initiative: Initiative, *, by: Person, revision: int, now: datetime | None = None, **outline: Unpack[Outline]
) -> Initiative:
    initiative = locked(initiative)
    version = draft_of(initiative)
    check_unchanged(version, revision)
    naming, partners, says = _parts(outline)
    if naming and initiative.is_published:
        raise ActionError(_("The title, the lead bureau and the level stay as they were published."))
    _check_dates(says)
    for name, value in naming.items():
        setattr(initiative, name, value)
    _check_level(initiative)
    _save_named(_raise_revision(initiative))
    if partners is not None:
        initiative.partners.set(partners)
    for name, value in says.items():
        setattr(version, name, value)
    version.save()
    record(
        "initiative.draft_saved", version, text=_("Saved the draft of %(what)s.") % {"what": version}, by=by, now=now
    )
    return initiative


@action
def save_plan(
    initiative: Initiative,
    *,
    steps: Iterable[dict[str, Any]],
    asks: Iterable[dict[str, Any]],
    by: Person,
    revision: int,
    now: datetime | None = None,
) -> Initiative:
    """`steps`: days_after, touchpoint, owed_by. `asks`: measure, target, due_on. They replace what the draft had."""
    initiative = locked(initiative)
    version = draft_of(initiative)
    check_unchanged(version, revision)
    asks = list(asks)
    if asks and initiative.is_local:
        raise ActionError(_("A local initiative asks no deliverables: those are owed to PED."))
    _raise_revision(initiative).save()
    version.planned_steps.all().delete()
    version.asked_deliverables.all().delete()
    PlannedStep.objects.bulk_create(PlannedStep(version=version, **step) for step in steps)
    AskedDeliverable.objects.bulk_create(AskedDeliverable(version=version, **ask) for ask in asks)
    text = _("Saved the plan and the deliverables of %(what)s.") % {"what": version}
    record("initiative.plan_saved", version, text=text, by=by, now=now)
    return initiative


@action
def add_document(initiative: Initiative, *, file: UploadedFile, by: Person, now: datetime | None = None) -> Upload:
    version = draft_of(locked(initiative))
    try:
        upload = attach(file, to=version, by=by, now=now)
    except ActionError as refused:
        raise ActionError(refused.message, field="file") from refused
    text = _("Added the document “%(name)s” to %(what)s.") % {"name": upload.name, "what": version}
    record("initiative.document_added", version, text=text, by=by, now=now)
    return upload


@action
def remove_document(initiative: Initiative, *, upload: Upload, by: Person, now: datetime | None = None) -> None:
    version = draft_of(locked(initiative))
    if upload.about != version:
        raise ActionError(_("This document belongs to a published version and stays with it."))
    upload.delete()
    text = _("Removed the document “%(name)s” from %(what)s.") % {"name": upload.name, "what": version}
    record("initiative.document_removed", version, text=text, by=by, now=now)


@action
def revise(initiative: Initiative, *, by: Person, now: datetime | None = None) -> InitiativeVersion:
    """A draft of the next version, with everything that the one in force says."""
    now = now or timezone.now()
    initiative = locked(initiative)
    if initiative.current is None:
        raise ActionError(_("This was never published: change its draft."))
    if begun := initiative.versions.drafts().select_related("created_by").first():
        words = _("Version %(number)s is being drafted already, begun by %(name)s.")
        raise ActionError(words % {"number": begun.number, "name": begun.created_by})
    version = _copy(initiative.current, by=by, now=now)
    record("initiative.revision_begun", version, text=_("Began %(what)s.") % {"what": version}, by=by, now=now)
    return version


@action
def discard_draft(initiative: Initiative, *, by: Person, now: datetime | None = None) -> None:
    """The draft goes with its plan and documents; an initiative that was never published goes with it."""
    initiative = locked(initiative)
    version = draft_of(initiative)
    text = _("Discarded the draft of %(what)s.") % {"what": version}
    record("initiative.draft_discarded", version, text=text, by=by, also=[initiative], now=now)
    files_of(version).delete()
    forget_duties([version])
    version.delete()
    if initiative.current is None:
        initiative.delete()


def _parts(outline: Outline) -> tuple[dict[str, Any], Iterable[Organization] | None, dict[str, Any]]:
    says: dict[str, Any] = dict(outline)
    naming = {name: says.pop(name) for name in NAMING if name in says}
    partners = says.pop("partners", None)
    return naming, partners, says


def _check_dates(says: dict[str, Any]) -> None:
    if says["ends_on"] <= says["starts_on"]:
        raise ActionError(_("Choose a last day after the first day."), field="ends_on")


def _check_level(initiative: Initiative) -> None:
    """Once it was published, lead and level stay as they are."""
    if initiative.is_published:
        return
    of_rec = initiative.lead.kind == Organization.Kind.REC
    if of_rec and initiative.level != Level.LOCAL:
        raise ActionError(_("What a REC leads is a local initiative."), field="level")
    if not of_rec and initiative.level == Level.LOCAL:
        raise ActionError(_("A local initiative is led by a REC. Choose state or federal."), field="level")


def _raise_revision(initiative: Initiative) -> Initiative:
    initiative.revision += 1
    return initiative


def _save_named(initiative: Initiative) -> Initiative:
    try:
        with transaction.atomic():
            initiative.save()
    except IntegrityError as taken:
        words = _("%(lead)s has an initiative of this title already. Choose another title, or revise that one.")
        raise ActionError(words % {"lead": initiative.lead.name}, field="title") from taken
    return initiative


def _copy(current: InitiativeVersion, *, by: Person, now: datetime) -> InitiativeVersion:
    version = InitiativeVersion.objects.create(
        initiative=current.initiative,
        number=current.initiative.versions.count() + 1,
        purpose=current.purpose,
        audience_roles=current.audience_roles,
        audience_grades=current.audience_grades,
        starts_on=current.starts_on,
        ends_on=current.ends_on,
        expert_valid_months=current.expert_valid_months,
        created_at=now,
        created_by=by,
    )
    rows: list[PlannedStep | AskedDeliverable] = [*current.planned_steps.all(), *current.asked_deliverables.all()]
    for row in rows:
        row.pk, row.version, row._state.adding = None, version, True
        row.save()
    for upload in Upload.objects.about(current).iterator(chunk_size=1):
        upload.pk, upload.about, upload._state.adding = None, version, True
        upload.save()
    return version
