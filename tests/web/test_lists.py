"""What every list does alike: what it keeps of an address, and what it hands out as a file."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from coaching.models import Visit
from collaborative.calendar.periods import today
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.services import open_duty
from collaborative.web import views
from tests import builders

OWED = "tests.exported"
if OWED not in duty_kinds:
    duty_kind(OWED, "for tests")


@pytest.fixture
def three(cast):
    for number in range(3):
        builders.training(f"Reading {number}", of=builders.initiative(f"Literacy {number}"))


def lines(client, path: str) -> list[str]:
    return b"".join(client.get(path).streaming_content).decode().splitlines()


def test_a_list_keeps_its_own_filters_and_nothing_else_of_an_address(cast, sign_in, three):
    answer = sign_in(cast.coordinator).get(
        "/trainings/?words=reading&utm_source=mail&fbclid=1&state=open&show=1&page=1"
    )

    assert answer.context["querystring"] == "words=reading&state=open"
    assert answer.context["export_csv_url"] == "?words=reading&state=open&as=csv"
    assert answer.cookies["trainings"].value == "words=reading&state=open"


def test_an_address_with_nothing_but_strange_words_is_no_choice_of_filters(cast, sign_in, three):
    answer = sign_in(cast.coordinator).get("/trainings/?utm_source=mail")

    assert answer.context["querystring"] == "show=1"


@pytest.mark.parametrize("path", ["/reports/deliverables/", "/reports/districts/"])
def test_a_list_whose_filters_are_made_for_the_page_keeps_them(cast, sign_in, path):
    answer = sign_in(cast.leader).get(f"{path}?rec={builders.rec().pk}&strange=1&show=1")

    assert answer.context["querystring"].startswith(f"rec={builders.rec().pk}&fy=")


def test_a_csv_file_holds_all_rows(cast, sign_in, three, monkeypatch):
    monkeypatch.setattr(views, "MOST_IN_A_SHEET", 2)

    assert len(lines(sign_in(cast.coordinator), "/trainings/?words=reading&as=csv")) == 1 + 3


def test_a_sheet_that_is_cut_says_so_in_its_last_line(cast, sign_in, three, monkeypatch):
    told = "The list is longer: the CSV file holds all of it."
    assert told not in words_of(sign_in(cast.coordinator).get("/trainings/?words=reading&as=xlsx"))
    monkeypatch.setattr(views, "MOST_IN_A_SHEET", 2)

    cut = words_of(sign_in(cast.coordinator).get("/trainings/?words=reading&as=xlsx"))

    assert told in cut
    assert "Reading 1" in cut
    assert "Reading 0" not in cut


def test_an_export_tells_states_in_words(cast, sign_in):
    of, coordinator = builders.initiative(), cast.coordinator
    Visit.objects.create(
        coach=cast.coach,
        district=builders.district(),
        rec=builders.rec(),
        kind="classroom_visit",
        planned_for=today() + timedelta(1),
        created_at=timezone.now(),
    )
    open_duty(
        OWED, about=of.current, text="Read it", due_on=today() + timedelta(3), at=builders.rec(), person=coordinator
    )
    client = sign_in(coordinator)

    assert lines(client, "/initiatives/?as=csv")[1].endswith(",Published")
    assert lines(client, "/trainings/visits/?show=1&as=csv")[1].endswith(",Planned")
    assert lines(client, "/duties/?show=1&as=csv")[1].endswith(",Due soon")
    assert lines(client, "/districts/?words=cloudcroft&as=csv")[1].endswith(",Member")


def words_of(answer) -> str:
    with ZipFile(BytesIO(answer.content)) as book:
        return book.read("xl/sharedStrings.xml").decode()
