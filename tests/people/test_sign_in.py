"""Signing in by a code: letters are counted by who asks and by whom they go to, a code that was sent stays good, the
pages tell nobody who is known, and a session lasts as long as was chosen."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from collaborative.journal.refs import ref
from collaborative.letters.models import Letter
from collaborative.people.sign_in import adapter

NINA = "nina.romero@example.org"
HOUR = timedelta(hours=1)


def ask(client: Client, address: str = NINA, *, ip: str = "203.0.113.7", **more):
    return client.post("/account/login/", {"login": address, **more}, headers={"X-Forwarded-For": ip})


def enter(client: Client, code: str):
    return client.post("/account/login/code/confirm/", {"code": code})


def codes() -> list[str]:
    """Of the letters that were written, the newest first."""
    found = Letter.objects.filter(kind="sign_in_code").order_by("-id")
    return [letter.subject.split(": ")[1] for letter in found]


def who(client: Client):
    return client.get("/me/").context["found"]


def strangers_ask(address: str = NINA, *, many: int = 100) -> list[Client]:
    clients = [Client() for _number in range(many)]
    for number, client in enumerate(clients):
        assert ask(client, address, ip=f"198.51.100.{number}").status_code == 302
    return clients


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def test_a_hundred_strangers_ask_for_ninas_code_and_nina_signs_in(cast, client):
    strangers_ask()

    assert ask(client).status_code == 302
    assert enter(client, codes()[0]).status_code == 302

    assert who(client) == cast.other_coordinator


def test_a_code_that_nina_has_stays_good_while_a_hundred_strangers_ask(cast, client):
    ask(client)
    mine = codes()[0]
    strangers_ask()

    enter(client, mine)

    assert who(client) == cast.other_coordinator


def test_a_code_stays_good_when_another_was_asked_for_and_no_letter_came(cast, client):
    ask(client)
    mine = codes()[0]
    strangers_ask()
    client.post("/account/login/code/confirm/", {"action": "resend"})

    enter(client, mine)

    assert who(client) == cast.other_coordinator


def test_whoever_is_asked_for_a_hundred_times_gets_three_letters(cast):
    strangers_ask()

    assert len(codes()) == 3


def test_sending_anew_counts_as_a_letter_too(cast):
    for client in strangers_ask(many=3):
        client.post("/account/login/code/confirm/", {"action": "resend"})

    assert len(codes()) == 3


def test_where_no_letter_goes_the_last_code_has_minutes_left(cast):
    """Whenever letters are too many, one was sent so lately that its code can still be used."""
    now, sent = timezone.now(), []
    for second in range(0, 4 * 3600, 20):
        moment = now + timedelta(seconds=second)
        if adapter.another_letter(cast.other_coordinator, now=moment):
            sent.append(moment)
            Letter.objects.create(
                kind="sign_in_code",
                about=ref(cast.other_coordinator),
                recipient=cast.other_coordinator,
                address=NINA,
                subject="",
                body="",
                due=moment,
                written_at=moment,
            )
        assert sent[-1] + adapter.CODE_LIFE - moment >= timedelta(minutes=5)
    assert len(sent) <= 4 * 15


def test_letters_to_one_person_do_not_count_for_another(cast, client):
    strangers_ask()

    ask(client, "carla.ortiz@example.org")
    enter(client, codes()[0])

    assert who(client) == cast.coordinator


def test_who_asks_too_often_is_paused_and_others_are_not(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip", "request_login_code": "2/m/ip"}
    statuses = [ask(client, f"nobody{number}@example.org").status_code for number in range(3)]

    assert statuses == [302, 302, 429]
    assert ask(Client(), ip="203.0.113.8").status_code == 302


def test_no_number_of_letters_opens_another_persons_record(cast, client):
    """Codes that came to oneself are worth nothing where somebody else was named in the next breath."""
    ask(client, "hector.luna@example.org")
    own = codes()[0]
    strangers_ask()
    for address in (NINA, "unknown@example.org"):
        ask(client, address)
        assert enter(client, own).status_code == 200
        assert client.get("/me/").status_code == 302


def test_another_address_can_be_used_while_a_code_is_waited_for(cast, client):
    ask(client)

    assert client.get("/account/login/").status_code == 200
    ask(client, "carla.ortiz@example.org")
    enter(client, codes()[0])

    assert who(client) == cast.coordinator


def test_a_code_works_once(cast, client):
    """Also where several have asked for the same person: whoever sees it over her shoulder comes too late."""
    *_others, stranger = strangers_ask(many=10)
    ask(client)
    code = codes()[0]
    enter(client, code)

    assert who(client) == cast.other_coordinator
    assert enter(stranger, code).status_code == 200
    assert stranger.get("/me/").status_code == 302


@pytest.mark.parametrize("asked", [1, 5])
def test_known_unknown_and_closed_addresses_see_the_same(cast, asked):
    cast.nobody.is_active = False
    cast.nobody.save()

    seen = {address: seen_by_who_asks(address, asked) for address in (NINA, "nobody@example.org", cast.nobody.email)}

    assert len(set(seen.values())) == 1


def seen_by_who_asks(address: str, asked: int) -> tuple:
    client, seen = Client(), []
    for _time in range(asked):
        seen.append(client.post("/account/login/", {"login": address}, follow=True))
    for form in ({"action": "resend"}, {"action": "resend"}, {"code": "WRNG-CODE"}):
        seen.append(client.post("/account/login/code/confirm/", form, follow=True))
    return tuple((page.status_code, tuple(page.redirect_chain), told(page, address)) for page in seen)


def told(page, address: str) -> str:
    words = page.content.decode().replace(address, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", words)


# How long ---------------------------------------------------------------------------------------------------------


def signed_in(**choice) -> Client:
    client = Client()
    ask(client, **choice)
    enter(client, codes()[0])
    return client


def session_of(client: Client) -> Session:
    return Session.objects.get(session_key=client.cookies["clc_session"].value)


def test_a_session_ends_with_the_browser_and_after_twelve_hours_unless_told(cast):
    client = signed_in()

    assert client.cookies["clc_session"]["max-age"] == ""
    assert session_of(client).expire_date <= timezone.now() + 12 * HOUR


def test_what_is_done_meanwhile_does_not_make_the_session_longer(cast):
    client = signed_in()
    until = session_of(client).expire_date
    session = client.session
    session["anything"] = "else"
    session.save()

    assert abs(session_of(client).expire_date - until) < timedelta(seconds=1)


def test_a_session_lasts_thirty_days_where_that_was_ticked(cast):
    client = signed_in(stay="on")

    assert client.cookies["clc_session"]["max-age"] > 29 * 24 * 3600
    assert session_of(client).expire_date > timezone.now() + timedelta(days=29)


def test_the_second_first_step_is_the_one_that_counts(cast):
    client = Client()
    ask(client, stay="on")
    ask(client)
    enter(client, codes()[0])

    assert client.cookies["clc_session"]["max-age"] == ""


def test_the_other_page_that_asks_for_an_address_offers_the_same(cast):
    client = Client()
    client.post("/account/login/code/", {"email": NINA, "stay": "on"})
    enter(client, codes()[0])

    assert who(client) == cast.other_coordinator
    assert session_of(client).expire_date > timezone.now() + timedelta(days=29)


@pytest.mark.parametrize("path", ["/account/login/", "/account/login/code/"])
def test_the_tick_is_off(client, db, path):
    page = client.get(path).content.decode()

    tick = re.search(r'<input type="checkbox"[^>]*name="stay"[^>]*>', page).group()
    assert "checked" not in tick
    assert "not on a computer that others use" in page
