"""``dafeng backup`` and ``restore``: a house in one file, and a house from it.

::

    about.json            what it is: version, database, migrations, district, time
    database/             the SQLite file, or the rows of PostgreSQL
    files/                documents and workbooks that people gave
    lake/                 tables of numbers, journals, pins
    seals/                sealed accounts and results
    audit/                rows of the audit whose time was over
    model/                the district's model, as its analysts left it
    SHA256SUMS            the hash of every file

The key is not in it: who finds a backup can read it, but cannot sign in as somebody
or read a second factor. The database is copied first: what the lake learns later waits
in that copy's outbox, and is delivered there once more under the same key.

This module is imported before Django knows its settings.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from dafeng import __version__
from dafeng.base.errors import BadInputError
from dafeng.base.linking import link_or_copy
from dafeng.lake import Lake
from dafeng.web.archives import Packed, about_of, compression_of, pack, unpack
from dafeng.web.house import KEY, keep_key, stand_up

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""

FORMAT = 1
KIND = "dafeng backup"
DATABASE = "database"
FOLDERS = ("files", "seals", "audit")
"""Folders of a house whose files are written once and never changed."""
EDITED = "model"
"""Folder whose files people edit in place: copied, never linked."""

PARTS = 10
"""How often a long step is told of."""

_WEB = Path(__file__).resolve().parent


@attrs.frozen(kw_only=True)
class Restored:
    """What a restore brought: where from, how much, and whether the key is its old."""

    about: dict[str, Any]
    files: int
    bytes: int
    has_old_key: bool


def backup_make(home: Path, to: Path, at: datetime, progress: Progress) -> Packed:
    """Write a house into an archive while people go on working in it.

    Raises
    ------
    BadInputError
        There is no house in ``home``; or the file is there already, or its name ends
        in neither ``.tar.zst`` nor ``.tar.gz``.
    """
    _house_there(home)
    compression_of(to)
    stand_up(home)
    copies = import_module("dafeng.web.database_copies")
    with tempfile.TemporaryDirectory(dir=home, prefix=".backup-") as name:
        staged = Path(name)
        progress("copying the database", 0, 2)
        (staged / DATABASE).mkdir()
        copies.copy_out(staged / DATABASE)
        progress("copying lake and files", 1, 2)
        Lake(home / "lake").snapshot(staged / "lake")
        for folder in filter(lambda name: (home / name).is_dir(), FOLDERS):
            copied = staged / folder
            shutil.copytree(home / folder, copied, copy_function=link_or_copy)
        if (home / EDITED).is_dir():
            shutil.copytree(home / EDITED, staged / EDITED)
        packed = pack(
            staged,
            to,
            _about(copies, at),
            lambda done, of: _part(progress, "packing", done, of),
        )
    if copies.is_in_step():  # else the house waits for an upgrade, and has other tables
        _remember("house.backup", file=to.name, files=packed.files)
    return packed


def restore(
    archive: Path, home: Path, key: Path | None, progress: Progress
) -> Restored:
    """Make a house from an archive; the folder is whole afterwards, or not there.

    Parameters
    ----------
    key : Path or None
        The file ``secret-key`` of the old house; None makes a new one: everybody signs
        in again, invitations and second factors of before are void.

    Raises
    ------
    BadInputError
        The folder is not empty; the archive is damaged, is no backup of a house, or
        comes from a newer version; or the database is of another kind, or not empty.
    """
    _empty(home)
    about = about_of(archive)
    _known(archive, about)
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".restore-") as name:
        staged = Path(name) / "house"
        staged.mkdir()
        packed = unpack(
            archive, staged, lambda done, of: _part(progress, "unpacking", done, of)
        )
        if key is not None:
            keep_key(staged, key.read_text(encoding="ascii").strip())
        if home.exists():
            home.rmdir()
        staged.rename(home)
    try:
        _settle(home, about, progress)
    except BaseException:
        shutil.rmtree(home)
        raise
    return Restored(
        about=about,
        files=packed.files,
        bytes=packed.bytes,
        has_old_key=key is not None,
    )


def _settle(home: Path, about: dict[str, Any], progress: Progress) -> None:
    """Bring the tables up to this version, and lay out styles and scripts."""
    progress("bringing in the database", 0, 2)
    stand_up(home)
    _same_database(about)
    copies = import_module("dafeng.web.database_copies")
    copies.copy_in(home / DATABASE, about["migrations"])
    shutil.rmtree(home / DATABASE)
    import_module("dafeng.web.tables").make_tables()
    progress("laying out styles and scripts", 1, 2)
    import_module("dafeng.web.static_files").lay_out()
    _remember("house.restore", made_at=about["made_at"], dafeng=about["dafeng"])
    progress("done", 2, 2)


def _about(copies: Any, at: datetime) -> dict[str, Any]:
    house = import_module("dafeng.web.core.selectors").the_house()
    connection = import_module("django.db").connection
    return {
        "kind": KIND,
        "format": FORMAT,
        "dafeng": __version__,
        "made_at": at.isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": copies.states(),
        "house": "" if house is None else house.name_zh,
        "place_code": "" if house is None else house.place_code,
        "data_version": "" if house is None else house.data_version,
    }


def _remember(action: str, **data: object) -> None:
    """Write into the audit what happened to the house as a whole."""
    house = import_module("dafeng.web.core.selectors").the_house()
    if house is not None:
        audit = import_module("dafeng.web.core.audit")
        audit.record(by=None, action=action, target=house, data=data)


def _known(archive: Path, about: dict[str, Any]) -> None:
    """Refuse what is no backup, or what this version cannot know."""
    if about.get("kind") != KIND:
        msg = f"{archive} is no backup of a house. Make one: dafeng backup"
        raise BadInputError(msg, code="restore.kind", path=str(archive))
    foreign = [
        f"{app}.{name}"
        for app, name in about["migrations"]
        if (_WEB / app / "migrations").is_dir()
        and not (_WEB / app / "migrations" / f"{name}.py").exists()
    ]
    newer = _numbers(about["dafeng"]) > _numbers(__version__)
    if about["format"] > FORMAT or newer or foreign:
        msg = (
            f"{archive} was made by dafeng {about['dafeng']}; this is {__version__}, "
            "which does not know its tables. Install that version, or a newer one."
        )
        raise BadInputError(
            msg, code="restore.newer", made_by=about["dafeng"], unknown=foreign
        )


def _same_database(about: dict[str, Any]) -> None:
    vendor = import_module("django.db").connection.vendor
    if vendor != about["database"]:
        msg = (
            f"The backup holds a database of {about['database']}; this house would "
            f"have {vendor}. Set DAFENG_DATABASE_URL to an empty database of its kind."
        )
        raise BadInputError(msg, code="restore.vendor", vendor=about["database"])


def _house_there(home: Path) -> None:
    if not (home / KEY).exists():
        msg = f"There is no house in {home}. Make one: dafeng run --home {home}"
        raise BadInputError(msg, code="house.none", home=str(home))


def _empty(home: Path) -> None:
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        msg = f"{home} is not empty. Name a folder that is empty or not there."
        raise BadInputError(msg, code="restore.not_empty", home=str(home))


def _part(progress: Progress, doing: str, done: int, of: int) -> None:
    """Tell of a long step now and then, not of every file."""
    if done % max(of // PARTS, 1) == 0:
        progress(doing, done, max(of, 1))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
