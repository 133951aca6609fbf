"""Signing in is limited by the address that asks, also where a proxy stands in front."""

import runpy

import pytest

from embedded.places import PROJECT

ONE, OTHER = "203.0.113.7", "203.0.113.8"
SETTINGS = str(PROJECT / "collaborative" / "settings.py")


@pytest.fixture
def ask(db, client, settings, monkeypatch):
    """ask(behind_proxy, address) asks for a code once more; a minute allows two."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip", "request_login_code": "2/m/ip"}

    def asking(behind_proxy: str, forwarded: str) -> int:
        monkeypatch.setenv("BEHIND_PROXY", behind_proxy)
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = runpy.run_path(SETTINGS)["ALLAUTH_TRUSTED_PROXY_COUNT"]
        answer = client.post("/account/login/", {"login": "nobody@example.org"}, headers={"X-Forwarded-For": forwarded})
        return answer.status_code

    return asking


def test_behind_a_proxy_one_visitor_does_not_shut_out_another(ask):
    assert [ask("1", ONE) for _time in range(3)] == [302, 302, 429]

    assert ask("1", OTHER) == 302


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_put_last(ask):
    made_up = [f"198.51.100.{number}, {ONE}" for number in range(3)]

    assert [ask("1", forwarded) for forwarded in made_up] == [302, 302, 429]


def test_without_a_proxy_what_a_visitor_sends_as_address_counts_for_nothing(ask):
    assert [ask("0", forwarded) for forwarded in (ONE, OTHER, "203.0.113.9")] == [302, 302, 429]
