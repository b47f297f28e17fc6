"""Exchange: an account as workbook, CSV, JSON, Arrow, primap2 data and GPC table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.accounts.exchange.figures import LineFigures, line_figures, tonnes_of
    from dafeng.accounts.exchange.gpc import (
        GpcRow,
        gpc_ref,
        gpc_table,
        gpc_workbook,
    )
    from dafeng.accounts.exchange.plain_json import (
        account_from_json,
        account_to_json,
        shown_json,
    )
    from dafeng.accounts.exchange.primap import (
        Interchange,
        primap_interchange,
        write_primap,
    )
    from dafeng.accounts.exchange.tables import LINES_SCHEMA, account_csv, lines_table
    from dafeng.accounts.exchange.workbooks import account_workbook

__all__ = [
    "GpcRow",
    "Interchange",
    "LINES_SCHEMA",
    "LineFigures",
    "account_csv",
    "account_from_json",
    "account_to_json",
    "account_workbook",
    "gpc_ref",
    "gpc_table",
    "gpc_workbook",
    "line_figures",
    "lines_table",
    "primap_interchange",
    "shown_json",
    "tonnes_of",
    "write_primap",
]

__getattr__ = lazy_door(
    __name__,
    {
        "figures": ["LineFigures", "line_figures", "tonnes_of"],
        "gpc": ["GpcRow", "gpc_ref", "gpc_table", "gpc_workbook"],
        "plain_json": [
            "account_from_json",
            "account_to_json",
            "shown_json",
        ],
        "primap": ["Interchange", "primap_interchange", "write_primap"],
        "tables": ["LINES_SCHEMA", "account_csv", "lines_table"],
        "workbooks": ["account_workbook"],
    },
)
