from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import get_language

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.models import Duty
from collaborative.duties.services import close_duty, forget_duties, open_duties, worded
from collaborative.errors import ActionError
from collaborative.files.models import Upload
from collaborative.journal.recording import action, record
from collaborative.letters.models import Letter
from collaborative.letters.outbox import stop, write
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import absolute
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from collaborative.web.sentences import shown
from initiatives.actions.edit_lock import check_unchanged, draft_of, locked
from initiatives.audience import recs_asked, recs_recipients, recs_told
from initiatives.deliverables import agree, title_of
from initiatives.differences import Difference, differences
from initiatives.models import Acknowledgment, Initiative, InitiativeVersion

ACKNOWLEDGE_DAYS = 14
KIND = "initiatives.acknowledge"
LETTERS = ("initiative_published", "initiative_revised")


@action
def publish(
    initiative: Initiative,
    *,
    by: Person,
    revision: int,
    acknowledge_by: date | None = None,
    now: datetime | None = None,
) -> Initiative:
    """The draft becomes the version in force: every REC owes it an acknowledgment and what it asks, and is told.

    A local initiative is acknowledged by nobody (`acknowledge_by` stays empty); the REC that leads it is told.
    """
    now = now or timezone.now()
    initiative = locked(initiative)
    version = draft_of(initiative)
    check_unchanged(version, revision)
    former = initiative.current
    if initiative.is_local:
        acknowledge_by = None
    else:
        acknowledge_by = acknowledge_by or today(now) + timedelta(days=ACKNOWLEDGE_DAYS)
    _check_ready(version, former, acknowledge_by, today(now))
    recs = recs_asked(initiative)
    version.published_at, version.published_by, version.acknowledge_by = now, by, acknowledge_by
    version.save(update_fields=["published_at", "published_by", "acknowledge_by"])
    initiative.current, initiative.revision = version, initiative.revision + 1
    initiative.save()
    Acknowledgment.objects.bulk_create(Acknowledgment(version=version, rec=rec) for rec in recs)
    if former:
        close_duty(former, KIND, why="dropped", now=now)
    _owe(version, [rec.pk for rec in recs], now=now)
    agree(initiative, version, recs, now=now)
    told = recs_told(initiative)
    _tell(version, former, told, now)
    text = ngettext("Published %(what)s, to %(n)s REC.", "Published %(what)s, to %(n)s RECs.", len(told))
    if initiative.is_local:
        text = _("Published %(what)s.")
    also, data = [version, *told], {"number": version.number}
    said = {"what": version, "n": len(told)}
    record("initiative.published", initiative, text=text % said, by=by, also=also, data=data, now=now)
    return initiative


@action
def undo_publish(initiative: Initiative, *, by: Person, now: datetime | None = None) -> Initiative:
    """Within the minutes in which the letters are held, and while nobody has acted on it: all is as it was before."""
    now = now or timezone.now()
    initiative = locked(initiative)
    version = initiative.current
    if version is None:
        raise ActionError(_("This is a draft; there is nothing to undo."))
    if initiative.versions.drafts().exists():
        raise ActionError(_("The next version is being drafted already. Discard that draft first."))
    _take_back_letters(version, now)
    _check_untouched(version)
    former = initiative.versions.published().filter(number__lt=version.number).first()
    version.acknowledgments.all().delete()
    version.published_at = version.published_by = version.acknowledge_by = None
    version.save(update_fields=["published_at", "published_by", "acknowledge_by"])
    initiative.current, initiative.revision = former, initiative.revision + 1
    initiative.save()
    close_duty(version, KIND, why="dropped", now=now)
    recs = recs_asked(initiative)
    agree(initiative, former, recs, now=now)
    _take_back_deliverables(version)
    if former:
        _owe(former, list(former.acknowledgments.open().values_list("rec_id", flat=True)), now=now)
    text = _("Took back the publication of %(what)s before anybody was told.") % {"what": version}
    record(
        "initiative.publication_undone", initiative, text=text, by=by, also=[version, *recs_told(initiative)], now=now
    )
    return initiative


