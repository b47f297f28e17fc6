"""The workbook that an official corrects: one row per object, decisions in a column.

::

    sheets = review_sheets(review_rows(plan))
    write_workbook(path, sheets)
    reading = read_review(read_workbook(path))      # .rows, .findings

What a row means when it comes back:

- the number stays what it was; a row **without** a number adds an object;
- two or more rows with **the same** number split the object into these parts;
- 决定 = 确认 takes the row as it stands, 驳回 drops the object, 待确认 leaves it open;
- a row that is deleted leaves its object as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, TypeVar

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.plan.records import (
    Direction,
    Milestone,
    Plan,
    Project,
    Role,
    Softness,
    Target,
    TargetKind,
    Task,
    Unit,
    UnitKind,
)
from dafeng.sheets import Reading, RowAt, Sheet, Template, Workbook, column


class Verdict(StrEnum):
    """What the official decided about a row."""

    OPEN = "open"
    CONFIRM = "confirm"
    REJECT = "reject"


class Comparator(StrEnum):
    """How the figure binds, in words that an official writes."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    EQUAL = "="
    ABOUT = "~"


VERDICTS: Mapping[Verdict, str] = {
    Verdict.OPEN: "待确认",
    Verdict.CONFIRM: "确认",
    Verdict.REJECT: "驳回",
}
COMPARATORS: Mapping[Comparator, str] = {
    Comparator.AT_LEAST: "不低于",
    Comparator.MORE_THAN: "高于",
    Comparator.AT_MOST: "不高于",
    Comparator.LESS_THAN: "低于",
    Comparator.EQUAL: "等于",
    Comparator.ABOUT: "约",
}
DIRECTIONS: Mapping[Direction, str] = {
    Direction.UP: "越高越好",
    Direction.DOWN: "越低越好",
    Direction.NONE: "不分高低",
}
TARGET_KINDS: Mapping[TargetKind, str] = {
    TargetKind.LEVEL: "水平",
    TargetKind.RELATIVE_CHANGE: "相对变化",
    TargetKind.COUNT: "数量",
    TargetKind.CAPACITY: "规模",
    TargetKind.STATUS: "状态",
    TargetKind.DELEGATED: "上级下达",
    TargetKind.DIRECTIONAL: "方向性",
    TargetKind.PROHIBITION: "禁止",
    TargetKind.THRESHOLD: "门槛规则",
}
SOFTNESSES: Mapping[Softness, str] = {
    Softness.BINDING: "约束性",
    Softness.STRIVE: "力争",
    Softness.EXPECTED: "预期性",
}
UNIT_KINDS: Mapping[UnitKind, str] = {
    UnitKind.BUREAU: "部门",
    UnitKind.BRANCH: "垂管机构",
    UnitKind.TOWNSHIP: "乡镇街道",
    UnitKind.PARK: "园区",
    UnitKind.ENTERPRISE: "企业",
    UnitKind.PARTY: "党群机关",
    UnitKind.OFFICE: "议事协调机构",
    UnitKind.GROUP: "一组单位",
    UnitKind.OTHER: "其他",
}

_KEY_HINT = "不要改。空着表示补充一项;同一编号写两行以上表示拆分。"
_STAMP_HINT = "不要改。程序用它判断网站上的内容在下载之后有没有变。"


@attrs.frozen(kw_only=True)
class TargetRow:
    """A target as a row."""

    key: str | None = column("编号", hint=_KEY_HINT)
    verdict: Verdict = column("决定", labels=VERDICTS, default=Verdict.OPEN)
    clause: str = column("条款")
    indicator: str = column("指标", width=36)
    indicator_code: str | None = column("指标代码")
    comparator: Comparator | None = column("比较方式", labels=COMPARATORS)
    value: Decimal | None = column("数值", hint="没有数字就空着,不要写 0。")
    value_max: Decimal | None = column("上限值", hint="只有区间才填。")
    unit: str | None = column("计量单位")
    direction: Direction = column("方向", labels=DIRECTIONS, default=Direction.NONE)
    year: int | None = column("目标年", number_format="0")
    base_year: int | None = column("基年", number_format="0")
    kind: TargetKind = column("类型", labels=TARGET_KINDS)
    softness: Softness = column("约束力", labels=SOFTNESSES, default=Softness.BINDING)
    scope: str | None = column("范围")
    responsible: tuple[str, ...] = column("责任单位", width=36)
    confidence: Decimal | None = column("可信度", number_format="0.00")
    quote: str | None = column("原文", width=48)
    stamp: str | None = column("版本标记", hint=_STAMP_HINT)


