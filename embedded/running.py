"""How manage.py finds the embedded servers while script/server runs: the runner writes down what it told its children."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress

from embedded.places import VAR

FILE = VAR / "running.json"
NAMES = ("DATABASE_URL", "REDIS_URL", "EMBEDDED", "SECRET_KEY", "SITE_URL")


def write_down(environment: Mapping[str, str]) -> None:
    with os.fdopen(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({name: environment[name] for name in NAMES if name in environment}, file)


def forget() -> None:
    FILE.unlink(missing_ok=True)


def adopt() -> None:
    """Whoever names a database means that one; otherwise it is the one of the running server."""
    if "DATABASE_URL" not in os.environ:
        with suppress(OSError, ValueError):
            for name, value in json.loads(FILE.read_text()).items():
                os.environ.setdefault(name, value)
