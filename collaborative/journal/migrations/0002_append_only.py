from django.db import migrations

from collaborative.journal.append_only import guard

APPEND_ONLY = ["journal_entry", "journal_seen", "journal_access"]

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The table % is append-only.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()"),
        *[guard(table) for table in APPEND_ONLY],
        migrations.RunSQL(
            "CREATE TABLE shared_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL); CREATE INDEX shared_cache_expires ON shared_cache (expires);",
            "DROP TABLE shared_cache",
        ),
    ]
