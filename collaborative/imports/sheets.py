"""Excel workbooks as rows of cells as they were saved: no formula is run."""

from datetime import date, datetime, time
from importlib import import_module
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from collaborative.errors import ActionError
from collaborative.imports.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, MOST_ROWS_LOOKED_AT


def rows_of_workbook(name: str, content: bytes, *, sheet: str = "") -> tuple[list[list[str]], list[str]]:
    """The sheet of this name, else the first with something in it; empty rows count. And what is to be said of the choice."""
    load_workbook = import_module("openpyxl").load_workbook  # ten megabytes, which only who reads a workbook pays
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception:  # whatever a damaged or foreign workbook makes of a library that expects a sound one
        raise ActionError(_broken(name), field="file") from None
    try:
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
        names = [one.title for one in sheets]
        if sheet:
            chosen = [one for one in sheets if one.title.strip().casefold() == sheet.strip().casefold()]
            if not chosen:
                words = _("“%(name)s” has no sheet “%(sheet)s”. It has: %(names)s.")
                raise ActionError(words % {"name": name, "sheet": sheet, "names": ", ".join(names)}, field="sheet")
            sheets = chosen
        for one in sheets:
            rows = _rows(name, one)
            if any(rows):
                others = [other for other in names if other != one.title]
                return rows, [_note(one.title, others)] if others else []
    except ActionError:
        raise
    except Exception:
        raise ActionError(_broken(name), field="file") from None
    finally:
        book.close()
    raise ActionError(_("“%(name)s” holds nothing.") % {"name": name}, field="file")


def _rows(name: str, sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what the file says of its size need not be so
    rows: list[list[str]] = []
    filled = 0
    for row in sheet.iter_rows(values_only=True):
        cells = [_words(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
        filled += bool(cells)
        said = {"name": name, "row": len(rows)}
        if filled > MOST_ROWS + 20 or len(rows) > MOST_ROWS_LOOKED_AT:
            words = _("“%(name)s” has more than %(most)s rows. Divide it into several files.")
            raise ActionError(words % {**said, "most": f"{MOST_ROWS:,}"}, field="file")
        if len(cells) > MOST_COLUMNS:
            words = _("Row %(row)s of “%(name)s” has more than %(most)s columns. Keep those about names and places.")
            raise ActionError(words % {**said, "most": MOST_COLUMNS}, field="file")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            words = _("A cell in row %(row)s of “%(name)s” is too long to be a name, an address or a place.")
            raise ActionError(words % said, field="file")
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _words(value: Any) -> str:
    """As somebody reads it in the sheet; what breaks a line or a cell is a space."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, (date, time)):
        return value.isoformat()
    return " ".join(str(value).split())


def _note(read: str, others: list[str]) -> str:
    words = _("The sheet “%(read)s” was read, and not: %(others)s.")
    return words % {"read": read, "others": ", ".join(others)}


def _broken(name: str) -> str:
    return _(
        "“%(name)s” cannot be read as an Excel workbook. Save it in Excel as “CSV UTF-8” and upload that file."
    ) % {"name": name}
