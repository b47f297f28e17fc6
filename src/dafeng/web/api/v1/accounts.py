"""Carbon accounts: totals, lines, findings; figures of CO2e in grams, exactly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router

from dafeng.web.accounts.models import AccountRun
from dafeng.web.accounts.selectors.lines import lines_for
from dafeng.web.accounts.selectors.runs import run_of_year, runs_in_force
from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Number, Shape, Year

router = Router(tags=["accounts"])


class TotalShape(Shape):
    """A total with its 95 % interval."""

    boundary: str
    value_g: int = Field(description="gCO2e")
    low_g: int
    high_g: int


class AccountShape(Shape):
    """The account of a year that is in force."""

    year: int
    place: str
    status: str
    gwp: str
    factor_edition: str
    seal: str
    made_at: datetime
    synthetic: bool
    tables: Any = Field(description="Versions of the lake's tables that went in.")
    totals: list[TotalShape]

    @staticmethod
    def resolve_totals(run: Any) -> list[Any]:
        """Totals of the account, by boundary."""
        return sorted(run.totals.all(), key=lambda total: str(total.boundary))


class LineShape(Shape):
    """One line: an activity, its factor and what it emitted."""

    line_id: str
    flow: str
    sector: str
    item: str
    gas: str
    place: str
    owner: str
    activity: Number
    unit: str
    method: str
    co2e_g: int
    low_g: int
    high_g: int
    grade: str
    stream: str
    synthetic: bool
    uses: Any = Field(description="Factors used, with their values.")
    evidence: Any = Field(description="Rows of the lake behind it.")


class FindingShape(Shape):
    """Something to look at."""

    code: str
    severity: str
    place: str
    value: str
    rule: str
    hint: str


@router.get("", response=Page[AccountShape], summary="Accounts in force")
def accounts(request: HttpRequest, window: Query[Window]) -> Any:
    """Accounts in force, newest year first."""
    rows = runs_in_force(person_of(request, Scope.READ)).order_by("-year", "pk")
    return page_of(request, rows.prefetch_related("totals"), window)


@router.get("/{year}", response=AccountShape, summary="The account of a year")
def account(request: HttpRequest, year: Path[Year]) -> Any:
    """The account of a year that is in force."""
    return _run(request, year)


@router.get("/{year}/lines", response=Page[LineShape], summary="Lines")
def lines(request: HttpRequest, year: Path[Year], window: Query[Window]) -> Any:
    """Lines that the person may see, the largest first."""
    run = _run(request, year)
    rows = lines_for(person_of(request, Scope.READ), run).order_by("-co2e_g", "pk")
    return page_of(request, rows, window)


@router.get("/{year}/findings", response=Page[FindingShape], summary="Findings")
def findings(request: HttpRequest, year: Path[Year], window: Query[Window]) -> Any:
    """What a reader of the account should look at."""
    rows = _run(request, year).findings.order_by("severity", "code", "pk")
    return page_of(request, rows, window)


def _run(request: HttpRequest, year: int) -> AccountRun:
    run = run_of_year(person_of(request, Scope.READ), year)
    if run is None:
        raise Http404
    return run
