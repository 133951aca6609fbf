"""One set of migrations per app stands for the old files, whatever a database has of them."""

import random
import re
import uuid
from collections.abc import Iterable
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from hypothesis import given
from hypothesis import strategies as st

from collaborative.database.replaced_migrations import REPLACED_TOGETHER
from tests import stand
from tests.database.old_files import old_files
from tests.house.test_house import PACKAGES
from tests.plumbing import connected_to

Node = tuple[str, str]

LABELS = {config.label for config in apps.get_app_configs() if config.name.startswith(PACKAGES)}
FILES = {
    key: migration
    for key, migration in MigrationLoader(None, replace_migrations=False).disk_migrations.items()
    if key[0] in LABELS
}
SETS = {key: migration for key, migration in FILES.items() if migration.replaces}
TOGETHER = {key for key, migration in SETS.items() if migration.replaces == REPLACED_TOGETHER}
OLD = {node for migration in SETS.values() for node in migration.replaces}

# What databases have that were made by a landed state of the product, up to the last of each app.
LANDED: dict[str, dict[str, str]] = {
    "the demo year (d2496e4)": {
        "accountability": "0001", "districts": "0001", "duties": "0001", "files": "0001", "initiatives": "0001",
        "journal": "0003", "people": "0003", "recs": "0001", "support": "0002", "trainings": "0009",
    },
    "power ends now": {"imports": "0001", "people": "0009"},
    "fewer indexes and known choices": {
        "accountability": "0002", "districts": "0004", "duties": "0002", "files": "0002", "imports": "0003",
        "initiatives": "0004", "journal": "0005", "people": "0012", "recs": "0002", "support": "0005",
        "trainings": "0012",
    },
    "coaching is an app": {"coaching": "0001", "support": "0006", "trainings": "0013"},
    "letters are an app": {"journal": "0006", "letters": "0001", "people": "0013", "trainings": "0014"},
    "status and location": {"coaching": "0002", "trainings": "0015"},
}  # fmt: skip


def needed_by(nodes: Iterable[Node]) -> set[Node]:
    """The files that lie before these, those of other packages too, and these."""
    graph = MigrationLoader(None, replace_migrations=False).graph
    return {before for node in nodes for before in graph.forwards_plan(node)}


def landed(name: str) -> set[Node]:
    applied: dict[str, str] = {}
    for state, last in LANDED.items():
        applied |= last
        if state == name:
            break
    return {node for node in OLD if node[1][:4] <= applied.get(node[0], "")}


def half(chance: random.Random) -> set[Node]:
    """Some old files in an order in which they could have been applied, up to any of them."""
    graph = MigrationLoader(None, replace_migrations=False).graph
    parents = {node: {parent.key for parent in graph.node_map[node].parents} & OLD for node in OLD}
    applied: set[Node] = set()
    for _node in range(chance.randint(0, len(OLD))):
        applied.add(chance.choice(sorted(node for node in OLD - applied if parents[node] <= applied)))
    return applied


def executor_where(applied: set[Node]) -> MigrationExecutor:
    """As for a database that has these and what they need of other packages."""
    there = dict.fromkeys(needed_by(applied))
    with patch.object(MigrationRecorder, "applied_migrations", lambda _recorder: there.copy()):
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
    return executor


def dangling(state: ProjectState) -> list[str]:
    """References to models that are not there: Django could not make the models of this moment."""
    return [
        f"{'.'.join(key)}.{name}"
        for key, model in state.models.items()
        for name, field in model.fields.items()
        if field.remote_field
        and isinstance(to := field.remote_field.model, str)
        and tuple(to.lower().split(".")) not in state.models
    ]


def check_the_way_from(applied: set[Node]) -> None:
    executor = executor_where(applied)
    assert executor.loader.detect_conflicts() == {}
    leaves = executor.loader.graph.leaf_nodes()
    plan = {(migration.app_label, migration.name) for migration, _back in executor.migration_plan(leaves)}
    assert len(plan & TOGETHER) in (0, len(TOGETHER))
    assert not (plan & TOGETHER and applied & set(REPLACED_TOGETHER))  # else a table would be made twice
    state = executor._create_project_state(with_applied_migrations=True)
    assert dangling(state) == []
    for migration, _back in executor.migration_plan(leaves, clean_start=True):
        if (migration.app_label, migration.name) in plan:
            state = migration.mutate_state(state, preserve=False)
            assert dangling(state) == []
    there = {key for key in state.models if key[0] in LABELS}
    assert there == {key for key in ProjectState.from_apps(apps).models if key[0] in LABELS}


def test_each_app_has_one_set_that_replaces_all_its_old_files():
    assert sorted(app for app, _name in SETS) == sorted({app for app, _name in FILES})
    for (app, name), migration in SETS.items():
        old = sorted(node for node in OLD if node[0] == app)
        assert {*old} <= {*migration.replaces}
        assert name == f"0001_squashed_{old[-1][1]}"
    assert set(FILES) >= OLD


def test_new_files_stand_on_the_sets():
    """A file that named an old one would go with it."""
    new = {key: migration for key, migration in FILES.items() if key not in OLD}
    found = {
        f"{'.'.join(key)} on {'.'.join(node)}" for key, one in new.items() for node in one.dependencies if node in OLD
    }

    assert found == set()


