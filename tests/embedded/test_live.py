import pytest

from tests.waiting import until


def test_web_worker_and_beat_are_well(live_product):
    status, text = live_product.health()

    assert status == 200
    assert [line.split(":")[0] for line in text.splitlines()] == ["web", "PostgreSQL", "Redis", "worker", "beat"]


@pytest.mark.deep
def test_killed_worker_is_missed_and_comes_back(live_product):
    with live_product.without("worker"):
        until(lambda: live_product.health()[0] == 503, seconds=40, what="503 without a worker")

        assert "worker: missing" in live_product.health()[1]

    assert live_product.health()[0] == 200
