import os
import signal
import subprocess
import sys

import psutil
import pytest

from embedded.children import Child, end_leftovers, gone, remember
from tests.waiting import until

SLEEPS = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('here', flush=True); time.sleep(600)",
]


def here(child: Child) -> bool:
    return "here" in child.last_words()


def test_child_stops_when_asked(tmp_path):
    child = Child("web", SLEEPS, log=tmp_path / "log").start()
    until(lambda: here(child))

    child.stop()

    assert child.process.returncode == -signal.SIGTERM


def test_child_that_does_not_listen_is_killed(tmp_path):
    child = Child("web", STUBBORN, log=tmp_path / "log", patience=0.2).start()
    until(lambda: here(child))

    child.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_ctrl_c_does_not_reach_the_child(tmp_path):
    child = Child("web", SLEEPS, log=tmp_path / "log").start()

    assert os.getsid(child.process.pid) == child.process.pid != os.getsid(0)

    child.kill()


def test_what_a_killed_runner_left_is_ended(tmp_path):
    left = Child("worker", SLEEPS, log=tmp_path / "log").start()
    until(lambda: here(left))
    remember([left], tmp_path / "children.json")

    assert end_leftovers(tmp_path / "children.json") == ["worker"]
    assert end_leftovers(tmp_path / "children.json") == []
    assert left.process.wait(5) == -signal.SIGTERM


def test_another_process_with_a_remembered_number_is_left_alone(tmp_path):
    other = Child("worker", SLEEPS, log=tmp_path / "log").start()
    (tmp_path / "children.json").write_text(f'[["worker", {other.process.pid}, 1.0, 15]]')

    assert end_leftovers(tmp_path / "children.json") == []
    assert other.running

    other.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to children of a killed parent is Linux's")
def test_child_ends_with_a_killed_runner(tmp_path):
    runner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from embedded.children import Child\n"
            f"child = Child('web', {SLEEPS!r}, log=Path(sys.argv[1])).start()\n"
            "print(child.process.pid, flush=True); time.sleep(600)",
            str(tmp_path / "log"),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    child = psutil.Process(int(runner.stdout.readline()))

    runner.kill()
    runner.communicate()

    assert gone(child, 10)
