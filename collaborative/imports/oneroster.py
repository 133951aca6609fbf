"""OneRoster 1.1 as CSV: users.csv, with orgs.csv where it came along. https://www.imsglobal.org/oneroster-v11-final-csv-tables

Only staff are read. Passwords are never looked at; pupils, parents and guardians leave nothing but the number of their
line.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.lists.list_reader import Listed, Reading, Remark

NEEDED = {"sourcedid", "givenname", "familyname", "role", "orgsourcedids"}
STAFF = {
    "administrator": gettext_lazy("Administrator"),
    "aide": gettext_lazy("Aide"),
    "proctor": gettext_lazy("Proctor"),
    "teacher": gettext_lazy("Teacher"),
}
NOT_STAFF = {"student", "parent", "guardian", "relative"}
LEFT_OUT = {
    "middlename": gettext_lazy("Middle name"),
    "phone": gettext_lazy("Phone"),
    "sms": gettext_lazy("Text messages"),
}

SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}([- ‐‑–])\d{2}\1\d{4}(?![\w-])")
NUMBER_REFUSED = gettext_lazy(
    "A number shaped like a social security number stands here. Nothing of the line was kept. Take those numbers out of "
    "the file and upload it again."
)


@dataclass(frozen=True)
class Rostered(Listed):
    """`external_id` is the sourcedId; `employee_id` the identifier beside it. `is_off`: the account is switched off."""

    employee_id: str = ""
    is_off: bool = False


def is_users(head: Sequence[str]) -> bool:
    return {cell.strip().lower() for cell in head} >= NEEDED


def read_users(rows: Iterable[tuple[int, Sequence[str]]]) -> Reading:
    """From the cells of each line and its number."""
    reading = Reading()
    for number, row in _records(rows, heading=reading.passed_over):
        role, status = row.get("role", "").lower(), row.get("status", "").lower()
        if role in NOT_STAFF:
            why = _("A pupil, parent or guardian: only staff are kept here.")
            reading.refused.append(Remark(number, "", why))
        elif status == "tobedeleted":
            why = _(
                "“tobedeleted”: the other program lets this person go, so nobody is added. No place ends by itself."
            )
            reading.refused.append(Remark(number, "", why))
        elif role not in STAFF:
            why = _("The role “%(role)s” is none of staff: %(known)s.")
            reading.refused.append(Remark(number, "", why % {"role": role[:40], "known": ", ".join(sorted(STAFF))}))
        elif any(SOCIAL_SECURITY.search(cell) for cell in row.values()):
            reading.refused.append(Remark(number, "", str(NUMBER_REFUSED)))
        else:
            _take(reading, number, row)
    return reading


def numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that is not blank, numbered as somebody counts who looks at the file."""
    reader, begins = csv.reader(StringIO(text)), 1
    for cells in reader:
        number, begins = begins, reader.line_num + 1
        if any(cell.strip() for cell in cells):
            yield number, cells


def org_names(text: str) -> dict[str, str]:
    """What orgs.csv calls each org."""
    rows = _records(numbered(text))
    return {row["sourcedid"]: row.get("name", "")[:200] for _number, row in rows if row.get("sourcedid")}


def _take(reading: Reading, number: int, row: dict[str, str]) -> None:
    email, given, family = row.get("email", "").lower(), row.get("givenname", ""), row.get("familyname", "")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        why = _("“%(email)s” is not a whole address. Put it right in the other program, and upload the file again.")
        reading.problems.append(Remark(number, f"{given} {family}"[:60], why % {"email": email[:80]}))
        return
    left_out = tuple(f"{words}: {row[name]}" for name, words in LEFT_OUT.items() if row.get(name))
    person = Rostered(
        number,
        given=given,
        family=family,
        email=email,
        position=str(STAFF[row["role"].lower()]),
        places=tuple(part for org in row.get("orgsourcedids", "").split(",") if (part := org.strip())),
        external_id=row.get("sourcedid", ""),
        left_out=left_out,
        employee_id=row.get("identifier", ""),
        is_off=row.get("enableduser", "").lower() == "false",
    )
    reading.people.append(person)


def _records(
    rows: Iterable[tuple[int, Sequence[str]]], heading: list[Remark] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line's cells by heading. A password is not even handed on."""
    head: list[str] = []
    for number, cells in rows:
        if not head:
            head = [cell.strip().lower() for cell in cells]
            if heading is not None:
                heading.append(Remark(number, "", _("The headings.")))
        else:
            found = zip(head, cells, strict=False)
            yield number, {name: " ".join(cell.split()) for name, cell in found if name != "password"}
