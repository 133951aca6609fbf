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

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.name, self.email) if part)


def read_people(lines: list[str]) -> tuple[list[Pasted], list[str]]:
    """The people of a pasted list, and for each line that cannot be read what to do about it."""
    people, problems = [], []
    for number, line in enumerate(lines, start=1):
        text = NUMBERING.sub("", unicodedata.normalize("NFC", line).replace("\xa0", " ")).strip()
        if not text or (number == 1 and _is_heading(text)):
            continue
        for part in _one_each(text):
            try:
                people.append(_read(number, part))
            except ValueError as problem:
                problems.append(str(problem))
    return people, problems


def _is_heading(text: str) -> bool:
    return all(plain(part.strip(QUOTES)) in HEADINGS for part in SPLITTERS.split(text))


def _one_each(text: str) -> list[str]:
    """A mail's list of addressees stands in one line: «Rosa Montoya <rosa@…>; Luis Begay <luis@…>»."""
    for sign in (";", ","):
        parts = [part for part in text.split(sign) if part.strip()]
        if len(parts) > 1 and all("@" in part for part in parts):
            return parts
    return [text]


def _read(number: int, text: str) -> Pasted:
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
    given, family = _names(ADDRESS.sub(" ", text))
    if not email and not (given and family):
        raise ValueError(_("Line %(number)s, “%(text)s”: write first and last name, or an address.") % said)
    if max(len(given), len(family)) > LONGEST:
        raise ValueError(_("Line %(number)s, “%(text)s…”: put one person on each line.") % said)
    return Pasted(number, given, family, email)


def _names(text: str) -> tuple[str, str]:
    """«Montoya, Rosa», «Rosa Montoya», «Rosa⇥Montoya», «Rosa Montoya, Teacher, Sacramento Elementary»."""
    parts = [" ".join(part.strip(QUOTES).split()) for part in SPLITTERS.split(text)]
    parts = [part for part in parts if any(c.isalpha() for c in part) and plain(part) not in JOBS]
    if not parts:
        return "", ""
    if len(parts) == 1 or (len(parts) > 2 and " " in parts[0]):
        given, _space, family = parts[0].rpartition(" ")
        return (given, family) if given else (family, "")
    if "," in text.split(parts[1])[0]:
        return parts[1], parts[0]
    return parts[0], parts[1]
