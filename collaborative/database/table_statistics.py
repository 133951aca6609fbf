"""What PostgreSQL believes about its tables while one long transaction fills them.

Everybody else, autovacuum included, sees these tables as empty until the transaction ends, and would write that down: a
foreign key is then looked up by reading the whole table, once for each new row. So nobody else counts the tables
meanwhile, and the transaction counts them itself after each step.
"""

from django.apps import apps
from django.db import connection


def tables() -> str:
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return ", ".join(map(connection.ops.quote_name, sorted(names)))


def keep_to_ourselves() -> None:
    """Until the end of this transaction no other session analyzes or vacuums; reading and writing go on."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables()} IN SHARE UPDATE EXCLUSIVE MODE")


def count_anew() -> None:
    """Plans are made by what stands there now, this transaction's own rows included."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables()}")


def forget_what_was_undone() -> None:
    """Rows of a transaction that was stopped still fill pages, and statistics speak of them. Outside a transaction only."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {tables()}")
