"""The list of lines, and the evidence of one line."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.accounts import ActivityRow, explain
from dafeng.base.errors import NotFoundError
from dafeng.web.accounts import naming
from dafeng.web.accounts.convert import line_record
from dafeng.web.accounts.cuts import cuts_of
from dafeng.web.accounts.exporting import (
    NUMBERS,
    cut_head,
    cut_rows,
    line_head,
    line_json,
    line_rows,
    mark_of,
    table_workbook,
    tonnes,
)
from dafeng.web.accounts.forms import LineFilterForm
from dafeng.web.accounts.models import AccountLine, AccountRun
from dafeng.web.accounts.selectors.books import book_of
from dafeng.web.accounts.selectors.factors import signatures_in_force
from dafeng.web.accounts.selectors.lines import (
    evidence_of,
    line_of,
    lines_shown,
    sum_of,
)
from dafeng.web.accounts.selectors.runs import prepared_for
from dafeng.web.accounts.selectors.versions import versions_of_row
from dafeng.web.accounts.views.visible import frame, visible_run
from dafeng.web.accounts.wording import estimate_words
from dafeng.web.core.exports import csv_response
from dafeng.web.core.paging import page_of
from dafeng.web.core.sending import XLSX, file_response

CUT_NUMBERS = (3,)


@require_http_methods(["GET", "HEAD"])
def lines(request: HttpRequest, year: int) -> HttpResponse:
    """The filtered list of lines; the table alone for htmx."""
    run = visible_run(request, year)
    form = LineFilterForm(request.GET, user=request.user, run=run)
    rows = lines_shown(request.user, run, form.wanted())
    page = page_of(request, rows)
    context = frame(request, run) | {
        "form": form,
        "rows": page,
        "sum": sum_of(rows),
        "places": naming.place_names({row.place for row in page}),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "accounts/_lines.html", context)
    return render(request, "accounts/lines.html", context)


@require_http_methods(["GET", "HEAD"])
def line(request: HttpRequest, year: int, line_id: str) -> HttpResponse:
    """Everything that one figure rests on; a drawer with an address of its own."""
    run, row = _visible_line(request, year, line_id)
    rows = evidence_of(row)
    records = [ActivityRow(**one.content) for one in rows]
    try:
        explanation = explain(line_record(row), book_of(run), records)
    except NotFoundError:
        explanation = None
    signed = signatures_in_force()
    context: dict[str, Any] = {
        "run": run,
        "year": year,
        "line": row,
        "explanation": explanation,
        "factors": [
            (step, signed.get(step.factor.id))
            for step in (explanation.factors if explanation else ())
        ],
        "evidence": rows,
        "place": naming.place_names({row.place})[row.place],
        "in_charge": naming.unit_names({row.unit_in_charge})[row.unit_in_charge],
        "estimate": estimate_words(row.estimate) if row.estimate else "",
    }
    return render(request, "accounts/line.html", context)


@require_http_methods(["GET", "HEAD"])
def evidence(
    request: HttpRequest, year: int, line_id: str, row_id: str
) -> HttpResponse:
    """Every version of a row of the lake, the newest first."""
    run, row = _visible_line(request, year, line_id)
    if row_id not in row.evidence:
        raise Http404
    context = {
        "run": run,
        "year": year,
        "line": row,
        "row_id": row_id,
        "versions": versions_of_row(row_id),
    }
    return render(request, "accounts/evidence.html", context)


def _visible_line(
    request: HttpRequest, year: int, line_id: str
) -> tuple[AccountRun, AccountLine]:
    run = visible_run(request, year)
    row = line_of(request.user, run, line_id)
    if row is None:
        raise Http404
    return run, row


# Exports of exactly what is seen ------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
def lines_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """The filtered list, all pages of it, as CSV."""
    _run, rows = _wanted(request, year)
    return csv_response(
        name=f"account-{year}-lines.csv", header=line_head(), rows=line_rows(rows)
    )


@require_http_methods(["GET", "HEAD"])
def lines_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The filtered list as a workbook."""
    run, rows = _wanted(request, year)
    content = table_workbook(
        name=str(year),
        title=f"account {year}",
        head=line_head(),
        rows=line_rows(rows),
        numbers=NUMBERS,
        note=mark_of(run),
    )
    return file_response(content, f"account-{year}-lines.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def lines_json(request: HttpRequest, year: int) -> HttpResponse:
    """The filtered list with the keys of the account's JSON."""
    run, rows = _wanted(request, year)
    return _json(run, {"lines": [line_json(row) for row in rows]})


def _wanted(request: HttpRequest, year: int) -> tuple[AccountRun, list[AccountLine]]:
    run = visible_run(request, year)
    form = LineFilterForm(request.GET, user=request.user, run=run)
    return run, list(lines_shown(request.user, run, form.wanted()))


@login_not_required
@require_http_methods(["GET", "HEAD"])
def cuts_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """The parts of the overview as CSV."""
    _run, cuts, name = _cuts(request, year)
    return csv_response(name=f"{name}.csv", header=cut_head(), rows=cut_rows(cuts))


@login_not_required
@require_http_methods(["GET", "HEAD"])
def cuts_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The parts of the overview as a workbook."""
    run, cuts, name = _cuts(request, year)
    content = table_workbook(
        name=str(year),
        title=name,
        head=cut_head(),
        rows=cut_rows(cuts),
        numbers=CUT_NUMBERS,
        note=mark_of(run),
    )
    return file_response(content, f"{name}.xlsx", XLSX)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def cuts_json(request: HttpRequest, year: int) -> HttpResponse:
    """Total and parts of the overview."""
    run, cuts, _name = _cuts(request, year)
    context = frame(request, run)
    total = context["total"]
    return _json(
        run,
        {
            "boundary": context["boundary"].value,
            "total": None if total is None else str(tonnes(total.value_g)),
            "low": None if total is None else str(tonnes(total.low_g)),
            "high": None if total is None else str(tonnes(total.high_g)),
            "by": {
                cut.name: {part.code: str(tonnes(part.value_g)) for part in cut.parts}
                for cut in cuts
            },
        },
    )


def _cuts(request: HttpRequest, year: int) -> tuple[AccountRun, list[Any], str]:
    run = visible_run(request, year)
    boundary = frame(request, run)["boundary"]
    prepared = prepared_for(request.user, run, boundary.value)
    cuts = [] if prepared is None else cuts_of(prepared, boundary)
    return run, cuts, f"account-{year}-{boundary.value}"


def _json(run: AccountRun, content: dict[str, Any]) -> JsonResponse:
    head = {
        "place": run.place,
        "year": run.year,
        "gwp": run.gwp,
        "unit": "t CO2e",
        "seal": run.seal or None,
        "unverified_factors": run.unverified,
    }
    if mark := mark_of(run):
        head["synthetic"] = mark
    return JsonResponse(
        head | content, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
