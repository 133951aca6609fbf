"""Brings a database to the state that the code expects: tables, the state's data, on the first start the demo year, and
the static files. Run by the runner in a process of its own; safe to run at any time, by several machines at once."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

ONE_AT_A_TIME = 20260701  # any number that nobody else uses for an advisory lock


@contextmanager
def step(words: str) -> Iterator[None]:
    print(f"{words} …", flush=True)
    began = time.monotonic()
    yield
    seconds = time.monotonic() - began
    if seconds > 2:
        print(f"  done in {seconds:.0f} s", flush=True)


def main(welcome: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise SystemExit(f"The database that DATABASE_URL names does not answer: {str(error).strip()}") from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        prepare()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
    with welcome.open("w") as file:
        call_command("cast", stdout=file)


def prepare() -> None:
    with step("Making the tables"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    with step("Loading the state: RECs, districts, schools"):
        call_command("load_state")
    if settings.DEMO and nobody_yet():
        with step("Loading the demo year (under a minute)"):
            call_command("load_demo")
    with step("Collecting the static files"):
        call_command("collectstatic", interactive=False, verbosity=0)


def nobody_yet() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model().objects.exists()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
