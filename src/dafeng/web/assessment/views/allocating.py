"""Split district figures over units: the list, the form, one split."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.assessment.allocation import Allocation, Line, Quantity
from dafeng.base.errors import DafengError
from dafeng.web.assessment.charts import ShareBar, shares
from dafeng.web.assessment.exporting import (
    allocation_cells,
    allocation_head,
    table_workbook,
)
from dafeng.web.assessment.finding_words import finding_groups
from dafeng.web.assessment.forms import AllocationForm
from dafeng.web.assessment.models import AllocationRun
from dafeng.web.assessment.selectors.allocations import (
    Sides,
    allocation_of,
    allocations_for,
    result_of,
    sides_of,
)
from dafeng.web.assessment.selectors.beside import Beside
from dafeng.web.assessment.selectors.runs import latest_run
from dafeng.web.assessment.services.allocating import allocation_make, beside_of
from dafeng.web.assessment.wording import allocation_word, error_words, rule_name
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.plans.selectors.plans import current_plan_for


@require_http_methods(["GET", "HEAD"])
def allocations(request: HttpRequest) -> HttpResponse:
    """Every split that the reader may see, with what replaced what."""
    user = signed_in(request)
    require(user, "assessment.allocation.view")
    rows = list(allocations_for(user))
    context = {"run": latest_run(user), "rows": rows}
    return render(request, "assessment/allocations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def allocation_new(request: HttpRequest) -> HttpResponse:
    """Choose year, rule and totals."""
    user = signed_in(request)
    plan = current_plan_for(user)
    require(user, "assessment.allocation.make", plan)
    if plan is None:
        raise Http404
    form = AllocationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = allocation_make(
                by=user,
                plan=plan,
                split=form.split(),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已分解，结果如下。"))
            return redirect(made)
    context = {"form": form, "run": latest_run(user)}
    return render(request, "assessment/allocation_new.html", context)


@require_http_methods(["GET", "HEAD"])
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """One split: pictures, table, what set each amount, ways out where impossible."""
    row, result = _visible(request, pk)
    sides = sides_of(result)
    context = {
        "run": latest_run(request.user),
        "row": row,
        "result": result,
        "groups": finding_groups(result.findings),
        "sides": [(side, _picture(side), _title(side)) for side in sides],
        "rule": rule_name(result.rule),
        "table": [_cells(result, line) for line in result.lines],
        "beside": [_named_rules(one) for one in beside_of(row, result)],
        "steps": [line for line in result.lines if _has_cuts(line)],
    }
    return render(request, "assessment/allocation.html", context)


@require_http_methods(["GET", "HEAD"])
def allocation_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as a workbook."""
    row, result = _visible(request, pk)
    content = table_workbook(
        name=_("指标分解"),
        title=row.title or str(row),
        head=allocation_head(result),
        rows=allocation_cells(result),
        numbers=range(2, 2 + 4 * len(result.totals)),
        note=synthetic_mark(),
    )
    return file_response(content, f"allocation-{row.year}-{row.pk}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def allocation_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The core's own record of the split."""
    row, _result = _visible(request, pk)
    return JsonResponse(
        row.result, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _visible(request: HttpRequest, pk: int) -> tuple[AllocationRun, Allocation]:
    user = signed_in(request)
    row = allocation_of(user, pk)
    if row is None:
        raise Http404
    return row, result_of(row)


def _picture(side: Sides) -> dict[str, Any]:
    quantity = side.total.quantity
    bars = []
    for line in side.lines:
        part = line.amount(quantity)
        if part is not None:
            label = amount(part.value, 0)
            bars.append(ShareBar(name=line.unit, value=part.value, label=label))
    name = f"{allocation_word('quantity', quantity.value)} ({side.total.unit})"
    return shares(bars, name=name)


def _title(side: Sides) -> str:
    quantity = side.total.quantity
    word = allocation_word("quantity", quantity.value)
    got = {line.unit: line.amount(quantity) for line in side.lines}
    known = {unit: part for unit, part in got.items() if part is not None}
    if not known:
        return _("%(what)s没有分下去") % {"what": word}
    unit, part = max(known.items(), key=lambda one: one[1].value)
    return _("%(what)s：%(unit)s最多，占 %(share)s%%") % {
        "what": word,
        "unit": unit,
        "share": amount(float(100 * part.share), 1),
    }


def _named_rules(one: Beside) -> tuple[Beside, list[str]]:
    return one, [rule_name(code) for code in one.rules]


def _has_cuts(line: Line) -> bool:
    """Whether the arithmetic of a unit tells of steps with prices."""
    amounts = (line.energy, line.carbon)
    return any(
        step.what in {"cut", "beyond"}
        for part in amounts
        if part is not None
        for step in part.steps
    )


def _cells(result: Allocation, line: Any) -> dict[str, Any]:
    """A row of the table: each quantity that was split, in the order of the totals."""
    return {
        "line": line,
        "kind": allocation_word("kind", line.kind.value),
        "parts": [
            (total.quantity.value, line.amount(Quantity(total.quantity)))
            for total in result.totals
        ],
    }
