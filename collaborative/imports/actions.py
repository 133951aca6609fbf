"""Giving a file, applying what it says, letting it go."""

from datetime import datetime

from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.imports.kinds import kinds
from collaborative.imports.models import Import, ImportRow
from collaborative.imports.row_reader import FileRead
from collaborative.imports.staged_rows import BATCH, judge, locked, rows_of
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from collaborative.web.sentences import shown


@action
def upload_list(
    organization: Organization,
    *,
    kind: str,
    file: tuple[str, int, str],
    read: FileRead,
    place: Organization,
    position: str = "",
    by: Person,
    now: datetime | None = None,
) -> Import:
    """Keep what a file said as rows; `file`: its name, size and SHA-256. Nobody's record is touched by that."""
    name, size, sha256 = file
    upload = Import.objects.create(
        organization_id=organization.pk,
        kind=kind,
        file_name=name,
        file_size=size,
        sha256=sha256,
        scheme=read.scheme,
        place_scheme=read.place_scheme,
        place_names=read.place_names,
        place_id=place.pk,
        position=position,
        order=read.order,
        notes=read.notes,
        uploaded_by=by,
        uploaded_at=now or timezone.now(),
    )
    ImportRow.objects.bulk_create(rows_of(upload, read), batch_size=BATCH)
    n = len(read.people)
    text = ngettext(
        "“%(name)s” with %(n)s person was uploaded; nothing is changed yet.",
        "“%(name)s” with %(n)s people was uploaded; nothing is changed yet.",
        n,
    ) % {"name": name, "n": f"{n:,}"}
    record("import.uploaded", organization, text=text, by=by, data={"import": upload.pk}, now=now)
    return upload


@action
def apply_at_once(upload: Import, *, by: Person, now: datetime | None = None) -> Import:
    """All of it, where it is one batch."""
    now = now or timezone.now()
    upload = _begun(upload, by=by, now=now)
    _apply_some(upload, by=by, now=now)
    return upload


@action
def begin_applying(upload: Import, *, by: Person, now: datetime | None = None) -> Import:
    """Somebody said yes to a long file; batch after batch follows, each with its own entry."""
    upload = _begun(upload, by=by, now=now or timezone.now())
    n = upload.rows.to_apply().count()
    text = ngettext("“%(name)s” is being applied: %(n)s row.", "“%(name)s” is being applied: %(n)s rows.", n) % {
        "name": upload.file_name,
        "n": f"{n:,}",
    }
    record("import.applying", upload.organization, text=text, by=by, data={"import": upload.pk}, now=now)
    return upload


@action
def apply_batch(upload: Import, *, by: Person, now: datetime | None = None) -> Import:
    """The next rows of one that is being applied."""
    now = now or timezone.now()
    found = locked(upload.pk)
    if found is None or not found.is_applying:
        raise ActionError(_("“%(name)s” is no longer being applied.") % {"name": upload.file_name})
    _apply_some(found, by=by, now=now)
    return found


@action
def discard(upload: Import, *, by: Person, now: datetime | None = None) -> Import:
    upload = _open(upload)
    upload.discarded_at = now or timezone.now()
    upload.save(update_fields=["discarded_at"])
    text = _("“%(name)s” was discarded; nothing of it is applied.") % {"name": upload.file_name}
    if upload.applying_at:
        text = _("The rest of “%(name)s” was discarded.") % {"name": upload.file_name}
    record("import.discarded", upload.organization, text=text, by=by, data={"import": upload.pk}, now=now)
    return upload


def _begun(upload: Import, *, by: Person, now: datetime) -> Import:
    upload = _open(upload)
    if not upload.rows.to_apply().exists():
        raise ActionError(_("Nothing is left to be applied."))
    upload.applying_at, upload.applied_by, upload.stopped_at = now, by, None
    upload.save(update_fields=["applying_at", "applied_by", "stopped_at"])
    return upload


def _open(upload: Import) -> Import:
    """Of two people at once, the second is told."""
    name, found = upload.file_name, locked(upload.pk)
    if found is None:
        raise ActionError(_("“%(name)s” is no longer here.") % {"name": name})
    said = {"name": name, "by": found.applied_by}
    if found.applied_at:
        raise ActionError(
            _("%(by)s applied “%(name)s” on %(at)s.") % {**said, "at": shown(short_day, found.applied_at)}
        )
    if found.is_applying:
        raise ActionError(_("%(by)s is applying “%(name)s” at this moment.") % said)
    if found.discarded_at:
        raise ActionError(_("“%(name)s” was discarded.") % said)
    if found.read_at is None:
        raise ActionError(_("“%(name)s” is still being read.") % said)
    return found


def _apply_some(upload: Import, *, by: Person, now: datetime) -> None:
    """The next batch, judged anew: what somebody else did since the dry run counts. One import at a time writes to an
    organization."""
    kind = kinds[upload.kind]
    Organization.objects.select_for_update(no_key=True).get(pk=upload.organization_id)
    rows = list(upload.rows.to_apply()[:BATCH])
    judged = list(zip(rows, judge(upload, rows, by=by), strict=True))
    acting = [(row, verdict) for row, verdict in judged if verdict.acts]
    counts = kind.apply(upload, acting, by=by, now=now)
    done = [row for row, _verdict in acting]
    for row in done:
        row.applied_at = now
    ImportRow.objects.bulk_update(done, ["person", "words", "applied_at"], batch_size=BATCH)
    if not upload.rows.to_apply().exists():
        upload.applied_at = now
        upload.save(update_fields=["applied_at"])
    people = list(dict.fromkeys(sure(row.person) for row in done))
    data = {"import": upload.pk, **counts}
    record(kind.verb, upload.organization, text=kind.words(upload, counts), by=by, also=people, data=data, now=now)
