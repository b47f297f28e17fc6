"""The intake: forms to fill in, files to look at, rows to approve; stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.accounts.intake.forms import filled_template, template
    from dafeng.accounts.intake.inspecting import inspect
    from dafeng.accounts.intake.lists import choices, kind_of, kinds
    from dafeng.accounts.intake.records import (
        AmountSummary,
        Batch,
        Choice,
        ColumnMap,
        ColumnUse,
        Context,
        Field,
        FieldType,
        HeadView,
        Inspection,
        Kind,
        SheetView,
        Staged,
        StagedRow,
        StandardCoal,
        Summary,
    )
    from dafeng.accounts.intake.staging import MAX_ROWS, stage, stage_batches
    from dafeng.accounts.intake.summing import look_through

__all__ = [
    "AmountSummary",
    "Batch",
    "Choice",
    "ColumnMap",
    "ColumnUse",
    "Context",
    "Field",
    "FieldType",
    "HeadView",
    "Inspection",
    "Kind",
    "MAX_ROWS",
    "SheetView",
    "Staged",
    "StagedRow",
    "StandardCoal",
    "Summary",
    "choices",
    "filled_template",
    "inspect",
    "kind_of",
    "kinds",
    "look_through",
    "stage",
    "stage_batches",
    "template",
]

__getattr__ = lazy_door(
    __name__,
    {
        "forms": ["filled_template", "template"],
        "inspecting": ["inspect"],
        "lists": ["choices", "kind_of", "kinds"],
        "records": [
            "AmountSummary",
            "Batch",
            "Choice",
            "ColumnMap",
            "ColumnUse",
            "Context",
            "Field",
            "FieldType",
            "HeadView",
            "Inspection",
            "Kind",
            "SheetView",
            "Staged",
            "StagedRow",
            "StandardCoal",
            "Summary",
        ],
        "staging": ["MAX_ROWS", "stage", "stage_batches"],
        "summing": ["look_through"],
    },
)
