"""Tables that only grow: the database itself refuses to change or delete a row.

SQLite's ``REPLACE`` deletes without firing delete triggers, so an insert that would
collide with a standing row is refused as well.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "rows of this table are append-only"

_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE {collides}) "
    "BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
)


def make_append_only(
    schema_editor: BaseDatabaseSchemaEditor, *, table: str, unique: tuple[str, ...]
) -> None:
    """Put the triggers on a table; call it from a migration.

    Parameters
    ----------
    table : str
        Name of the table in the database.
    unique : tuple of str
        Its unique columns.  A later migration that rebuilds the table on SQLite loses
        the triggers and must call this again.
    """
    collides = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        schema_editor.execute(
            statement.format(table=table, refusal=REFUSAL, collides=collides)
        )
