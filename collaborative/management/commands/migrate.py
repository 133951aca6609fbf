from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader


class Command(migrate.Command):
    """All migrations or none. Django commits the tables of a migration before it records that they are there: a start
    that was stopped between the two would leave tables that every later start tries to make again."""

    def handle(self, *args: Any, **options: Any) -> None:
        database = options["database"]
        with transaction.atomic(database), connections[database].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks waiting for the end cannot be altered
            if options["app_label"]:
                _refuse_while_sets_are_missing(connections[database])
            super().handle(*args, **options)


def _refuse_while_sets_are_missing(connection: BaseDatabaseWrapper) -> None:
    """One app alone is migrated where all sets are there. Those of several apps are recorded together: one without the
    others would pass for all of them."""
    loader = MigrationLoader(connection)
    missing = loader.replacements.keys() - (loader.applied_migrations or {}).keys()
    if missing:
        apps = ", ".join(sorted(app for app, _name in missing))
        raise CommandError(f"Migrate without naming an app: {apps} are made or brought up to date together.")
