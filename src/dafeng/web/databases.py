"""From a database address to Django's settings; SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dafeng.base.errors import BadInputError

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON;"
    "PRAGMA cache_size=-16000;"
)
SQLITE_STATEMENTS = 1000
"""Statements that a connection keeps ready: a walk through the pages asks hundreds."""
BUSY_SECONDS = 20
KEPT_SECONDS = 600
"""How long a connection is used again: PostgreSQL starts a process for each new one,
and that process reads what it needs to know of every table once more. SQLite reads all
tables' definitions anew (4 ms), and the last one to close writes its log back."""


def database_settings(url: str) -> dict[str, Any]:
    """One entry of ``DATABASES``.

    Parameters
    ----------
    url : str
        ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or
        ``postgresql://user:password@host:port/name?option=value``; a host in the query
        (``?host=/run/postgresql``) names the folder of a Unix socket.

    Raises
    ------
    BadInputError
        The address names another kind of database, or no database.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(url.removeprefix("sqlite://")).removeprefix("/"))
    if parts.scheme in {"postgresql", "postgres"}:
        name = unquote(parts.path.removeprefix("/"))
        if name:
            return _postgresql(url, name)
    msg = (
        f"DAFENG_DATABASE_URL begins with {parts.scheme!r} or names no database. Use "
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
    )
    raise BadInputError(msg, code="database.url", scheme=parts.scheme)


def _sqlite(name: str) -> dict[str, Any]:
    if not name:
        msg = (
            "sqlite:/// names no file. Write sqlite:////var/lib/dafeng/dafeng.sqlite3."
        )
        raise BadInputError(msg, code="database.url", scheme="sqlite")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": KEPT_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "cached_statements": SQLITE_STATEMENTS,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(url: str, name: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
