"""A file's rows held against our records, some hundred at a time. Plain functions; each batch is a transaction of its own,
so that whoever was stopped goes on where the last one ended."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from collaborative.database.search_keys import plain
from collaborative.imports.enums import RowOutcome
from collaborative.imports.kinds import Verdict, kinds
from collaborative.imports.models import Import, ImportRow, ImportRowQuerySet
from collaborative.imports.row_reader import FileRead, kept_cells
from collaborative.lists.list_reader import Listed, Remark
from collaborative.people.models import Person

BATCH = 500  # rows in one transaction; a file with no more is read and applied at once
JUDGED = ("outcome", "words", "acts", "person", "candidates")


def rows_of(upload: Import, read: FileRead) -> list[ImportRow]:
    """Unsaved, each line of the file once."""
    rows = [_row(upload, one) for one in read.people]
    rows += [_remark(upload, one, RowOutcome.REFUSED) for one in read.refused]
    rows += [_remark(upload, one, RowOutcome.PASSED_OVER) for one in read.passed_over]
    return sorted(rows, key=lambda row: row.number)


def locked(pk: int) -> Import | None:
    """Whoever works on an import holds its row: two at once take turns."""
    imports = Import.objects.select_for_update(no_key=True, of=("self",))
    return imports.select_related("organization", "place").filter(pk=pk).first()


def read_all(pk: int, *, now: datetime) -> None:
    while _read_some(pk, now=now):
        pass


def _read_some(pk: int, *, now: datetime) -> bool:
    """One batch. False: nothing is left to do."""
    with transaction.atomic():
        upload = locked(pk)
        if upload is None or not upload.is_reading:
            return False
        rows = list(upload.rows.to_read()[:BATCH])
        if rows:
            judge(upload, rows, by=upload.uploaded_by)
            return True
        _list_missing(upload)
        upload.read_at = now
        upload.save(update_fields=["read_at"])
        return False


def judge(upload: Import, rows: Sequence[ImportRow], *, by: Person) -> list[Verdict]:
    """What each becomes, written on it."""
    verdicts = kinds[upload.kind].judge(upload, rows, by=by)
    for row, verdict in zip(rows, verdicts, strict=True):
        row.outcome, row.words, row.acts = verdict.outcome, verdict.words, verdict.acts
        row.person = verdict.person
        row.candidates = [one.pk for one in verdict.candidates]
    ImportRow.objects.bulk_update(rows, JUDGED, batch_size=BATCH)
    return verdicts


def look_again(upload: Import, rows: ImportRowQuerySet) -> None:
    """Rows of which something else is known now are read anew."""
    rows.filter(applied_at__isnull=True).update(outcome=RowOutcome.UNREAD, acts=False)
    upload.read_at = None
    upload.save(update_fields=["read_at"])


def _list_missing(upload: Import) -> None:
    """Who is on record but not in the file is told; nobody's place ends by that."""
    upload.rows.filter(outcome=RowOutcome.MISSING).delete()
    named = set(upload.rows.filter(person__isnull=False).values_list("person", flat=True))
    words = _("On the roster, but not in the file. The place stays: end it on the roster if it is over.")
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                upload=upload,
                number=0,
                given=person.given_name,
                family=person.family_name,
                email=person.address,
                outcome=RowOutcome.MISSING,
                words=words,
                person=person,
            )
            for person in kinds[upload.kind].missing(upload, named)
        ],
        batch_size=BATCH,
    )


def _row(upload: Import, one: Listed) -> ImportRow:
    return ImportRow(
        upload=upload,
        number=one.number,
        given=one.given[:80],
        family=one.family[:80],
        email=one.email.lower()[:254],
        position=one.position[:80],
        places=[place[:200] for place in one.places],
        external_id=one.external_id[:200],
        employee_id=getattr(one, "employee_id", "")[:200],
        is_off=getattr(one, "is_off", False),
        left_out=kept_cells(one),
        key=f"{plain(one.name)}|{one.email.lower()}"[:430],
    )


def _remark(upload: Import, one: Remark, outcome: RowOutcome) -> ImportRow:
    words = _("%(why)s “%(text)s”") % {"why": one.why, "text": one.text} if one.text else one.why
    return ImportRow(upload=upload, number=one.number, outcome=outcome, words=words)
