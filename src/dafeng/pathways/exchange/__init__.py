"""An outlook in the forms that others read: IAMC files, xarray, a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.pathways.exchange.codelists import codelist_files
    from dafeng.pathways.exchange.iamc import (
        Row,
        long_csv,
        long_table,
        meta_csv,
        outlook_rows,
        parquet_bytes,
        wide_csv,
        wide_table,
        write_iamc,
    )
    from dafeng.pathways.exchange.labelled import to_xarray
    from dafeng.pathways.exchange.workbook import outlook_workbook

__all__ = [
    "Row",
    "codelist_files",
    "long_csv",
    "long_table",
    "meta_csv",
    "outlook_rows",
    "outlook_workbook",
    "parquet_bytes",
    "to_xarray",
    "wide_csv",
    "wide_table",
    "write_iamc",
]

__getattr__ = lazy_door(
    __name__,
    {
        "codelists": ["codelist_files"],
        "iamc": [
            "Row",
            "long_csv",
            "long_table",
            "meta_csv",
            "outlook_rows",
            "parquet_bytes",
            "wide_csv",
            "wide_table",
            "write_iamc",
        ],
        "labelled": ["to_xarray"],
        "workbook": ["outlook_workbook"],
    },
)
