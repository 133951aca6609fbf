"""The servers a test run stands on: one temporary PostgreSQL and one Redis, started by the first process that needs
them, inherited by the others, gone at the end. A migrated database with the state's data is made once per state of the
migrations and kept under var/, so that a single test starts in a second."""

import atexit
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from embedded.places import PROJECT, VAR
from embedded.postgres import Admin, Postgres
from embedded.redis_server import RedisServer
from embedded.urls import with_database, with_number
from tests.day import real_time

FOLDER, DATABASE, REDIS = "CLC_STAND", "CLC_STAND_DATABASE", "CLC_STAND_REDIS"
STATE, DEMO = "clc_state", "clc_demo"  # templates: the state alone; the state and the demo year
LIVE_NUMBER = 40  # Redis numbers from here on belong to live products
CACHE = VAR / "test-postgres"
NOT_INHERITED = ("DEBUG", "DEMO", "EMBEDDED", "PRODUCTION", "SITE_URL", "PORT", "HOST", "ALLOWED_HOSTS", "EMAIL_HOST")


def worker_number() -> int:
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0


def take_place() -> None:
    """Servers run, and the environment of this process names its own database and its own Redis number on them."""
    if FOLDER not in os.environ:
        start()
    for name in NOT_INHERITED:
        os.environ.pop(name, None)
    number = worker_number()
    os.environ["TESTING"] = "1"
    os.environ["STATIC_ROOT"] = str(Path(os.environ[FOLDER]) / "static")
    os.environ["DATABASE_URL"] = with_database(os.environ[DATABASE], f"clc_test_{number}")
    os.environ["REDIS_URL"] = with_number(os.environ[REDIS], number)


def admin() -> Admin:
    return Admin(os.environ[DATABASE])


def start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="clc-test-"))
    alive = (folder / "alive").open("w")
    fcntl.flock(alive, fcntl.LOCK_EX)
    sweep(folder)
    postgres = Postgres(folder / "postgres", folder / "postgres.log", durable=False)
    postgres.child.stop_signal = signal.SIGQUIT  # at once: nobody needs the data
    redis = RedisServer(folder / "redis", folder / "redis.log", durable=False)
    redis.child.env = real_time()  # nobody asks its clock, and Debian's does not start under another
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:
            postgres.child.stop()
            redis.child.stop()
            alive.close()
            for path in {folder, postgres.data.parent, postgres.sockets, redis.sockets}:
                shutil.rmtree(path, ignore_errors=True)

    atexit.register(end)
    copy_cached_cluster(postgres, folder)
    postgres.start()
    redis.start()
    (folder / "static").mkdir()
    os.environ |= {FOLDER: str(folder), DATABASE: postgres.url(), REDIS: redis.url()}


def sweep(own: Path) -> None:
    """Removes what runs that were killed left behind; their lock is free."""
    for folder in own.parent.glob("clc-test-*"):
        if folder == own or not (folder / "alive").exists():
            continue
        with suppress(OSError), (folder / "alive").open("r+") as alive:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


def copy_cached_cluster(postgres: Postgres, folder: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cached = CACHE / fingerprint()
        if not cached.exists():
            for old in CACHE.iterdir():
                if old.is_dir():
                    shutil.rmtree(old, ignore_errors=True)
            make_cluster(cached, folder)
        if cached.exists():
            shutil.rmtree(postgres.data, ignore_errors=True)
            subprocess.run(["cp", "-a", str(cached), str(postgres.data)], check=True)
        else:
            postgres.create()


def make_cluster(cached: Path, folder: Path) -> None:
    """A cluster that holds the template; kept only when the template could be made."""
    made = Postgres(folder / "made", folder / "made.log", durable=False)
    made.create()
    made.start()
    try:
        fill(made.url(), STATE, ["tables", "state"])
        well = True
    except RuntimeError as error:
        (folder / "broken").write_text(str(error))
        well = False
    made.child.stop()
    if well:
        subprocess.run(["cp", "-a", str(made.data), str(cached)], check=True)
    for path in (made.data, made.sockets):
        shutil.rmtree(path, ignore_errors=True)


def fill(url: str, name: str, what: list[str], template: str | None = None) -> None:
    """Makes a template under another name and renames it: whoever sees it, sees it whole."""
    with Admin(url) as server:
        server.drop(f"{name}_unfinished")
        server.create(f"{name}_unfinished", template=template)
        environment = os.environ | {"DATABASE_URL": with_database(url, f"{name}_unfinished"), "TESTING": "1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "collaborative.settings", "DEMO": "1" if "demo" in what else "0"}
        command = [sys.executable, "-m", "embedded.prepare", *what]
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The template {name} could not be made:\n{done.stdout}\n{done.stderr}")
        server.rename(f"{name}_unfinished", name)


def template(name: str = STATE) -> str:
    """The name of a database to clone, made now where this run has none yet."""
    broken = Path(os.environ[FOLDER]) / "broken"
    if broken.exists():
        raise RuntimeError(broken.read_text())
    if name == DEMO:
        with (Path(os.environ[FOLDER]) / "demo.lock").open("w") as lock, admin() as server:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not server.exists(DEMO):
                fill(os.environ[DATABASE], DEMO, ["demo"], template=template(STATE))
    return name


@contextmanager
def clone(name: str, *, of: str = STATE):
    with admin() as server:
        server.create(name, template=template(of))
        try:
            yield with_database(os.environ[DATABASE], name)
        finally:
            server.drop(name)


def fingerprint() -> str:
    """Of everything that decides what the template holds."""
    patterns = ["*/migrations/*.py", "*/*/migrations/*.py", "**/data/**/*", "**/models*.py", "**/models/*.py"]
    patterns += [
        "**/load_state*",
        "**/loading*.py",
        "requirements.txt",
        "collaborative/people/roles.py",
    ]
    places = [folder for folder in PROJECT.iterdir() if folder.is_dir() and (folder / "__init__.py").exists()]
    found = {path for place in places for pattern in patterns for path in place.glob(pattern) if path.is_file()}
    found |= {path for pattern in [*patterns[:1], "requirements.txt"] for path in PROJECT.glob(pattern)}
    digest = hashlib.sha256()
    for path in sorted(found):
        if path.suffix != ".pyc" and "demo" not in path.parts:  # the demo's template is made in each run
            digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
