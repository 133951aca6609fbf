"""Recognizing whom we know on a list."""

import pytest

from collaborative.lists.list_reader import Listed, read_text
from collaborative.people.matching.recognition import recognize
from tests import builders as b


def read_people(lines: list[str]) -> tuple[list[Listed], list]:
    reading = read_text("\n".join(lines))
    return reading.people, reading.problems


@pytest.mark.django_db
def test_known_people_are_found_by_address_or_name_whatever_the_order(cast):
    lines, _problems = read_people(
        ["Montoya Rosa", "rosa.montoya@example.org", "Rosa, Montoya", "peña, dolores", "Pena Dolores"]
    )
    found = recognize(lines, b.district(), by=cast.superintendent)
    assert [one.person for one in found] == [cast.teacher] * 3 + [cast.superintendent] * 2
    assert [one.repeats for one in found] == [None, 1, 1, None, 4]


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [["Ben Ruiz, ben@x.org", "ben@x.org"], ["ben@x.org", "Ben Ruiz, ben@x.org"]])
def test_somebody_new_whose_address_also_stands_alone_is_one_person(cast, lines):
    people, _problems = read_people(lines)
    found = recognize(people, b.district(), by=cast.superintendent)

    assert [one.line.name for one in found if not one.repeats] == ["Ben Ruiz"]


def test_a_name_alone_finds_nobody_of_another_district(cast):
    b.staff(b.district("Tularosa"), "Irma", "Tso")
    lines, _problems = read_people(["Irma Tso"])
    assert recognize(lines, b.district(), by=cast.superintendent)[0].is_new


@pytest.mark.django_db
def test_two_of_the_same_name_are_asked_about(cast):
    b.staff(cast.school, "Rosa", "Montoya", email="")
    lines, _problems = read_people(["Rosa Montoya"])
    assert len(recognize(lines, b.district(), by=cast.superintendent)[0].candidates) == 2


@pytest.mark.django_db
def test_recognizing_takes_as_many_statements_for_many_as_for_one(cast, django_assert_num_queries):
    cloudcroft = b.district()
    for count in (1, 300):
        lines, _problems = read_people([f"Ana{n} Lucero, ana{n}@example.org" for n in range(count)] + ["Rosa Montoya"])
        with django_assert_num_queries(3):
            recognize(lines, cloudcroft, by=cast.superintendent)
