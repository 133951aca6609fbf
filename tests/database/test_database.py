"""The catalog of the database: no index twice, none missing, and every rule that the models name."""

import pytest
from django.apps import apps
from django.db import connection

INDEXES = """
    SELECT t.relname AS place, c.relname AS name, i.indisunique AS is_unique,
        coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS condition,
        ARRAY(
            SELECT concat(pg_get_indexdef(i.indexrelid, n::int, true), ' ', i.indclass[n - 1], ' ', i.indoption[n - 1])
            FROM generate_series(1, i.indnkeyatts) n ORDER BY n
        ) AS columns
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'
    WHERE t.relnamespace = 'public'::regnamespace
"""
COVERED = f"""
    WITH found AS ({INDEXES})
    SELECT one.name, other.name FROM found one JOIN found other ON other.place = one.place AND other.name <> one.name
        AND other.condition IN ('', one.condition)
        AND other.columns[1:cardinality(one.columns)] = one.columns
    WHERE NOT one.is_unique AND (one.condition = '' OR one.condition = other.condition)
    ORDER BY 1, 2
"""
REFERENCES_WITHOUT_INDEX = """
    SELECT f.conrelid::regclass::text, a.attname, f.confrelid::regclass::text
    FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
    WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indkey[0] = f.conkey[1] AND i.indpred IS NULL
    )
"""

NOT_OURS = ("account_", "auth_", "django_")  # Django's and the sign-in library's own tables
COVERED_AND_KEPT = {
    "initiatives_initiative_partners_initiative_id_07f71e59": "Django makes it with the table of a many-to-many field",
    "coaching_visit_people_visit_id_bb7d7ffe": "Django makes it with the table of a many-to-many field",
}
NEVER_DELETED = {
    "people_person": "people leave or become one with another record; the record stays",
    "people_organization": "organizations close",
    "districts_school": "schools close, as every organization",
    "recs_venue": "venues are taken off the list",
    "recs_partneragency": "partner agencies close, as every organization",
    "support_supportrequest": "requests end",
    "coaching_visit": "visits are cancelled",
}


def asked(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_no_index_is_the_beginning_of_another_one(db):
    found = {name for name, _by in asked(COVERED) if not name.startswith(NOT_OURS)}

    assert found == set(COVERED_AND_KEPT)


def test_a_reference_without_an_index_leads_to_what_is_never_deleted(db):
    """Where a row is deleted, the database looks through every table that points at it."""
    found = [f"{place}.{column}" for place, column, to in asked(REFERENCES_WITHOUT_INDEX) if to not in NEVER_DELETED]

    assert found == []


@pytest.mark.parametrize("label", sorted(model._meta.label for model in apps.get_models()))
def test_every_constraint_and_index_that_a_model_names_is_in_the_database(label, db):
    """A migration that changes a field may drop what stands on its column alone."""
    options = apps.get_model(label)._meta
    named = {one.name for one in (*options.constraints, *options.indexes)}
    with connection.cursor() as cursor:
        there = set(connection.introspection.get_constraints(cursor, options.db_table))

    assert named - there == set()
