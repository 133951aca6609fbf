"""A text as rows of cells: quoted cells with their line breaks, one separator or several, lines numbered as people count."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collaborative.database.sure import sure

LONGEST_CELL = 5000
EVERY_SEPARATOR = ",;\t|"
LINE_ENDS = re.compile("\r\n?|[\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[str, ...]
    signs: tuple[str, ...] = ()  # what stood behind each cell but the last

    @property
    def text(self) -> str:
        return " ".join(f"{cell}{sign}" for cell, sign in zip(self.cells, (*self.signs, ""), strict=False)).strip()

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def cleaned(text: str) -> str:
    """Without the byte order mark, NUL and what nobody sees; every kind of space is one that splits words."""
    text = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("＠", "@")
    return "".join(_visible(sign) for sign in text)


def _visible(sign: str) -> str:
    if sign in "\n\t" or " " < sign < "\x7f":
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Cs", "Co"):
        return "" if kind == "Cf" else " "
    return " " if kind in ("Zs", "Cc") else sign


def rows_of(text: str, separators: str = EVERY_SEPARATOR) -> list[Row]:
    """Rows of a cleaned text. A quote opens a cell only where it is closed again before the next separator."""
    plain_cell = re.compile(f"[^{re.escape(separators)}\n]*")
    quoted_cell = re.compile(rf'[ ]*"((?:[^"]|""){{0,{LONGEST_CELL}}})"')
    rows, at, number = [], 0, 1
    while at < len(text):
        began, cells, signs = number, [], []
        while True:
            quoted = quoted_cell.match(text, at)
            tail = plain_cell.match(text, quoted.end()) if quoted else None
            if quoted and tail and not ("\n" in quoted[1] and tail[0].strip()):
                value, at = quoted[1].replace('""', '"') + tail[0], tail.end()
                number += quoted[1].count("\n")
            else:
                bare = sure(plain_cell.match(text, at))  # an empty cell is one, too
                value, at = bare[0], bare.end()
            cells.append(" ".join(value.split()))
            sign = text[at : at + 1]
            at += 1
            if sign in ("", "\n"):
                break
            signs.append(sign)
        rows.append(Row(began, tuple(cells), tuple(signs)))
        number += 1
    return rows


def rows_from(rows: Iterable[Sequence[object]]) -> list[Row]:
    """Rows of a sheet, numbered from its first."""
    found = []
    for number, row in enumerate(rows, start=1):
        cells = tuple(" ".join(cleaned("" if cell is None else str(cell)).split()) for cell in row)
        found.append(Row(number, cells, ("\t",) * max(len(cells) - 1, 0)))
    return found


def split_again(row: Row) -> Row:
    """A sheet's cell may hold «Montoya, Rosa»: taken apart like a pasted line."""
    cells: list[str] = []
    signs: list[str] = []
    for cell, sign in zip(row.cells, (*row.signs, ""), strict=True):
        inner = rows_of(cell.replace("\n", " "), ",;|")
        cells += inner[0].cells if inner else [""]
        signs += [*(inner[0].signs if inner else ()), sign]
    return Row(row.number, tuple(cells), tuple(signs[:-1]))


def joined(rows: list[Row], width: int) -> list[Row]:
    """A table of Word breaks a cell with a line break in two lines; they are one row as wide as the headings."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if (
            last
            and 1 < len(last.cells) < width
            and not row.is_blank
            and len(last.cells) + len(row.cells) - 1 == width
            and set(last.signs) == {"\t"}
        ):
            middle = f"{last.cells[-1]} {row.cells[0]}".strip()
            cells = (*last.cells[:-1], middle, *row.cells[1:])
            found[-1] = Row(last.number, cells, (*last.signs, *row.signs))
        else:
            found.append(row)
    return found