def test_an_empty_database_takes_the_sets_alone():
    executor = executor_where(set())
    plan = {(m.app_label, m.name) for m, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())}

    assert plan & OLD == set()
    assert set(SETS) <= plan


def test_a_database_with_all_old_files_needs_nothing_of_the_sets():
    executor = executor_where(OLD)
    plan = {(m.app_label, m.name) for m, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())}

    assert plan & (OLD | set(SETS)) == set()


@pytest.mark.parametrize("name", LANDED)
def test_there_is_a_way_from_each_landed_state(name):
    assert needed_by(landed(name)) & OLD == landed(name)
    check_the_way_from(landed(name))


@pytest.mark.parametrize("node", sorted(OLD), ids=".".join)
def test_there_is_a_way_from_each_old_file(node):
    check_the_way_from(needed_by([node]) & OLD)


@given(st.randoms(use_true_random=False))
def test_there_is_a_way_from_any_half(chance):
    check_the_way_from(half(chance))


def test_what_moved_between_apps_is_not_unmade_for_one_of_them(db):
    """Undone for one app, all five would be recorded as never made."""
    before = MigrationRecorder(connection).applied_migrations()
    for app, _name in sorted(TOGETHER):
        with pytest.raises(IrreversibleError), transaction.atomic():
            call_command("migrate", app, "zero", verbosity=0)

    assert MigrationRecorder(connection).applied_migrations().keys() == before.keys()


@pytest.mark.parametrize("lost", [None, ("journal", "0008_sentences_kept")], ids=["empty", "half applied"])
def test_one_app_is_not_migrated_alone_before_all_sets_are_there(db, lost):
    rows = MigrationRecorder(connection).migration_qs
    (rows.filter(app=lost[0], name=lost[1]) if lost else rows).delete()

    with pytest.raises(CommandError, match=r"without naming an app.* letters"):
        call_command("migrate", "people", verbosity=0)


# On databases: what was simulated above is done.

CATALOG = {
    "column": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
            pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v', 'm', 'p')
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "index": """
        SELECT tablename, indexname, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes
        WHERE schemaname = 'public'""",
    "trigger": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "relation": "SELECT relkind, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i'",
    "extension": "SELECT extname FROM pg_extension",
}
MADE_OF_OTHER_NAMES = re.compile(r"_[0-9a-f]{8}(_|$)|_not_null$")


def catalog() -> list[tuple[str, ...]]:
    """All that a database is made of, the order of columns aside. Names that Django or PostgreSQL make of a table's or a
    column's keep the older one where that was renamed: there only what they stand for is compared."""
    found = []
    with connection.cursor() as cursor:
        for kind, statement in CATALOG.items():
            cursor.execute(statement)
            for row in cursor.fetchall():
                words = [str(value) for value in row]
                if kind in ("constraint", "index") and MADE_OF_OTHER_NAMES.search(words[1]):
                    words[1] = ""
                found.append((kind, *words))
    return sorted(found)


def apply_old(nodes: set[Node]) -> None:
    """As a start did before there were sets."""
    executor = old_files()
    missing = nodes - executor.loader.applied_migrations.keys()
    behind_others = {parent.key for node in missing for parent in executor.loader.graph.node_map[node].parents}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        executor.migrate(sorted(missing - behind_others))


@pytest.fixture
def expected(django_db_setup, django_db_blocker):
    """The catalog that the sets make."""
    with django_db_blocker.unblock():
        return catalog()


@pytest.fixture
def empty(django_test_environment, django_db_blocker):
    """Our connection leads to a new database. The value clones it: what is done in the clone is not done to it."""
    name = f"clc_old_{uuid.uuid4().hex[:12]}"

    def in_a_clone(act):
        with connected_to("postgres", django_db_blocker), stand.admin() as server:
            server.create(f"{name}_clone", template=name)
        try:
            with connected_to(f"{name}_clone", django_db_blocker):
                return act()
        finally:
            with stand.admin() as server:
                server.drop(f"{name}_clone")

    with stand.admin() as server:
        server.create(name)
    try:
        with connected_to(name, django_db_blocker):
            yield in_a_clone
    finally:
        with stand.admin() as server:
            server.drop(name)


def migrated() -> list[tuple[str, ...]]:
    call_command("migrate", verbosity=0)
    executor = MigrationExecutor(connection)
    state = executor._create_project_state(with_applied_migrations=True)
    assert MigrationAutodetector(state, ProjectState.from_apps(apps)).changes(executor.loader.graph) == {}
    assert {*OLD, *SETS} <= MigrationRecorder(connection).applied_migrations().keys()
    return catalog()


@pytest.mark.deep
def test_every_landed_state_becomes_what_the_sets_make(expected, empty):
    for name in LANDED:
        apply_old(landed(name))
        assert empty(migrated) == expected, name
    apply_old(set(old_files().loader.graph.nodes))
    assert catalog() == expected


@pytest.mark.deep
@pytest.mark.parametrize("number", range(5))
def test_what_is_half_applied_becomes_what_the_sets_make(number, expected, empty):
    applied = half(random.Random())
    apply_old(applied)

    assert migrated() == expected, f"It had {sorted(applied)}."
