"""Numbers that must never be lost: append, version, read back as of any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.lake.bundles import (
        alone_in,
        canonical_json,
        keep_file,
        sha256_of,
    )
    from dafeng.lake.engine import Engine, open_engine
    from dafeng.lake.errors import (
        DamagedError,
        NoTableError,
        NoVersionError,
        RowsDoNotFit,
        SchemaChangedError,
        VersionGoneError,
    )
    from dafeng.lake.fitting import check_rows
    from dafeng.lake.journal import Journal
    from dafeng.lake.lake import Lake
    from dafeng.lake.records import (
        Ack,
        Entry,
        LakeFiles,
        Pin,
        Receipt,
        TableState,
        Upkeep,
        Verification,
        Version,
    )
    from dafeng.lake.schemas import ColumnKind, ColumnSchema, TableSchema
    from dafeng.lake.set_work import holding_expression

__all__ = [
    "Ack",
    "ColumnKind",
    "ColumnSchema",
    "DamagedError",
    "Engine",
    "Entry",
    "Journal",
    "Lake",
    "LakeFiles",
    "NoTableError",
    "NoVersionError",
    "Pin",
    "Receipt",
    "RowsDoNotFit",
    "SchemaChangedError",
    "TableSchema",
    "TableState",
    "Upkeep",
    "Verification",
    "Version",
    "VersionGoneError",
    "alone_in",
    "canonical_json",
    "check_rows",
    "holding_expression",
    "keep_file",
    "open_engine",
    "sha256_of",
]

__getattr__ = lazy_door(
    __name__,
    {
        "bundles": ["alone_in", "canonical_json", "keep_file", "sha256_of"],
        "engine": ["Engine", "open_engine"],
        "errors": [
            "DamagedError",
            "NoTableError",
            "NoVersionError",
            "RowsDoNotFit",
            "SchemaChangedError",
            "VersionGoneError",
        ],
        "fitting": ["check_rows"],
        "journal": ["Journal"],
        "lake": ["Lake"],
        "records": [
            "Ack",
            "Entry",
            "LakeFiles",
            "Pin",
            "Receipt",
            "TableState",
            "Upkeep",
            "Verification",
            "Version",
        ],
        "schemas": ["ColumnKind", "ColumnSchema", "TableSchema"],
        "set_work": ["holding_expression"],
    },
)
