"""What somebody says on the dry run: who a line means, which school is meant. Nothing but the import is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from collaborative.errors import ActionError
from collaborative.imports.enums import Decision, RowOutcome
from collaborative.imports.ids import learn_place
from collaborative.imports.models import Import, ImportRow, ImportRowQuerySet
from collaborative.imports.staged_rows import judge, locked, look_again
from collaborative.people.models import Organization, Person


def decide(upload: Import, row: int, *, who: str, by: Person) -> ImportRow:
    """`who`: «new», «skip», «ask» (for a place of somebody who works elsewhere, or for what differs), or the id of one of
    the candidates."""
    with _open(upload) as upload:
        found = (
            upload.rows.filter(pk=row, applied_at__isnull=True).exclude(outcome__in=("", RowOutcome.REFUSED)).first()
        )
        if found is None or found.outcome in (RowOutcome.PASSED_OVER, RowOutcome.MISSING):
            raise ActionError(_("There is nothing to be said about this line."))
        if who in (Decision.NEW, Decision.SKIP) or (who == Decision.ASK and found.may_be_proposed):
            found.decision = who
        elif who.isascii() and who.isdecimal() and int(who) in found.candidates:
            found.decision, found.person_id = Decision.PERSON, int(who)
        else:
            raise ActionError(_("Say who this is."))
        found.save(update_fields=["decision", "person"])
        judge(upload, [found], by=by)
        return found


def decide_all(upload: Import, *, who: str) -> None:
    """Of all lines that ask and could mean nobody on record: «new» or «skip»; of all whose people work elsewhere: «ask»."""
    if who not in (Decision.NEW, Decision.SKIP, Decision.ASK):
        raise ActionError(_("Say whether they are new."))
    with _open(upload) as upload:
        rows = upload.rows.about_others() if who == Decision.ASK else nobody_else(upload)
        asked = list(rows.values_list("pk", flat=True))
        upload.rows.filter(pk__in=asked).update(decision=who)
        look_again(upload, upload.rows.filter(pk__in=asked))


def nobody_else(upload: Import) -> ImportRowQuerySet:
    return upload.rows.asking().filter(outcome=RowOutcome.ASKED, candidates=[])


def choose_places(upload: Import, chosen: Mapping[str, Organization | None], *, now: datetime) -> None:
    """Which school each id or name means, for this file and the next; None: none of the organization's."""
    with _open(upload) as upload:
        for value, place in chosen.items():
            if place is None:
                upload.foreign_places = list(dict.fromkeys([*upload.foreign_places, value]))
            else:
                learn_place(upload, value, place, now=now)
        upload.save(update_fields=["foreign_places"])
        look_again(upload, upload.rows.filter(places__overlap=list(chosen)).exclude(outcome=RowOutcome.REFUSED))


@contextmanager
def _open(upload: Import) -> Iterator[Import]:
    with transaction.atomic():
        found = locked(upload.pk)
        if found is None or not found.is_open:
            raise ActionError(_("“%(name)s” can no longer be decided on.") % {"name": upload.file_name})
        yield found
