"""Rules that are data: the list of tables, and one table opened to its rows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.exports import csv_response
from dafeng.web.core.permissions import require
from dafeng.web.desk.selectors.rulebook import RuleSheet, rule_sheet, rule_sheets
from dafeng.web.desk.wording import force_word

RIGHT = "desk.rule.view"


@require_http_methods(["GET", "HEAD"])
def rules(request: HttpRequest) -> HttpResponse:
    """Every table: what it decides, how many rows, from when, how sure."""
    require(request.user, RIGHT)
    sheets = rule_sheets(timezone.localdate())
    context = {
        "sheets": sheets,
        "rows": sum(len(sheet.rows) for sheet in sheets),
        "unsure": sum(sheet.unsure for sheet in sheets),
    }
    return render(request, "desk/rules.html", context)


@require_http_methods(["GET", "HEAD"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One table with all its rows, sources and days."""
    context = {"sheet": _visible(request, code), "today": timezone.localdate()}
    return render(request, "desk/rule.html", context)


@require_http_methods(["GET", "HEAD"])
def rule_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The same rows as CSV."""
    sheet = _visible(request, code)
    return csv_response(
        name=f"rules-{sheet.table.code}.csv",
        header=[*sheet.heads, _("效力")],
        rows=([*row.cells, force_word(row.force)] for row in sheet.rows),
    )


def _visible(request: HttpRequest, code: str) -> RuleSheet:
    require(request.user, RIGHT)
    sheet = rule_sheet(code, timezone.localdate())
    if sheet is None:
        raise Http404
    return sheet
