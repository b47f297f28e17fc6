"""Whether this house can serve: what a probe is told."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import attrs
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from dafeng.base.errors import DafengError
from dafeng.lake import Lake
from dafeng.web.core.job_queue import SILENT_AFTER, worker_seen_at

MEGABYTE = 1 << 20


@attrs.frozen(kw_only=True)
class Look:
    """What one look found.

    Attributes
    ----------
    name : str
    is_well : bool
    said : str
        A few words; no name of a file, person or machine.
    is_needed : bool
        Whether the house cannot serve while it is not well.
    """

    name: str
    is_well: bool
    said: str
    is_needed: bool = True


def look_around() -> tuple[Look, ...]:
    """Look at everything that can be looked at, the database first."""
    database = _database()
    found = [database, _lake(), _disk()]
    if database.is_well:
        migrations = _migrations()
        found.insert(1, migrations)
        if migrations.is_well:
            found.append(_worker())
    return tuple(found)


def is_ready(looks: tuple[Look, ...]) -> bool:
    """Whether everything that is needed is well."""
    return all(look.is_well for look in looks if look.is_needed)


def _database() -> Look:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return Look(name="database", is_well=False, said="does not answer")
    return Look(name="database", is_well=True, said="answers")


def _migrations() -> Look:
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = len(_known_migrations() - applied)
    said = f"{missing} to apply" if missing else "in step"
    return Look(name="migrations", is_well=not missing, said=said)


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Migrations of this program; they do not change while it runs."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations or ())


def _lake() -> Look:
    lake = Lake(Path(settings.LAKE_ROOT))
    try:
        tables = lake.tables()
        for name in tables[:1]:  # the log of one table shows that the folder is read
            lake.version(name)
    except (OSError, DafengError):
        return Look(name="lake", is_well=False, said="cannot be read")
    return Look(name="lake", is_well=True, said=f"{len(tables)} tables")


def _disk() -> Look:
    free = shutil.disk_usage(settings.HOME).free // MEGABYTE
    enough = free >= settings.LEAST_FREE_MB
    return Look(name="disk", is_well=enough, said=f"{free} MB free")


def _worker() -> Look:
    """Look for the worker; the pages answer without it, and jobs wait."""
    seen = worker_seen_at()
    is_there = seen is not None and timezone.now() - seen < SILENT_AFTER
    said = "never seen" if seen is None else f"seen {seen.isoformat('T', 'seconds')}"
    return Look(name="worker", is_well=is_there, said=said, is_needed=False)
