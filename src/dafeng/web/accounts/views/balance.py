"""The energy balance in the official layout."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.accounts.balance import Closure, Nature
from dafeng.base.rounding import round_half_even
from dafeng.web.accounts.exporting import mark_of, table_workbook
from dafeng.web.accounts.models import AccountRun
from dafeng.web.accounts.selectors.balances import (
    BalanceRow,
    BalanceTable,
    Measure,
    balance_of,
)
from dafeng.web.accounts.selectors.runs import sees_all_lines
from dafeng.web.accounts.views.visible import frame, visible_run
from dafeng.web.accounts.wording import finding_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.languages import english
from dafeng.web.core.permissions import require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.templatetags.dafeng import amount

MEASURES = {
    Measure.PHYSICAL: gettext_lazy("实物量"),
    Measure.CALORIFIC: gettext_lazy("标准煤（当量值）"),
    Measure.EQUAL: gettext_lazy("标准煤（等价值）"),
}


@require_http_methods(["GET", "HEAD"])
def balance(request: HttpRequest, year: int) -> HttpResponse:
    """Rows, carriers, the closure, and what does not fit."""
    require(signed_in(request), "accounts.balance.view")
    run = visible_run(request, year)
    measure = _measure(request)
    table = balance_of(run, measure)
    context: dict[str, Any] = frame(request, run) | {
        "table": table,
        "rows": _rows_for(request, run, table) if table else (),
        "measure": measure,
        "measures": MEASURES.items(),
        "english": english(),
        "widest": _widest(table),
        "findings": [
            (finding, finding_words(finding))
            for finding in (table.balance.findings if table else ())
            if sees_all_lines(request.user, run)
        ],
    }
    return render(request, "accounts/balance.html", context)


@require_http_methods(["GET", "HEAD"])
def balance_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The table as a workbook."""
    require(signed_in(request), "accounts.balance.view")
    run = visible_run(request, year)
    measure = _measure(request)
    table = balance_of(run, measure)
    if table is None:
        raise Http404
    head = [_("项目"), *_column_heads(table), *([_("合计")] if table.totals else [])]
    rows = [
        [
            f"{row.line.number}{_name(row.line)}",
            *row.cells,
            *([row.total] if table.totals else []),
        ]
        for row in _rows_for(request, run, table)
    ]
    content = table_workbook(
        name=str(year),
        title=f"energy balance {year}",
        head=head,
        rows=rows,
        numbers=range(1, len(head)),
        note=mark_of(run),
    )
    return file_response(content, f"balance-{year}-{measure.value}.xlsx", XLSX)


def _rows_for(
    request: HttpRequest, run: AccountRun, table: BalanceTable
) -> tuple[BalanceRow, ...]:
    """Without branches of industry for those who may not see single firms."""
    if sees_all_lines(request.user, run):
        return table.rows
    return tuple(row for row in table.rows if row.line.nature is not Nature.BRANCH)


def _measure(request: HttpRequest) -> Measure:
    given = request.GET.get("measure", "")
    return Measure(given) if given in list(Measure) else Measure.PHYSICAL


def _column_heads(table: BalanceTable) -> list[str]:
    return [
        f"{_name(one)} ({unit})"
        for one, unit in zip(table.carriers, table.units, strict=True)
    ]


def _name(thing: Any) -> str:
    return str(thing.name_en if english() else thing.name_zh)


def _openness(closure: Closure) -> Fraction:
    share = closure.share or Fraction()
    return max(share, -share)


def _widest(table: BalanceTable | None) -> str:
    """Name of the carrier whose balance closes worst; empty when all close."""
    closures = table.balance.closures if table else ()
    open_ones = [c for c in closures if c.difference and c.share is not None]
    if not open_ones or table is None:
        return ""
    worst = max(open_ones, key=_openness)
    carrier = next(one for one in table.carriers if one.code == worst.item)
    share = round_half_even(100 * (worst.share or 0), 1)
    return _("%(carrier)s的平衡差额最大，占可供量的 %(share)s%%") % {
        "carrier": _name(carrier),
        "share": amount(share, 1),
    }
