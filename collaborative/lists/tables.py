"""People of a row under headings: each cell is what its heading says."""

from dataclasses import replace

from django.utils.translation import gettext as _

from collaborative.database.search_keys import plain
from collaborative.lists import words
from collaborative.lists.cells import has_no_person, is_pupil, refuse_pupils, refuse_secrets, take_address
from collaborative.lists.headings import Columns
from collaborative.lists.lines import Order, order_of, read_line
from collaborative.lists.names import LONGEST, bare, is_job, is_title, is_whole_name, reads_like_name
from collaborative.lists.results import FAMILY_FIRST, Listed, NoPerson, Problem, Refusal
from collaborative.lists.rows import Row, split_again


def order_of_column(rows: list[Row], columns: Columns, asked: str = "") -> Order:
    """How the whole names of a column are taken."""
    if columns.of("family first name"):
        return Order(FAMILY_FIRST, halves=True, in_column=True)
    name = columns.of("name")
    cells = [Row(row.number, (row.cells[name[0]],)) for row in rows if name and len(row.cells) > name[0]]
    found = order_of(map(split_again, cells), asked)
    found.in_column, found.seen = True, ""
    return found


def without_secrets(row: Row, columns: Columns) -> Row:
    """Passwords are never read, and of a social security number only that there is one."""
    kept = {"secret": "", "social security": "•••"}
    kinds = (*columns.kinds, *[""] * len(row.cells))
    cells = (kept.get(kind, cell) if cell else "" for cell, kind in zip(row.cells, kinds, strict=False))
    return Row(row.number, tuple(cells), row.signs)


def aligned(row: Row, columns: Columns) -> Row:
    """«Quintana, Aurelia» in a file of commas without quotes is a cell too many."""
    names = columns.of("name", "family first name")
    if len(row.cells) != len(columns.headings) + 1 or set(row.signs) != {","} or not names:
        return row
    at = names[0]
    cells = (*row.cells[:at], f"{row.cells[at]}, {row.cells[at + 1]}", *row.cells[at + 2 :])
    email = columns.of("email")
    fits = "@" in cells[email[0]] if email else reads_like_name(row.cells[at + 1])
    return Row(row.number, cells, row.signs[:-1]) if fits else row


def read_row(row: Row, columns: Columns, order: Order) -> list[Listed]:
    said = _Said(row, columns)
    refuse_secrets([cell for cell, _kind in said.cells])
    if said.one("social security"):
        raise Refusal(
            _("It holds what looks like a social security number. Take it out of the list: we never keep one.")
        )
    if not columns.of("name", "family first name", "given", "family") and columns.of("pupil"):
        raise Refusal(_("This is a student, a parent or a guardian. Only staff are registered here."))
    refuse_pupils(
        [part for text in said.all("role", "position") for part in [text, *text.replace(";", ",").split(",")]]
    )
    if plain(said.one("status")).replace(" ", "") in ("tobedeleted", "deleted"):
        raise Refusal(_("The other program is about to delete this person."))
    email = said.email()
    about = {
        "position": said.position(),
        "places": said.places(),
        "external_id": said.one("id"),
        "left_out": tuple(said.left_out()),
    }
    if columns.of("given", "family"):
        people = [_of_two(row, said, email)]
    else:
        people = _of_one(row, said, email, order)
    return [_with(person, about) for person in people]


