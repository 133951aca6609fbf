"""The list, the page of an initiative, its panels elsewhere, and search."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from collaborative.journal.history import history_of
from collaborative.journal.models import Entry
from collaborative.journal.refs import ref
from collaborative.plugs.search import search
from initiatives import actions, panels
from initiatives.models import InitiativeVersion
from tests import builders
from tests.initiatives.conftest import a_measure


def titles(response):
    return [row.title for row in response.context["page_obj"]]


@pytest.fixture
def several(cast):
    math = builders.bureau("Math and Science")
    builders.initiative("Math labs", lead=math, level="federal", published=False)
    ended = builders.initiative("Old reading plan", by=cast.bureau)
    InitiativeVersion.objects.filter(initiative=ended).update(ends_on=timezone.localdate() - timedelta(days=1))
    new = builders.initiative("Structured literacy", published=False, by=cast.bureau, asks=[(a_measure(), 2)])
    return actions.publish(new, by=cast.bureau, revision=0)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("show=1", ["Old reading plan", "Structured literacy"]),
        ("words=líteracy", ["Structured literacy"]),
        ("state=ended", ["Old reading plan"]),
        ("state=waiting", ["Structured literacy"]),
        ("state=draft", []),
        ("level=federal", []),
    ],
)
def test_the_list_is_narrowed(cast, sign_in, several, filters, found):
    assert titles(sign_in(cast.coordinator).get(f"/initiatives/?{filters}")) == found


def test_the_own_bureau_sees_its_drafts(cast, sign_in, several):
    assert titles(sign_in(cast.other_bureau).get("/initiatives/?state=draft")) == ["Math labs"]


def test_the_list_counts_who_acknowledged_for_those_whom_it_concerns(cast, sign_in, several):
    actions.acknowledge(several.current.acknowledgments.first(), by=cast.director)

    assert "1 of 9" in sign_in(cast.bureau).get("/initiatives/?show=1").content.decode()
    assert "1 of 9" not in sign_in(cast.teacher).get("/initiatives/?show=1").content.decode()


def test_the_list_is_exported(cast, sign_in, several):
    text = b"".join(sign_in(cast.bureau).get("/initiatives/?as=csv")).decode()

    assert "Structured literacy,state,Literacy and Humanities Bureau,teachers," in text


def test_nobody_without_a_hat_enters(cast, sign_in, published):
    client = sign_in(cast.nobody)

    assert client.get("/initiatives/").status_code == 403
    assert client.get(published.get_absolute_url()).status_code == 403


def test_signed_out_people_are_led_to_sign_in(client, published):
    assert client.get("/initiatives/").url.startswith("/account/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_one_as_for_three(cast, sign_in, django_assert_num_queries, count):
    for number in range(count):
        builders.initiative(f"Initiative {number}", by=cast.bureau)
    client = sign_in(cast.bureau)

    with django_assert_num_queries(6):
        assert len(titles(client.get("/initiatives/"))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_statements_for_one_line_as_for_three(
    cast, sign_in, django_assert_max_num_queries, count
):
    asks = [(f"m{number}", 1) for number in range(count)]
    steps = [(10 + number, "call") for number in range(count)]
    made = builders.initiative(published=False, by=cast.bureau, asks=asks, steps=steps)
    actions.publish(made, by=cast.bureau, revision=0)
    client = sign_in(cast.bureau)

    with django_assert_max_num_queries(15):  # with the panels of all packages
        client.get(made.get_absolute_url())


def test_who_has_acknowledged_and_who_waits_since_when(cast, sign_in, published):
    InitiativeVersion.objects.update(published_at=timezone.now() - timedelta(days=12))
    actions.acknowledge(published.current.acknowledgments.get(rec=builders.rec(9)), by=cast.director)

    text = sign_in(cast.bureau).get(published.get_absolute_url()).content.decode()

    assert "1 of 9 for version 1" in text
    assert text.count("waiting for 12 days") == 8
    assert "Daniel Sandoval" in text


def test_a_rec_sees_its_own_acknowledgment_only(cast, sign_in, published):
    actions.acknowledge(published.current.acknowledgments.get(rec=builders.rec(9)), by=cast.director)

    text = sign_in(cast.other_coordinator).get(published.get_absolute_url()).content.decode()

    assert "0 of 1 for version 1" in text


@pytest.mark.parametrize("name", ["teacher", "vendor", "superintendent", "council_member"])
def test_schools_and_vendors_see_what_it_says_and_no_names(cast, sign_in, published, name):
    actions.acknowledge(published.current.acknowledgments.get(rec=builders.rec(9)), by=cast.director)

    text = sign_in(getattr(cast, name)).get(published.get_absolute_url()).content.decode()

    assert "Every child reads." in text
    assert "Daniel Sandoval" not in text
    assert "Acknowledged by RECs" not in text


def test_undo_stays_on_the_page_while_it_is_possible(cast, sign_in, published):
    page = published.get_absolute_url()
    assert "Undo the publication" in sign_in(cast.bureau).get(page).content.decode()
    assert "Undo the publication" not in sign_in(cast.coordinator).get(page).content.decode()

    InitiativeVersion.objects.update(published_at=timezone.now() - timedelta(minutes=11))

    assert "Undo the publication" not in sign_in(cast.bureau).get(page).content.decode()


def ask(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


def test_the_history_tells_no_other_recs_business(cast, published, sign_in):
    """Its deliverables, drafts of trainings and revoked experts are theirs; the initiative's page tells of the initiative."""
    record_of(published, "deliverable.returned", "PED returned “Trainings held” of Region 9: two districts are missing")

    page = sign_in(cast.other_coordinator).get(published.get_absolute_url()).content.decode()

    assert "two districts are missing" not in page
    assert "initiative.published" in {entry.verb for entry in history_of(published)}


