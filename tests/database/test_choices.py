"""What a column of choices may hold, the database holds: exactly the choices of the field."""

import re

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

from tests.house.test_house import PACKAGES


def of_choices(field: models.Field) -> bool:
    return bool(field.choices or (isinstance(field, ArrayField) and field.base_field.choices))


FIELDS = {
    f"{model._meta.label}.{field.name}": field
    for model in apps.get_models()
    if model.__module__.startswith(PACKAGES)
    for field in model._meta.local_fields
    if of_choices(field)
}


def choices_of(field: models.Field) -> set[str]:
    if isinstance(field, ArrayField):
        return {value for value, _words in field.base_field.choices}
    return {value for value, _words in field.choices} | ({""} if field.blank else set())


def check_of(field: models.Field) -> str:
    """The name of the one constraint that asks of this column alone."""
    lookup = "contained_by" if isinstance(field, ArrayField) else "in"
    [name] = [
        one.name
        for one in field.model._meta.constraints
        if isinstance(one, models.CheckConstraint)
        and [child[0] for child in one.condition.children if isinstance(child, tuple)] == [f"{field.name}__{lookup}"]
        and not one.condition.negated
    ]
    return name


def written(name: str) -> str:
    """As the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        [(words,)] = cursor.fetchall()
    return words


@pytest.mark.parametrize("label", FIELDS)
def test_a_check_names_exactly_the_choices(db, label):
    """A choice that came or went without a migration is found here."""
    field = FIELDS[label]

    named = re.findall(r"'([^']*)'::", written(check_of(field)))

    assert set(named) == choices_of(field)


@pytest.mark.parametrize("label", FIELDS)
def test_the_database_takes_the_choices_and_refuses_nonsense(db, label):
    field = FIELDS[label]
    name, many = check_of(field), isinstance(field, ArrayField)
    nonsense = "nonsense"[: (field.base_field if many else field).max_length]

    with connection.cursor() as cursor:
        column, place = (connection.ops.quote_name(one) for one in (field.column, field.model._meta.db_table))
        cursor.execute(f"CREATE TEMP TABLE tried ON COMMIT DROP AS SELECT {column} FROM {place} WHERE false")
        cursor.execute(f"ALTER TABLE tried ADD CONSTRAINT {connection.ops.quote_name(name)} {written(name)}")
        for value in choices_of(field):
            cursor.execute("INSERT INTO tried VALUES (%s)", [[value] if many else value])
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            cursor.execute("INSERT INTO tried VALUES (%s)", [[nonsense] if many else nonsense])
