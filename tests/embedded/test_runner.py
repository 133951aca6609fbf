"""script/server as somebody types it, in a folder of its own beside the sources. Long, so only with --deep."""

import os
import shutil
import signal
import subprocess
import sys

import psutil
import pytest

from embedded.children import gone
from embedded.places import PROJECT
from embedded.run import ask_health
from tests.sink import free_port
from tests.waiting import until

pytestmark = [pytest.mark.deep, pytest.mark.xdist_group("live")]


@pytest.fixture
def folder(tmp_path):
    """A copy of the sources in a path with a space, that only its owner may enter."""
    copy = tmp_path / "my own" / "product"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__"))
    copy.parent.chmod(0o700)
    return copy


class Started:
    def __init__(self, folder, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CLC_", "DATABASE", "REDIS", "TESTING", "DJANGO", "PYTEST"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "embedded.run"],
            cwd=folder,
            env=environment | {"PORT": str(port), "DEMO": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_until_ready(self) -> list[psutil.Process]:
        for line in self.process.stdout:
            self.said += line
            if "Stop: Ctrl-C" in line:
                return psutil.Process(self.process.pid).children(recursive=True)
        raise AssertionError(self.said)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=90)[0]
        return self.process.returncode


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_leaves_nothing_running(folder, number):
    started = Started(folder, free_port())
    children = started.wait_until_ready()

    assert ask_health(started.url, "")[0] == 200
    assert started.end(number) == 0
    assert [child for child in children if not gone(child, 0)] == []


def test_second_start_keeps_the_data_and_says_less(folder):
    port = free_port()
    first = Started(folder, port)
    first.wait_until_ready()
    first.end(signal.SIGINT)

    second = Started(folder, port)
    second.wait_until_ready()
    second.end(signal.SIGINT)

    assert "Making PostgreSQL's data folder" in first.said
    assert "Making" not in second.said


def test_start_after_kill_9_recovers(folder):
    port = free_port()
    first = Started(folder, port)
    children = first.wait_until_ready()
    first.end(signal.SIGKILL)

    second = Started(folder, port)
    second.wait_until_ready()

    assert ask_health(second.url, "")[0] == 200
    assert all(gone(child, 20) for child in children)
    second.end(signal.SIGINT)


def test_second_server_in_the_folder_gets_one_sentence(folder):
    first = Started(folder, free_port())
    first.wait_until_ready()

    second = Started(folder, free_port())
    said = second.process.communicate(timeout=30)[0]

    assert second.process.returncode == 1
    assert said.startswith("The server of this folder runs already (process ")
    assert ask_health(first.url, "")[0] == 200
    first.end(signal.SIGINT)


def test_what_is_killed_comes_back(folder):
    started = Started(folder, free_port())
    children = started.wait_until_ready()
    redis = next(child for child in children if "redis-server" in " ".join(child.cmdline()))

    redis.kill()

    until(lambda: gone(redis, 0) and ask_health(started.url, "")[0] == 200, seconds=40, what="200 with another Redis")
    assert started.end(signal.SIGINT) == 0
    assert "Redis ended by itself; starting it again." in started.said
