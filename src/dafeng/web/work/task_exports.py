"""Tasks as a workbook: exactly what the list shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.work.models import Task
from dafeng.work import Urgency


def task_columns() -> tuple[Column, ...]:
    """Heads of the table, in the reader's language."""
    return (
        Column(title=_("编号")),
        Column(title=_("年度"), kind=Kind.INTEGER, number_format="0"),
        Column(title=_("条款")),
        Column(title=_("任务")),
        Column(title=_("牵头单位")),
        Column(title=_("其他单位")),
        Column(title=_("状态")),
        Column(title=_("原定期限"), kind=Kind.DATE),
        Column(title=_("期限"), kind=Kind.DATE),
        Column(title=_("是否逾期")),
        Column(title=_("进度 (%)"), kind=Kind.NUMBER),
        Column(title=_("最近报送日"), kind=Kind.DATE),
        Column(title=_("频次")),
        Column(title=_("交付成果")),
        Column(title=_("佐证要求")),
        Column(title=_("目标")),
        Column(title=_("节点")),
    )


def task_cells(tasks: Iterable[Task], *, on: date) -> Iterator[tuple[Any, ...]]:
    """Values under the heads; what is unknown stays empty.

    Fetch lead, clause, units, targets and steps along.
    """
    join = _("、").join
    for task in tasks:
        overdue = task.urgency_on(on) is Urgency.OVERDUE
        yield (
            task.number,
            task.year,
            task.clause.ref if task.clause else None,
            task.title,
            str(task.lead),
            join(f"{u.organisation}({u.get_role_display()})" for u in task.units.all())
            or None,
            str(task.get_state_display()),
            task.first_due_on,
            task.due_on,
            _("逾期") if overdue else None,
            task.percent,
            task.reported_on,
            str(task.get_recurrence_display()),
            task.deliverable or None,
            task.evidence_asked or None,
            join(target.key for target in task.targets.all()) or None,
            join(f"{step.title} {step.due_on}" for step in task.steps.all()) or None,
        )


def tasks_workbook(tasks: Iterable[Task], *, on: date) -> bytes:
    """The list as a workbook; a house with sample data says so."""
    found = list(tasks)
    mark = synthetic_mark()
    if not mark and any(task.synthetic for task in found):
        mark = _("示例数据(合成)")
    sheet = Sheet(
        name=_("任务"),
        columns=task_columns(),
        rows=tuple(task_cells(found, on=on)),
        note=mark,
    )
    return workbook_bytes([sheet], title=_("任务"))
