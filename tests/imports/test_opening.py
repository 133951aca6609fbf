"""What a file is, its content says; what cannot be read is refused in words that say how to save it."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from collaborative.errors import ActionError
from collaborative.imports import file_formats, limits, sheets
from collaborative.imports.row_reader import read_file
from tests.imports.giving import packed, workbook

HEAD = ["First name", "Last name", "Email"]
AURELIA = ["Aurelia", "Quintana", "aurelia@school.example"]
LIST = "Nombre,Apellido,Correo electrónico\nMaría,Peña,maria@school.example\n"


def names(content: bytes, **said) -> list[str]:
    return [one.name for one in read_file("staff", content, **said).people]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_list_is_read_in_each_usual_encoding(encoding):
    assert names(LIST.encode(encoding)) == ["María Peña"]


def test_an_encoding_that_was_assumed_is_told():
    assert "Windows-1252 was assumed" in read_file("staff.csv", LIST.encode("cp1252")).notes[0]
    assert read_file("staff.csv", LIST.encode()).notes == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "Save it as an Excel workbook"),
        (b"\xef\xbb\xbf<html><table><tr><td>Rosa", "Save it as an Excel workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "Save it as an Excel workbook"),
        (b"{\\rtf1 Rosa Montoya}", "Save it as an Excel workbook"),
        (b"Rosa\x00Montoya\x00,x", "is not text"),
        (b"PK\x03\x04 broken", "neither an Excel workbook nor a OneRoster file"),
        (packed(letter_txt=b"hello"), "neither an Excel workbook nor a OneRoster file"),
        ("Ana".encode("utf-16")[:-1], "damaged"),
        (b"\n \n", "Nobody was found"),
    ],
)
def test_other_files_are_refused_in_words(content, words):
    with pytest.raises(ActionError, match=words):
        read_file("staff.csv", content)


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT = 20
    with pytest.raises(ActionError, match="larger than"):
        read_file("staff.csv", LIST.encode())


def test_what_unpacks_to_too_much_is_refused_before_it_is_opened(monkeypatch):
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", b"0" * (limits.MOST_UNPACKED + 1))
    monkeypatch.setattr("openpyxl.load_workbook", lambda *_args, **_more: pytest.fail("It was opened."))

    assert len(kept.getvalue()) < 100_000
    with pytest.raises(ActionError, match="more than 50 MB when it is unpacked"):
        read_file("staff.xlsx", kept.getvalue())


def test_a_workbook_that_is_none_is_refused():
    with pytest.raises(ActionError, match="cannot be read as an Excel workbook"):
        read_file("staff.xlsx", packed(**{"xl/workbook.xml": b"<workbook"}))


def test_rows_of_a_sheet_are_numbered_as_excel_numbers_them():
    [one] = read_file("staff.xlsx", workbook(["Staff 2026"], [], HEAD, AURELIA)).people
    assert (one.number, one.given, one.family, one.email) == (4, *AURELIA)


def test_no_formula_is_run():
    book = Workbook()
    for row in (HEAD, ["Aurelia", "Quintana", '=CONCATENATE("aurelia","@school.example")']):
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)

    [one] = read_file("staff.xlsx", kept.getvalue()).people
    assert one.email == ""


def test_a_number_is_read_as_it_is_shown():
    [one] = read_file("staff.xlsx", workbook([*HEAD, "Employee ID"], [*AURELIA, 1001.0])).people
    assert one.external_id == "1001"


def test_the_first_sheet_with_something_in_it_is_read_unless_another_is_asked_for():
    content = workbook(Empty=[], Teachers=[HEAD, AURELIA], Aides=[HEAD, ["Luis", "Begay", "luis@school.example"]])

    read = read_file("staff.xlsx", content)
    assert [one.name for one in read.people] == ["Aurelia Quintana"]
    assert read.notes == ["The sheet “Teachers” was read, and not: Staff, Empty, Aides."]
    assert names(content, sheet="aides ") == ["Luis Begay"]
    with pytest.raises(ActionError, match="It has: Staff, Empty, Teachers, Aides"):
        read_file("staff.xlsx", content, sheet="Principals")


@pytest.mark.parametrize(
    ("row", "words"),
    [(["x"] * (limits.MOST_COLUMNS + 1), "more than 60 columns"), (["x" * 1001], "is too long to be a name")],
)
def test_rows_out_of_measure_are_refused(row, words):
    with pytest.raises(ActionError, match=words):
        read_file("staff.xlsx", workbook(HEAD, row))


def test_at_most_ten_thousand_rows(monkeypatch):
    monkeypatch.setattr("collaborative.imports.row_reader.MOST_ROWS", 3)
    rows = "".join(f"Ana{n},Lucero,ana{n}@school.example\n" for n in range(4))
    with pytest.raises(ActionError, match="more than 3 rows"):
        read_file("staff.csv", f"First name,Last name,Email\n{rows}".encode())


def test_what_is_out_of_measure_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(
        "collaborative.imports.row_reader.read_text", lambda *_args, **_more: pytest.fail("It was read.")
    )
    with pytest.raises(ActionError, match="more than 10,000 rows"):
        read_file("staff.csv", b"Ana Lucero\n" * (limits.MOST_LINES + 1))
    with pytest.raises(ActionError, match="is too long to be that of a list"):
        read_file("staff.csv", b"Name\n" + b"Ana Lucero," * 10_000)


def test_a_row_far_below_is_not_looked_for(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS_LOOKED_AT", 50)
    book = Workbook()
    book.active["A100"] = "Rosa Montoya"
    kept = BytesIO()
    book.save(kept)
    with pytest.raises(ActionError, match="more than 10,000 rows"):
        read_file("staff.xlsx", kept.getvalue())


def test_a_quote_that_is_never_closed_is_no_error():
    read_file(
        "staff.csv", ('"Name\nRosa Montoya, rosa@school.example\n' + ("x" * 1000 + "\n") * 200 + "Ana Lucero").encode()
    )


def test_the_opener_leaves_no_password_of_a_zip_unsaid():
    kept = BytesIO(packed(users_csv=b"x"))
    content = bytearray(kept.getvalue())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(ActionError, match="has a password"):
        file_formats.open_list("staff.zip", bytes(content))
