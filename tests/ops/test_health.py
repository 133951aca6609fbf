import time
from types import SimpleNamespace

import pytest
import redis
from django.test import Client

from collaborative.ops import health, heartbeat


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Redis is not where it should be."""
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock?db=0"
    heartbeat.redis_client.cache_clear()
    yield
    heartbeat.redis_client.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_client():
    heartbeat.redis_client.cache_clear()


@pytest.fixture
def clock(monkeypatch):
    """The signs' clock stands still: the first request of a process loads every page, which takes a second."""
    monkeypatch.setattr(heartbeat, "time", SimpleNamespace(time=lambda: 1_800_000_000.0))


def lines(response) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_all_well_is_200_with_a_line_each(db, clock):
    heartbeat.sign("worker")
    heartbeat.sign("beat")

    response = Client().get("/healthz")

    assert response.status_code == 200
    assert lines(response) == {
        "web": "ok",
        "PostgreSQL": "ok",
        "Redis": "ok",
        "worker": "ok (0 s ago)",
        "beat": "ok (0 s ago)",
    }


def test_a_worker_that_never_signed_is_503(db):
    heartbeat.sign("beat")

    response = Client().get("/healthz")

    assert response.status_code == 503
    assert lines(response)["worker"] == "missing (never seen)"


def test_a_sign_grows_old(db, clock):
    heartbeat.sign("worker")
    heartbeat.redis_client().set(heartbeat.KEY + "beat", 1_800_000_000.0 - 95)

    response = Client().get("/healthz")

    assert response.status_code == 503
    assert lines(response)["beat"] == "missing (last seen 95 s ago)"


def test_without_redis_it_answers_at_once(db, elsewhere):
    began = time.monotonic()

    response = Client().get("/healthz")

    assert time.monotonic() - began < 2
    assert response.status_code == 503
    assert lines(response)["Redis"].startswith("missing")
    assert lines(response)["worker"] == "unknown without Redis"


def test_signing_without_redis_is_no_error(elsewhere):
    heartbeat.sign("worker")


def test_without_postgresql_it_is_503(db, monkeypatch):
    def no_cursor():
        raise OSError("gone")

    with monkeypatch.context() as without:
        without.setattr(health.connection, "cursor", no_cursor)
        response = Client().get("/healthz")

    assert response.status_code == 503
    assert lines(response)["PostgreSQL"] == "missing (OSError)"


def test_it_asks_the_database_once(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        Client().get("/healthz")


def test_ages_are_unknown_before_the_first_sign(db):
    assert heartbeat.ages() == {"worker": None, "beat": None}


def test_ages_without_redis_raise(elsewhere):
    with pytest.raises(redis.RedisError):
        heartbeat.ages()
