"""People of a line without headings, or of a cell that holds a whole name."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from collaborative.database.search_keys import plain
from collaborative.lists import words
from collaborative.lists.cells import has_no_person, refuse_pupils, refuse_secrets, take_address
from collaborative.lists.names import (
    LONGEST,
    Bare,
    bare,
    is_job,
    is_title,
    is_whole_name,
    reads_like_name,
    several,
    split_whole,
    unnumbered,
)
from collaborative.lists.results import FAMILY_FIRST, GIVEN_FIRST, Listed, NoPerson, Problem
from collaborative.lists.rows import Row

ADDRESSEES = ("to:", "cc:", "bcc:", "from:", "para:", "cco:", "de:", "attendees:", "required:", "optional:")


@dataclass
class Order:
    """How the names of a list are taken where nothing says which is the family's."""

    asked: str = ""  # by who pressed the button
    halves: bool = False  # most lines give the two names in cells of their own
    in_column: bool = False  # a comma in a cell for the whole name says which is which
    seen: str = ""  # what the addresses say of cells that stand beside each other: «Rosa, Montoya, rosa@…»

    def __post_init__(self) -> None:
        self.votes: Counter[str] = Counter()

    def of_whole(self) -> str:
        found = self.asked or GIVEN_FIRST
        self.votes[found] += 1
        return found

    def of_halves(self, sign: str) -> str:
        if self.in_column and sign == ",":
            return FAMILY_FIRST
        found = self.asked or self.seen or (FAMILY_FIRST if sign == "," else GIVEN_FIRST)
        self.votes[found] += 1
        return found

    @property
    def told(self) -> str:
        return self.asked or (self.votes.most_common(1)[0][0] if self.votes else "")


def order_of(rows: Iterable[Row], asked: str = "") -> Order:
    evidence: Counter[str] = Counter()
    firsts, in_tables, halved = [], 0, 0
    for row in rows:
        cells = [(cell, sign) for cell, sign in zip(row.cells, (*row.signs, ""), strict=True) if cell]
        email = next((cell for cell, _sign in cells if "@" in cell), "").strip("<> ").lower()
        named = [(bare(cell).text, sign) for cell, sign in cells if "@" not in cell and any(map(str.isalpha, cell))]
        named = [(cell, sign) for cell, sign in named if cell and not is_title(cell)]
        if len(named) < 2:
            continue
        (first, sign), (second, _sign) = named[:2]
        firsts.append(first)
        in_tables += sign != ","
        if " " not in first and reads_like_name(second):
            halved += 1
            if said := _said_by(email, plain(first), plain(second)):
                evidence[said] += 1
    singles = sum(" " not in first for first in firsts)
    halves = 2 * singles > len(firsts) or (2 * halved >= len(firsts) > 0 and 2 * in_tables > len(firsts))
    return Order(asked, halves, seen=evidence.most_common(1)[0][0] if evidence else "")


def _said_by(email: str, first: str, second: str) -> str:
    local = plain(email.partition("@")[0])
    for given, family, order in ((first, second, GIVEN_FIRST), (second, first, FAMILY_FIRST)):
        if local and (local.startswith(given) or local == f"{given[:1]}{family}"):
            return order
    return ""


@dataclass(frozen=True)
class Cell:
    text: str
    sign: str  # what follows it


def read_line(row: Row, order: Order, email: str = "") -> list[Listed]:
    """The people of one line. Raises what is to be said where there is none."""
    refuse_secrets(list(row.cells))
    cells = [Cell(cell, sign) for cell, sign in zip(row.cells, (*row.signs, ""), strict=True) if cell.strip(" \"'.")]
    if not any(c.isalnum() for cell in cells for c in cell.text):
        raise NoPerson(_("There is no word on it."))
    if not email and _is_of_nobody(row.text):
        raise NoPerson(_("It reads like a title, a room or a date, not like a person."))
    cells[0] = Cell(_without_label(unnumbered(cells[0].text)), cells[0].sign)
    groups = _groups(cells, order)
    if email and len(groups) > 1:
        raise Problem(_("There is one address for several people. Put each person on a line of their own."))
    return [person for group in groups for person in _read(row.number, group, order, email)]


