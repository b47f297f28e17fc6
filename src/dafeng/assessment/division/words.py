"""The words of a sheet, in official Chinese: one place for workbook and terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from dafeng.assessment.division.records import (
    ChangeKind,
    Span,
)
from dafeng.assessment.division.rows import (
    Exempted,
    Step,
    Through,
    Timing,
)
from dafeng.assessment.records import Role
from dafeng.assessment.words import SIGNS
from dafeng.base.rounding import plain_number

if TYPE_CHECKING:
    from decimal import Decimal

    from dafeng.assessment.division.records import (
        Division,
    )
    from dafeng.assessment.division.rows import (
        EvidenceAsked,
        TargetRow,
        TaskRow,
    )

ROLES = {Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.IMPLEMENT: "落实"}
NOBODY = "未明确"
TIMINGS = {
    Timing.DUE: "当年完成",
    Timing.STEP: "当年节点",
    Timing.UNDERWAY: "推进中",
    Timing.STANDING: "持续",
    Timing.OVER: "期限已过",
    Timing.LATER: "尚未开始",
}
TASK_TIMINGS = {**TIMINGS, Timing.DUE: "当年有到期", Timing.STEP: "当年有节点"}
PROPOSED = "(建议)"
_SHOWN = 2
SPANS = {
    Span.BEFORE: "早于方案年限,仅列持续性任务",
    Span.AFTER: "晚于方案年限,仅列持续性任务",
}
CHANGES = {
    ChangeKind.UNIT_ADDED: "新增单位",
    ChangeKind.UNIT_REMOVED: "不再列入单位",
    ChangeKind.TASK_ADDED: "新增任务",
    ChangeKind.TASK_REMOVED: "不再承担任务",
    ChangeKind.ROLE: "责任变化",
    ChangeKind.TIMING: "阶段变化",
    ChangeKind.ASKED: "当年要求变化",
    ChangeKind.TARGET_ADDED: "新增目标",
    ChangeKind.TARGET_REMOVED: "不再列入目标",
    ChangeKind.MILESTONE_ADDED: "新增节点",
    ChangeKind.MILESTONE_REMOVED: "不再列入节点",
    ChangeKind.MEMBERSHIP: "组成员变化",
    ChangeKind.EXEMPTION: "豁免变化",
}
FREQUENCIES = {"year": "每年", "quarter": "每季", "month": "每月", "once": "一次"}


def title_of(division: Division) -> str:
    """Title of the whole division, with what it says of its year."""
    said = SPANS.get(division.span, "")
    head = f"{division.plan} {division.year} 年度任务分工".strip()
    return f"{head}({said})" if said else head


def role_text(row: TaskRow) -> str:
    """``牵头``, ``配合``, ``落实`` or ``未明确``."""
    return NOBODY if row.role is None else ROLES[row.role]


def timing_text(timing: Timing) -> str:
    """How a thing stands to the year."""
    return TIMINGS[timing]


def task_timing_text(row: TaskRow) -> str:
    """How the dated things of a task stand to the year."""
    return TASK_TIMINGS[row.timing]


def through_text(through: Iterable[Through]) -> str:
    """Groups with the part of the year, or members with theirs."""
    return "、".join(
        each.group + _days(each.begins_on, each.ends_on) for each in through
    )


def exempted_text(exempted: Iterable[Exempted]) -> str:
    """Grounds of exemptions with who approved them, and the part of the year."""
    return ";".join(
        f"豁免:{each.ground}({each.approved_by}批准)"
        + _days(each.begins_on, each.ends_on)
        for each in exempted
    )


def _days(begins_on: date | None, ends_on: date | None) -> str:
    if begins_on is None and ends_on is None:
        return ""
    start = f"自{begins_on}起" if begins_on else ""
    end = f"至{ends_on}止" if ends_on else ""
    return f"({start}{end})"


def demand_text(row: TargetRow) -> str:
    """What is promised: ``2025年 ≥15.5 %(较2020年)``; ``--`` without a figure."""
    year = f"{row.due_year}年 " if row.due_year else ""
    if row.value is None:
        return f"{year}--".strip()
    value = plain_number(row.value)
    if row.value_max is not None:
        value = f"{value}—{plain_number(row.value_max)}"
    sign = SIGNS.get(row.comparator, row.comparator)
    fall = "下降" if row.direction == "down" and row.base_year else ""
    base = f"(较{row.base_year}年)" if row.base_year else ""
    return f"{year}{fall}{sign}{value} {row.unit}".strip() + base


def asked_text(row: TargetRow) -> str:
    """What the year asks for; ``--`` where nothing tells."""
    if row.asked is None:
        return "--"
    sign = SIGNS.get(row.comparator, row.comparator)
    tail = PROPOSED if row.asked_proposed else ""
    asked = _short(row.asked) if row.asked_proposed else plain_number(row.asked)
    return f"{sign}{asked} {row.unit}".strip() + tail


def step_text(step: Step, unit: str = "") -> str:
    """One quarter in a cell: value or share, the milestone's words, and proposal."""
    if step.value is not None:
        value = _short(step.value) if step.proposed else plain_number(step.value)
        said = f"{value} {unit}".strip()
    else:
        said = f"进度{plain_number(step.percent)}%"
    words = f" {step.text}" if step.text else ""
    return said + words + (PROPOSED if step.proposed else "")


def evidence_text(asked: EvidenceAsked) -> str:
    """What to hand in, on which form, who states it, and until when."""
    who = f",{asked.owner}提供" if asked.owner else ""
    form = f"({asked.form})" if asked.form and asked.form != asked.name else ""
    return f"{asked.name}{form}{who}{_due_text(asked)}"


def _due_text(asked: EvidenceAsked) -> str:
    if not asked.due:
        return ""
    last = asked.due[-1].on
    if len(asked.due) == 1:
        return f",{last}前报送"
    often = FREQUENCIES.get(asked.frequency, asked.frequency)
    return f",{often}报送,首次{asked.due[0].on}前,末次{last}前"


def _short(value: Decimal) -> str:
    """A reckoned value with at most two decimals, as people read it."""
    return plain_number(value, _SHOWN)
