"""A division as a workbook: a cover with the matrix, then a sheet for each unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from dafeng.assessment.division.rows import Reach
from dafeng.assessment.division.words import (
    NOBODY,
    ROLES,
    asked_text,
    demand_text,
    evidence_text,
    exempted_text,
    role_text,
    step_text,
    task_timing_text,
    through_text,
    timing_text,
    title_of,
)
from dafeng.base.rounding import plain_number
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from dafeng.assessment.division.records import (
        Division,
        UnitSheet,
    )
    from dafeng.assessment.division.rows import (
        EvidenceAsked,
        MilestoneRow,
        ProjectRow,
        Step,
        TargetRow,
        TaskRow,
    )

MADE_ON = dt.date(2026, 1, 1)
"""Day in the properties where the caller names none; never today's."""

COVER, FINDINGS = "总表", "发现"
Row: TypeAlias = tuple[str | int | None, ...]
_NAME_LIMIT = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_COLUMNS = (
    Column(title="类别", width=8),
    Column(title="条款", width=12),
    Column(title="内容", width=44),
    Column(title="责任", width=8),
    Column(title="阶段", width=10),
    Column(title="方案要求", width=26),
    Column(title="当年要求", width=18),
    *(Column(title=title, width=16) for title in _QUARTERS),
    Column(title="需报送的证据", width=44),
    Column(title="说明", width=32),
)
_BLANKS = (None,) * (len(_COLUMNS) - 3)


def division_workbook(
    division: Division, *, made_on: dt.date = MADE_ON, note: str = ""
) -> bytes:
    """Compose the workbook of a division.

    Parameters
    ----------
    division : Division
    made_on : date
        Day in the properties of the file.
    note : str
        Stands above every head, for example that the data are synthetic.

    Returns
    -------
    bytes
        The same for the same arguments. Sheets: 总表 (tasks by units, with sums), one
        for each unit with places for the signatures, and 发现.
    """
    title = title_of(division)
    above = "。".join(filter(None, (title, note)))
    taken = {COVER.casefold(), FINDINGS.casefold()}
    units = [_unit(one, _free_name(one.unit, taken), above) for one in division.sheets]
    sheets = (_cover(division, above), *units, _findings(division, above))
    return workbook_bytes(sheets, title=title, made_on=made_on)


def _free_name(unit: str, taken: set[str]) -> str:
    """Name of a sheet for a unit: what a sheet may be called, and not yet taken."""
    plain = _NOT_IN_NAME.sub(" ", unit).strip(" '") or "单位"
    name, number = plain[:_NAME_LIMIT], 1
    while name.casefold() in taken:
        number += 1
        tail = f" {number}"
        name = plain[: _NAME_LIMIT - len(tail)] + tail
    taken.add(name.casefold())
    return name


# -- cover


def _cover(division: Division, above: str) -> Sheet:
    units = list(dict.fromkeys(pair.unit for pair in division.matrix))
    roles = {(pair.task, pair.unit): ROLES[pair.role] for pair in division.matrix}
    rows: list[Row] = []
    for row in _tasks_once(division):
        cells = [roles.get((row.key, unit)) for unit in units]
        named = sum(cell is not None for cell in cells)
        rows.append((row.key, row.title, named, *cells))
    sums = [sum(pair.unit == unit for pair in division.matrix) for unit in units]
    rows.append(("合计", None, len(division.matrix), *sums))
    return Sheet(
        name=COVER,
        columns=(
            Column(title="条款"),
            Column(title="任务", width=36),
            Column(title="单位数", kind=Kind.INTEGER),
            *(Column(title=unit, width=8) for unit in units),
        ),
        rows=rows,
        note=above,
    )


def _tasks_once(division: Division) -> tuple[TaskRow, ...]:
    """Each task once, in the order of the plan; every one stands on some sheet."""
    found: dict[str, TaskRow] = {}
    for sheet in division.sheets:
        for row in sheet.tasks:
            found.setdefault(row.key, row)
    return tuple(found[key] for key in division.tasks)


