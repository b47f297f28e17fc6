"""Tables of a house: made at once in an empty database, else brought up to date.

Migrations take a standing house from version to version.  An empty database needs none
of that way: it gets the tables as the models describe them, what migrations do besides
(triggers, roles), and the note that every migration is done.  Both ways lead to the
same tables: ``make check`` compares models with migrations, and a test compares a new
house with one that came from an older version.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps


def make_tables() -> None:
    """Bring the tables up to date; nothing to do takes no time."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _make_at_once(executor, [migration for migration, _backwards in plan])


def _make_at_once(executor: MigrationExecutor, plan: Iterable[Migration]) -> None:
    """Make all tables in one transaction: a start that is cut off leaves none."""
    recorder = executor.recorder
    with connection.schema_editor() as editor:
        editor.create_model(recorder.Migration)
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        _run_deferred(editor)
        for migration in plan:
            for operation in migration.operations:
                if isinstance(operation, RunPython):
                    operation.code(cast("StateApps", apps), editor)
        recorder.migration_qs.bulk_create(
            recorder.Migration(app=migration.app_label, name=migration.name)
            for migration in plan
        )
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _run_deferred(editor: BaseDatabaseSchemaEditor) -> None:
    """Make keys and indexes now: PostgreSQL makes none while new rows wait."""
    for statement in editor.deferred_sql:
        editor.execute(statement, params=None)
    editor.deferred_sql.clear()
