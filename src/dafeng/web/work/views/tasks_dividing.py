"""The division of tasks of a year, and the sheet of each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import BadInputError
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import may, require
from dafeng.web.core.ticked import number_in
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.work.selectors.task_divisions import DraftTask, year_division
from dafeng.web.work.selectors.task_sheets import (
    check_matrix,
    sheet_for,
    sheet_of,
    sheet_unit_for,
)
from dafeng.web.work.services.tasks_dividing import (
    FIRST_YEAR,
    LAST_YEAR,
    tasks_from_plan,
)
from dafeng.web.work.services.tasks_signing import sheet_sign
from dafeng.web.work.task_words import task_error

AHEAD = 6


@attrs.frozen(kw_only=True)
class UnitLoad:
    """How many tasks of a year a unit would lead, and help with."""

    unit: Organisation
    lead: int
    other: int


@require_http_methods(["GET", "HEAD", "POST"])
def division(request: HttpRequest) -> HttpResponse:
    """Preview what a year asks for, then draft it."""
    user = signed_in(request)
    require(user, "work.task.issue")
    plan, year = current_plan_for(user), _year(request)
    if plan is None:
        return render(request, "work/task_division.html", {"plan": None, "year": year})
    require(user, "work.task.issue", plan.owner)
    if request.method == "POST":
        made = tasks_from_plan(plan=plan, year=year, by=user)
        words = ngettext(
            "已草拟 %(n)d 项任务，核对后分解下达。",
            "已草拟 %(n)d 项任务，核对后分解下达。",
            len(made.made),
        )
        messages.success(request, words % {"n": len(made.made)})
        return redirect(request.get_full_path())
    found = year_division(plan, year)
    today = timezone.localdate().year
    context = {
        "plan": plan,
        "year": year,
        "years": range(today - 1, today + AHEAD),
        "division": found,
        "units": _units(found.drafts),
        "check": check_matrix(plan, year),
    }
    return render(request, "work/task_division.html", context)


def _units(drafts: Iterable[DraftTask]) -> list[UnitLoad]:
    """Units by how much they would lead, then by how much they help with."""
    lead: Counter[Organisation] = Counter()
    other: Counter[Organisation] = Counter()
    for draft in drafts:
        lead[draft.lead] += 1
        other.update({one.organisation for one in draft.units} - {draft.lead})
    rows = [
        UnitLoad(unit=unit, lead=lead[unit], other=other[unit])
        for unit in dict.fromkeys([*lead, *other])
    ]
    return sorted(rows, key=lambda row: (-row.lead, -row.other, row.unit.path))


def _year(request: HttpRequest) -> int:
    year = number_in(request.GET.get("year", ""))
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return year
    return timezone.localdate().year


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """What a unit has to do in a year, to print and to sign for."""
    user = signed_in(request)
    unit = sheet_unit_for(user, code)
    if unit is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    can_sign = may(user, "work.sheet.sign", unit)
    if request.method == "POST":
        require(user, "work.sheet.sign", unit)
        try:
            sheet_sign(unit=unit, year=year, by=user, seen=request.POST.get("seen"))
        except BadInputError as error:
            messages.error(request, task_error(error))
        else:
            messages.success(request, _("已签收。"))
        return redirect(request.get_full_path())
    context = {
        "unit": unit,
        "year": year,
        "sheet": sheet_of(unit, year) if can_sign else sheet_for(user, unit, year),
        "today": timezone.localdate(),
        "can_sign": can_sign,
        "years": range(year - 1, year + 2),
    }
    return render(request, "work/task_sheet.html", context)
