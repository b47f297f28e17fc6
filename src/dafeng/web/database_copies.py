"""The database of a house as files, and back.

SQLite gives a copy of its file, made by its own online backup. PostgreSQL gives the
rows of each table in its COPY format, read in one snapshot, beside the names of their
columns: that needs no program of PostgreSQL on this machine and no equal version of
it, as ``pg_dump`` would. Both are consistent while people go on working.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from dafeng.base.errors import BadInputError
from dafeng.web.tables import make_tables

SQLITE_FILE = "dafeng.sqlite3"
ROWS = "rows"
COLUMNS = "columns.json"
PAGES_AT_ONCE = 4096
PIECE = 1 << 20
SERIAL = "SELECT pg_get_serial_sequence(%s, %s)"


def copy_out(folder: Path) -> None:
    """Write the database that Django works with into a folder."""
    if connection.vendor == "sqlite":
        _sqlite_out(folder / SQLITE_FILE)
    else:
        _rows_out(folder / ROWS)


def states() -> list[list[str]]:
    """Return the applied migrations, as [app, name] in the order of application."""
    recorder = MigrationRecorder(connection)
    rows = recorder.migration_qs.order_by("pk").values_list("app", "name")
    return [list(row) for row in rows]


def is_in_step() -> bool:
    """Whether the tables are those that this version wants."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def copy_in(folder: Path, applied: list[list[str]]) -> None:
    """Bring what :func:`copy_out` wrote into the database that Django works with.

    Parameters
    ----------
    folder : Path
        Where it lies.
    applied : list of [app, name]
        Migrations that had been applied; the tables are made as they were then.

    Raises
    ------
    BadInputError
        There is a database already, and it is not empty.
    """
    if connection.vendor == "sqlite":
        _sqlite_in(folder / SQLITE_FILE, Path(connection.settings_dict["NAME"]))
    else:
        _rows_in(folder / ROWS, applied)


def _sqlite_in(file: Path, to: Path) -> None:
    if to.exists():
        raise _occupied(str(to))
    shutil.move(file, to)


def _rows_in(folder: Path, applied: list[list[str]]) -> None:
    if connection.introspection.table_names():
        raise _occupied(str(connection.settings_dict["NAME"]))
    executor = MigrationExecutor(connection)
    then = [(app, name) for app, name in applied]
    if set(then) == set(executor.loader.disk_migrations):
        make_tables()
    else:
        executor.migrate(then)
    columns: dict[str, list[str]] = json.loads((folder / COLUMNS).read_bytes())
    with transaction.atomic(), connection.cursor() as cursor:
        for table in columns:
            cursor.execute(f"ALTER TABLE {_name(table)} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {_names(list(columns))}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, named in columns.items():
            _table_in(cursor, folder, table, named)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, named in columns.items():
            cursor.execute(f"ALTER TABLE {_name(table)} ENABLE TRIGGER USER")
            _count_on(cursor, table, named)


def _occupied(name: str) -> BadInputError:
    msg = f"The database {name} holds something already. Name an empty one."
    return BadInputError(msg, code="restore.database", name=name)


def _sqlite_out(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy, pages=PAGES_AT_ONCE)
        # One file alone, whatever way the house itself keeps its log.
        copy.execute("PRAGMA journal_mode=DELETE")
        (found,) = copy.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        msg = f"The database is damaged: {found}. Restore it from an older backup."
        raise BadInputError(msg, code="backup.database", found=found)


def _rows_out(folder: Path) -> None:
    folder.mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        columns = {
            table: _columns_of(cursor, table)
            for table in sorted(connection.introspection.table_names(cursor))
        }
        for table, named in columns.items():
            with (folder / f"{table}.copy").open("wb") as sink:
                asked = f"COPY {_name(table)} ({_names(named)}) TO STDOUT"
                with cursor.copy(asked) as rows:
                    for data in rows:
                        sink.write(data)
    text = json.dumps(columns, indent=1, sort_keys=True)
    (folder / COLUMNS).write_text(f"{text}\n", encoding="utf-8")


def _columns_of(cursor: Any, table: str) -> list[str]:
    told = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in told]


def _table_in(cursor: Any, folder: Path, table: str, named: list[str]) -> None:
    asked = f"COPY {_name(table)} ({_names(named)}) FROM STDIN"
    with (folder / f"{table}.copy").open("rb") as source, cursor.copy(asked) as rows:
        while data := source.read(PIECE):
            rows.write(data)


def _count_on(cursor: Any, table: str, named: list[str]) -> None:
    """Let the numbers of new rows follow those that came in."""
    for column in named:
        cursor.execute(SERIAL, [_name(table), column])
        (sequence,) = cursor.fetchone()
        if sequence is not None:
            # The names are those of the database itself, and quoted.
            top = f"SELECT coalesce(max({_name(column)}), 0) + 1 FROM {_name(table)}"  # noqa: S608
            cursor.execute(f"SELECT setval(%s, ({top}), false)", [sequence])


def _names(columns: list[str]) -> str:
    return ", ".join(map(_name, columns))


def _name(word: str) -> str:
    return connection.ops.quote_name(word)
