"""Lists as other programs and people write them: each file has one right reading."""

from pathlib import Path

import pytest

from collaborative.lists.list_reader import Listed, read_rows, read_text
from tests.lists.right import RIGHT

CASES = Path(__file__).parent / "cases"


def test_every_file_has_a_right_reading():
    assert {path.name for path in CASES.iterdir()} == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_is_read_as_it_stands(name):
    reading, right = read_text((CASES / name).read_bytes().decode("utf-8")), RIGHT[name]
    assert [(one.given, one.family, one.email) for one in reading.people] == right.people
    assert sorted({remark.number for remark in reading.passed_over}) == right.passed_over
    assert sorted({remark.number for remark in reading.refused}) == right.refused
    assert sorted({remark.number for remark in reading.problems}) == right.problems
    assert reading.order == right.order


def read(name: str) -> list[Listed]:
    return read_text((CASES / name).read_text(encoding="utf-8")).people


def test_cells_under_headings_nobody_knows_are_left_out_with_their_heading():
    [person] = read("05-unknown-headings.txt")
    assert person.left_out == ("Grade: 3",) and person.external_id == "1001"


def test_a_quoted_line_break_is_in_one_cell():
    first, second = read("10-quoted-newline.csv.txt")
    assert first.left_out == ("Note: vegetarian needs ramp",) and (second.number, second.left_out) == (4, ())


def test_oneroster_says_schools_and_the_other_programs_number():
    [person] = read("17-oneroster-users.csv")
    assert (person.places, person.external_id, person.position) == (("s-10", "s-11"), "t-001", "teacher")
    assert not any("password" in part.lower() for part in person.left_out)


def test_the_own_export_keeps_place_and_position():
    [person] = read("19-own-roster-export.csv.txt")
    assert (person.places, person.position) == (("Cottonwood School (sample)",), "Teacher")
    assert person.left_out == ("From: 2015-07-01",)


def test_remarks_and_jobs_are_positions():
    marlene, ofelia, arturo, *_ = read("44-signature-words.txt")
    assert [one.position for one in (marlene, ofelia, arturo)] == ["Principal", "teacher", "3rd grade"]


def test_titles_are_set_aside_aloud():
    rosa, _tina, ana, robert = read("13-titles-suffixes.txt")
    assert [one.left_out for one in (rosa, ana, robert)] == [("Ms.",), ("Dr.", "Ph.D."), ("Jr.",)]


def test_what_meeting_programs_add_is_no_position():
    aurelia, luis, _again = read("38-teams-attendance.tsv")
    assert (aurelia.position, luis.position) == ("", "")
    assert "Role: Presenter" in aurelia.left_out and "(Unverified)" in luis.left_out


def test_a_social_security_number_is_refused_without_being_repeated():
    reading = read_text("Name,Email,Remark\nLuis Begay,luis@school.example,his is 123-45-6789")
    assert [remark.number for remark in reading.refused] == [2]
    assert "6789" not in repr(reading)


def test_a_password_is_never_read():
    reading = read_text((CASES / "43-social-security.csv").read_text())
    assert "hunter2" not in repr(reading) and "123-45" not in repr(reading)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marlene Durán, Ofelia Bowman, Santiago Encinias", ["Marlene Durán", "Ofelia Bowman", "Santiago Encinias"]),
        (
            "To: Rosa Montoya <rosa@school.example>; Arturo Espinoza; Marlene Durán",
            ["Rosa Montoya", "Arturo Espinoza", "Marlene Durán"],
        ),
        ("Rosa Montoya and Arturo Espinoza", ["Rosa Montoya", "Arturo Espinoza"]),
        ("Rosa Montoya / Arturo Espinoza", ["Rosa Montoya", "Arturo Espinoza"]),
        ("Rosa Montoya, Arturo Espinoza and Marlene Durán", ["Rosa Montoya", "Arturo Espinoza", "Marlene Durán"]),
        ("Ofelia Bowman (teacher)", ["Ofelia Bowman"]),
        ("Arturo Espinoza – 3rd grade", ["Arturo Espinoza"]),
        ("Dr. Marlene Durán, Principal", ["Marlene Durán"]),
        ("Montoya, Rosa; Begay, Luis", ["Rosa Montoya", "Luis Begay"]),
        ("rosa@school.example; luis@school.example", ["", ""]),
        ("Name\nRosa Montoya and Arturo Espinoza", ["Rosa Montoya", "Arturo Espinoza"]),
        ("Name,Email\nRosa Montoya; Arturo Espinoza,", ["Rosa Montoya", "Arturo Espinoza"]),
    ],
)
def test_nobody_of_a_line_is_lost(text, names):
    reading = read_text(text)
    assert [one.name for one in reading.people] == names and not reading.problems


def test_the_guessed_order_is_swapped_on_demand():
    text = "Quintana,Aurelia\nBegay,Luis"
    assert [(one.given, one.family) for one in read_text(text).people] == [("Aurelia", "Quintana"), ("Luis", "Begay")]
    swapped = read_text(text, order="given first")
    assert [(one.given, one.family) for one in swapped.people] == [("Quintana", "Aurelia"), ("Begay", "Luis")]
    assert swapped.order == "given first"


def test_whole_names_are_swapped_too():
    [person] = read_text("Montoya Rosa", order="family first").people
    assert (person.given, person.family) == ("Rosa", "Montoya")


def test_rows_of_a_file_are_read_like_text_with_their_numbers():
    rows = [("Staff of Cottonwood",), (), ("Last Name", "First Name", "Email"), ("Quintana", "Aurelia", "a@x.example")]
    reading = read_rows(rows)
    [person] = reading.people
    assert (person.number, person.given, person.family, person.email) == (4, "Aurelia", "Quintana", "a@x.example")
    assert [remark.number for remark in reading.passed_over] == [1, 3]


def test_a_list_of_pupils_alone_is_refused():
    reading = read_text("Student Name,Email\nBenny Pupil,benny@school.example")
    assert not reading.people and [remark.number for remark in reading.refused] == [2]


def test_a_pupil_among_others_is_no_heading():
    reading = read_text("Rosa Montoya\nBenny Pupil, student\nLuis Begay, luis@school.example")
    assert [one.name for one in reading.people] == ["Rosa Montoya", "Luis Begay"]
    assert [remark.number for remark in reading.refused] == [2] and not reading.passed_over
