"""Lines that people paste without headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.database.search_keys import plain
from collaborative.lists import words
from collaborative.lists.headings import kind_of
from collaborative.lists.list_reader import Listed, Remark, read_text


def read_people(lines: list[str]) -> tuple[list[Listed], list[Remark]]:
    reading = read_text("\n".join(lines))
    return reading.people, reading.problems


@pytest.mark.parametrize(
    ("line", "given_name", "family", "email"),
    [
        ("Rosa Montoya, rosa@school.org", "Rosa", "Montoya", "rosa@school.org"),
        ("rosa@school.org", "", "", "rosa@school.org"),
        ("ROSA@School.ORG", "", "", "rosa@school.org"),
        ("Montoya, Rosa", "Rosa", "Montoya", ""),
        ("Rosa Montoya", "Rosa", "Montoya", ""),
        ("Rosa Montoya <rosa@school.org>", "Rosa", "Montoya", "rosa@school.org"),
        ("Montoya, Rosa <rosa@school.org>", "Rosa", "Montoya", "rosa@school.org"),
        ('"Montoya, Rosa" <mailto:rosa@school.org>', "Rosa", "Montoya", "rosa@school.org"),
        ("Rosa\tMontoya\trosa@school.org", "Rosa", "Montoya", "rosa@school.org"),
        ("rosa@school.org; Rosa; Montoya", "Rosa", "Montoya", "rosa@school.org"),
        ("Ortega, Ann Marie", "Ann Marie", "Ortega", ""),
        ("Rosa Montoya, Teacher, rosa@school.org", "Rosa", "Montoya", "rosa@school.org"),
        ("Rosa Montoya, Kindergarten, Sacramento Elementary", "Rosa", "Montoya", ""),
        ("3. Rosa Montoya", "Rosa", "Montoya", ""),
        ("• Rosa Montoya (rosa@school.org)", "Rosa", "Montoya", "rosa@school.org"),
        ("Rosa Montoya\u00a0rosa@school.org.", "Rosa", "Montoya", "rosa@school.org"),
        ("Rosa Montoya | 575-555-0100 | rosa@school.org", "Rosa", "Montoya", "rosa@school.org"),
        ("Rosa, rosa@school.org", "Rosa", "", "rosa@school.org"),
    ],
)
def test_a_line_is_read(line, given_name, family, email):
    people, problems = read_people([line])
    assert problems == []
    assert [(one.given, one.family, one.email) for one in people] == [(given_name, family, email)]


@pytest.mark.parametrize(
    ("line", "name", "position"),
    [
        ("Ben Lucero, ben@school.org, Cloudcroft Elementary", "Ben Lucero", "Cloudcroft Elementary"),
        ("Sam Trujillo, sam@school.org, 3rd grade teacher", "Sam Trujillo", "3rd grade teacher"),
        ("Ann Ortega, Science", "Ann Ortega", "Science"),
        ("Ann Ortega\tScience\tann@school.org", "Ann Ortega", "Science"),
        ("Rosa Montoya, Teacher, Sacramento Elementary", "Rosa Montoya", "Teacher, Sacramento Elementary"),
        ("Montoya, Rosa, Science, rosa@school.org", "Rosa Montoya", "Science"),
        ("Rosa, rosa@school.org, Science", "Rosa", "Science"),
        ("Grant Grant, Grant Grant", "Grant Grant", "Grant Grant"),
        ("Montoya, Rosa, Rosa", "Rosa Montoya", "Rosa"),
        ("Teacher; rosa@school.org; Rosa Montoya", "Rosa Montoya", "Teacher"),
        ("Rosa Montoya rosa@school.org <rosa@school.org>", "Rosa Montoya", ""),
    ],
)
def test_what_follows_a_whole_name_is_the_position(line, name, position):
    [one], problems = read_people([line])
    assert (one.name, one.position, problems) == (name, position, [])


def test_in_a_list_of_last_and_first_names_a_last_name_may_have_two_words():
    people, _problems = read_people(["Montoya, Rosa", "Begay, Luis", "Peña Baca, Dolores"])
    assert [one.name for one in people] == ["Rosa Montoya", "Luis Begay", "Dolores Peña Baca"]


SAID_OTHERWISE = (
    words.JOB_WORDS
    | words.SHORT_JOBS
    | words.PLACE_WORDS
    | words.STOP_WORDS
    | words.ROOMS
    | words.SUBJECTS
    | words.PUPILS
)
SAID_OTHERWISE |= words.TITLES | words.SUFFIXES | words.MEETING_ROLES | words.NOTHING | words.PARTICLES | {"e", "y"}
WORD = (
    st.text("abcdefghijklmnñopqrstuvwxyzé", min_size=2, max_size=9)
    .map(str.title)
    .filter(lambda word: plain(word) not in SAID_OTHERWISE and not kind_of(word))
)
WORDS = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(WORD, WORDS, WORDS, st.sampled_from([", ", "; ", "\t", " | "])), min_size=1))
def test_a_whole_name_is_never_mixed_with_a_position(rows):
    lines = [f"{one} {two}{sign}p{number}@x.org{sign}{last}" for number, (one, two, last, sign) in enumerate(rows)]
    people, problems = read_people(lines)
    assert problems == []
    assert [(one.name, one.position) for one in people] == [(f"{one} {two}", last) for one, two, last, _sign in rows]


@given(st.lists(st.tuples(WORD, WORD), min_size=1))
def test_one_word_a_comma_and_one_word_are_last_and_first_name(pairs):
    people, problems = read_people([f"{family}, {given}" for family, given in pairs])
    assert problems == []
    assert [(one.family, one.given) for one in people] == pairs


def test_a_mails_addressees_in_one_line_are_several_people():
    people, problems = read_people(["Rosa Montoya <rosa@x.org>; Luis Begay <luis@x.org>, "])
    assert [one.name for one in people] == ["Rosa Montoya", "Luis Begay"] and not problems


def test_headings_of_a_spreadsheet_are_no_person():
    people, problems = read_people(["First name\tLast name\tEmail", "Rosa\tMontoya\trosa@x.org"])
    assert [one.name for one in people] == ["Rosa Montoya"] and not problems


@pytest.mark.parametrize("line", ["rosa@", "@school.org", "Madonna", "12345", "a@x.org b@x.org", "x" * 90 + " y"])
def test_what_cannot_be_read_is_told_with_its_line(line):
    people, problems = read_people(["Rosa Montoya", line])
    assert len(people) == 1 and len(problems) == 1 and problems[0].number == 2


@given(st.lists(st.text(max_size=60), max_size=8))
def test_whatever_is_pasted_is_read_or_told(lines):
    people, problems = read_people([line for line in lines if line.strip()])
    for one in people:
        assert one.email or (one.given and one.family)
        assert len(one.given) <= 80 and len(one.family) <= 80
    assert all(problem.why and problem.number for problem in problems)
