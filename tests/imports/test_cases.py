"""Lists as other programs write them, given as files: the right results stand in tests/lists/right.py."""

import pytest

from collaborative.imports.row_reader import read_file
from collaborative.people.models import Hat, Person
from tests.imports.giving import CASES, apply, give, given, outcomes, workbook
from tests.lists.right import RIGHT


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_is_read_as_it_stands(name):
    right = RIGHT[name]
    if not right.people:
        return
    read = read_file(name, (CASES / name).read_bytes())

    assert [(one.given, one.family, one.email) for one in read.people] == right.people
    assert sorted({one.number for one in read.passed_over}) == right.passed_over
    assert sorted({one.number for one in read.refused}) == sorted([*right.refused, *right.problems])


@pytest.mark.parametrize("name", ["01-first-last-email.csv.txt", "05-unknown-headings.txt", "32-excel-spanish.csv"])
def test_the_same_list_as_a_workbook_gives_the_same_people(name):
    text = (CASES / name).read_text(encoding="utf-8-sig")
    separator = ";" if ";" in text else ","
    rows = [[cell.strip('"') for cell in line.split(separator)] for line in text.splitlines()]

    read = read_file("staff.xlsx", workbook(*rows))

    assert [(one.given, one.family, one.email) for one in read.people] == RIGHT[name].people


def test_names_are_not_swapped_on_the_way_to_the_roster(cast, sign_in):
    client = sign_in(cast.superintendent)

    apply(client, given(client, (CASES / "03-email-first.csv.txt").read_bytes()))

    made = Person.objects.get(email="aurelia.quintana@school.example")
    assert (made.given_name, made.family_name) == ("Aurelia", "Quintana")


def test_an_employee_id_is_kept_and_the_grade_is_told(cast, sign_in):
    upload = given(sign_in(cast.superintendent), (CASES / "05-unknown-headings.txt").read_bytes())

    row = upload.rows.get(family="Quintana")
    assert (row.external_id, row.left_out) == ("1001", ["Grade: 3"])
    assert upload.rows.exclude(outcome="missing").count() == 2


def test_our_own_export_given_back_adds_nobody(cast, sign_in):
    client = sign_in(cast.superintendent)
    export = b"".join(client.get(f"/districts/{cast.school.parent_id}/staff/?as=csv").streaming_content)
    people, hats = Person.objects.count(), Hat.objects.count()

    upload = given(client, export)

    assert outcomes(upload)["Rosa Montoya"] == "known"
    assert not upload.rows.to_apply().exists() and not upload.rows.asking().exists()
    assert (Person.objects.count(), Hat.objects.count()) == (people, hats)


def test_an_address_without_at_is_refused_by_line(cast, sign_in):
    upload = given(sign_in(cast.superintendent), (CASES / "23-address-without-at.txt").read_bytes())

    [row] = upload.rows.all()
    assert (row.number, row.outcome) == (1, "refused")


def test_of_a_pupil_nothing_is_kept(cast, sign_in):
    client = sign_in(cast.superintendent)
    upload = given(client, (CASES / "42-pupils-and-parents.csv").read_bytes())

    kept = repr([vars(row) for row in upload.rows.all()]) + client.get(upload.get_absolute_url()).content.decode()
    assert "Pupil" not in kept.replace("Pupils", "") and "home.example" not in kept


def test_no_password_and_no_social_security_number_is_kept(cast, sign_in):
    client = sign_in(cast.superintendent)
    answer = give(client, (CASES / "43-social-security.csv").read_bytes()).content.decode()

    [upload] = cast.superintendent.imports.all()
    kept = repr([vars(row) for row in upload.rows.all()]) + repr(vars(upload)) + answer
    assert "hunter2" not in kept and "123-45" not in kept
    assert outcomes(upload) == {"1": "passed_over", "Aurelia Quintana": "new", "3": "refused"}
