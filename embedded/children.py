"""A process that the runner keeps: in a session of its own, so that Ctrl-C reaches the runner alone, and told by the
kernel to end when the runner is killed."""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
OUR_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_LOG = 5 * 1024 * 1024


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path | None = None  # None: to the terminal
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15  # seconds between asking it to stop and killing it
    account: int | None = None  # the user to run as, where that is not ours
    process: subprocess.Popen | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> "Child":
        as_user: dict[str, Any] = (
            {} if self.account is None else {"user": self.account, "group": self.account, "extra_groups": []}
        )
        # A signal between the fork and the assignment would leave a child that nobody knows.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, OUR_SIGNALS)
        try:
            with open_log(self.log) as log:
                self.process = subprocess.Popen(
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=dict(self.env),
                    cwd=self.cwd,
                    start_new_session=True,
                    preexec_fn=self._in_the_child,
                    **as_user,
                )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self.started.append(time.monotonic())
        return self

    def _in_the_child(self) -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, OUR_SIGNALS)
        for number in OUR_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, int(self.stop_signal))

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None or not self.running:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends it and whatever it started, at once."""
        if self.process is not None and self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def starts_within(self, seconds: float) -> int:
        return sum(moment > time.monotonic() - seconds for moment in self.started)

    def last_words(self, lines: int = 12) -> str:
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def open_log(log: Path | None) -> AbstractContextManager[IO[bytes] | None]:
    if log is None:
        return nullcontext()
    log.parent.mkdir(parents=True, exist_ok=True)
    return open(log, "ab", opener=_for_us_alone)


def shorten_log(log: Path, *, longest: int = LONGEST_LOG) -> bool:
    """While its process writes on: what is there is copied beside and cut off. The process writes at the end wherever that
    is, so it need not know."""
    if not log.exists() or log.stat().st_size <= longest:
        return False
    with open(log, "rb") as whole, open(f"{log}.1", "wb", opener=_for_us_alone) as beside:
        shutil.copyfileobj(whole, beside)
        os.truncate(log, 0)
    return True


def _for_us_alone(path: str, flags: int) -> int:
    opened = os.open(path, flags, 0o600)
    os.fchmod(opened, 0o600)  # one that an earlier start left open to all
    return opened


def remember(children: list[Child], where: Path) -> None:
    """Writes down who runs, so that the start after a killed runner can end what it left."""
    rows = []
    for child in children:
        if child.process is not None and child.running:
            with suppress(psutil.Error):
                born = psutil.Process(child.process.pid).create_time()
                rows.append([child.name, child.process.pid, born, int(child.stop_signal)])
    where.write_text(json.dumps(rows))


def end_leftovers(where: Path, *, patience: float = 20) -> list[str]:
    """Ends the children of a runner that was killed. Returns their names."""
    try:
        rows = json.loads(where.read_text())
    except (OSError, ValueError):
        return []
    ended = []
    for name, pid, born, stop_signal in reversed(rows):
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            if abs(process.create_time() - born) > 1:
                continue  # another process has got the number since
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            ended.append(name)
            process.send_signal(stop_signal)
            if not gone(process, patience):
                for one in [*process.children(recursive=True), process]:
                    one.kill()
    where.unlink(missing_ok=True)
    return ended


def gone(process: psutil.Process, patience: float) -> bool:
    """Waits for a process that is not our child; one that ended and was not yet buried counts as gone."""
    until = time.monotonic() + patience
    with suppress(psutil.Error):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
    return True
