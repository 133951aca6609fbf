"""What does not start: each refusal is one sentence, without a traceback."""

import os
import re
import runpy
import secrets
import subprocess
import sys

import pytest

from collaborative.ops import env
from embedded.places import PROJECT
from tests.check import PRODUCTION

SETTINGS = str(PROJECT / "collaborative" / "settings.py")
KEY_OF_THE_SOURCE = "only-for-a-machine-of-ones-own-" + "0" * 32
WEAK_KEYS = {
    "short": "q8Rk2-vLw7_zP0sTn4XyBc6",
    "one sign again and again": "x" * 80,
    "a few words again and again": "collaborative" * 8,
    "few different signs": "abababacabadabababacaacdcbabadcabdacbdabcdbacbdabcdadbc",
    "Django's mark of an insecure one": "django-insecure-" + "q8Rk2-vLw7_zP0sTn4XyBc6HmD9fJgAe3uKiW5oN1tVrQl",
    "the one of the source": KEY_OF_THE_SOURCE,
}


@pytest.fixture
def start(monkeypatch):
    """start(NAME=value) reads the settings as in production, with these variables otherwise."""

    def reading(**otherwise: str) -> dict:
        for name, value in (PRODUCTION | otherwise).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(SETTINGS)

    return reading


def refused(start, **otherwise: str) -> str:
    with pytest.raises(env.EnvError) as raised:
        start(**otherwise)
    words = str(raised.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def test_production_starts_with_what_the_check_gives_it(start):
    assert start()["PRODUCTION"] is True


@pytest.mark.parametrize("name", ["DEBUG", "DEMO", "EMBEDDED", "TESTING"])
def test_production_refuses_what_is_for_trying(start, name):
    assert name in refused(start, **{name: "1"})


@pytest.mark.parametrize("hosts", ["*", "learning.example.org,*", "learning.example.org *"])
def test_production_answers_for_named_hosts_only(start, hosts):
    assert "ALLOWED_HOSTS" in refused(start, ALLOWED_HOSTS=hosts)


@pytest.mark.parametrize("flag", ["1", "0"])
@pytest.mark.parametrize("key", WEAK_KEYS.values(), ids=WEAK_KEYS)
def test_production_refuses_a_key_that_can_be_guessed(start, key, flag):
    """Whether it says PRODUCTION or is so by what it leaves out."""
    assert "SECRET_KEY" in refused(start, SECRET_KEY=key, PRODUCTION=flag)


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex], ids=["base64", "hexadecimal"])
def test_production_takes_every_random_key(start, make):
    for _time in range(50):
        assert start(SECRET_KEY=make(40))["PRODUCTION"] is True


@pytest.mark.parametrize("mode", ["DEBUG", "DEMO", "TESTING"])
def test_an_https_address_never_runs_with_the_key_of_the_source(start, mode):
    words = refused(start, PRODUCTION="0", SECRET_KEY="", **{mode: "1"})

    assert "SECRET_KEY" in words


@pytest.mark.parametrize(("name", "value"), [("SITE_URL", "http://learning.example.org"), ("EMAIL_HOST", "")])
def test_production_wants_https_and_a_mail_server(start, name, value):
    assert name in refused(start, **{name: value})


def test_with_a_host_of_its_own_the_product_begins_at_its_root(start):
    read = start(SITE_URL="https://learning.example.org/")

    assert (read["FORCE_SCRIPT_NAME"], read["STATIC_URL"], read["SESSION_COOKIE_PATH"]) == (None, "/static/", "/")
    assert read["SECURE_REDIRECT_EXEMPT"] == ["^healthz$"]


def test_where_the_address_has_a_path_the_product_runs_under_it(start):
    read = start(SITE_URL="https://shared.example.org:8443/clc/", ALLOWED_HOSTS="")

    assert (read["SITE_URL"], read["FORCE_SCRIPT_NAME"]) == ("https://shared.example.org:8443/clc", "/clc")
    assert read["STATIC_URL"] == "/clc/static/"
    assert read["SESSION_COOKIE_PATH"] == read["CSRF_COOKIE_PATH"] == "/clc"
    assert read["ALLOWED_HOSTS"][0] == "shared.example.org"
    assert read["CSRF_TRUSTED_ORIGINS"] == ["https://shared.example.org:8443"]
    assert re.match(read["SECURE_REDIRECT_EXEMPT"][0], "clc/healthz")


def test_an_address_is_a_whole_one(start):
    assert "SITE_URL" in refused(start, SITE_URL="learning.example.org")


def test_the_sentence_stands_alone_on_the_terminal():
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env=os.environ | PRODUCTION | {"ALLOWED_HOSTS": "*"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "ALLOWED_HOSTS" in done.stderr
