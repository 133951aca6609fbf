"""From the bytes of a file to a list. What a file is, its content says, never its name."""

import codecs
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from collaborative.errors import ActionError
from collaborative.imports.limits import LONGEST_LINE, MEGABYTE, MOST_LINES, MOST_PARTS, MOST_ROWS, MOST_UNPACKED
from collaborative.imports.sheets import rows_of_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and an Excel file with a password
ZIP = b"PK\x03\x04"
BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
HALF = 0.3  # of the bytes at odd or even places are zero: UTF-16 without its mark


@dataclass
class Opened:
    """`text`, or the `rows` of a workbook. `orgs`: what OneRoster says of schools, where that came along. `notes`: what
    was assumed."""

    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    orgs: str = ""
    notes: list[str] = field(default_factory=list)


def open_list(name: str, content: bytes, *, sheet: str = "", orgs: bytes = b"") -> Opened:
    """Raises Refused in words that say how to save it."""
    said = {"name": name}
    if not content:
        raise ActionError(_("“%(name)s” is empty.") % said, field="file")
    if len(content) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // MEGABYTE
        words = _("“%(name)s” is larger than %(limit)s MB. Divide it into several files.")
        raise ActionError(words % {**said, "limit": limit}, field="file")
    if content.startswith(ZIP):
        opened = _open_zip(name, content, sheet)
    elif content.startswith(OLD_OFFICE):
        words = _(
            "“%(name)s” is an old Excel file, or has a password. Open it in Excel, choose “Save as” and the type "
            "“Excel Workbook (.xlsx)” or “CSV UTF-8”, and upload that file."
        )
        raise ActionError(words % said, field="file")
    else:
        opened = _open_text(name, content)
    if orgs:
        opened.orgs = _decoded("orgs.csv", orgs)[0]
    return opened


def _open_text(name: str, content: bytes) -> Opened:
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if filetype.guess(content[:8192]) or start.startswith((b"<", b"{", b"%pdf", b"mz", b"#!", b"{\\rtf")):
        words = _(
            "“%(name)s” is not a list that can be read here. Save it as an Excel workbook (.xlsx) or as CSV, and upload "
            "that file."
        )
        raise ActionError(words % {"name": name}, field="file")
    text, note = _decoded(name, content)
    return Opened(text, notes=[note] if note else [])


def _open_zip(name: str, content: bytes, sheet: str) -> Opened:
    refused = _(
        "“%(name)s” is packed, but neither an Excel workbook nor a OneRoster file with users.csv in it. Unpack it and "
        "upload the list itself."
    ) % {"name": name}
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                words = _("“%(name)s” holds more than %(limit)s MB when it is unpacked. Divide it into several files.")
                raise ActionError(words % {"name": name, "limit": MOST_UNPACKED // MEGABYTE}, field="file")
            if any(part.flag_bits & 1 for part in parts):
                words = _("“%(name)s” has a password. Save it without one and upload that file.")
                raise ActionError(words % {"name": name}, field="file")
            names = {part.filename.rpartition("/")[2].lower(): part for part in reversed(parts)}
            if "workbook.xml" in names:
                rows, notes = rows_of_workbook(name, content, sheet=sheet)
                return Opened(rows=rows, notes=notes)
            if "users.csv" not in names:
                raise ActionError(refused, field="file")
            text, note = _decoded("users.csv", packed.read(names["users.csv"]))
            orgs = _decoded("orgs.csv", packed.read(names["orgs.csv"]))[0] if "orgs.csv" in names else ""
            return Opened(text, orgs=orgs, notes=[note] if note else [])
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise ActionError(refused, field="file") from None


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text, and a word on what was assumed where the file does not say it."""
    encoding = next((encoding for mark, encoding in BOMS if content.startswith(mark)), "") or _utf_16(content)
    note = ""
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            words = _(
                "“%(name)s” ends within a letter: it is damaged. Save it anew as “CSV UTF-8” and upload that file."
            )
            raise ActionError(words % {"name": name}, field="file") from None
        text = content.decode("cp1252", errors="replace")
        note = _(
            "The file does not say how its letters are written; Windows-1252 was assumed. Look at names with accents."
        )
    if "\x00" in text:
        words = _("“%(name)s” is not text. Save the list as an Excel workbook (.xlsx) or as CSV, and upload that file.")
        raise ActionError(words % {"name": name}, field="file")
    _measure(name, text)
    return text.removeprefix("\ufeff"), note


def _measure(name: str, text: str) -> None:
    """Before anybody reads it line by line, which takes its time."""
    lines = text.splitlines()
    if sum(bool(line.strip()) for line in lines) > MOST_LINES:
        words = _("“%(name)s” has more than %(most)s rows. Divide it into several files.")
        raise ActionError(words % {"name": name, "most": f"{MOST_ROWS:,}"}, field="file")
    if number := next((number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE), 0):
        words = _("Line %(number)s of “%(name)s” is too long to be that of a list of people.")
        raise ActionError(words % {"name": name, "number": number}, field="file")


def _utf_16(content: bytes) -> str:
    head = content[:4096]
    if head[1::2].count(0) > HALF * len(head) / 2 > 0 and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > HALF * len(head) / 2 > 0 and not head[1::2].count(0):
        return "utf-16-be"
    return ""
