"""Projects as the tables and records that ``dafeng projects`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from dafeng.cli.output import short, words
from dafeng.projects import Light, project_stands, stage_facts
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from dafeng.projects import CapacitySum, LedgerRow

LIGHTS = {
    Light.GREEN: "● 正常",
    Light.AMBER: "▲ 滞后",
    Light.RED: "■ 严重滞后",
    Light.UNKNOWN: "◇ 未知",
}
LISTS = {"planned": "拟建", "building": "在建", "existing": "存量", "ended": "终止"}
ANSWERS = {"yes": "是", "no": "否", "unknown": None}


def list_table(rows: Iterable[LedgerRow], on: date) -> Sheet:
    """One line for each project."""
    return Sheet(
        name="项目",
        columns=(
            Column(title="代码"),
            Column(title="名称"),
            Column(title="清单"),
            Column(title="阶段"),
            Column(title="规模", kind=Kind.NUMBER),
            Column(title="计量单位"),
            Column(title="进度灯"),
            Column(title="两高"),
            Column(title="缺少的手续"),
        ),
        rows=[
            (
                row.project.code,
                row.project.name,
                LISTS[row.listed],
                stage_facts(row.project.stage).name_zh,
                row.project.capacity,
                row.project.unit or None,
                LIGHTS[project_stands(row.project, on).light],
                ANSWERS[row.verdict.answer],
                "、".join(row.missing) or "无",
            )
            for row in rows
        ],
    )


def list_plain(rows: Iterable[LedgerRow], on: date) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "code": row.project.code,
            "name": row.project.name,
            "class": row.listed.value,
            "stage": row.project.stage.value,
            "capacity": row.project.capacity,
            "unit": row.project.unit,
            "light": project_stands(row.project, on).light.value,
            "high_energy": row.verdict.answer.value,
            "review_level": row.level.value,
            "missing_approvals": [kind.value for kind in row.missing],
        }
        for row in rows
    ]


def sums_table(sums: Iterable[CapacitySum]) -> Sheet:
    """One line for each target."""
    return Sheet(
        name="规模合计",
        columns=(
            Column(title="目标"),
            Column(title="目标值", kind=Kind.NUMBER),
            Column(title="计量单位"),
            Column(title="项目合计", kind=Kind.NUMBER),
            Column(title="已建成", kind=Kind.NUMBER),
            Column(title="已批在建", kind=Kind.NUMBER),
            Column(title="未批", kind=Kind.NUMBER),
            Column(title="缺口", kind=Kind.NUMBER),
            Column(title="计入的项目", kind=Kind.INTEGER),
            Column(title="规模未知等未计入", kind=Kind.INTEGER),
        ),
        rows=[
            (
                words(one.goal.key, one.goal.name),
                short(one.goal.value),
                one.goal.unit,
                short(one.total),
                short(one.built),
                short(one.committed),
                short(one.proposed),
                short(one.gap),
                len(one.counted),
                len(one.uncounted),
            )
            for one in sums
        ],
    )


def sum_plain(one: CapacitySum) -> dict[str, Any]:
    """The same for programs, with every project."""
    return {
        "target": one.goal.key,
        "value": one.goal.value,
        "unit": one.goal.unit,
        "total": one.total,
        "built": one.built,
        "committed": one.committed,
        "proposed": one.proposed,
        "gap": one.gap,
        "counted": [
            {"code": each.project.code, "size": each.size, "built": each.built}
            for each in one.counted
        ],
        "uncounted": [
            {"code": each.project.code, "reason": each.reason} for each in one.uncounted
        ],
    }


def gap_words(one: CapacitySum) -> str:
    """The gap as a sentence."""
    unit = one.goal.unit
    told = (
        f"{one.goal.key}: {len(one.counted)} projects give {short(one.total)} {unit} "
        f"against {short(one.goal.value)} {unit}; "
    )
    told += (
        f"{short(one.gap)} {unit} are missing."
        if one.gap > 0
        else f"that is {short(-one.gap)} {unit} more."
    )
    if one.uncounted:
        told += f" {len(one.uncounted)} of unknown size are not counted."
    return told
