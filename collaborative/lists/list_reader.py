"""One reader for every list that is pasted or uploaded: with headings in any order, without them, or a mail's addressees."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.utils.translation import gettext as _

from collaborative.lists.cells import masked
from collaborative.lists.headings import Columns, best_columns, columns_of, find_headings
from collaborative.lists.lines import Order, order_of, read_line
from collaborative.lists.results import (
    FAMILY_FIRST,
    GIVEN_FIRST,
    LONGEST_REMARK,
    Listed,
    NoPerson,
    Problem,
    Reading,
    Refusal,
    Remark,
    Unread,
)
from collaborative.lists.rows import Row, cleaned, joined, rows_from, rows_of, split_again
from collaborative.lists.tables import aligned, order_of_column, read_row, without_secrets

__all__ = ["FAMILY_FIRST", "GIVEN_FIRST", "Listed", "Reading", "Remark", "read_rows", "read_text"]


def read_text(text: str, *, order: str = "") -> Reading:
    """The people of a pasted list or of a text file. `order` is what the reader of the page chose where it was guessed."""
    text = cleaned(text)
    if found := find_headings(text):
        separator, columns = found
        return _read_table(joined(rows_of(text, separator), len(columns.headings)), columns, order)
    return _read_lines(rows_of(text), order)


def read_rows(rows: Iterable[Sequence[str]], *, order: str = "") -> Reading:
    """The people of a sheet, numbered as its rows are."""
    found = rows_from(rows)
    if columns := best_columns(found):
        return _read_table(found, columns, order)
    return _read_lines([split_again(row) for row in found], order)


def _read_lines(rows: list[Row], asked: str) -> Reading:
    reading, order = Reading(), order_of(rows, asked)
    for row in rows:
        _read(reading, row, partial(read_line, row, order))
    reading.order = order.told
    return reading


def _read_table(rows: list[Row], columns: Columns, asked: str) -> Reading:
    reading = Reading()
    order = order_of_column(rows, columns, asked)
    headings = _headings(rows)
    current: Columns | None = None
    for at, row in enumerate(rows):
        if row.is_blank:
            continue
        if row.number in headings and (current or row.number == columns.number):
            current = headings[row.number]
            _pass_over(reading, row, _heading_text(current))
        elif current is None or _is_title(rows, at, headings):
            _above(reading, row, order)
        else:
            row = without_secrets(aligned(row, current), current)
            _read(reading, row, partial(read_row, row, current, order))
    votes = not columns.of("family first name", "given", "family")
    reading.order = order.told if votes else ""
    return reading


def _headings(rows: list[Row]) -> dict[int, Columns]:
    found = filter(None, map(columns_of, rows))
    return {columns.number: columns for columns in found if columns.score[0]} or {
        columns.number: columns for columns in filter(None, map(columns_of, rows))
    }


def _heading_text(columns: Columns) -> str:
    if "secret" in columns.kinds or "social security" in columns.kinds:
        return _("This line holds the headings. Passwords and social security numbers are not read.")
    return _("This line holds the headings.")


def _is_title(rows: list[Row], at: int, headings: dict[int, Columns]) -> bool:
    """A line of one cell right above other headings: «3. In-Meeting Activities»."""
    below = next((row for row in rows[at + 1 :] if not row.is_blank), None)
    return bool(below and below.number in headings and sum(map(bool, rows[at].cells)) == 1)


def _above(reading: Reading, row: Row, order: Order) -> None:
    """What stands above the headings is a title; somebody with name and address is no title."""
    people: list[Listed] = []
    try:
        people = read_line(row, Order(order.asked))
    except Refusal as refusal:
        reading.refused.append(_remark(row, str(refusal)))
        return
    except Unread:
        pass
    if people and all(person.email and person.family and not person.position for person in people):
        reading.people += people
    else:
        _pass_over(reading, row, _("It stands above the headings and is read as a title."))


def _pass_over(reading: Reading, row: Row, why: str) -> None:
    reading.passed_over.append(_remark(row, why))


def _read(reading: Reading, row: Row, read: Callable[[], list[Listed]]) -> None:
    if row.is_blank:
        return
    try:
        reading.people += read()
    except Problem as problem:
        reading.problems.append(_remark(row, str(problem)))
    except Refusal as refusal:
        reading.refused.append(_remark(row, str(refusal)))
    except NoPerson as reason:
        _pass_over(reading, row, str(reason))


def _remark(row: Row, why: str) -> Remark:
    text = masked(row.text)
    return Remark(row.number, text if len(text) <= LONGEST_REMARK else f"{text[:LONGEST_REMARK]}…", why)
