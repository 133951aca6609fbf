"""Which column is which: known words of headings in English and Spanish, in any order and writing."""

import re
from dataclasses import dataclass

from collaborative.database.search_keys import plain
from collaborative.lists.cells import is_pupil
from collaborative.lists.rows import Row, rows_of
from collaborative.lists.words import PUPIL_WORDS

FIRST_LINES = 30
PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^\w]+|_+")
OF_WHOM = re.compile(r"^(?:teachers?|staff|employee|work|users?|legal|\d+) (?=\w)")

KNOWN = {
    "name": "name|names|full name|fullname|display name|staff member|member name|participant name|attendee name"
    "|nombre completo|nombre y apellidos|nombres y apellidos|nombre y apellido|name original name|staff names",
    "listed name": "teacher|participant|contact|who|employee|attendee|docente|maestro|maestra|empleado",
    "family first name": "last first|lastfirst|last first middle|name lfm|name last first|last name first name"
    "|name last first middle|apellidos y nombre|apellidos y nombres|apellido y nombre|apellidos nombre|apellido nombre",
    "given": "first name|first|firstname|given name|given|givenname|forename|nombre de pila|primer nombre|fname"
    "|first names|given names|preferred first name",
    "family": "last name|last|lastname|family name|family|familyname|surname|apellido|apellidos|primer apellido"
    "|apellido paterno|lname|last names",
    "second family": "segundo apellido|apellido materno|second last name|last name 2|second surname",
    "given or name": "nombre|nombres|nombre s",
    "email": "email|e mail|mail|email address|e mail address|emailaddress|school email|email addr|e mail addr|correo"
    "|correo electronico|correo e|direccion de correo|direccion de correo electronico|primary email|business email"
    "|internet address|correo institucional|school e mail|district email",
    "address": "address|direccion|contact address",
    "position": "position|job|job title|title|primary job|puesto|cargo|posicion|job description|occupation|assignment"
    "|position title|ocupacion",
    "role": "role|roles|rol|type|person type|tipo|funcion",
    "place": "school|site|location|building|works at|campus|organization|organization name|company|school name|place"
    "|escuela|centro|plantel|lugar|primary school|home school|home school id|school id|schoolid|org sourced ids"
    "|location name|site name|building name|school or office|lugar de trabajo|district",
    "id": "sourced id|employee id|staff id|teacher number|number|badge num|badge number|badge|employee number"
    "|identifier|id|user id|staff number|numero de empleado|num empleado|emp id|employee no|staff no|dcid|local id",
    "status": "status|estado|estatus",
    "secret": "password|passwd|contrasena|clave|pin|passcode|temporary password|default password|pwd",
    "social security": "ssn|social security|social security number|social security no|ss|seguro social"
    "|numero de seguro social",
}
KINDS = {phrase: kind for kind, phrases in KNOWN.items() for phrase in phrases.split("|")}
RANK = {phrase: rank for rank, phrase in enumerate(KINDS)}
NAMES = {"name", "family first name", "given", "family", "given or name", "pupil"}
WHO = NAMES | {"email"}
ALONE = NAMES - {"given", "family"} | {"email"}


def kind_of(heading: str) -> str:
    """What a column of this heading holds, or nothing where the heading is not known."""
    phrase = _phrase(heading)
    own = OF_WHOM.sub("", phrase)
    found = KINDS.get(phrase) or KINDS.get(own, "")
    if not found and PUPIL_WORDS & set(phrase.split()):
        rest = " ".join(word for word in phrase.split() if word not in PUPIL_WORDS and word not in ("de", "del", "s"))
        return "pupil" if KINDS.get(rest) in NAMES or not rest else ""
    return found


def _phrase(heading: str) -> str:
    return plain(" ".join(PARTS.sub(" ", heading).split()))


@dataclass(frozen=True)
class Columns:
    """A row of headings, and which of its columns holds what."""

    number: int
    headings: tuple[str, ...]
    kinds: tuple[str, ...]

    def of(self, *kinds: str) -> list[int]:
        return [at for at, kind in enumerate(self.kinds) if kind in kinds]

    @property
    def score(self) -> tuple[bool, int]:
        return bool(NAMES & set(self.kinds)), sum(bool(kind) for kind in self.kinds)


def columns_of(row: Row) -> Columns | None:
    """The row as headings, where it is one: nobody is called «First name», and no heading holds an address."""
    cells = [cell for cell in row.cells if cell]
    if not cells or any("@" in cell or len(cell) > 60 for cell in cells):
        return None
    kinds = [kind_of(cell) for cell in row.cells]
    known = [kind for kind in kinds if kind]
    strong = [kind for cell, kind in zip(row.cells, kinds, strict=True) if kind in WHO and not is_pupil(cell)]
    every = len(known) == len(cells)
    if (strong and len(known) > 1) or (strong and len(cells) == 1 and strong[0] in ALONE) or _is_wide(cells, strong):
        return Columns(row.number, row.cells, tuple(_settled(row.cells, kinds)))
    if every and "listed name" in known and len(known) > 1:
        return Columns(row.number, row.cells, tuple(_settled(row.cells, kinds)))
    return None


def _is_wide(cells: list[str], strong: list[str]) -> bool:
    """«Name, Grade»: one known word, and beside it nothing that could be data."""
    return bool(strong and strong[0] in ALONE and kind_of(cells[0])) and not any(
        any(c.isdigit() for c in cell) for cell in cells
    )


def _settled(headings: tuple[str, ...], kinds: list[str]) -> list[str]:
    """What a word means beside the others: «Nombre» with «Apellidos» is the given name, alone it is the whole."""
    if "family" in kinds and "given" not in kinds:
        kinds = ["given" if kind in ("given or name", "name") else kind for kind in kinds]
    elif "given" in kinds or "family" in kinds:
        kinds = ["" if kind in ("given or name", "name", "listed name") else kind for kind in kinds]
    kinds = ["name" if kind == "given or name" else kind for kind in kinds]
    if not NAMES & set(kinds):
        kinds = ["name" if kind == "listed name" else kind for kind in kinds]
    if NAMES & (set(kinds) - {"pupil"}):
        kinds = ["" if kind in ("pupil", "listed name") else kind for kind in kinds]
    kinds = [("" if "email" in kinds else "email") if kind == "address" else kind for kind in kinds]
    for kind in ("name", "family first name", "given", "family", "second family", "email", "position", "id"):
        at = [place for place, found in enumerate(kinds) if found == kind]
        best = min(at, key=lambda place: (RANK.get(_phrase(headings[place]), 999), place), default=None)
        kinds = ["" if found == kind and place != best else found for place, found in enumerate(kinds)]
    return kinds


def find_headings(text: str) -> tuple[str, Columns] | None:
    """The separator of a text with headings, and the row that reads most like them among the first."""
    beginning = "\n".join(text.split("\n")[: 2 * FIRST_LINES])
    best = None
    for separator in "\t;,|":
        found = best_columns(rows_of(beginning, separator))
        if found and (best is None or found.score > best[1].score):
            best = separator, found
    return best


def best_columns(rows: list[Row]) -> Columns | None:
    filled = [row for row in rows if not row.is_blank][:FIRST_LINES]
    return max(filter(None, map(columns_of, filled)), key=lambda columns: columns.score, default=None)
