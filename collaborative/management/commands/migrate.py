from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction


class Command(migrate.Command):
    """All migrations or none. Django commits the tables of a migration before it records that they are there: a start
    that was stopped between the two would leave tables that every later start tries to make again."""

    def handle(self, *args: Any, **options: Any) -> None:
        database = options["database"]
        with transaction.atomic(database), connections[database].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks waiting for the end cannot be altered
            super().handle(*args, **options)
