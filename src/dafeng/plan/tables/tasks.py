"""Rows of a task table: what, by whom, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.plan.duties.roles import LeadRule, parse_cells
from dafeng.plan.records import Responsible, Span
from dafeng.plan.tables.table import Row, Table, TableKind, cell_text

if TYPE_CHECKING:
    from dafeng.plan.layout.normal import NormalText


@attrs.frozen(kw_only=True)
class TaskRow:
    """A row of a task table.

    Attributes
    ----------
    title : NormalText
        First cell that says what.
    responsible : tuple of Responsible
    rule : str
        What gave the roles.
    due : str
        Text of the time column; empty without one.
    span : Span
    """

    title: NormalText
    responsible: tuple[Responsible, ...]
    rule: str
    due: str
    span: Span


def task_rows(table: Table, lead: LeadRule) -> list[TaskRow]:
    """Tasks of a table whose columns name units; empty for other tables."""
    if table.kind is not TableKind.TASKS:
        return []
    rows = (_task_row(table, row, lead) for row in table.rows[1:])
    return [row for row in rows if row is not None]


def _task_row(table: Table, row: Row, lead: LeadRule) -> TaskRow | None:
    titles = (row[at] for at in table.plain_columns if cell_text(row, at))
    title = next(titles, None)
    duties = [(table.head[at], cell_text(row, at)) for at in table.duty_columns]
    read = parse_cells(duties, lead)
    if title is None or not read.responsible:
        return None
    filled = [cell for cell in row if cell.origin]
    return TaskRow(
        title=title,
        responsible=read.responsible,
        rule=read.rule,
        due=cell_text(row, table.time_column),
        span=Span(filled[0].origin[0], filled[-1].origin[-1] + 1),
    )
