"""Workbooks in and out: cells with their addresses, templates, deterministic files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.sheets.archive import (
        Archive,
        ArchiveLimits,
        compound_file_error,
        normalise_archive,
        open_archive,
    )
    from dafeng.sheets.files import read_file, write_file
    from dafeng.sheets.reading import read_workbook
    from dafeng.sheets.records import Cell, Column, Grid, Kind, Range, Sheet, Workbook
    from dafeng.sheets.templates import Reading, RowAt, Template, column
    from dafeng.sheets.writing import workbook_bytes, write_workbook

__all__ = [
    "Archive",
    "ArchiveLimits",
    "Cell",
    "Column",
    "Grid",
    "Kind",
    "Range",
    "Reading",
    "RowAt",
    "Sheet",
    "Template",
    "Workbook",
    "column",
    "compound_file_error",
    "normalise_archive",
    "open_archive",
    "read_file",
    "read_workbook",
    "workbook_bytes",
    "write_file",
    "write_workbook",
]

__getattr__ = lazy_door(
    __name__,
    {
        "archive": [
            "Archive",
            "ArchiveLimits",
            "compound_file_error",
            "normalise_archive",
            "open_archive",
        ],
        "files": ["read_file", "write_file"],
        "reading": ["read_workbook"],
        "records": ["Cell", "Column", "Grid", "Kind", "Range", "Sheet", "Workbook"],
        "templates": ["Reading", "RowAt", "Template", "column"],
        "writing": ["workbook_bytes", "write_workbook"],
    },
)
