"""Rows and files that leave the building: exactly what the list shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.sheets import Column, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.supervision.convert import turn_of_case
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.wording import light_of


def case_head() -> list[str]:
    """Heads of the list."""
    return [
        _("文号"),
        _("方式"),
        _("责任单位"),
        _("事项"),
        _("签发日"),
        _("回复期限"),
        _("办理期限"),
        _("状态"),
        _("时限"),
        _("所据结果已更正"),
    ]


def case_cells(cases: Iterable[Case], on: date) -> Iterator[list[Any]]:
    """Values under the heads."""
    for case in cases:
        turn = turn_of_case(case)
        issued = case.issued_at
        yield [
            case.number,
            str(case.get_step_display()),
            "、".join(unit.organisation.name_zh for unit in case.units.all()),
            case.item,
            None if issued is None else timezone.localdate(issued).isoformat(),
            _iso(case.reply_by),
            _iso(None if turn is None else turn.by),
            str(case.get_state_display()),
            str(light_of(case, on)[2]),
            _("是") if getattr(case, "corrected", False) else "",
        ]


def cases_workbook(cases: Iterable[Case], on: date) -> bytes:
    """The list as a workbook."""
    rows = [
        [None if value == "" else value for value in row]
        for row in case_cells(cases, on)
    ]
    name = _("督办件")
    columns = [Column(title=title) for title in case_head()]
    sheet = Sheet(name=name, columns=columns, rows=rows, note=synthetic_mark())
    return workbook_bytes([sheet], title=name)


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
