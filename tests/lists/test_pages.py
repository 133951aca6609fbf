"""The check pages account for each line, whatever file was pasted."""

from html import unescape
from pathlib import Path

import pytest

from collaborative.people.models import Person
from tests import builders as b
from tests.lists.right import RIGHT

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def urls(cast):
    training = b.training(room_capacity=40)
    invitation = training.invitations.get(organization=b.district())
    return {
        "register": f"/trainings/{training.pk}/invitations/{invitation.pk}/register/",
        "roster": f"/districts/{b.district().pk}/staff/paste/",
    }


def post(client, urls, page, paste, **data):
    sent = {"paste": paste, "place": b.district().pk, "position": "", "once": "x", **data}
    if page == "register":
        sent.setdefault("go", "next")
    return unescape(client.post(urls[page], sent).content.decode())


@pytest.mark.parametrize("page", ["register", "roster"])
def test_each_line_of_each_file_is_told(cast, sign_in, urls, page):
    client, before = sign_in(cast.superintendent), Person.objects.count()
    for name, right in RIGHT.items():
        html = post(client, urls, page, (CASES / name).read_text(encoding="utf-8"))
        if right.problems:
            assert all(f"Line {number}" in html for number in right.problems), name
            continue
        assert "What becomes of it" in html, name
        for number in right.passed_over + right.refused:
            assert f'<td data-label="Line">{number}</td>' in html, (name, number)
        for given, family, email in right.people:
            assert f"{given} {family}" in html and email in html, (name, given)
    assert Person.objects.count() == before


@pytest.mark.parametrize("page", ["register", "roster"])
def test_three_names_on_a_line_are_three_people(cast, sign_in, urls, page):
    b.staff(cast.school, "Ofelia", "Bowman")
    html = post(sign_in(cast.superintendent), urls, page, "Marlene Durán, Ofelia Bowman, Santiago Encinias")
    assert all(name in html for name in ("Marlene Durán", "Ofelia Bowman", "Santiago Encinias"))


@pytest.mark.parametrize("page", ["register", "roster"])
def test_a_button_reads_the_names_the_other_way_round_and_keeps_the_list(cast, sign_in, urls, page):
    client, paste = sign_in(cast.superintendent), "Quintana,Aurelia\nBegay,Luis"
    html = post(client, urls, page, paste)
    assert "Aurelia Quintana" in html and 'value="order:given first"' in html
    swapped = post(client, urls, page, paste, go="order:given first")
    assert "Quintana Aurelia" in swapped and 'value="order:family first"' in swapped
    assert 'name="order" value="given first"' in swapped and paste.splitlines()[0] in swapped


def test_who_is_new_and_has_no_address_is_registered_only_when_ticked(cast, sign_in, urls):
    client = sign_in(cast.superintendent)
    asked = post(client, urls, "register", "Rosa Montoya\nEva Chee")
    assert "New, and without an address" in asked
    key = asked.split('name="yes_')[1].split('"')[0]
    without = post(client, urls, "register", "Rosa Montoya\nEva Chee", go="check")
    assert "Left out: new, without an address, and not ticked." in without and "Register 1 person" in without
    ticked = post(client, urls, "register", "Rosa Montoya\nEva Chee", go="check", **{f"yes_{key}": "on"})
    assert "Register 2 people" in ticked


def test_pupils_are_refused_aloud_and_never_added(cast, sign_in, urls):
    paste = (CASES / "42-pupils-and-parents.csv").read_text()
    client = sign_in(cast.superintendent)
    html = post(client, urls, "roster", paste)
    assert "This is a student, a parent or a guardian." in html
    post(client, urls, "roster", paste, go="add")
    assert not Person.objects.filter(family_name="Pupil").exists()
    assert Person.objects.filter(email="aurelia.quintana@school.example").exists()
