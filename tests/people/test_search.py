from datetime import timedelta

import pytest
from django.utils.html import escape

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.plugs.search import SHOWN
from tests import builders

WORDS = "reading & “more” 50%"
AT = "?words=reading+%26+%E2%80%9Cmore%E2%80%9D+50%25"


@pytest.fixture
def find(cast, sign_in):
    def finding(words: str) -> str:
        return sign_in(cast.leader).get("/search/", {"words": words}).content.decode()

    return finding


@pytest.fixture
def reading(cast):
    return builders.initiative("Literacy")


def test_where_there_are_more_than_shown_a_link_leads_to_the_whole_list(find, reading):
    for number in range(SHOWN + 1):
        builders.training(f"{WORDS} {number}", of=reading)

    page = find(WORDS)

    assert page.count(f">{escape(WORDS)} ") == SHOWN
    assert f'<a href="/trainings/{AT}">All trainings with “{escape(WORDS)}”, of all years</a>' in page


@pytest.mark.parametrize(
    ("path", "link", "make"),
    [
        ("/people/", "All people with", lambda number: builders.person(WORDS, str(number), email="")),
        ("/initiatives/", "All initiatives with", lambda number: builders.initiative(f"{WORDS} {number}")),
        ("/districts/", "All districts with", lambda number: builders.school(name=f"{WORDS} {number}")),
    ],
)
def test_every_list_that_holds_more_is_a_link(find, path, link, make):
    for number in range(SHOWN):
        make(number)
    assert link not in find(WORDS)

    make(SHOWN)

    assert f'<a href="{path}{AT}">{link}' in find(WORDS)


def test_the_list_behind_the_link_holds_all_of_them_and_is_not_remembered(cast, sign_in, reading):
    for number in range(SHOWN + 1):
        builders.training(f"{WORDS} {number}", of=reading)

    answer = sign_in(cast.leader).get(f"/trainings/{AT}")

    assert answer.context["page_obj"].paginator.count == SHOWN + 1
    assert "trainings" not in answer.cookies


def test_trainings_of_this_and_the_last_school_year_are_found_and_drafts(find, reading):
    last_year, _end = fiscal_year_dates(fiscal_year(today()) - 1)
    before = (last_year - today() - timedelta(1)).days
    draft = builders.training("Reading, a draft", of=reading, host=builders.ped(), published=False)
    type(draft).objects.filter(pk=draft.pk).update(first_day=None, last_day=None, starts_at=None)
    builders.training("Reading, last year", of=reading, days_ahead=before + 1)
    builders.training("Reading, next year", of=reading, days_ahead=300)
    builders.training("Reading, long ago", of=reading, days_ahead=before)

    page = find("reading")

    assert [title for title in ("a draft", "last year", "next year", "long ago") if f"Reading, {title}" in page] == [
        "a draft",
        "last year",
        "next year",
    ]


def test_what_is_older_is_one_link_away(find, reading):
    builders.training("Reading, long ago", of=reading, days_ahead=-1200)

    page = find("reading")

    assert "Nothing within your reach matches “reading”" in page
    assert '<a href="/trainings/?words=reading">All trainings with “reading”, of all years</a>' in page
