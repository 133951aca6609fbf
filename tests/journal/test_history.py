"""The history of a thing: in pages, in its words, leading where the reader may go."""

import re

import pytest
from django.urls import reverse

from collaborative.journal.history import LATEST, ON_A_PAGE, history_of
from collaborative.journal.recording import record
from recs.models import Rec
from tests import builders


def did(count: int, thing, **more) -> None:
    for number in range(count):
        record("tests.done", thing, text=f"Number {number}.", by=None, **more)


def texts(page) -> list[str]:
    return [entry.text for entry in page.context["history"]]


def test_the_latest_stand_on_the_page_and_the_others_on_pages_of_their_own(cast, sign_in):
    district, client = builders.district(), sign_in(cast.superintendent)
    count = LATEST + ON_A_PAGE + 2
    did(count, district)
    url = district.get_absolute_url()

    pages = [client.get(url), client.get(f"{url}?history=2"), client.get(f"{url}?history=3")]

    assert [text for page in pages for text in texts(page)] == [
        f"Number {number}." for number in reversed(range(count))
    ]
    assert [len(texts(page)) for page in pages] == [LATEST, ON_A_PAGE, 2]
    assert [(page.context["history"].later, page.context["history"].earlier) for page in pages] == [
        (0, 2),
        (1, 3),
        (2, 0),
    ]
    assert 'href="?history=2#history"' in pages[0].content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "²", "two", "999999", ""])
def test_what_is_no_page_of_a_history_is_the_first(cast, sign_in, number):
    district = builders.district()
    did(1, district)

    page = sign_in(cast.superintendent).get(district.get_absolute_url(), {"history": number})

    assert texts(page) == ["Number 0."]


def test_an_entry_about_something_else_leads_there(cast, sign_in):
    district = builders.district()
    training = builders.training("Phonics 1")
    did(1, training, also=[district])

    page = sign_in(cast.superintendent).get(district.get_absolute_url())

    link = f'<a href="{training.get_absolute_url()}">Phonics 1</a>'
    assert f"Number 0. · {link}" in page.content.decode()


def test_where_the_sentence_names_it_the_name_is_the_link(cast, sign_in):
    district = builders.district()
    first = builders.training("Phonics 1")
    second = builders.training("phonics 2", of=first.initiative)
    record("tests.done", first, text="“Phonics 1” was moved.", by=None, also=[district])
    record("tests.done", second, text="phonics 2: moved.", by=None, also=[district])

    page = sign_in(cast.superintendent).get(district.get_absolute_url()).content.decode()

    assert f'“<a href="{first.get_absolute_url()}">Phonics 1</a>” was moved.' in page
    close = re.sub(r"<p>\s+|\s+</p>", lambda one: one[0].strip(), page)
    assert f'<p><a href="{second.get_absolute_url()}">Phonics 2</a>: moved.</p>' in close


def test_where_the_reader_may_not_go_the_thing_is_neither_named_nor_linked(cast, sign_in):
    district = builders.district()
    draft = builders.training("Secret plans", published=False, host=builders.rec(6))
    did(1, draft, also=[district])

    page = sign_in(cast.superintendent).get(district.get_absolute_url())

    assert texts(page) == ["Number 0."]
    assert "Secret plans" not in page.content.decode()


def test_on_its_own_page_a_thing_is_not_named_again(cast, sign_in):
    training = builders.training("Phonics 1")
    did(1, training, also=[builders.district()])

    page = sign_in(cast.coordinator).get(training.get_absolute_url())

    assert not hasattr(page.context["history"][0], "leads")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_rec_stays_within_fifteen_statements(cast, sign_in, django_assert_max_num_queries, count):
    rec = Rec.objects.get(number=9)
    initiative = builders.initiative()
    for number in range(count):
        did(1, builders.training(f"Phonics {number}", of=initiative), also=[rec])
        did(1, builders.person(f"Ana {number}", "Baca"), also=[rec])
    client = sign_in(cast.director)
    client.get(reverse("rec", args=[rec.pk]))

    with django_assert_max_num_queries(15):
        page = client.get(reverse("rec", args=[rec.pk]))

    assert len(page.context["history"]) == min(2 * count, LATEST)


def test_without_a_request_the_first_page_is_told_plainly(cast):
    district = builders.district()
    did(LATEST + 1, district)

    assert len(history_of(district)) == LATEST
