"""Tables to which rows are only added: the database itself refuses the rest."""

from django.db import migrations


def guard(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on a table."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_whole ON {table};",
    )
