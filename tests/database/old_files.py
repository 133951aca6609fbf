"""The old files of migrations, as if there were no sets that replace them."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def old_files() -> MigrationExecutor:
    """Takes the database forwards and back along them alone."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    loader.replace_migrations = False
    loader.build_graph()
    for key, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(key, migration.replaces)
        loader.applied_migrations.pop(key, None)
    loader.replacements = {}
    return executor
