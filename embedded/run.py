"""The runner behind script/server: PostgreSQL and Redis unless named, then web, worker and beat, until Ctrl-C."""

import hashlib
import http.client
import os
import secrets
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from collaborative.database.sure import sure
from collaborative.ops import env
from collaborative.ops.bind import address
from embedded import running
from embedded.children import Child, end_leftovers, remember, shorten_log
from embedded.entrance import Lock, refuse_port_in_use
from embedded.environment import LOCK_FD
from embedded.places import PROJECT, VAR
from embedded.postgres import Postgres
from embedded.redis_server import RedisServer

DATABASE = "collaborative"
LOGS = VAR / "log"
TRIES = 3  # starts of one process within a minute before the whole is given up
SKIPPED = {".git", ".venv", "var", "node_modules", "tests", "docs", "__pycache__"}


def say(words: str) -> None:
    print(words, flush=True)


class Stopped(BaseException):
    """Ctrl-C, a closed terminal, or a polite kill."""


class Runner:
    def __init__(self) -> None:
        self.address = address()
        self.lock = self._lock()
        self.env = {**os.environ, "DJANGO_SETTINGS_MODULE": "collaborative.settings", "PYTHONUNBUFFERED": "1"}
        self.env.setdefault("SITE_URL", self.address.url)
        self.children: list[Child] = []  # in the order of their start
        self.servers: list[Postgres | RedisServer] = []
        self.fresh_cluster = False

    def _lock(self) -> Lock:
        words = f"process {os.getpid()}, {self.address.url}"
        inherited = os.environ.pop(LOCK_FD, "")
        return Lock().inherit(int(inherited), words) if inherited else Lock().take(words)

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)
        try:
            if ended := end_leftovers(VAR / "children.json"):
                say(f"The last start was killed; ended what it left: {', '.join(ended)}.")
            refuse_port_in_use(self.address)
            self.start_servers()
            running.write_down(self.env)
            self.prepare()
            self.start_product()
            self.welcome()
            self.watch()
        except Stopped:
            say("\nStopping …")
        finally:
            self.stop()

    def _stop_asked(self, number: int, frame: object) -> NoReturn:
        raise Stopped

    # The servers -------------------------------------------------------------------------------------------------

    def start_servers(self) -> None:
        self.env["EMBEDDED"] = "0"
        if not env.text("DATABASE_URL", ""):
            self._start_postgres()
        if not env.text("REDIS_URL", ""):
            redis = RedisServer(VAR / "redis", LOGS / "redis.log")
            self._keep(redis.child, redis.start)
            self.servers.append(redis)
            self.env["REDIS_URL"] = redis.url()

    def _start_postgres(self) -> None:
        postgres = Postgres(VAR / "postgres", LOGS / "postgres.log")
        if postgres.moved:
            say(f"User namespaces are refused here: PostgreSQL runs as another user, its data is in {postgres.data}.")
        if not postgres.exists:
            say("Making PostgreSQL's data folder …")
            postgres.create()
            self.fresh_cluster = True
        waiting = "PostgreSQL repairs itself after a crash …"
        self._keep(postgres.child, lambda: postgres.start(waiting=lambda: say(waiting)))
        self.servers.append(postgres)
        postgres.make_database(DATABASE)
        self.env["DATABASE_URL"] = postgres.url(DATABASE)
        self.env["EMBEDDED"] = "1"
        self.env.setdefault("SECRET_KEY", secret_key())

    def _keep(self, child: Child, start=None) -> None:
        """The child is on the list before it starts: whatever interrupts the start, it is stopped in the end."""
        self.children.append(child)
        (start or child.start)()
        remember(self.children, VAR / "children.json")

    # The product -------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Tables, data and static files; skipped where neither code nor data changed since the last time."""
        done, state = VAR / "prepared", self._fingerprint()
        own = self.env["EMBEDDED"] == "1"
        if own and not self.fresh_cluster and done.exists() and done.read_text() == state:
            if not env.flag("DEMO", own):
                self._run_steps("welcome")  # the demo's cast stays; elsewhere the first person may have come
            return
        done.unlink(missing_ok=True)
        self._run_steps("tables", "state", "demo", "static", "welcome")
        done.write_text(state)

    def _run_steps(self, *steps: str) -> None:
        command = [sys.executable, "-m", "embedded.prepare", *steps]
        child = Child("preparation", command, env=self.env, cwd=PROJECT)
        self._keep(child)
        if sure(child.process).wait():
            raise SystemExit("The database could not be prepared; what went wrong stands above.")
        self.children.remove(child)

    def _fingerprint(self) -> str:
        """Of names, sizes and times of the project's files, and of what the environment says about the demo."""
        marks = [self.env.get("DEMO", ""), self.env["DATABASE_URL"], sys.version]
        for folder, folders, files in os.walk(PROJECT):
            folders[:] = sorted(set(folders) - SKIPPED)
            for name in sorted(files):
                if not name.endswith(".pyc"):
                    found = os.stat(os.path.join(folder, name))
                    marks.append(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}")
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()

    def start_product(self) -> None:
        for name, command in commands(VAR).items():
            self._keep(Child(name, command, log=LOGS / f"{name}.log", env=self.env, cwd=PROJECT, patience=25))

    def welcome(self) -> None:
        until, health = time.monotonic() + 60, ""
        while time.monotonic() < until:
            self.revive()
            status, health = ask_health(self.address.url, self.env.get("SITE_URL", ""))
            if status == 200:
                break
            time.sleep(0.2)
        else:
            say(f"Not everything answers yet; {self.address.url}/healthz says:\n{health}")
        say(f"\nCollegial Learning Collaborative is ready: {self.address.url}{urlsplit(self.env['SITE_URL']).path}\n")
        say((VAR / "welcome").read_text().rstrip())
        say(f"\nLogs: {LOGS}    Health: {self.address.url}/healthz    Stop: Ctrl-C")

    def watch(self) -> None:
        while True:
            time.sleep(0.5)
            self.revive()
            for child in self.children:
                if child.log:
                    shorten_log(child.log)

    def revive(self) -> None:
        for child in self.children:
            if not child.running:
                if child.starts_within(60) >= TRIES:
                    raise SystemExit(
                        f"{child.name} ends again and again, so everything is stopped. "
                        f"The end of {child.log}:\n{child.last_words()}"
                    )
                say(f"{child.name} ended by itself; starting it again.")
                server = next((server for server in self.servers if server.child is child), None)
                (server or child).start()
                remember(self.children, VAR / "children.json")

    def stop(self) -> None:
        """Web, beat, worker, Redis, PostgreSQL: nobody loses what it stands on."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: say("Still stopping; a moment …"))
        for child in stop_order(self.children):
            child.stop()
        for server in self.servers:
            with suppress(OSError):
                server.sockets.rmdir()
        (VAR / "children.json").unlink(missing_ok=True)
        running.forget()


ORDER = ["preparation", "web", "beat", "worker", "Redis", "PostgreSQL"]


def stop_order(children: list[Child]) -> list[Child]:
    return sorted(children, key=lambda child: ORDER.index(child.name))


def commands(var: Path) -> dict[str, list[str]]:
    """The product's three processes; tests start the same ones."""
    celery = [sys.executable, "-m", "celery", "-A", "collaborative.ops.celery"]
    size = str(env.whole("WORKER_PROCESSES", 2, least=1))
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = var / "beat"
    beat.mkdir(parents=True, exist_ok=True)
    return {
        "web": [sys.executable, "-m", "gunicorn", "-c", "python:collaborative.ops.gunicorn"],
        "worker": [*celery, "worker", "--concurrency", size, "--loglevel", "INFO", *quiet],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(beat / "schedule")],
    }


def secret_key() -> str:
    """Made once per folder, so that sign-ins and signed links outlive a restart."""
    path = VAR / "secret-key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


def ask_health(url: str, site: str) -> tuple[int, str]:
    """What /healthz answers, asked as the host that people use; 0 where nobody answers."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(site or url).netloc})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


if __name__ == "__main__":
    Runner().run()
