"""Where people reach the product at https://learning.example.org/clc, every address of its pages and letters begins so."""

import re
from datetime import timedelta

import pytest
from django.test.utils import override_script_prefix

from collaborative.calendar.periods import morning_of, today
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.reminders import remind
from collaborative.duties.services import open_duty
from collaborative.errors import AlreadyDone
from collaborative.journal.models import Entry, Once
from collaborative.journal.recording import action, record
from collaborative.letters.models import Letter
from collaborative.ops.wsgi import under_path
from collaborative.web.addresses import absolute, absolute_url, from_kept, path_to, to_keep
from tests import builders

KIND = "tests.under_a_path"
if KIND not in duty_kinds:
    duty_kind(KIND, "for tests")
SITE = "https://learning.example.org/clc"


@pytest.fixture
def below(settings):
    settings.SITE_URL, settings.FORCE_SCRIPT_NAME = SITE, "/clc"
    with override_script_prefix("/clc/"):
        yield


@pytest.fixture
def owed(cast):
    begun = morning_of(today()) - timedelta(days=2)
    district, coordinator = builders.district(), cast.coordinator
    open_duty(KIND, about=district, text="Look in", due_on=today(), at=builders.rec(), person=coordinator, now=begun)
    return Duty.objects.get(kind=KIND)


def strayed(page) -> list[str]:
    """Where a page leads outside, or sends a form. Files come from where the settings say."""
    found = re.findall(r'(?:href|action|hx-[a-z]+)="([^"]*)"', page.content.decode())
    inside = ("/clc/", "?", "#", "mailto:", "/static/")
    assert sum(one.startswith("/clc/") for one in found) > 10
    return [one for one in found if one.startswith("/") and not one.startswith(inside)]


@pytest.mark.parametrize("path", ["/", "/duties/", "/districts/?show=1", "/people/?show=1&page=2", "/reports/", "/me/"])
def test_pages_lead_below_the_path(cast, owed, sign_in, below, path):
    page = sign_in(cast.coordinator).get(path)

    assert page.status_code == 200
    assert strayed(page) == []


def test_a_list_is_filtered_and_turned_where_it_stands(cast, sign_in, below):
    client = sign_in(cast.coordinator)

    assert 'href="?show=1&amp;page=2"' in client.get("/districts/?show=1").content.decode()
    assert 'href="/clc/districts/?show=1"' in client.get("/districts/?words=texico&show=1").content.decode()


def test_what_one_owes_leads_below_the_path_whenever_it_began(cast, owed, sign_in, below):
    """The row was written where the product had a host of its own."""
    assert owed.url == f"/districts/{builders.district().pk}/"
    assert f'href="/clc{owed.url}"' in sign_in(cast.coordinator).get("/").content.decode()


def test_the_database_keeps_addresses_without_the_path(cast, below):
    district = builders.district()
    open_duty(KIND, about=district, text="Look in", due_on=today(), at=builders.rec(), person=cast.coordinator)

    assert Duty.objects.get(kind=KIND).url == f"/districts/{district.pk}/"
    assert [to_keep(path) for path in ("/clc/", "/clc/people/1/", "/people/1/", "")] == ["/", *["/people/1/"] * 2, ""]
    assert [from_kept(path) for path in ("/", "/people/1/", "")] == ["/clc/", "/clc/people/1/", ""]


@action
def look_at(training, *, by, also=()):
    record("tests.looked", training, text=f"{training} was looked at.", by=by, also=also)
    return training


def test_the_journal_leads_below_the_path(cast, sign_in, below):
    training, district = builders.training("Phonics 1"), builders.district()
    look_at(training, by=cast.coordinator, also=[district])

    page = sign_in(cast.superintendent).get(f"/districts/{district.pk}/").content.decode()

    assert Entry.objects.get(verb="tests.looked").data["of"]["url"] == f"/trainings/{training.pk}/"
    assert f'<a href="/clc/trainings/{training.pk}/">Phonics 1</a> was looked at.' in page


def test_a_form_sent_twice_leads_below_the_path(cast, below):
    training = builders.training("Phonics 1")
    look_at(training, by=cast.coordinator, once="key")

    with pytest.raises(AlreadyDone) as told:
        look_at(training, by=cast.coordinator, once="key")

    assert Once.objects.get(key__endswith=":key").url == f"/trainings/{training.pk}/"
    assert told.value.url == f"/clc/trainings/{training.pk}/"


def test_a_letter_written_without_a_request_leads_below_the_path(cast, owed, below):
    remind(now=morning_of(today()) + timedelta(minutes=5))

    body = Letter.objects.get(kind="duty_reminder", recipient=cast.coordinator).body
    assert re.findall(r"https?:\S+", body) == [f"{SITE}/districts/{builders.district().pk}/", SITE]


def test_sending_away_and_back_again_keeps_the_path(db, client, below):
    assert client.get("/people/").url == "/clc/account/login/?next=/clc/people/"


def test_an_address_is_made_for_the_path_at_hand():
    before = path_to("person", 7), path_to("today")
    with override_script_prefix("/clc/"):
        below = path_to("person", 7), path_to("today")

    assert before == ("/people/7/", "/")
    assert below == ("/clc/people/7/", "/clc/")
    assert path_to("person", 7) == "/people/7/"


def test_an_address_of_words_is_the_one_that_django_makes():
    assert path_to("figure", "people_trained") == "/reports/figures/people_trained/"
    assert path_to("claim-answer", "a:b-c:d e&f") == "/claims/a:b-c:d%20e&f/"
    assert path_to("door-correct", 1, 22, 333) == "/trainings/1/door/22/correct/333/"


def test_what_is_read_elsewhere_names_the_host(settings, below):
    assert absolute_url("person", 7) == f"{SITE}/people/7/"
    assert absolute(path_to("today")) == f"{SITE}/"
    with override_script_prefix("/"):
        settings.SITE_URL = "https://learning.example.org"
        assert absolute_url("person", 7) == "https://learning.example.org/people/7/"


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/clc/people/", "/people/"),
        ("/clc/", "/"),
        ("/clc", "/"),
        ("/people/", "/people/"),
        ("/clcx/", "/clcx/"),
        ("/clc/clc/", "/clc/"),
    ],
)
def test_the_web_server_takes_the_path_off_once(asked, reached):
    seen = []
    under_path(lambda environ, start_response: seen.append(environ["PATH_INFO"]), "/clc")({"PATH_INFO": asked}, None)

    assert seen == [reached]


def test_without_a_path_nothing_stands_before_the_product():
    def application(environ, start_response):
        return []

    assert under_path(application, "") is application
