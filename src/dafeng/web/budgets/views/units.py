"""One unit in one year: ledger, course, applications, deductions, history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.enterprises import BudgetAct, BudgetHand, BudgetState, budget_moves
from dafeng.web.budgets.charts.course import course
from dafeng.web.budgets.models import KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP, may_propose
from dafeng.web.budgets.selectors.budgets import (
    application_for,
    deduction_for,
    history_of,
    lines_of,
    return_for,
    years_of_unit,
)
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
    BudgetAct.WITHDRAW: "budgets:withdraw",
}
"""Pages of the acts; those on an application stand beside it."""


@require_http_methods(["GET", "HEAD"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a unit in a year."""
    user = signed_in(request)
    row = visible_unit(user, pk)
    months = list(row.months.all())
    deductions = list(row.deductions.select_related("entered_by", "confirmed_by"))
    context = {
        "row": row,
        "ledger": row.ledger,
        "years": years_of_unit(row),
        "chart": course(months, row.forecast) if row.budget_q or months else None,
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
        "deductible": row.state in ("metering", "adjusted", "self-reported"),
    }
    return render(request, "budgets/unit.html", context)


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
            BudgetHand.PROGRAM: False,
        }[move.who]
        if act is BudgetAct.APPROVE:
            may_do = may_do and row.checked_by_id not in (None, user.pk)
        if may_do:
            found.append((act, ROUTES[act]))
    return found
