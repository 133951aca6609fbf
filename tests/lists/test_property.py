"""Whatever is pasted: nothing falls away, nothing raises, and the order of columns does not matter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.lists.list_reader import FAMILY_FIRST, GIVEN_FIRST, Reading, read_rows, read_text
from collaborative.lists.rows import cleaned
from collaborative.people.models import Hat, Person
from tests import builders as b
from tests.lists.test_reading import WORD

WORDS_OF_LISTS = """Rosa Montoya|Begay, Luis|rosa@x.org|Name|Email|First Name|Last Name|Role|student|Teacher|1.|•|(x)|–
 and | y |/|Room 12|Dr.|Jr.|To:|O'Hara|李 小龍|ﬁ|Grade|3|<|>|@|'|Total|sourcedId|s-1|,|;|"|- |: |none|(she/her)|III"""
PIECES = st.sampled_from([*WORDS_OF_LISTS.replace("\n", "|").split("|"), "|", "\t", "\n", "\0", "\ufeff", "\r", "\x0b"])
LISTS = st.one_of(
    st.text(max_size=80), st.lists(st.one_of(PIECES, PIECES, st.text(max_size=3)), max_size=25).map("".join)
)
UNSAID = {"mailto", "to", "cc", "bcc", "de", "from", "para", "and"}  # labels and links between people


def told(reading: Reading) -> str:
    """Everything that the check page can show of a list."""
    people = [
        " ".join([one.given, one.family, one.email, one.position, one.external_id, *one.places, *one.left_out])
        for one in reading.people
    ]
    return " ".join(
        [*people, *(one.text for one in [*reading.problems, *reading.refused, *reading.passed_over])]
    ).casefold()


@given(LISTS, st.sampled_from(["", GIVEN_FIRST, FAMILY_FIRST]))
def test_every_line_is_a_person_or_told(text, order):
    reading = read_text(text, order=order)
    remarks = [*reading.problems, *reading.refused, *reading.passed_over]
    assert all(remark.why and remark.number for remark in remarks)
    assert bool(reading.people or remarks) or not any(c.isalnum() for c in cleaned(text))
    for one in reading.people:
        assert one.name or one.email
        assert "@" not in one.name and max(len(one.given), len(one.family)) <= 80


@given(LISTS)
def test_no_word_is_unaccounted_for(text):
    reading = read_text(text)
    found = told(reading)
    if "…" in found:  # a remark is cut to a readable length
        return
    for word in re.findall(r"[^\W_]{2,}", cleaned(text)):
        assert word.casefold() in found or word.casefold() in UNSAID or word.isdecimal(), (word, reading)


PEOPLE = st.lists(st.tuples(WORD, WORD), min_size=1, max_size=6)
COLUMNS = {"First Name": 0, "Last Name": 1, "Email": 2, "Position": 3, "Grade": 4}


@given(PEOPLE, st.permutations(list(COLUMNS)), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_any_order_of_columns_gives_the_same_people(names, headings, separator, as_rows):
    data = [(given, family, f"p{n}@x.org", "Teacher", "3") for n, (given, family) in enumerate(names)]
    rows = [headings, *([row[COLUMNS[heading]] for heading in headings] for row in data)]
    reading = read_rows(rows) if as_rows else read_text("\n".join(separator.join(row) for row in rows))
    assert [(one.given, one.family, one.email, one.position, one.left_out) for one in reading.people] == [
        (*row[:4], ("Grade: 3",)) for row in data
    ]


@pytest.mark.django_db
def test_the_roster_exported_and_pasted_back_adds_nobody(cast, sign_in):
    for given_name, family in [("Rosa", "O’Hara"), ("María José", "Peña-Baca"), ("Ana", "de la Cruz"), ("Sam", "Dean")]:
        b.staff(cast.school, given_name, family)
    district, client = b.district(), sign_in(cast.superintendent)
    url = f"/districts/{district.pk}/staff/"
    text = b"".join(client.get(f"{url}?as=csv").streaming_content).decode()
    people, hats = Person.objects.count(), Hat.objects.count()
    data = {"place": cast.school.pk, "paste": text, "position": "", "once": "back"}
    check = client.post(f"{url}paste/", data).content.decode()
    assert "Who is this" not in check and "New to our records" not in check
    client.post(f"{url}paste/", {**data, "go": "add"})
    assert (Person.objects.count(), Hat.objects.count()) == (people, hats)
