"""Divisions, their changes, and coverages as tables of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.assessment.coverage.words import (
    RELATIONS,
    figure_text,
    reasons_text,
    relation_text,
)
from dafeng.assessment.coverage.workbook import gaps
from dafeng.assessment.division.rows import Timing
from dafeng.assessment.division.words import (
    CHANGES,
    asked_text,
    demand_text,
    evidence_text,
    role_text,
    task_timing_text,
    through_text,
    timing_text,
)
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.assessment.coverage import Coverage
    from dafeng.assessment.division import (
        Division,
        DivisionChanges,
        TargetRow,
        UnitSheet,
    )

Row = tuple[str | int | None, ...]


# -- division


def division_table(division: Division) -> Sheet:
    """A line for each unit: how much stands on its sheet."""
    numbers = ("牵头", "配合", "当年完成目标", "当年节点", "未明确")
    return Sheet(
        name=_name(division),
        columns=(
            Column(title="单位"),
            *(Column(title=title, kind=Kind.INTEGER) for title in numbers),
            Column(title="组成员"),
        ),
        rows=[_unit_line(sheet) for sheet in division.sheets],
    )


def _name(division: Division) -> str:
    """Title of the table; the plan's own is longer than a sheet's name may be."""
    return f"{division.year} 年度任务分工"


def _unit_line(sheet: UnitSheet) -> Row:
    now = (Timing.DUE, Timing.STEP)
    milestones = [m for task in sheet.tasks for m in task.milestones]
    return (
        sheet.unit,
        len(sheet.lead),
        len(sheet.support),
        sum(target.timing in now for target in sheet.all_targets),
        sum(m.timing in now for m in (*milestones, *sheet.milestones)),
        len(sheet.unassigned),
        through_text(sheet.members) or None,
    )


def unit_table(division: Division, sheet: UnitSheet) -> Sheet:
    """The sheet of one unit: tasks, and what belongs to each."""
    titles = ("类别", "条款", "内容", "责任", "阶段", "方案要求", "当年要求", "证据")
    return Sheet(
        name=_name(division),
        columns=[Column(title=title) for title in titles],
        rows=list(_unit_rows(sheet)),
    )


def _unit_rows(sheet: UnitSheet) -> Iterator[Row]:
    for task in sheet.tasks:
        yield (
            "任务",
            task.clause,
            task.title,
            role_text(task),
            task_timing_text(task),
            through_text(task.through) or None,
            None,
            ";".join(map(evidence_text, task.evidence)) or None,
        )
        yield from map(_target_line, task.targets)
        for step in task.milestones:
            timing = timing_text(step.timing)
            yield ("节点", step.clause, step.text, None, timing, step.ends, None, None)
        for one in task.projects:
            timing = timing_text(one.timing)
            size = None if one.capacity is None else f"{one.capacity:f} {one.unit}"
            yield ("项目", one.clause, one.name, None, timing, size, None, None)
    yield from map(_target_line, sheet.targets)


def _target_line(row: TargetRow) -> Row:
    return (
        "目标",
        row.clause,
        f"{row.id} {row.indicator}",
        None,
        timing_text(row.timing),
        demand_text(row),
        asked_text(row),
        ";".join(map(evidence_text, row.evidence)) or None,
    )


def changes_table(changes: DivisionChanges) -> Sheet:
    """A line for each difference between two years."""
    return Sheet(
        name=f"{changes.before}—{changes.after} 年任务分工变化",
        columns=[
            Column(title=title)
            for title in ("单位", "变化", "编号", "内容", "前", "后")
        ],
        rows=[
            (
                one.unit,
                CHANGES[one.kind],
                one.subject or None,
                one.title or None,
                one.before or None,
                one.after or None,
            )
            for one in changes.changes
        ],
    )


# -- coverage


def coverage_table(found: Coverage) -> Sheet:
    """Conflicts, links, covers and gaps, each on a line."""
    return Sheet(
        name="1+N 衔接情况",
        columns=[
            Column(title=title) for title in ("关系", "方案", "条款", "内容", "对照")
        ],
        rows=list(_coverage_rows(found)),
    )


def _coverage_rows(found: Coverage) -> Iterator[Row]:
    for one in found.conflicts:
        first, second = one.first, one.second
        yield (
            f"冲突({RELATIONS[one.relation]})",
            second.plan,
            second.target.clause,
            f"{second.target.indicator} {figure_text(second.target)}",
            f"{first.plan} {first.target.clause} {figure_text(first.target)}",
        )
    for link in found.links:
        upper, lower = link.upper, link.lower
        yield (
            relation_text(link),
            lower.plan,
            lower.target.clause,
            f"{lower.target.indicator} {figure_text(lower.target)}",
            f"{upper.plan} {upper.target.clause} {figure_text(upper.target)}",
        )
    for cover in found.covers:
        told = f"{cover.plan}:{reasons_text(cover.reasons)}"
        yield ("已承接", found.main, cover.task.clause, cover.task.title, told)
    for task in found.uncovered:
        yield ("未承接", found.main, task.clause, task.title, None)
    for gap, plan, clause, text in gaps(found):
        yield (gap, plan, clause, text, None)
