"""The return to the city by the end of March: two numbers for each unit, as .xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import attrs

from dafeng.enterprises.budgets.quanta import ZERO
from dafeng.sheets import Column, Kind, Sheet, Template, column, workbook_bytes

RETURN_DUE = (3, 31)
"""Month and day by which it is handed in."""


@attrs.frozen(kw_only=True)
class ReturnRow:
    """One unit: its budget and its energy saving, and what it used the year before."""

    uscc: str = column("统一社会信用代码", width=22)
    name: str = column("单位名称", width=30)
    industry: str = column("行业代码", default="")
    kind: str = column("类别", width=24)
    budget: Decimal | None = column("用能预算", unit="吨标准煤")
    saving: Decimal | None = column("节能量", unit="吨标准煤")
    used_before: Decimal | None = column("上年计入用能", unit="吨标准煤")
    saved_before: Decimal | None = column("上年实际节能量", unit="吨标准煤")
    method: str = column("确定方法", default="", width=12)
    note: str = column("备注", default="", width=30)


@attrs.frozen(kw_only=True)
class ReturnHead:
    """Whose return it is, for which year, and how its sums stand.

    Attributes
    ----------
    allotted : Decimal
        What the accounts of the units hold: the sum of the approved budgets, less
        ``settled``, with ``withdrawn``.
    settled : Decimal
        What went back to the reserve at the end of the year.
    withdrawn : Decimal
        What units that left the list had used, and keep.
    letter : str
        The number with which it leaves; empty is a draft.
    """

    district: str
    year: int
    basis: str
    total: Decimal
    allotted: Decimal
    reserve: Decimal
    settled: Decimal = ZERO
    withdrawn: Decimal = ZERO
    letter: str = ""


RETURN = Template(ReturnRow, name="用能预算和节能量")


def return_workbook(
    head: ReturnHead, rows: Sequence[ReturnRow], *, made_on: date, note: str = ""
) -> bytes:
    """Compose the return: the units, and the sums on a sheet of their own.

    The same rows and the same day give the same bytes.
    """
    ordered = sorted(rows, key=lambda row: (row.uscc, row.name))
    approved = [row for row in ordered if row.budget is not None]
    budget = _sum(row.budget for row in approved)
    saving = _sum(row.saving for row in approved)
    sums = Sheet(
        name="汇总",
        columns=[
            Column(title="项目", width=24),
            Column(title="数值", kind=Kind.TEXT, width=30),
        ],
        rows=[
            ["地区", head.district],
            ["年度", str(head.year)],
            ["文号", head.letter or "未签发"],
            ["折算口径", head.basis],
            ["单位数", str(len(ordered))],
            ["其中预算未核定", str(len(ordered) - len(approved))],
            ["已核定用能预算合计（吨标准煤）", _told(budget)],
            ["已核定单位节能量合计（吨标准煤）", _told(saving)],
            ["年终收回（吨标准煤）", _told(head.settled)],
            ["撤出单位保留（吨标准煤）", _told(head.withdrawn)],
            ["用能控制总量（吨标准煤）", _told(head.total)],
            ["已分配（吨标准煤）", _told(head.allotted)],
            ["区级预留（吨标准煤）", _told(head.reserve)],
        ],
        note=note,
    )
    title = f"{head.year}年重点用能单位用能预算和节能量"
    return workbook_bytes(
        [RETURN.sheet(ordered, note=note), sums], title=title, made_on=made_on
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None as soon as one of them is unknown."""
    total = Decimal("0.00")
    for one in values:
        if one is None:
            return None
        total += one
    return total


def _told(value: Decimal | None) -> str:
    return "未知" if value is None else f"{value:f}"