def _is_of_nobody(text: str) -> bool:
    return "@" not in text and has_no_person(text) and not any(is_whole_name(part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    for sign in ";\t|–(":
        text = text.replace(sign, ",")
    parts = [bare(part).text for part in text.split(",")]
    pairs = [f"{one} {two}" for one, two in itertools.pairwise(parts) if one and two]
    return parts + (pairs[:1] if parts and " " not in parts[0] and reads_like_name(parts[0]) else [])


def _without_label(text: str) -> str:
    for label in ADDRESSEES:
        if text.lower().startswith(label):
            return text[len(label) :].strip()
    return text


def _groups(cells: list[Cell], order: Order) -> list[list[Cell]]:
    """The cells of each person: a mail's addressees stand in one line."""
    for sign in ";,":
        groups: list[list[Cell]] = [[]]
        for cell in cells:
            groups[-1].append(cell)
            if cell.sign == sign:
                groups.append([])
        groups = [group for group in groups if group]
        if len(groups) > 1 and _each_is_somebody(groups, order):
            return [part for group in groups for part in _groups(group, order)]
    return [cells]


def _each_is_somebody(groups: list[list[Cell]], order: Order) -> bool:
    kinds = {_kind(group) for group in groups}
    if "" in kinds or {"name", "address"} <= kinds:
        return False
    if kinds == {"name"}:
        alike = {plain(" ".join(cell.text for cell in group)) for group in groups}
        two_halves = order.halves and len(groups) == 2 and all(len(group) == 1 for group in groups)
        return len(alike) == len(groups) and not two_halves
    return True


def _kind(group: list[Cell]) -> str:
    """Whether these cells alone name somebody: by a name, by an address, by both."""
    texts = [cell.text for cell in group]
    tokens = [token for text in texts for token in text.split()]
    rest = [" ".join(token for token in text.split() if "@" not in token) for text in texts]
    rest = [name for name in (bare(text).text for text in rest) if any(map(str.isalpha, name)) and not is_title(name)]
    if any("@" in token for token in tokens):
        return "both" if rest else "address"
    if len(rest) == 1:
        names = several(rest[0])
        return "name" if names and all(is_whole_name(name) for name in names) else ""
    halves = len(rest) == 2 and " " not in rest[0] and all(map(reads_like_name, rest))
    return "name" if halves and group[0].sign == "," else ""


def _apart(cells: list[Cell]) -> list[Cell]:
    """Quotes have said whose words these are: «"Yazzie, Tina" <tina@…>»."""
    found = []
    for cell in cells:
        *first, last = [part for part in re.split(r"[,;|]", cell.text) if part.strip()] or [""]
        found += [*(Cell(part, ",") for part in first), Cell(last, cell.sign)]
    return found


def _read(number: int, cells: list[Cell], order: Order, email: str) -> list[Listed]:
    left_out: list[str] = []
    before: list[Cell] = []
    after: list[Cell] = []
    remarks: list[str] = []
    found = email
    for cell in _apart(cells):
        address, text = take_address(cell.text)
        if address and found and address != found:
            raise Problem(_("There are two addresses. Put each person on a line of their own, with one address."))
        said = bare(text)
        left_out += said.left_out
        remarks += said.remarks
        if not any(c.isalpha() for c in said.text):
            left_out += [said.text] if any(c.isalnum() for c in said.text) else []
        elif is_title(said.text):
            left_out.append(said.text)
        else:
            (after if found and not email and not address else before).append(Cell(said.text, cell.sign))
        found = found or address
    refuse_pupils([cell.text for cell in before + after] + remarks)
    names = [cell for cell in before if not is_job(cell.text)]
    if not names and after:
        before, after = before + after, []
        names = [cell for cell in before if not is_job(cell.text)]
    comma = order.in_column and len(names) == 2 and " " not in names[1].text
    whole = len(names) < 2 or (" " in names[0].text and not order.halves and not comma)
    used = names[: 1 if whole else 2]
    spare = [cell.text for cell in before if not any(cell is one for one in used)]  # «Grant Grant, Grant Grant»
    position = ", ".join([*spare, *(cell.text for cell in after), *remarks])
    if plain(position) in words.MEETING_ROLES or len(position) > LONGEST:
        left_out.append(position)
        position = ""
    about = {"email": found, "position": position, "left_out": tuple(left_out)}
    if not used:
        return [_nameless(number, cells, about)]
    if not whole:
        return [_of_halves(number, used, order, about)]
    people = several(used[0].text)
    if people is None:
        raise Problem(_("These may be two people. Put each on a line of their own, with first and last name."))
    if len(people) > 1 and found:
        raise Problem(_("There is one address for several people. Put each person on a line of their own."))
    return [_of_part(number, bare(name), order, about) for name in people]


def _nameless(number: int, cells: list[Cell], about: dict) -> Listed:
    if not about["email"]:
        text = " ".join(cell.text for cell in cells)
        if any(map(str.isalpha, text)) and (has_no_person(text) or is_job(text)):
            raise NoPerson(_("It reads like a title, a room or a date, not like a person."))
        raise Problem(_("Write first and last name, or an address."))
    return Listed(number, **about)


def _of_part(number: int, name: Bare, order: Order, about: dict) -> Listed:
    """One of several names of a cell has titles of its own."""
    left_out = (*about["left_out"], *name.left_out, *name.remarks)
    return _of_whole(number, name.text, order, about | {"left_out": left_out})


def _of_whole(number: int, name: str, order: Order, about: dict) -> Listed:
    parts = name.split()
    if len(parts) == 1 and about["email"] and reads_like_name(name):
        return _checked(Listed(number, name, "", **about))
    if len(parts) < 2 or not reads_like_name(name):
        raise Problem(_("Write first and last name, or an address."))
    family_first = order.of_whole() == FAMILY_FIRST
    given, family = split_whole(name, family_first=family_first)
    return _checked(Listed(number, given, family, **about))


def _of_halves(number: int, used: list[Cell], order: Order, about: dict) -> Listed:
    first, second = used
    if not (reads_like_name(first.text) and reads_like_name(second.text)):
        raise Problem(_("Write first and last name, or an address."))
    if several(first.text) != [first.text] or several(second.text) != [second.text]:
        raise Problem(_("These may be two people. Put each on a line of their own, with first and last name."))
    if order.of_halves(first.sign) == FAMILY_FIRST:
        first, second = second, first
    return _checked(Listed(number, first.text, second.text, **about))


def _checked(person: Listed) -> Listed:
    if max(len(person.given), len(person.family)) > LONGEST:
        raise Problem(_("The name is too long. Put one person on each line."))
    return person
