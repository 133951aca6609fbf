"""What a file says, in the words of collaborative.lists. What may not stand here is gone before anything is kept."""

import csv
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _

from collaborative.database.search_keys import plain
from collaborative.errors import ActionError
from collaborative.imports.file_formats import Opened, open_list
from collaborative.imports.limits import MOST_ROWS
from collaborative.imports.oneroster import (
    NUMBER_REFUSED,
    SOCIAL_SECURITY,
    is_users,
    numbered,
    org_names,
    read_users,
)
from collaborative.imports.schemes import EMPLOYEE, ONEROSTER, ONEROSTER_ORG, PLACE
from collaborative.lists.list_reader import Listed, Reading, Remark, read_rows, read_text

NEVER_READ = ("password", "passwd", "pwd", "contrasena", "ssn", "social security", "seguro social")


@dataclass
class FileRead:
    people: list[Listed]
    refused: list[Remark]  # nothing becomes of these lines
    passed_over: list[Remark]
    scheme: str = EMPLOYEE
    place_scheme: str = PLACE
    place_names: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    order: str = ""


def read_file(name: str, content: bytes, *, sheet: str = "", orgs: bytes = b"", order: str = "") -> FileRead:
    """Raises Refused where the file as a whole cannot be used. `order` says which name stands first where no heading does."""
    opened = open_list(name, content, sheet=sheet, orgs=orgs)
    found = _of_oneroster(opened) or _of_any(_read(opened, order), opened)
    _sift(found)
    if len(found.people) + len(found.refused) > MOST_ROWS:
        words = _("“%(name)s” has more than %(most)s rows. Divide it into several files.")
        raise ActionError(words % {"name": name, "most": f"{MOST_ROWS:,}"}, field="file")
    if not found.people and not found.refused:
        raise ActionError(_("Nobody was found in “%(name)s”.") % {"name": name}, field="file")
    return found


def _read(opened: Opened, order: str) -> Reading:
    return read_rows(opened.rows, order=order) if opened.rows else read_text(opened.text, order=order)


def _of_oneroster(opened: Opened) -> FileRead | None:
    """None: it is some other list."""
    lines = enumerate(opened.rows, start=1) if opened.rows else numbered(opened.text)
    lines = ((number, cells) for number, cells in lines if any(cells))
    try:
        first = next(lines, (0, []))
        if not is_users(first[1]):
            return None
        reading = read_users(chain([first], lines))
        names = org_names(opened.orgs) if opened.orgs else {}
    except csv.Error:  # a cell of a hundred thousand letters: a quote that is never closed
        return None
    notes = [*opened.notes, _("Read as OneRoster 1.1. Passwords, pupils and parents were not read.")]
    refused = [*reading.refused, *reading.problems]
    return FileRead(reading.people, refused, reading.passed_over, ONEROSTER, ONEROSTER_ORG, names, notes)


def _of_any(reading: Reading, opened: Opened) -> FileRead:
    """Of lines that are refused the words are not kept: a pupil's name is none of ours."""
    refused = [Remark(one.number, "", one.why) for one in reading.refused]
    return FileRead(
        reading.people, [*refused, *reading.problems], reading.passed_over, notes=opened.notes, order=reading.order
    )


def _sift(found: FileRead) -> None:
    """Whatever the reader let through: no number of social security and no password stays."""
    kept = []
    for one in found.people:
        cells = (one.given, one.family, one.email, one.position, one.external_id, *one.places, *one.left_out)
        if any(SOCIAL_SECURITY.search(cell) for cell in cells):
            found.refused.append(Remark(one.number, "", str(NUMBER_REFUSED)))
        else:
            kept.append(one)
    found.people = kept
    for remarks in (found.refused, found.passed_over):
        remarks[:] = [Remark(one.number, "", one.why) if SOCIAL_SECURITY.search(one.text) else one for one in remarks]


def kept_cells(one: Listed) -> list[str]:
    """What is left out of a line, in words, save what is never read."""
    return [cell for cell in one.left_out if not plain(cell.partition(":")[0]).startswith(NEVER_READ)]
