import dj_database_url
import pytest

from collaborative.ops.celery import broker_url
from embedded.urls import database_name, database_url, with_database, with_number


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://127.0.0.1:6379/2", "redis://127.0.0.1:6379/2"),
        ("unix:///tmp/clc/redis.sock?db=3", "redis+socket:///tmp/clc/redis.sock?virtual_host=3"),
        ("unix:///tmp/clc/redis.sock", "redis+socket:///tmp/clc/redis.sock?virtual_host=0"),
    ],
)
def test_broker_url(redis_url, expected):
    assert broker_url(redis_url) == expected


def test_database_behind_a_socket():
    url = database_url("/tmp/clc-0-ab", "collaborative")

    parsed = dj_database_url.parse(url)

    assert (parsed["HOST"], parsed["NAME"]) == ("/tmp/clc-0-ab", "collaborative")


def test_another_database_on_the_same_server():
    url = with_database(database_url("/tmp/clc-0-ab", "one"), "two")

    assert database_name(url) == "two"


@pytest.mark.parametrize(
    ("url", "expected"),
    [("unix:///tmp/r.sock?db=0", "unix:///tmp/r.sock?db=5"), ("redis://localhost:6379/0", "redis://localhost:6379/5")],
)
def test_another_number_of_the_same_redis(url, expected):
    assert with_number(url, 5) == expected
