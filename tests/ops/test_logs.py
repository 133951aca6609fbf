"""Logs: for us alone, of a bounded size while running, without tokens, without tracebacks where somebody was refused."""

import io
import logging
import os
import stat
import sys

import pytest
from django.conf import settings
from django.core import signing

from collaborative.ops.log_lines import LineFormatter, cut_tokens
from embedded.children import Child, shorten_log
from embedded.places import PROJECT
from tests.access.routes import routes
from tests.waiting import until

WRITES = """
import sys, time
number = 0
while True:
    number += 1
    print(f"line {number:08}", flush=True)
    time.sleep(0.001)
"""


def mode(path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.fixture
def lines():
    """What the product logs, as its handler writes it."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(LineFormatter(settings.LOGGING["formatters"]["line"]["fmt"].replace("[%(request_id)s] ", "")))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield kept
    logger.removeHandler(handler)


def test_a_log_is_for_us_alone_also_one_that_was_open_to_all(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("before\n")
    log.chmod(0o644)
    child = Child("web", [sys.executable, "-c", "print('here')"], log=log).start()
    child.process.wait()

    assert mode(log) == 0o600
    assert log.read_text() == "before\nhere\n"


def test_a_log_is_shortened_while_its_process_writes_on(tmp_path):
    log = tmp_path / "web.log"
    child = Child("web", [sys.executable, "-c", WRITES], log=log).start()
    for _round in range(3):
        until(lambda: log.stat().st_size > 500)
        assert shorten_log(log, longest=500)
        assert log.stat().st_size < 500
        until(lambda: log.read_text().startswith("line "))
    child.kill()

    assert mode(log) == mode(f"{log}.1") == 0o600
    assert "\0" not in log.read_text()
    assert sorted(os.listdir(tmp_path)) == ["web.log", "web.log.1"]


def test_a_short_log_stays(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("a line\n")

    assert not shorten_log(log)
    assert not shorten_log(tmp_path / "none.log")
    assert log.read_text() == "a line\n"


@pytest.mark.parametrize("compress", [True, False])
def test_a_token_is_cut_wherever_it_stands(compress):
    token = signing.dumps([17, "a" * 16, "ana@example.org"], salt="any", compress=compress)
    for text in (
        f"Not Found: /me/address/{token}/",
        f"GET /x/{token.replace(':', '%3A')}/?a=1",
        f"BadSignature: {token}",
    ):
        assert token.split(":")[2] not in cut_tokens(text)
        assert token.split(":")[0] not in cut_tokens(text)


def test_what_is_no_token_stays():
    text = "2026-11-28 06:35:59,123 INFO GET /trainings/17/?at=3 [::1]:8000 unix:///run/redis/redis.sock?db=0"

    assert cut_tokens(text) == text


def test_a_link_that_leads_nowhere_is_logged_without_its_token(client, db, lines):
    token = signing.dumps([17, "nonce"], salt="trainings.own-feed")
    client.get(f"/trainings/mine/{token}.ics")

    assert "Not Found: /trainings/mine/" in lines.getvalue()
    assert token.split(":")[2] not in lines.getvalue()


def test_a_refusal_is_one_line(cast, sign_in, lines):
    """As a superintendent asks for a page of those who run trainings."""
    assert sign_in(cast.superintendent).get("/trainings/new/").status_code == 403

    assert "Forbidden" in lines.getvalue()
    assert lines.getvalue().count("\n") == 1


def test_an_error_keeps_its_traceback_and_loses_the_row():
    error = ValueError('violates check constraint "x"\nDETAIL:  Failing row contains (1, a private\nnote).')
    try:
        raise error
    except ValueError:
        record = logging.LogRecord("any", logging.ERROR, __file__, 1, "It broke.", (), sys.exc_info())

    text = LineFormatter("%(message)s").format(record)

    assert "Traceback" in text
    assert "private" not in text
    assert "note)" not in text


def test_the_web_server_keeps_no_log_of_addresses():
    assert "accesslog" not in (PROJECT / "collaborative" / "ops" / "gunicorn.py").read_text()


def test_the_readme_names_every_address_that_ends_in_a_key():
    """The log of a proxy is not ours to shorten."""
    keys = {f"`/{route.partition('<str:token>')[0]}`" for _name, route in routes() if "<str:token>" in route}
    readme = (PROJECT / "README.md").read_text()

    assert len(keys) >= 9
    assert [key for key in sorted(keys) if key not in readme] == []
