"""Responsible units: duties, scores, what is open and late, next deadlines."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.assessment.selectors.runs import run_of_plan
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.rights import roles_of
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.desk.forms import UnitFilterForm
from dafeng.web.desk.selectors.units import UnitRow, sorted_units, unit_rows
from dafeng.web.desk.selectors.work import whole_of
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import current_plan_for


@login_not_required
@require_http_methods(["GET", "HEAD"])
def units(request: HttpRequest) -> HttpResponse:
    """The table, narrowed and sorted by the address."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/none.html")
    form = UnitFilterForm(request.GET)
    rows = _wanted(request, plan, form)
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "rows": rows,
        "inside": bool(roles_of(request.user)),
        "whole": whole_of(row.work for row in rows),
        "lead": sum(row.lead for row in rows),
        "today": timezone.localdate(),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/_unit_table.html", context)
    return render(request, "desk/units.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def units_xlsx(request: HttpRequest) -> HttpResponse:
    """Exactly the table that is seen, as a workbook."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/none.html")
    rows = _wanted(request, plan, UnitFilterForm(request.GET))
    return file_response(_workbook(plan, rows), f"{plan.slug}-units.xlsx", XLSX)


def _wanted(request: HttpRequest, plan: Plan, form: UnitFilterForm) -> list[UnitRow]:
    run = run_of_plan(request.user, plan)
    rows = unit_rows(request.user, plan, run, timezone.localdate())
    return sorted_units(form.narrowed(rows), form.sorting)


def _workbook(plan: Plan, rows: list[UnitRow]) -> bytes:
    heads = (
        *((_("单位"), Kind.TEXT), (_("牵头任务"), Kind.INTEGER)),
        *((_("目标"), Kind.INTEGER), (_("得分"), Kind.NUMBER)),
        *((_("名次"), Kind.INTEGER), (_("未完成任务"), Kind.INTEGER)),
        *((_("逾期任务"), Kind.INTEGER), (_("待报"), Kind.INTEGER)),
        *((_("迟报"), Kind.INTEGER), (_("最近期限"), Kind.TEXT)),
    )
    sheet = Sheet(
        name=_("责任单位"),
        columns=tuple(Column(title=title, kind=kind) for title, kind in heads),
        rows=tuple(_cells(row) for row in rows),
        note=synthetic_mark(),
    )
    return workbook_bytes([sheet], title=plan.title)


def _cells(row: UnitRow) -> tuple[Any, ...]:
    work = row.work
    return (
        *(row.name, row.lead, row.targets, row.score, row.rank),
        *(work.tasks, work.overdue, work.reports, work.late),
        None if work.next_due is None else work.next_due.isoformat(),
    )
