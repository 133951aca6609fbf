"""Equal names are folded once; near ones are asked about; known staff ask nothing."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from collaborative.database.search_keys import folded, plain
from collaborative.lists.list_reader import read_text
from collaborative.people.matching.namesakes import are_alike, distance
from collaborative.people.matching.recognition import recognize
from collaborative.people.models import Person
from tests import builders as b


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sean O’Hara", "Sean O'Hara"),
        ("Sean OʼHara", "sean o`hara"),
        ("Rosa Montoya‑Baca", "Rosa Montoya-Baca"),
        ("Łukasz Đorđević", "Lukasz Dordevic"),
        ("Søren Kısa", "Soren Kisa"),
        ("Weiß", "WEISS"),
        ("Ærø", "aero"),
        ("Peña  Baca", "pena baca"),
        ("Ro\u200bsa", "Rosa"),
    ],
)
def test_plain_has_one_writing_of_each_sign(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. Rosa Montoya", "Rosa Montoya"),
        ("Rosa Montoya-Baca", "Rosa Montoya Baca"),
        ("Robert Sandia Jr.", "Robert Sandia"),
    ],
)
def test_folded_is_without_titles_and_hyphens(one, other):
    assert folded(one) == folded(other)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text):
    assert plain(plain(text)) == plain(text) and folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("rosa montoya", "rosa montoia", True),
        ("dolores pena", "dolores pena baca", True),
        ("maria lucero", "maria elena lucero", True),
        ("rosa montoya", "luis montoya", False),
        ("ana lucero", "eva lucero", False),
        ("ana1 lucero", "ana2 lucero", False),
        ("li lucero", "lu lucero", False),
    ],
)
def test_names_that_are_nearly_the_same(one, other, alike):
    assert are_alike(tuple(one.split()), tuple(other.split())) is alike
    assert are_alike(tuple(other.split()), tuple(one.split())) is alike


def test_two_swapped_letters_are_one_change():
    assert (distance("montoya", "mnotoya"), distance("begay", "begaye"), distance("a", "")) == (1, 1, 1)


@pytest.fixture
def staff(cast):
    names = [("Rosa", "O’Hara"), ("María José", "Peña-Baca"), ("Łukasz", "Begaye"), ("Aurelia", "Quintana")]
    return {name: b.staff(cast.school, *name) for name in names}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ms. Rosa O'Hara", ("Rosa", "O’Hara")),
        ("Peña Baca, Maria Jose", ("María José", "Peña-Baca")),
        ("LUKASZ BEGAYE", ("Łukasz", "Begaye")),
        ("QUINTANA, AURELIA M", ("Aurelia", "Quintana")),
    ],
)
def test_the_known_person_is_found_however_the_name_is_written(cast, staff, line, name):
    [found, *_rest] = recognize(
        read_text(f"{line}\nVigil, Rosa\nVigil, Ana").people, b.district(), by=cast.superintendent
    )
    assert found.person == staff[name] and found.hat


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line", ["Aurelia Quintanna", "Aurelia Rosa Quintana", "Aurelia Quintana Baca, new@school.example"]
)
def test_a_near_name_is_asked_about(cast, staff, line):
    [found] = recognize(read_text(line).people, b.district(), by=cast.superintendent)
    assert found.candidates == [staff["Aurelia", "Quintana"]] and not found.is_new


@pytest.mark.django_db
def test_a_near_name_of_another_district_is_nobody(cast):
    b.staff(b.district("Tularosa"), "Irma", "Tso")
    [found] = recognize(read_text("Irma Tsoo").people, b.district(), by=cast.superintendent)
    assert found.is_new


@pytest.mark.django_db
def test_a_list_of_forty_known_staff_asks_nothing(cast):
    families = ["Abeyta", "Baca", "Cordova", "Duran", "Espinoza", "Fuentes", "Gallegos", "Herrera"]
    givens = ["Rosa", "Luis", "Marlene", "Arturo", "Ofelia"]
    people = {b.staff(cast.school, given, family) for family in families for given in givens}
    text = "\n".join(f"{one.family_name.upper()}, {one.given_name.upper()}" for one in people)
    found = recognize(read_text(text).people, b.district(), by=cast.superintendent)
    assert {one.person for one in found} == people and not any(one.candidates for one in found)


@pytest.mark.django_db
def test_old_keys_are_written_anew(cast):
    rosa = b.staff(cast.school, "Rosa", "O’Hara")
    Person.objects.filter(pk=rosa.pk).update(sort_key="o’hara rosa", search_key="rosa o’hara")
    with connection.schema_editor() as editor:
        importlib.import_module("collaborative.people.migrations.0010_fold_names").fold(apps, editor)
    rosa.refresh_from_db()
    assert (rosa.sort_key, "rosa o'hara" in rosa.search_key) == ("o'hara rosa", True)
