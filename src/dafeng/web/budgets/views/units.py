"""One unit in one year: ledger, course, applications, deductions, history."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.budgets import (
    BudgetAct,
    BudgetHand,
    BudgetState,
    budget_moves,
    from_quanta,
)
from dafeng.web.budgets.charts.course import course
from dafeng.web.budgets.models import KeyUser, UnitMonth
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP, may_propose
from dafeng.web.budgets.selectors.budgets import (
    application_for,
    deduction_for,
    history_of,
    lines_of,
    past_years,
    return_for,
    years_of_unit,
)
from dafeng.web.budgets.selectors.months import month_lines
from dafeng.web.budgets.views.visible import visible_unit
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.office.services.papers import paper_bytes
from dafeng.web.office.views.files import paper_response

ROUTES = {
    BudgetAct.PROPOSE: "budgets:propose",
    BudgetAct.CHECK: "budgets:check",
    BudgetAct.RETURN: "budgets:return",
    BudgetAct.APPROVE: "budgets:approve",
    BudgetAct.APPLY: "budgets:apply",
    BudgetAct.REPORT: "budgets:report",
    BudgetAct.SEND_BACK: "budgets:send-back",
    BudgetAct.REVIEW: "budgets:review",
    BudgetAct.REOPEN: "budgets:reopen",
    BudgetAct.SETTLE: "budgets:settle",
    BudgetAct.UNSETTLE: "budgets:unsettle",
    BudgetAct.WITHDRAW: "budgets:withdraw",
    BudgetAct.RELIST: "budgets:relist",
}
"""Pages of the acts; those on an application stand beside it."""


@require_http_methods(["GET", "HEAD"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a unit in a year."""
    user = signed_in(request)
    row = visible_unit(user, pk)
    months = list(row.months.all())
    today = timezone.localdate()
    deductions = list(row.deductions.select_related("entered_by", "confirmed_by"))
    context = {
        "row": row,
        "ledger": row.ledger,
        "years": years_of_unit(row),
        "chart": _chart(row, months),
        "month_lines": month_lines(row, months, on=today),
        "past": past_years(row),
        "lines": lines_of(row),
        "months": months,
        "applications": list(row.applications.select_related("by", "decided_by")),
        "deductions": [one for one in deductions if one.withdrawn_at is None],
        "withdrawn": [one for one in deductions if one.withdrawn_at is not None],
        "steps": list(row.steps.select_related("by")),
        "history": history_of(row),
        "acts": acts_for(user, row),
        "may_propose": may_propose(user, row),
        "may_keep": may(user, KEEP, row.ledger),
        "may_approve": may(user, APPROVE, row.ledger),
        "movable": row.state in ("budget-approved", "metering", "adjusted"),
        "may_correct": may(user, KEEP, row.ledger)
        and row.state not in ("settled", "withdrawn"),
        "deductible": row.state in ("metering", "adjusted", "self-reported"),
    }
    return render(request, "budgets/unit.html", context)


def _chart(row: KeyUser, months: list[UnitMonth]) -> dict[str, Any] | None:
    """The course of the year; none without a budget and without use."""
    if not row.allotted and not months:
        return None
    off = from_quanta(row.deducted_q)
    return course(months, row.forecast, off=off, basis=row.ledger.get_basis_display())


@require_http_methods(["GET", "HEAD"])
def application_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of an application."""
    found = application_for(signed_in(request), pk)
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def deduction_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a deduction."""
    found = deduction_for(signed_in(request), pk)
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def return_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a return to the city, for who keeps, checks or issues it."""
    user = signed_in(request)
    found = return_for(user, pk)
    if found is None or not any(
        may(user, right, found) for right in (KEEP, CHECK, APPROVE)
    ):
        raise Http404
    content = paper_bytes(found.file_sha256)
    return file_response(content, found.file_name, XLSX)


def acts_for(user: User, row: KeyUser) -> list[tuple[BudgetAct, str]]:
    """What this person may do with a unit now, and on which page."""
    state = BudgetState(row.state)
    found = []
    for (act, before), move in budget_moves().items():
        if before is not state or act not in ROUTES:
            continue
        may_do = {
            BudgetHand.PROPOSER: may_propose(user, row),
            BudgetHand.KEEPER: may(user, KEEP, row.ledger),
            BudgetHand.CHECKER: may(user, CHECK, row.ledger) and not row.checked_by_id,
            BudgetHand.APPROVER: may(user, APPROVE, row.ledger),
            BudgetHand.SIGNER: may(user, CHECK, row.ledger)
            or may(user, APPROVE, row.ledger),
            BudgetHand.PROGRAM: False,
        }[move.who]
        if act is BudgetAct.APPROVE:
            may_do = may_do and row.checked_by_id not in (None, user.pk)
        if act is BudgetAct.REPORT:
            may_do = may_do and timezone.localdate().year > row.ledger.year
        if may_do:
            found.append((act, ROUTES[act]))
    return found