@attrs.frozen(kw_only=True)
class TaskRow:
    """A task as a row; units stand in a column for each role."""

    key: str | None = column("编号", hint=_KEY_HINT)
    verdict: Verdict = column("决定", labels=VERDICTS, default=Verdict.OPEN)
    clause: str = column("条款")
    title: str = column("任务", width=36)
    action: str | None = column("行动", width=28)
    lead: tuple[str, ...] = column("牵头单位", width=28)
    support: tuple[str, ...] = column("配合单位", width=36)
    implement: tuple[str, ...] = column("落实单位", width=28)
    targets: tuple[str, ...] = column("目标编号", width=28)
    projects: tuple[str, ...] = column("项目编号", width=28)
    confidence: Decimal | None = column("可信度", number_format="0.00")
    stamp: str | None = column("版本标记", hint=_STAMP_HINT)


@attrs.frozen(kw_only=True)
class ProjectRow:
    """A project as a row."""

    key: str | None = column("编号", hint=_KEY_HINT)
    verdict: Verdict = column("决定", labels=VERDICTS, default=Verdict.OPEN)
    clause: str = column("条款")
    name: str = column("名称", width=36)
    type: str | None = column("类别")
    place: str | None = column("地点")
    capacity: Decimal | None = column("规模")
    unit: str | None = column("计量单位")
    period: str | None = column("时间")
    confidence: Decimal | None = column("可信度", number_format="0.00")
    quote: str | None = column("原文", width=48)
    stamp: str | None = column("版本标记", hint=_STAMP_HINT)


@attrs.frozen(kw_only=True)
class MilestoneRow:
    """A milestone as a row."""

    key: str | None = column("编号", hint=_KEY_HINT)
    verdict: Verdict = column("决定", labels=VERDICTS, default=Verdict.OPEN)
    clause: str = column("条款")
    begins: str | None = column("开始", hint="2025 或 2025-06")
    ends: str = column("完成", hint="2025 或 2025-06")
    text: str = column("内容", width=48)
    confidence: Decimal | None = column("可信度", number_format="0.00")
    quote: str | None = column("原文", width=48)
    stamp: str | None = column("版本标记", hint=_STAMP_HINT)


@attrs.frozen(kw_only=True)
class UnitRow:
    """A responsible unit as a row."""

    key: str | None = column("编号", hint=_KEY_HINT)
    verdict: Verdict = column("决定", labels=VERDICTS, default=Verdict.OPEN)
    name: str = column("名称", width=28)
    kind: UnitKind = column("性质", labels=UNIT_KINDS, default=UnitKind.OTHER)
    variants: tuple[str, ...] = column("其他写法", width=36)
    stamp: str | None = column("版本标记", hint=_STAMP_HINT)


_R = TypeVar("_R", TargetRow, TaskRow, ProjectRow, MilestoneRow, UnitRow)
Row: TypeAlias = TargetRow | TaskRow | ProjectRow | MilestoneRow | UnitRow

TARGETS = Template(TargetRow, name="目标")
TASKS = Template(TaskRow, name="任务")
PROJECTS = Template(ProjectRow, name="项目")
MILESTONES = Template(MilestoneRow, name="节点")
UNITS = Template(UnitRow, name="单位")


