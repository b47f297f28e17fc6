"""What the lake answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from dafeng.base.findings import Finding


@attrs.frozen(kw_only=True)
class Receipt:
    """An append that will not be lost any more.

    Attributes
    ----------
    table : str
    version : int
        Version of the table that first held the batch.
    rows : int
        Rows of the batch.
    duplicate : bool
        The key had come before; nothing was stored now.
    differs : bool
        A duplicate whose rows are not those that came first with the key.
    """

    table: str
    version: int
    rows: int
    duplicate: bool = False
    differs: bool = False


@attrs.frozen(kw_only=True)
class Version:
    """One version of a table.

    Attributes
    ----------
    version : int
    committed_at : datetime
        By the clock of the machine that wrote it; nothing is computed from it.
    rows : int
        Rows that it added.
    batch : str
        Key of the batch that it added; empty when it added none.
    act : str
        ``create``, ``append``, ``compact`` or ``widen`` (a column joined).
    sealed_by : tuple of str
        Seals that pin it.
    """

    version: int
    committed_at: datetime
    rows: int
    batch: str
    act: str
    sealed_by: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Pin:
    """A version that a seal rests on; vacuum spares it."""

    table: str
    version: int
    seal: str


@attrs.frozen(kw_only=True)
class LakeFiles:
    """The files of one version of a table, in the order of its rows.

    Attributes
    ----------
    table : str
    version : int
    folder : Path
        Folder of the table.
    files : tuple of Path
        Parquet files; every column stands in them, partition columns too.
    schema : pyarrow.Schema
        Of every row; a column that joined later is not in older files.
    """

    table: str
    version: int
    folder: Path
    files: tuple[Path, ...]
    schema: pa.Schema


@attrs.frozen(kw_only=True)
class TableState:
    """What verification saw of one table.

    Attributes
    ----------
    table : str
    version : int
        The newest.
    rows : int
        Of the newest version, superseded ones included.
    files : int
        Of the newest version.
    opened : tuple of int
        Versions that were read whole: the sealed ones and the newest.
    """

    table: str
    version: int
    rows: int
    files: int
    opened: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Verification:
    """Whether everything that was acknowledged can be read.

    Attributes
    ----------
    tables : tuple of TableState
    findings : tuple of Finding
        What is damaged or missing; empty when all is well.
    orphans : tuple of Path
        Files that no version names: an append that was killed; vacuum removes them.
    entries : int
        Entries in the journals below the lake.
    """

    tables: tuple[TableState, ...]
    findings: tuple[Finding, ...]
    orphans: tuple[Path, ...]
    entries: int = 0


@attrs.frozen(kw_only=True)
class Upkeep:
    """What compacting or vacuuming a table did.

    Attributes
    ----------
    table : str
    version : int
        The newest afterwards.
    written, removed : int
        Files.
    """

    table: str
    version: int
    written: int = 0
    removed: int = 0


@attrs.frozen(kw_only=True)
class Ack:
    """An entry of the journal that will not be lost any more.

    Attributes
    ----------
    sequence : int
        Its number, from 1.
    duplicate : bool
        The key had come before; nothing was stored now.
    """

    sequence: int
    duplicate: bool = False


@attrs.frozen(kw_only=True)
class Entry:
    """One entry of the journal."""

    sequence: int
    key: str
    blob: bytes
