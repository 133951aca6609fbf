"""What migrations do with rows: keys made anew as `save` makes them, indexes dropped and made again."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from collaborative.database import migration_operations
from collaborative.database.migration_operations import WithoutIndex
from tests import builders as b
from tests.support.asked import asked

NAME = "O’Hara reads Łódź 2"


@pytest.fixture
def rows(cast, monkeypatch):
    monkeypatch.setattr(migration_operations, "BATCH", 2)
    initiatives = [b.initiative(f"{NAME} {number}") for number in range(3)]
    held = [(NAME, b.room()), (f"{NAME}, on line", None), ("Another", None)]
    return {
        "initiatives": initiatives,
        "trainings": [b.training(title, of=initiatives[0], at_room=room) for title, room in held],
        "support": [asked(cast, what=f"{NAME} {number}") for number in range(3)],
    }


@pytest.mark.parametrize(
    ("app", "migration", "keys"),
    [
        ("initiatives", "0004_fold_keys", ("sort_key", "search_key")),
        ("trainings", "0012_fold_keys", ("sort_key", "search_key")),
        ("support", "0005_fold_keys", ("search_key",)),
    ],
)
def test_keys_are_made_as_the_model_makes_them(rows, app, migration, keys):
    model, ids = type(rows[app][0]), [row.pk for row in rows[app]]
    made = list(model.objects.filter(pk__in=ids).order_by("pk").values_list(*keys))
    model.objects.filter(pk__in=ids[:2]).update(**dict.fromkeys(keys, "as it was made before"))

    [operation] = import_module(f"{app}.migrations.{migration}").Migration.operations
    with connection.schema_editor() as editor:
        operation.code(apps, editor)

    assert list(model.objects.filter(pk__in=ids).order_by("pk").values_list(*keys)) == made


def test_only_the_index_of_the_reference_goes_and_the_way_back_makes_it_again(db):
    """A partial unique constraint of the same column stays: an initiative has one draft."""
    operation = WithoutIndex({"initiativeversion": ["initiative"]})
    now, before = ProjectState.from_apps(apps), ProjectState.from_apps(apps)
    before.models["initiatives", "initiativeversion"].fields["initiative"].db_index = True
    there = indexes()

    with connection.schema_editor() as editor:
        operation.database_backwards("initiatives", editor, now, before)
    [made] = indexes() - there
    with connection.schema_editor() as editor:
        operation.database_forwards("initiatives", editor, before, now)

    assert made.startswith("initiatives_initiativeversion_initiative_id_")
    assert indexes() == there
    assert "initiatives_version_one_draft" in there


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "initiatives_initiativeversion"))