# -- a unit


def _unit(sheet: UnitSheet, name: str, above: str) -> Sheet:
    return Sheet(
        name=name,
        columns=_COLUMNS,
        rows=tuple(_rows(sheet)),
        note=f"{sheet.unit}。{above}",
    )


def _rows(sheet: UnitSheet) -> Iterator[Row]:
    for task in sheet.tasks:
        yield _task(task)
        yield from map(_target, task.targets)
        yield from map(_milestone, task.milestones)
        yield from map(_project, task.projects)
    yield from map(_target, sheet.targets)
    yield from map(_milestone, sheet.milestones)
    yield from map(_project, sheet.projects)
    if sheet.members:
        yield ("成员", None, through_text(sheet.members), *_BLANKS)
    signed = sheet.sign_off
    day = None if signed.signed_on is None else str(signed.signed_on)
    yield ("签收", None, "单位负责人", *_wide(signed.unit_head or None))
    yield ("签收", None, "日期", *_wide(day))
    yield ("签收", None, "双碳办", *_wide(signed.office or None))


def _wide(value: str | None) -> Row:
    return (value, *_BLANKS[1:])


def _task(row: TaskRow) -> Row:
    told = [exempted_text(row.exempted)]
    if row.reach is Reach.GROUP or row.through:
        told.append(f"按组:{through_text(row.through)}")
    if row.reach is Reach.UNASSIGNED:
        told.append("方案未明确责任单位,由双碳办暂存")
    return (
        "任务",
        row.clause,
        row.title,
        role_text(row),
        task_timing_text(row),
        row.action or None,
        None,
        *_quarters(row.steps),
        _evidence(row.evidence),
        _told(told),
    )


def _target(row: TargetRow) -> Row:
    told = [exempted_text(row.exempted)]
    if not row.responsible:
        told.append(f"责任单位{NOBODY}")
    if row.source != row.clause:
        told.append(f"依据:{row.source}")
    if row.scope:
        told.append(f"范围:{row.scope}")
    return (
        "目标",
        row.clause,
        f"{row.id} {row.indicator}",
        None,
        timing_text(row.timing),
        demand_text(row),
        asked_text(row),
        *_quarters(row.steps, row.unit),
        _evidence(row.evidence),
        _told(told),
    )


def _milestone(row: MilestoneRow) -> Row:
    dates = "—".join(filter(None, (row.begins, row.ends)))
    return (
        "节点",
        row.clause,
        row.text,
        None,
        timing_text(row.timing),
        dates,
        *_BLANKS[3:],
    )


def _project(row: ProjectRow) -> Row:
    size = ""
    if row.capacity is not None:
        size = f"{plain_number(row.capacity)} {row.unit}".strip()
    told = [part for part in (row.place, size, row.period) if part]
    return (
        "项目",
        row.clause,
        f"{row.id} {row.name}",
        None,
        timing_text(row.timing),
        _told(told),
        *_BLANKS[3:],
    )


def _quarters(steps: tuple[Step, ...], unit: str = "") -> Row:
    said = {step.quarter: step_text(step, unit) for step in steps}
    return tuple(said.get(quarter) for quarter in range(1, len(_QUARTERS) + 1))


def _evidence(asked: Iterable[EvidenceAsked]) -> str | None:
    return "\n".join(map(evidence_text, asked)) or None


def _told(parts: Iterable[str]) -> str | None:
    return ";".join(filter(None, parts)) or None


def _findings(division: Division, above: str) -> Sheet:
    titles = ("代码", "程度", "位置", "值", "规则", "建议")
    return Sheet(
        name=FINDINGS,
        columns=[Column(title=title) for title in titles],
        rows=[
            (f.code, f.severity.value, f.place, f.value, f.rule, f.hint)
            for f in division.findings
        ],
        note=above,
    )
