"""The year at a glance, the register of key energy users, and their files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.web.budgets import exporting
from dafeng.web.budgets.forms import UnitFilterForm
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK, VIEW
from dafeng.web.budgets.selectors.budgets import (
    UnitFilter,
    YearSums,
    in_order,
    last_lines,
    ledger_of,
    ledgers_of,
    sums_of,
    towns_of,
    unit_rows,
)
from dafeng.web.budgets.selectors.proposals import waiting_counts
from dafeng.web.budgets.views.visible import keeps, owner_of
from dafeng.web.budgets.wording import thresholds_told
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import ROWS, page_of
from dafeng.web.core.permissions import may
from dafeng.web.core.sending import XLSX, file_response

_DIGITS = 4


@attrs.frozen(kw_only=True)
class Asked:
    """What an address asks for: the year, the filters, and the units they let through.

    Attributes
    ----------
    whole : bool
        Whether the person reads the ledger itself, and so its sums.
    """

    owner: Organisation
    ledger: BudgetYear | None
    form: UnitFilterForm
    rows: list[KeyUser]
    whole: bool

    @property
    def filtered(self) -> bool:
        """Whether the address narrows the list."""
        return self.form.wanted() != UnitFilter()

    @property
    def sums(self) -> YearSums:
        """Sums over the units that are shown."""
        return sums_of(self.rows)


@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest) -> HttpResponse:
    """The ledger of a year and how every unit stands to its budget."""
    user = signed_in(request)
    asked = _asked(request, user)
    context = _context(request, user, asked)
    return render(request, "budgets/overview.html", context)


@require_http_methods(["GET", "HEAD"])
def register(request: HttpRequest) -> HttpResponse:
    """The register: who is a key energy user in a year, and managed by whom."""
    user = signed_in(request)
    asked = _asked(request, user)
    ordered = sorted(asked.rows, key=lambda row: (row.unit.path, row.pk))
    asked = attrs.evolve(asked, rows=ordered)
    context = _context(request, user, asked)
    if asked.ledger is not None:
        begin = date(asked.ledger.year, 1, 1)
        context["thresholds"] = thresholds_told(begin, asked.owner.place_code)
    return render(request, "budgets/register.html", context)


@require_http_methods(["GET", "HEAD"])
def ledger_lines(request: HttpRequest) -> HttpResponse:
    """The lines of the ledger of a year, the newest first."""
    user = signed_in(request)
    asked = _asked(request, user)
    context = _context(request, user, asked)
    if asked.ledger and asked.whole:
        context["rows"] = page_of(request, last_lines(asked.ledger))
    return render(request, "budgets/ledger.html", context)


@require_http_methods(["GET", "HEAD"])
def ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All lines of the ledger of a year, as CSV, for who reads it whole."""
    asked = _asked(request, signed_in(request))
    if asked.ledger is None or not asked.whole:
        raise Http404
    return csv_response(
        name=f"budget-ledger-{asked.ledger.year}.csv",
        header=exporting.line_head(),
        rows=exporting.line_cells(last_lines(asked.ledger)),
    )


@require_http_methods(["GET", "HEAD"])
def units_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The units that are seen, as CSV."""
    asked = _asked(request, signed_in(request))
    return csv_response(
        name=f"budgets-{_year_of(asked)}.csv",
        header=exporting.unit_head(),
        rows=exporting.unit_cells(asked.rows),
    )


@require_http_methods(["GET", "HEAD"])
def units_xlsx(request: HttpRequest) -> HttpResponse:
    """The units that are seen, as a workbook."""
    asked = _asked(request, signed_in(request))
    year = _year_of(asked)
    content = exporting.unit_workbook(asked.rows, year, timezone.localdate())
    return file_response(content, f"budgets-{year}.xlsx", XLSX)


def _context(request: HttpRequest, user: User, asked: Asked) -> dict[str, object]:
    ledger = asked.ledger
    may_approve = ledger is not None and may(user, APPROVE, ledger)
    may_check = ledger is not None and may(user, CHECK, ledger)
    waiting = waiting_counts(ledger) if ledger and (may_check or may_approve) else {}
    return {
        "asked": asked,
        "ledger": ledger,
        "form": asked.form,
        "sums": asked.sums,
        "rows": Paginator(asked.rows, ROWS).get_page(request.GET.get("page")),
        "may_keep": keeps(user, ledger, asked.owner),
        "may_approve": may_approve,
        "waiting": waiting,
        "may_check": may_check,
        "landing_share": _landing_share(asked),
    }


def _landing_share(asked: Asked) -> Decimal | None:
    """Where all units together land, as a share of the control total."""
    if asked.ledger is None or not asked.ledger.total_q:
        return None
    if asked.filtered or not asked.whole:
        return None
    return Decimal(asked.sums.landing) / asked.ledger.total_q


def _asked(request: HttpRequest, user: User) -> Asked:
    owner = owner_of(user)
    ledgers = ledgers_of(owner)
    ledger = ledger_of(ledgers, _year(request), _today())
    data = request.GET.copy()
    data["year"] = "" if ledger is None else str(ledger.year)
    form = UnitFilterForm(
        data, years=[one.year for one in ledgers], towns=towns_of(owner)
    )
    rows = [] if ledger is None else unit_rows(user, ledger, form.wanted())
    return Asked(
        owner=owner,
        ledger=ledger,
        form=form,
        rows=in_order(rows),
        whole=ledger is not None and may(user, VIEW, ledger),
    )


def _year_of(asked: Asked) -> int:
    return _today().year if asked.ledger is None else asked.ledger.year


def _today() -> date:
    return timezone.localdate()


def _year(request: HttpRequest) -> int:
    """The year of the address; what is no year is this one."""
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else _today().year
