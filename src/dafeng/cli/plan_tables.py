"""A plan as the table that ``dafeng plan read`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.plan.records import Direction
from dafeng.plan.workbook import SOFTNESSES, TARGET_KINDS
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from dafeng.plan import Plan, Target

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "~": "≈"}
ARROWS = {Direction.UP: "↑", Direction.DOWN: "↓", Direction.NONE: ""}


def target_table(plan: Plan) -> Sheet:
    """The targets as a person reads them: one promise a line, figure in one cell."""
    return Sheet(
        name=plan.document.title or "目标",
        columns=(
            Column(title="编号"),
            Column(title="条款"),
            Column(title="指标"),
            Column(title="目标"),
            Column(title="年份", kind=Kind.INTEGER),
            Column(title="类型"),
            Column(title="约束力"),
            Column(title="责任单位"),
        ),
        rows=[
            (
                target.id,
                target.clause,
                target.indicator,
                figure(target),
                target.year,
                TARGET_KINDS[target.kind],
                SOFTNESSES[target.softness],
                "、".join(target.responsible) or None,
            )
            for target in plan.targets
        ],
    )


def figure(target: Target) -> str | None:
    """What is promised, in one cell: ``↓ ≥15.5 %``; None without a figure."""
    if target.value is None:
        return None
    value = f"{target.value:f}"
    if target.value_max is not None:
        value = f"{value}—{target.value_max:f}"
    sign = SIGNS.get(target.comparator or "", target.comparator or "")
    parts = (ARROWS[target.direction], sign + value, target.unit or "")
    return " ".join(part for part in parts if part)