def record_of(initiative, verb, text):
    Entry.objects.create(
        at=timezone.now(),
        verb=verb,
        text=text,
        refs=["initiatives.deliverable:1", ref(initiative)],
        by_name="Teresa Chavez",
    )


def test_today_of_the_bureau_names_what_is_not_acknowledged(cast, published):
    waiting = panels.of_my_bureau(ask(cast.bureau))

    assert [row.title for row in waiting.context["rows"]] == ["Structured literacy"]
    assert panels.of_my_bureau(ask(cast.other_bureau)).context["rows"] == []
    assert panels.of_my_bureau(ask(cast.coordinator)) is None


def test_the_page_of_a_rec_shows_its_initiatives(cast, published, django_assert_num_queries):
    rec, reader = builders.rec(9), cast.other_coordinator
    assert not reader.reach.state

    with django_assert_num_queries(1):
        shown = panels.of_the_rec(ask(reader), rec)

    assert [row.asked_of_rec for row in shown.context["rows"]] == [False]
    [own] = panels.of_the_rec(ask(cast.coordinator), rec).context["rows"]
    assert (own.asked_of_rec, own.answered) == (True, "unacknowledged")


def test_search_finds_what_the_person_may_see(cast, draft):
    builders.initiative("Literacy for all", by=cast.bureau)

    def found(person):
        return [hit.title for one in search(person, "literacy") if one.title == "Initiatives" for hit in one.hits]

    assert found(cast.teacher) == ["Literacy for all"]
    assert found(cast.bureau) == ["Literacy for all", "Structured literacy"]
    assert found(cast.nobody) == []


def test_a_target_in_percent_says_so(cast, sign_in):
    initiative = builders.initiative(by=cast.bureau, asks=(("steps_on_time", 80), ("trainings_held", 2)))
    page = sign_in(cast.coordinator).get(initiative.get_absolute_url()).content.decode()
    assert 'data-label="Target">80 %<' in page and 'data-label="Target">2<' in page
