"""A first start that was stopped, wherever it was, leaves nothing that the next one stumbles over."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embedded.places import PROJECT
from embedded.postgres import Postgres
from embedded.urls import database_name

FAR_TOO_LONG = 10  # times a clean start: then the plans are quadratic again, on however slow a machine
ROUNDS = int(os.environ.get("CLC_STOPS", "20"))
STEPS = [
    "Making the tables",
    "Loading the state",
    "Loading the demo year",
    "People, schools",
    "Initiatives",
    "The year of CREC 5",
    "The year of Region 9",
    "Letters",
]


@pytest.fixture
def postgres(tmp_path):
    """As an embedded first start has it: durable, with autovacuum, which wakes each second here."""
    server = Postgres(tmp_path / "postgres", tmp_path / "postgres.log")
    server.child.command += ["-c", "autovacuum_naptime=1"]
    server.child.stop_signal = signal.SIGQUIT
    server.create()
    server.start()
    yield server
    server.child.stop()


def prepare_command(*steps: str) -> list[str]:
    return [sys.executable, "-m", "embedded.prepare", *steps]


def start(postgres: Postgres, name: str, log: Path, command: list[str]) -> subprocess.Popen:
    postgres.make_database(name)
    environment = os.environ | {
        "DATABASE_URL": postgres.url(name),
        "DEMO": "1",
        "TESTING": "1",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "collaborative.settings",
    }
    with log.open("w") as file:
        return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=file, stderr=subprocess.STDOUT)


def whole(postgres: Postgres, name: str, log: Path, *, at_most: float | None = None) -> float:
    begun = time.monotonic()
    started = start(postgres, name, log, prepare_command("tables", "state", "demo"))
    try:
        assert started.wait(at_most) == 0, log.read_text()
    finally:
        started.kill()
    return time.monotonic() - begun


def stopped(postgres: Postgres, name: str, log: Path, *, at: str = "", after: float = 0) -> None:
    """Killed as soon as it tells of this step, and some seconds later."""
    started = start(postgres, name, log, prepare_command("tables", "state", "demo"))
    while started.poll() is None and at not in log.read_text():
        time.sleep(0.05)
    try:
        started.wait(after)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()


@pytest.mark.deep
def test_a_start_that_was_stopped_in_each_step_and_at_random_ends_the_next_time(postgres, tmp_path):
    log = tmp_path / "prepare.log"
    clean = whole(postgres, database_name(postgres.url("clean")), log)
    figures = []
    for number in range(ROUNDS):
        name = f"round_{number}"
        at = STEPS[number] if number < len(STEPS) else ""
        after = 1.5 if at else random.uniform(0.5, clean)
        stopped(postgres, name, log, at=at, after=after)
        took = whole(postgres, name, log, at_most=clean * FAR_TOO_LONG)
        figures.append((at or f"after {after:.0f} s", round(took / clean, 2)))
        assert "has taken" not in log.read_text()
    print(f"A clean start took {clean:.0f} s; after a stop, times that:", *figures, sep="\n  ")  # noqa: T201


STOPPED_BEFORE_IT_IS_RECORDED = """
import os, sys
from django.db.migrations.recorder import MigrationRecorder
from embedded.prepare import main
record = MigrationRecorder.record_applied
def stop(recorder, app, name):
    if (app, name) == ("districts", "0001_initial"):
        os._exit(9)
    record(recorder, app, name)
MigrationRecorder.record_applied = stop
main(["tables"])
"""


@pytest.mark.deep
def test_tables_that_were_made_and_not_recorded_are_not_made_twice(postgres, tmp_path):
    """Django commits the one and then writes the other, where a migration has statements for its end."""
    log = tmp_path / "prepare.log"
    command = [sys.executable, "-c", STOPPED_BEFORE_IT_IS_RECORDED]
    assert start(postgres, "unrecorded", log, command).wait() == 9, log.read_text()
    assert start(postgres, "unrecorded", log, prepare_command("tables")).wait() == 0, log.read_text()
