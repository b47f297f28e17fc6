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
        StandardCoal,
        Summary,
    )
    from dafeng.accounts.intake.staging import MAX_ROWS, Batch, stage, stage_batches

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
    "StandardCoal",
    "Summary",
    "choices",
    "filled_template",
    "inspect",
    "kind_of",
    "kinds",
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
            "StandardCoal",
            "Summary",
        ],
        "staging": ["MAX_ROWS", "Batch", "stage", "stage_batches"],
    },
)
