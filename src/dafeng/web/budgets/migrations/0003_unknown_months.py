"""A line says of which months nobody knew what its giver had used."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dafeng.web.core.append_only import lift_append_only, make_append_only

LINES = "budgets_ledgerline"


def guard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let lines only be added."""
    make_append_only(schema_editor, table=LINES, unique=("id",))


def unguard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards off: another column makes the table anew on SQLite."""
    lift_append_only(schema_editor, table=LINES)


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_corrections")]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField(
            model_name="ledgerline",
            name="unknown_months",
            field=models.JSONField(
                blank=True, default=list, verbose_name="用量未知的月份"
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