class _Said:
    """What a row says, by kind."""

    def __init__(self, row: Row, columns: Columns) -> None:
        spare = max(len(row.cells) - len(columns.headings), 0)
        self.headings = (*columns.headings, *[""] * spare)
        kinds = (*columns.kinds, *[""] * spare)
        self.cells = list(zip(row.cells, kinds, strict=False))
        self.unkept: list[str] = []

    def all(self, *kinds: str) -> list[str]:
        return [cell for cell, kind in self.cells if kind in kinds and cell]

    def one(self, kind: str) -> str:
        return next(iter(self.all(kind)), "")

    def email(self) -> str:
        """The address of the column for it. Something else there is no address, and that is put right first."""
        text = self.one("email")
        if not text:
            return ""
        if plain(text).strip(".") in words.NOTHING:
            self._leave("email")
            return ""
        email, rest = take_address(text.replace(";", " ").replace(",", " "))
        if not email:
            words_ = _("“%(email)s” is not a whole address. Write it like rosa.montoya@school.org.")
            raise Problem(words_ % {"email": text[:80]})
        if rest.strip(" ()<>\"'"):
            self._leave("email", rest)
        return email

    def position(self) -> str:
        """From the column for it, else from what roles the other program gives."""
        found = ""
        for kind in ("position", "role"):
            text = self.one(kind)
            if not text:
                continue
            if found or is_title(text) or plain(text) in words.MEETING_ROLES or len(text) > LONGEST:
                self._leave(kind)
            else:
                found = text
        return found

    def places(self) -> tuple[str, ...]:
        first, *others = self.all("place") or [""]
        for other in others:
            self._leave("place", other)
        listed = [place.strip() for place in first.split(",")]
        ids = len(listed) > 1 and not any(" " in place for place in listed)  # OneRoster's orgSourcedIds
        return tuple(listed) if ids else ((first,) if first else ())

    def left_out(self) -> list[str]:
        unknown = [
            f"{heading}: {cell}" if heading else cell
            for (cell, kind), heading in zip(self.cells, self.headings, strict=False)
            if cell and kind in ("", "pupil", "listed name", "status")
        ]
        return unknown + self.unkept

    def _leave(self, kind: str, text: str = "") -> None:
        at = next(
            place for place, (cell, found) in enumerate(self.cells) if found == kind and (not text or text in cell)
        )
        self.unkept.append(f"{self.headings[at]}: {text or self.cells[at][0]}")


def _of_two(row: Row, said: _Said, email: str) -> Listed:
    """First and last name in columns of their own."""
    given = bare(said.one("given"))
    family = bare(" ".join(said.all("family", "second family")))
    left_out = (*given.left_out, *family.left_out, *given.remarks, *family.remarks)
    for name in (given.text, family.text):
        refuse_pupils([name])
        if name and not _may_be_name(name):
            _raise_no_name(row, name, email)
    if max(len(given.text), len(family.text)) > LONGEST:
        raise Problem(_("The name is too long. Put one person on each line."))
    if not email and not (given.text and family.text):
        _raise_no_name(row, given.text or family.text, email)
    return Listed(row.number, given.text, family.text, email, left_out=left_out)


def _may_be_name(name: str) -> bool:
    """In a column of its own, «Campus» or «Dean» may be a name: only what cannot be one is none."""
    return reads_like_name(name) or (reads_like_name(f"{name} A") and not any(c.isdigit() for c in name))


def _of_one(row: Row, said: _Said, email: str, order: Order) -> list[Listed]:
    """The whole name in one column, as people write it on a line."""
    name = said.one("name") or said.one("family first name")
    if is_pupil(name):
        refuse_pupils([name])
    if (inner := _original_name(name)) and "original" in plain(" ".join(said.headings)):
        person, *_others = _of_one_cell(row, inner, email, order)
        return [replace(person, left_out=(*person.left_out, name))]
    if not any(c.isalpha() for c in name):
        if email:
            return [Listed(row.number, email=email, left_out=(name,) if name else ())]
        _raise_no_name(row, name, email)
    return _of_one_cell(row, name, email, order)


def _original_name(name: str) -> str:
    """Zoom writes the name of the account behind the one that somebody chose for the meeting."""
    inner = name.rpartition("(")[2].rstrip(") ") if name.endswith(")") else ""
    return inner if is_whole_name(inner) else ""


def _of_one_cell(row: Row, name: str, email: str, order: Order) -> list[Listed]:
    return read_line(split_again(Row(row.number, (name,))), order, email)


def _raise_no_name(row: Row, name: str, email: str) -> None:
    texts = [cell for cell in row.cells if any(map(str.isalpha, cell))]
    if not texts or (not email and (has_no_person(name or texts[0]) or (name and is_job(name)))):
        raise NoPerson(_("It reads like a title, a room or a date, not like a person."))
    raise Problem(_("Write first and last name, or an address."))


def _with(person: Listed, about: dict) -> Listed:
    """What the columns say beside the name; of a remark in the name's cell and a position, the column's stays."""
    left_out = (*person.left_out, *about["left_out"])
    if person.position and about["position"]:
        left_out = (*left_out, person.position)
    return replace(person, **about | {"position": about["position"] or person.position, "left_out": left_out})