def _take_back_deliverables(version: InitiativeVersion) -> None:
    words = _("A REC has begun to work on a deliverable of it. Revise it instead.")
    deliverables = list(version.deliverables.all())
    if Upload.objects.about(*deliverables).exists():
        raise ActionError(words)
    forget_duties(deliverables)
    try:
        version.deliverables.all().delete()
    except ProtectedError as used:
        raise ActionError(words) from used


def undo_until(version: InitiativeVersion) -> datetime:
    return sure(version.published_at) + timedelta(minutes=settings.LETTER_HOLD_MINUTES)


def _check_ready(
    version: InitiativeVersion, former: InitiativeVersion | None, acknowledge_by: date | None, day: date
) -> None:
    if acknowledge_by and acknowledge_by < day:
        raise ActionError(_("Choose a day from today on by which RECs acknowledge it."), field="acknowledge_by")
    if not version.purpose.strip() or not version.audience_roles:
        raise ActionError(_("Say what it is for and who it is for before you publish it."))
    if version.ends_on < day:
        raise ActionError(
            _("Its last day, %(day)s, is past. Change the draft first.") % {"day": shown(short_day, version.ends_on)}
        )
    known = set(former.asked_deliverables.values_list("measure", "due_on")) if former else set()
    for line in version.asked_deliverables.all():
        if line.due_on < day and (line.measure, line.due_on) not in known:
            words = _("The deliverable “%(what)s” is due on %(day)s, which is past. Change the draft first.")
            raise ActionError(words % {"what": title_of(line.measure), "day": shown(short_day, line.due_on)})
    if former and not version.what_changed.strip():
        raise ActionError(_("Say in the draft what changed and why; RECs read that first."))
    if former and not differences(former, version):
        raise ActionError(_("Nothing differs from version %(number)s.") % {"number": former.number})


def _owe(version: InitiativeVersion, rec_ids: list[int], *, now: datetime) -> None:
    open_duties(
        Duty(
            kind=KIND,
            about=version,
            **worded(_("Read and acknowledge %(title)s") % {"title": version.initiative.title}),
            url=version.initiative.get_absolute_url(),
            role="rec_coordinator",
            organization_id=rec_id,
            due_on=sure(version.acknowledge_by),
            opened_at=now,
        )
        for rec_id in rec_ids
    )


def _tell(
    version: InitiativeVersion, former: InitiativeVersion | None, recs: list[Organization], now: datetime
) -> None:
    context = {
        "initiative": version.initiative,
        "version": version,
        "url": absolute(version.initiative.get_absolute_url()),
    }

    @cache
    def changes_in(_language: str | None) -> list[Difference]:
        return differences(former, version) if former else []

    kind = "initiative_revised" if former else "initiative_published"
    write(
        kind,
        about=version,
        to=recs_recipients(recs),
        context=context,
        per_person=lambda _person: {"changes": changes_in(get_language())},
        now=now,
    )


def _take_back_letters(version: InitiativeVersion, now: datetime) -> None:
    """Stop them all, or refuse: a letter that went cannot be taken back."""
    gone = _("The letters have gone, so this cannot be undone. Revise it instead.")
    if now >= undo_until(version):
        raise ActionError(gone)
    letters = Letter.objects.about(version).filter(kind__in=LETTERS, written_at=sure(version.published_at))
    stop(letters, why=_("The publication was undone."), now=now)
    if letters.filter(stopped_at__isnull=True).exists():
        raise ActionError(gone)


def _check_untouched(version: InitiativeVersion) -> None:
    done = version.acknowledgments.exclude(acknowledged_at__isnull=True).select_related("rec").first()
    if done:
        raise ActionError(_("%(rec)s has acknowledged it already. Revise it instead.") % {"rec": done.rec.name})
    for relation in version._meta.related_objects:
        others = relation.related_model._base_manager
        if relation.related_model._meta.app_label == version._meta.app_label:
            continue
        if others.filter(**{relation.field.name: version}).exists():
            raise ActionError(_("Somebody is already working with this version. Revise it instead."))
