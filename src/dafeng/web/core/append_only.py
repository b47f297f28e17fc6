"""Tables that only grow: the database itself refuses to change or delete a row.

SQLite's ``REPLACE`` deletes without firing delete triggers, so an insert that would
collide with a standing row is refused as well.

The audit is a table that only grows and may be *retired*: a row whose time is over goes
when a table of gaps holds its number.  A gap needs the row that seals it, fits between
its neighbours when it is made, and never changes: nobody deletes a row of the audit
without leaving a gap, and no row comes back into one.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "rows of this table are append-only"

_RAISE = "BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
_SQLITE_UPDATE = "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} " + _RAISE
_SQLITE_DELETE = "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} " + _RAISE
_SQLITE_REPLACE = (
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - own names
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE {collides}) " + _RAISE
)
_IN_A_GAP = (
    # The gap that begins last before the row: gaps lie apart, and one look is enough.
    'COALESCE((SELECT "last" FROM {gaps} WHERE "first" <= {row}.number '
    'ORDER BY "first" DESC LIMIT 1), -1) >= {row}.number'
)
_SQLITE_RETIRE = (
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT ("
    + _IN_A_GAP.replace("{row}", "OLD")
    + ") "
    + _RAISE
)
_SQLITE_NO_RETURN = (
    "CREATE TRIGGER {table}_no_return BEFORE INSERT ON {table} WHEN "
    + _IN_A_GAP.replace("{row}", "NEW")
    + " "
    + _RAISE
)
_GAP_FITS = (
    "EXISTS (SELECT 1 FROM {table} WHERE number = NEW.checkpoint "
    "AND action = '{retiring}') "
    'AND EXISTS (SELECT 1 FROM {table} WHERE number = NEW."first" '
    "AND previous_hash = NEW.previous_hash) "
    'AND EXISTS (SELECT 1 FROM {table} WHERE number = NEW."last" '
    "AND hash = NEW.hash) "
    "AND NOT EXISTS (SELECT 1 FROM {table} WHERE action = '{retiring}' "
    'AND number BETWEEN NEW."first" AND NEW."last")'
)
_SQLITE_GAP = (
    "CREATE TRIGGER {gaps}_must_fit BEFORE INSERT ON {gaps} WHEN NOT ("
    + _GAP_FITS
    + ") "
    + _RAISE
)

_FUNCTION = (
    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN {unless} RAISE EXCEPTION '{refusal}' "
    "USING ERRCODE = 'restrict_violation'; END $$"
)
_PG_CHANGE = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
)
_PG_TRUNCATE = (
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
)
_PG_ROW_TRIGGER = (
    "CREATE TRIGGER {name} BEFORE {event} ON {on} "
    "FOR EACH ROW EXECUTE FUNCTION {function}()"
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
    if _on_sqlite(schema_editor):
        statements = [_SQLITE_UPDATE, _SQLITE_DELETE, _SQLITE_REPLACE]
    else:
        statements = [_refusing("{table}_refuse"), _PG_CHANGE, _PG_TRUNCATE]
    _run(schema_editor, statements, table=table, collides=_collides(unique))


def make_retirable(
    schema_editor: BaseDatabaseSchemaEditor,
    *,
    table: str,
    unique: tuple[str, ...],
    gaps: str,
    retiring: str,
) -> None:
    """Put the triggers on a table whose rows may go into gaps, and on the gaps.

    Parameters
    ----------
    table, unique
        As for :func:`make_append_only`; the rows have ``number``, ``action``, ``hash``
        and ``previous_hash``.
    gaps : str
        Name of the table of gaps.
    retiring : str
        Action of the rows that seal gaps; those themselves never go.
    """
    make_append_only(schema_editor, table=gaps, unique=("first",))
    if _on_sqlite(schema_editor):
        statements = [
            _SQLITE_UPDATE,
            _SQLITE_REPLACE,
            _SQLITE_RETIRE,
            _SQLITE_NO_RETURN,
            _SQLITE_GAP,
        ]
    else:
        statements = _postgresql_gaps()
    _run(
        schema_editor,
        statements,
        table=table,
        collides=_collides(unique),
        gaps=gaps,
        retiring=retiring,
    )


def lift_append_only(schema_editor: BaseDatabaseSchemaEditor, *, table: str) -> None:
    """Take the triggers off, so that a migration can alter the table."""
    if _on_sqlite(schema_editor):
        statements = [
            "DROP TRIGGER IF EXISTS {table}_no_update",
            "DROP TRIGGER IF EXISTS {table}_no_delete",
            "DROP TRIGGER IF EXISTS {table}_no_replace",
        ]
    else:
        statements = [
            "DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
            "DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
            "DROP FUNCTION IF EXISTS {table}_refuse()",
        ]
    _run(schema_editor, statements, table=table)


def _postgresql_gaps() -> list[str]:
    retired = f"IF {_IN_A_GAP.replace('{row}', 'OLD')} THEN RETURN OLD; END IF;"
    fresh = f"IF NOT ({_IN_A_GAP.replace('{row}', 'NEW')}) THEN RETURN NEW; END IF;"
    fits = f"IF {_GAP_FITS} THEN RETURN NEW; END IF;"
    return [
        _refusing("{table}_refuse"),
        _refusing("{table}_refuse_delete", unless=retired),
        _refusing("{table}_refuse_return", unless=fresh),
        _refusing("{gaps}_refuse_misfit", unless=fits),
        _row_trigger("{table}_no_change", "UPDATE", "{table}", "{table}_refuse"),
        _row_trigger("{table}_no_delete", "DELETE", "{table}", "{table}_refuse_delete"),
        _row_trigger("{table}_no_return", "INSERT", "{table}", "{table}_refuse_return"),
        _row_trigger("{gaps}_must_fit", "INSERT", "{gaps}", "{gaps}_refuse_misfit"),
        _PG_TRUNCATE,
    ]


def _refusing(name: str, *, unless: str = "") -> str:
    return _FUNCTION.replace("{name}", name).replace("{unless}", unless)


def _row_trigger(name: str, event: str, on: str, function: str) -> str:
    return (
        _PG_ROW_TRIGGER.replace("{name}", name)
        .replace("{event}", event)
        .replace("{on}", on)
        .replace("{function}", function)
    )


def _collides(unique: tuple[str, ...]) -> str:
    return " OR ".join(f'"{column}" = NEW."{column}"' for column in unique)


def _on_sqlite(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return schema_editor.connection.vendor == "sqlite"


def _run(
    schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str], **names: str
) -> None:
    for statement in statements:
        schema_editor.execute(statement.format(refusal=REFUSAL, **names))