@attrs.frozen(kw_only=True)
class ReviewRows:
    """All rows of a review workbook, in the order of the document."""

    targets: tuple[TargetRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    units: tuple[UnitRow, ...] = ()


@attrs.frozen(kw_only=True)
class ReviewReading:
    """A review workbook as it came back; rows with an error are findings only."""

    targets: tuple[RowAt[TargetRow], ...]
    tasks: tuple[RowAt[TaskRow], ...]
    projects: tuple[RowAt[ProjectRow], ...]
    milestones: tuple[RowAt[MilestoneRow], ...]
    units: tuple[RowAt[UnitRow], ...]
    findings: tuple[Finding, ...]


def review_sheets(rows: ReviewRows, *, note: str = "") -> tuple[Sheet, ...]:
    """Return the five sheets to write; ``note`` stands above each head."""
    return (
        TARGETS.sheet(rows.targets, note=note),
        TASKS.sheet(rows.tasks, note=note),
        PROJECTS.sheet(rows.projects, note=note),
        MILESTONES.sheet(rows.milestones, note=note),
        UNITS.sheet(rows.units, note=note),
    )


def read_review(workbook: Workbook) -> ReviewReading:
    """Read the rows back; a sheet that is not there gives no rows.

    A workbook without any of the five sheets gives one finding ``review.no_sheet``.
    """
    names = {grid.name for grid in workbook.sheets}
    targets = _present(TARGETS, workbook, names)
    tasks = _present(TASKS, workbook, names)
    projects = _present(PROJECTS, workbook, names)
    milestones = _present(MILESTONES, workbook, names)
    units = _present(UNITS, workbook, names)
    found = (targets, tasks, projects, milestones, units)
    findings = [finding for reading in found for finding in reading.findings]
    if not names & {t.name for t in (TARGETS, TASKS, PROJECTS, MILESTONES, UNITS)}:
        findings.append(_no_sheet(workbook))
    return ReviewReading(
        targets=targets.rows,
        tasks=tasks.rows,
        projects=projects.rows,
        milestones=milestones.rows,
        units=units.rows,
        findings=tuple(findings),
    )


def review_rows(plan: Plan) -> ReviewRows:
    """Rows of a plan as it was read, every decision still open."""
    return ReviewRows(
        targets=tuple(target_row(target) for target in plan.targets),
        tasks=tuple(
            task_row(task, key=f"K{number:03d}")
            for number, task in enumerate(plan.tasks, start=1)
        ),
        projects=tuple(project_row(project) for project in plan.projects),
        milestones=tuple(
            milestone_row(milestone, key=f"M{number:03d}")
            for number, milestone in enumerate(plan.milestones, start=1)
        ),
        units=tuple(
            unit_row(unit, key=f"U{number:02d}")
            for number, unit in enumerate(plan.units, start=1)
        ),
    )


def target_row(target: Target) -> TargetRow:
    """Row of a target, undecided."""
    return TargetRow(
        key=target.id,
        clause=target.clause,
        indicator=target.indicator,
        indicator_code=target.indicator_code,
        comparator=Comparator(target.comparator) if target.comparator else None,
        value=target.value,
        value_max=target.value_max,
        unit=target.unit,
        direction=target.direction,
        year=target.year,
        base_year=target.base_year,
        kind=target.kind,
        softness=target.softness,
        scope=target.scope,
        responsible=target.responsible,
        confidence=_share(target.confidence),
        quote=target.quote or None,
        stamp=None,
    )


def task_row(task: Task, *, key: str) -> TaskRow:
    """Row of a task, undecided."""
    return TaskRow(
        key=key,
        clause=task.clause,
        title=task.title,
        action=task.action,
        lead=_in_role(task, Role.LEAD),
        support=_in_role(task, Role.SUPPORT),
        implement=_in_role(task, Role.IMPLEMENT),
        targets=task.targets,
        projects=task.projects,
        confidence=_share(task.confidence),
        stamp=None,
    )


def project_row(project: Project) -> ProjectRow:
    """Row of a project, undecided."""
    return ProjectRow(
        key=project.id,
        clause=project.clause,
        name=project.name,
        type=project.type,
        place=project.place,
        capacity=project.capacity,
        unit=project.unit,
        period=project.period,
        confidence=_share(project.confidence),
        quote=project.quote or None,
        stamp=None,
    )


def milestone_row(milestone: Milestone, *, key: str) -> MilestoneRow:
    """Row of a milestone, undecided."""
    return MilestoneRow(
        key=key,
        clause=milestone.clause,
        begins=milestone.start,
        ends=milestone.end,
        text=milestone.text,
        confidence=_share(milestone.confidence),
        quote=milestone.quote or None,
        stamp=None,
    )


def unit_row(unit: Unit, *, key: str) -> UnitRow:
    """Row of a responsible unit, undecided."""
    return UnitRow(
        key=key, name=unit.name, kind=unit.kind, variants=unit.variants, stamp=None
    )


def _in_role(task: Task, role: Role) -> tuple[str, ...]:
    return tuple(one.name for one in task.responsible if one.role is role)


def _share(confidence: float) -> Decimal:
    return Decimal(str(round(confidence, 3)))


def _present(
    template: Template[_R], workbook: Workbook, names: Iterable[str]
) -> Reading[_R]:
    if template.name in names:
        return template.read(workbook)
    return Reading(rows=(), findings=())


def _no_sheet(workbook: Workbook) -> Finding:
    return Finding(
        code="review.no_sheet",
        severity=Severity.ERROR,
        place=workbook.name,
        value="、".join(grid.name for grid in workbook.sheets),
        rule="工作簿中没有“目标”“任务”“项目”“节点”“单位”中的任何一张表。",
        hint="从复核页下载更正工作簿,在其中修改后再载入。",
    )
