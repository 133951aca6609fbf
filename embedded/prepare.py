"""Brings a database to the state that the code expects: tables, the state's data, on the first start the demo year, and
the static files. Run by the runner in a process of its own; safe to run at any time, by several machines at once."""

import os
import sys

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection

from collaborative.ops.progress import step
from embedded.places import VAR

WELCOME = VAR / "welcome"
ONE_AT_A_TIME = 20260701  # any number that nobody else uses for an advisory lock


def main(steps: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")
    try:
        _ = settings.DATABASES  # the first look reads them all
    except (ImproperlyConfigured, ValueError) as error:
        raise SystemExit(f"The settings are not right: {error}") from None
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise SystemExit(f"The database that DATABASE_URL names does not answer: {str(error).strip()}") from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        for name in steps:
            STEPS[name]()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def make_tables() -> None:
    with step("Making the tables"):
        call_command("migrate", interactive=False, verbosity=0)


def load_state() -> None:
    with step("Loading the state: RECs, districts, schools"):
        call_command("load_state")


def load_demo() -> None:
    """On the first start only, and only where the demo is on: a person whom the demo did not make forbids it."""
    if settings.DEMO and not get_user_model().objects.exists():
        with step("Loading the demo year (under a minute)"):
            call_command("load_demo")


def collect_static() -> None:
    with step("Collecting the static files"):
        call_command("collectstatic", interactive=False, verbosity=0)


def write_welcome() -> None:
    """Who can sign in, for the runner to show once everything answers."""
    with WELCOME.open("w") as file:
        call_command("cast", stdout=file)


STEPS = {
    "tables": make_tables,
    "state": load_state,
    "demo": load_demo,
    "static": collect_static,
    "welcome": write_welcome,
}


if __name__ == "__main__":
    main(sys.argv[1:])
