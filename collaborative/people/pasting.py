"""Reading names and addresses as people paste them: from a letter, a spreadsheet, a mail's list of addressees."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from collaborative.sorting import plain

ADDRESS = re.compile(r"(?:mailto:)?([^\s<>,;|\"'()\[\]]*@[^\s<>,;|\"'()\[\]]*)", re.IGNORECASE)
NUMBERING = re.compile(r"^(?:[-–*•]|\(?\d{1,3}[.)])\s+")
SPLITTERS = re.compile(r"[,;\t|]")
QUOTES = " \"'“”«»‘’<>()[]"
HEADINGS = {"name", "names", "full name", "first name", "last name", "given name", "family name", "first", "last"}
HEADINGS |= {"email", "e-mail", "mail", "address", "email address", "school", "position", "role", "teacher name"}
JOBS = {"teacher", "principal", "assistant principal", "coach", "instructional coach", "counselor", "aide", "ea"}
JOBS |= {"librarian", "nurse", "director", "coordinator", "superintendent", "interventionist", "educational assistant"}
LONGEST = 80


@dataclass(frozen=True)
class Pasted:
    """One person of a pasted list. Names may be empty where only an address was given."""

    number: int  # of the line
    given: str = ""
    family: str = ""
    email: str = ""
    position: str = ""  # what else the line says: «Teacher», «3rd grade», a school

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def words(self) -> str:
        words = ", ".join(part for part in (self.name, self.email) if part)
        return f"{words} ({self.position})" if self.position else words


def read_people(lines: list[str]) -> tuple[list[Pasted], list[str]]:
    """The people of a pasted list, and for each line that cannot be read what to do about it."""
    people, problems = [], []
    halves = _are_halves(lines)
    for number, line in enumerate(lines, start=1):
        text = _bare(line)
        if not text or (number == 1 and _is_heading(text)):
            continue
        for part in _one_each(text):
            try:
                people.append(_read(number, part, halves))
            except ValueError as problem:
                problems.append(str(problem))
    return people, problems


def _bare(line: str) -> str:
    return NUMBERING.sub("", unicodedata.normalize("NFC", line).replace("\xa0", " ")).strip()


def _is_heading(text: str) -> bool:
    return all(plain(part.strip(QUOTES)) in HEADINGS for part in SPLITTERS.split(text))


def _one_each(text: str) -> list[str]:
    """A mail's list of addressees stands in one line: «Rosa Montoya <rosa@…>; Luis Begay <luis@…>»."""
    for sign in (";", ","):
        parts = [part for part in text.split(sign) if part.strip()]
        if len(parts) > 1 and all("@" in part for part in parts):
            return parts
    return [text]


def _read(number: int, text: str, halves: bool) -> Pasted:
    said = {"number": number, "text": text[:60]}
    addresses = list(dict.fromkeys(found.lower() for found in ADDRESS.findall(text)))
    if len(addresses) > 1:
        raise ValueError(_("Line %(number)s holds two addresses. Put each person on a line of their own.") % said)
    email = addresses[0].strip(".:") if addresses else ""
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise ValueError(
                _("Line %(number)s: “%(email)s” is not a whole address. Write it like rosa.montoya@school.org.")
                % {"number": number, "email": email}
            ) from None
    given, family, position = _names(text, halves)
    if not email and not (given and family):
        raise ValueError(_("Line %(number)s, “%(text)s”: write first and last name, or an address.") % said)
    if max(len(given), len(family)) > LONGEST:
        raise ValueError(_("Line %(number)s, “%(text)s…”: put one person on each line.") % said)
    return Pasted(number, given, family, email, position)


def _names(text: str, halves: bool) -> tuple[str, str, str]:
    """Given name, family name, position.

    A first cell of two words or more is the whole name and what follows is the position: «Rosa Montoya, rosa@…, 3rd
    grade». One of a single word is half of it: «Montoya, Rosa», «Rosa⇥Montoya»; in a list of such halves «Peña Baca,
    Dolores» is one, too. What stands behind an address is never the other half.
    """
    before, *rest = ADDRESS.split(text)
    after = " ".join(rest[1::2])
    if not (names := _no_jobs(_cells(before))):
        before, after = f"{before} {after}", ""
        names = _no_jobs(_cells(before))
    whole = len(names) < 2 or (" " in names[0] and not halves)
    used = names[: 1 if whole else 2]
    left = _cells(before)
    for cell in used:  # once each: «Grant Grant, Grant Grant» works at a school of the same name
        left.remove(cell)
    position = ", ".join(left + _cells(after))[:LONGEST]
    if whole:
        given, _space, family = (names[0] if names else "").rpartition(" ")
        return given or family, family if given else "", position
    sign = SPLITTERS.findall(before)[[_clean(cell) for cell in SPLITTERS.split(before)].index(names[0])]
    if sign == ",":  # last name first
        used.reverse()
    return *used, position


def _are_halves(lines: list[str]) -> bool:
    """Whether a list gives first and last names in cells of their own, as registers do: most first cells hold one word."""
    rows = [_cells(ADDRESS.sub(" ", _bare(line))) for line in lines]
    firsts = [cells[0] for cells in rows if len(cells) > 1]
    return 2 * sum(" " not in first for first in firsts) > len(firsts)


def _cells(text: str) -> list[str]:
    """The cells with letters in them."""
    return [cell for cell in map(_clean, SPLITTERS.split(text)) if any(c.isalpha() for c in cell)]


def _clean(cell: str) -> str:
    return " ".join(cell.strip(QUOTES).split())


def _no_jobs(cells: list[str]) -> list[str]:
    return [cell for cell in cells if plain(cell) not in JOBS]
