"""What migrations do that Django does not, or does at a higher price."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps.registry import Apps
from django.core.management.base import CommandError
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from django.db.models import Index, Model

BATCH = 1000


class WithoutIndex(Operation):
    """Foreign keys lose the index that Django makes for each: by model, the names of their fields.

    Django's own AlterField drops every index of that one column, a partial unique constraint too, and makes the foreign
    key anew, for which every row is checked. Here the index goes, and nothing else.
    """

    category = OperationCategory.ALTERATION

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, names in self.fields.items():
            fields = state.models[app_label, model].fields
            for name in names:
                fields[name] = fields[name].clone()
                fields[name].db_index = False
        state.reload_models([(app_label, model) for model in self.fields], delay=True)

    def database_forwards(self, app_label: str, schema_editor: Any, _from: ProjectState, to: ProjectState) -> None:
        for model, field in self._found(app_label, schema_editor, to):
            kept = {index.name for index in model._meta.indexes}
            kinds = {"index": True, "unique": False, "type_": Index.suffix, "exclude": kept}
            for name in schema_editor._constraint_names(model, [field.column], **kinds):
                schema_editor.execute(schema_editor._delete_index_sql(model, name))

    def database_backwards(self, app_label: str, schema_editor: Any, _from: ProjectState, to: ProjectState) -> None:
        for model, field in self._found(app_label, schema_editor, to):
            for statement in schema_editor._field_indexes_sql(model, field):
                schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Drop the indexes of foreign keys that nobody needs: {', '.join(self.fields)}"

    @property
    def migration_name_fragment(self) -> str:
        return "fewer_indexes"

    def _found(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> Any:
        for name, fields in self.fields.items():
            model = state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                yield from ((model, model._meta.get_field(field)) for field in fields)


def keys_anew(
    app_label: str, name: str, keys: Callable[[Any], dict[str, str]], *, related: tuple[str, ...] = ()
) -> migrations.RunPython:
    """What a model's `save` makes of its other columns is made anew for every row, batch by batch, because the way of making
    it has changed. On the way back the keys stay as they are."""

    def write(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        rows = apps.get_model(app_label, name)._base_manager.using(schema_editor.connection.alias).order_by("pk")
        found = rows.select_related(*related) if related else rows
        last = 0
        while batch := list(found.filter(pk__gt=last)[:BATCH]):
            changed = [row for row in batch if _took(row, keys(row))]
            if changed:
                rows.bulk_update(changed, list(keys(changed[0])))
            last = batch[-1].pk

    return migrations.RunPython(write, migrations.RunPython.noop, elidable=True)


def _took(row: Model, keys: dict[str, str]) -> bool:
    """Whether anything is different now."""
    before = {name: getattr(row, name) for name in keys}
    vars(row).update(keys)
    return before != keys


def refuse_rows(statement: str, words: str) -> migrations.RunPython:
    """Before a constraint: where rows stand in its way, the migration ends with a sentence for each, made of the columns
    that the statement gives, and changes nothing."""

    def look(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)
            names = [column.name for column in cursor.description]
            found = [words.format(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
        if found:
            raise CommandError("\n".join([*found, "Put this right and migrate again; nothing was changed."]))

    return migrations.RunPython(look, migrations.RunPython.noop)


def renamed_tables(old: str, new: str, tables: Iterable[str]) -> str:
    """SQL that gives tables of one app the names of another, with their constraints, indexes and sequences. Only names
    change, no row is touched."""
    statements = "".join(f"ALTER TABLE {old}_{table} RENAME TO {new}_{table};" for table in tables)
    moved = ", ".join(f"'{new}_{table}'::regclass" for table in tables)
    return f"""
        {statements}
        DO $$ DECLARE thing record; BEGIN
            FOR thing IN SELECT conrelid::regclass AS of, conname AS name FROM pg_constraint
                WHERE conrelid IN ({moved}) AND starts_with(conname, '{old}_')
            LOOP
                EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', thing.of, thing.name,
                    '{new}' || substr(thing.name, {len(old) + 1}));
            END LOOP;
            FOR thing IN SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                WHERE x.indrelid IN ({moved}) AND starts_with(i.relname, '{old}_')
            LOOP
                EXECUTE format('ALTER INDEX %I RENAME TO %I', thing.name, '{new}' || substr(thing.name, {len(old) + 1}));
            END LOOP;
            FOR thing IN SELECT s.relname AS name FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                WHERE d.refobjid IN ({moved}) AND starts_with(s.relname, '{old}_')
            LOOP
                EXECUTE format('ALTER SEQUENCE %I RENAME TO %I', thing.name, '{new}' || substr(thing.name, {len(old) + 1}));
            END LOOP;
        END $$;
    """


def references_to_keys(table: str, moved: Mapping[str, str]) -> migrations.RunSQL:
    """`about`, a text as «trainings.visit:12», becomes `about_type` and `about_id`, and on the way back they become the
    text. `moved`: what old texts call a model that has moved since."""
    kind = _renamed("split_part(about, ':', 1)", moved)
    label = _renamed("t.app_label || '.' || t.model", {new: old for old, new in moved.items()})
    return migrations.RunSQL(
        f"""
        INSERT INTO django_content_type (app_label, model) SELECT split_part(kind, '.', 1), split_part(kind, '.', 2)
            FROM (SELECT DISTINCT {kind} AS kind FROM {table}) named ON CONFLICT DO NOTHING;
        UPDATE {table} SET about_type_id = t.id, about_id = split_part(about, ':', 2)::bigint
            FROM django_content_type t WHERE t.app_label || '.' || t.model = {kind};
        """,
        f"UPDATE {table} SET about = {label} || ':' || about_id FROM django_content_type t WHERE t.id = about_type_id",
    )


def _renamed(text: str, names: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in names.items())
    return f"CASE {text} {cases} ELSE {text} END"


def references_kept(table: str) -> migrations.RunSQL:
    """`about_type` and `about_id` of a table are kept as a foreign key is: a row can be written about a thing that is there,
    and only where the thing's table keeps it (`keeps_what_is_about`). The thing is locked as a foreign key locks it, so
    that it cannot go meanwhile. Which table a content type means is said by its names, as Django makes them."""
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_is_about_something() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            things regclass;
            is_there boolean;
        BEGIN
            SELECT to_regclass(format('%I', app_label || '_' || model)) INTO things
                FROM django_content_type WHERE id = NEW.about_type_id;
            IF NOT EXISTS (
                SELECT FROM pg_trigger WHERE tgrelid = things AND tgname = '{table}_keeps' AND tgenabled <> 'D'
            ) THEN
                RAISE EXCEPTION 'Nothing keeps the things of content type % for {table}.', NEW.about_type_id
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{table}_about_kept';
            END IF;
            EXECUTE format('SELECT true FROM %s WHERE id = $1 FOR KEY SHARE', things) INTO is_there USING NEW.about_id;
            IF is_there IS NULL THEN
                RAISE EXCEPTION 'There is no % in %: {table} cannot be about it.', NEW.about_id, things
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{table}_about_there';
            END IF;
            RETURN NULL;
        END $$;
        CREATE FUNCTION {table}_keeps_things() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            first bigint := 0;
            last bigint := {2**63 - 1};
        BEGIN
            IF TG_OP <> 'TRUNCATE' THEN
                first := OLD.id;
                last := OLD.id;
            END IF;
            IF EXISTS (
                SELECT FROM {table} WHERE about_id BETWEEN first AND last AND about_type_id = ANY (ARRAY(
                    SELECT id FROM django_content_type WHERE app_label || '_' || model = TG_TABLE_NAME))
            ) THEN
                RAISE EXCEPTION 'Rows of {table} are about % in %: it stays.', first, TG_TABLE_NAME
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{table}_about_stays';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {table}_added AFTER INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_is_about_something();
        CREATE TRIGGER {table}_moved AFTER UPDATE ON {table} FOR EACH ROW
            WHEN ((OLD.about_type_id, OLD.about_id) IS DISTINCT FROM (NEW.about_type_id, NEW.about_id))
            EXECUTE FUNCTION {table}_is_about_something();
        """,
        f"""
        DROP TRIGGER {table}_added ON {table};
        DROP TRIGGER {table}_moved ON {table};
        DROP FUNCTION {table}_is_about_something();
        DROP FUNCTION {table}_keeps_things();
        """,
    )


def keeps_what_is_about(table: str, things: str) -> migrations.RunSQL:
    """Rows of the table `things` stay as long as a row of `table` is about them. What was about nothing before goes: nobody
    could see it, or do what it asks."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_keeps AFTER DELETE OR UPDATE OF id ON {things}
            FOR EACH ROW EXECUTE FUNCTION {table}_keeps_things();
        CREATE TRIGGER {table}_keeps_all AFTER TRUNCATE ON {things}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_keeps_things();
        DELETE FROM {table} WHERE about_type_id = ANY (ARRAY(
            SELECT id FROM django_content_type WHERE app_label || '_' || model = '{things}'))
            AND about_id NOT IN (SELECT id FROM {things});
        """,
        f"DROP TRIGGER {table}_keeps ON {things}; DROP TRIGGER {table}_keeps_all ON {things};",
    )
