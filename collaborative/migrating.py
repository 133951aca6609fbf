"""Operations of migrations that Django has not, or has in a way that costs more than it should."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from django.db.models import Index


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

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, to: ProjectState
    ) -> None:
        for model, field in self._found(app_label, schema_editor, to):
            kept = {index.name for index in model._meta.indexes}
            kinds = {"index": True, "unique": False, "type_": Index.suffix, "exclude": kept}
            for name in schema_editor._constraint_names(model, [field.column], **kinds):
                schema_editor.execute(schema_editor._delete_index_sql(model, name))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, to: ProjectState
    ) -> None:
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
