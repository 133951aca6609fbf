import os

import pytest

from embedded import running


@pytest.fixture(autouse=True)
def _own_file(monkeypatch, tmp_path):
    monkeypatch.setattr(running, "FILE", tmp_path / "running.json")
    for name in running.NAMES:
        monkeypatch.setenv(name, "before")
        monkeypatch.delenv(name)


def test_manage_finds_the_running_server():
    running.write_down({"DATABASE_URL": "postgresql://own/", "EMBEDDED": "1", "HOME": "/root"})

    running.adopt()

    assert (os.environ["DATABASE_URL"], os.environ["EMBEDDED"]) == ("postgresql://own/", "1")


def test_a_named_database_is_left_alone(monkeypatch):
    running.write_down({"DATABASE_URL": "postgresql://own/", "EMBEDDED": "1"})
    monkeypatch.setenv("DATABASE_URL", "postgresql://named/")

    running.adopt()

    assert os.environ["DATABASE_URL"] == "postgresql://named/"
    assert "EMBEDDED" not in os.environ


def test_without_a_running_server_nothing_is_adopted():
    running.adopt()

    assert "DATABASE_URL" not in os.environ


def test_only_the_owner_reads_it():
    running.write_down({"SECRET_KEY": "x"})

    assert running.FILE.stat().st_mode & 0o777 == 0o600
