"""Acts on a unit and year: from the proposal to the settlement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.budgets import BudgetAct, from_quanta
from dafeng.web.budgets.forms import (
    ApproveForm,
    ProposeForm,
    ReasonForm,
    ReportForm,
    ReviewForm,
    SeenForm,
    WithdrawForm,
)
from dafeng.web.budgets.models import KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP, require_proposer
from dafeng.web.budgets.selectors.budgets import past_years
from dafeng.web.budgets.selectors.months import month_lines, unknown_months
from dafeng.web.budgets.services.listing import user_relist, user_withdraw
from dafeng.web.budgets.services.proposing import (
    ProposalFacts,
    budget_approve,
    budget_check,
    budget_propose,
    budget_return,
    reckoned_budget,
)
from dafeng.web.budgets.services.settling import (
    ReportFacts,
    year_reopen,
    year_report,
    year_review,
    year_send_back,
    year_settle,
    year_unsettle,
)
from dafeng.web.budgets.views.visible import acted_on, asked_unit
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a budget."""
    user, row = asked_unit(request, pk)
    require_proposer(user, row)
    form = ProposeForm(posted(request), initial=_proposed(row))

    def act() -> None:
        data = form.cleaned_data
        budget = data["budget"] or reckoned_budget(
            row,
            method=data["method"],
            reduction_percent=data["reduction_percent"] or Decimal(0),
            products=form.products(),
        )
        facts = ProposalFacts(
            budget=budget,
            saving_goal=data["saving_goal"],
            method=data["method"],
            reduction_percent=data["reduction_percent"],
            note=data["note"],
        )
        budget_propose(row=row, by=user, facts=facts, version=data["version"])

    title, past = pgettext("budget", "提出预算建议"), past_years(row)
    return acted_on(request, row, form, act, title=title, past=past)


@require_http_methods(METHODS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the first signature."""
    user, row = asked_unit(request, pk)
    require(user, CHECK, row.ledger)
    form = SeenForm(posted(request), initial={"version": row.version})

    def act() -> None:
        budget_check(row=row, by=user, **form.cleaned_data)

    title, past = pgettext("budget", "审核"), past_years(row)
    return acted_on(request, row, form, act, title=title, past=past, signs=True)


@require_http_methods(METHODS)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the second signature: the budget is allotted."""
    user, row = asked_unit(request, pk)
    require(user, APPROVE, row.ledger)
    form = ApproveForm(posted(request), initial={"version": row.version})

    def act() -> None:
        budget_approve(row=row, by=user, **form.cleaned_data)

    title, past = pgettext("budget", "核定预算"), past_years(row)
    return acted_on(request, row, form, act, title=title, past=past, signs=True)


@require_http_methods(METHODS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report the use of a year."""
    user, row = asked_unit(request, pk)
    require_proposer(user, row)
    lines = month_lines(row, row.months.all(), on=timezone.localdate())
    lacking = [line.month for line in lines if not line.whole]
    # A year with a gap is not prefilled: what is unknown would go in as zero.
    used = None if lacking else sum((line.used or 0 for line in lines), Decimal())
    form = ReportForm(posted(request), initial={"version": row.version, "used": used})

    def act() -> None:
        data = form.cleaned_data
        facts = ReportFacts(
            used=data["used"], products=form.products(), note=data["note"]
        )
        year_report(row=row, by=user, facts=facts, version=data["version"])

    title = pgettext("budget", "年度自报")
    return acted_on(request, row, form, act, title=title, lacking=lacking)


@require_http_methods(METHODS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a unit used."""
    user, row = asked_unit(request, pk)
    require(user, KEEP, row.ledger)
    used = None if row.reported_q is None else from_quanta(row.reported_q)
    form = ReviewForm(posted(request), initial={"version": row.version, "used": used})

    def act() -> None:
        year_review(row=row, by=user, **form.cleaned_data)

    return acted_on(request, row, form, act, title=pgettext("budget", "审定用能"))


@require_http_methods(METHODS)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a year."""
    user, row = asked_unit(request, pk)
    require(user, APPROVE, row.ledger)
    form = SeenForm(posted(request), initial={"version": row.version})

    def act() -> None:
        year_settle(row=row, by=user, **form.cleaned_data)

    return acted_on(request, row, form, act, title=pgettext("budget", "清算"))


@require_http_methods(METHODS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit off the list."""
    user, row = asked_unit(request, pk)
    require(user, KEEP, row.ledger)
    on = timezone.localdate()
    form = WithdrawForm(
        posted(request),
        unknown=unknown_months(row, on=on) if row.balance_q else (),
        initial={"version": row.version},
    )

    def act() -> None:
        user_withdraw(row=row, by=user, **form.cleaned_data)

    return acted_on(request, row, form, act, title=pgettext("budget", "撤出名单"))


_WITH_REASON: Mapping[BudgetAct, tuple[tuple[str, ...], Callable[..., object]]] = {
    BudgetAct.RETURN: ((CHECK, APPROVE), budget_return),
    BudgetAct.SEND_BACK: ((KEEP,), year_send_back),
    BudgetAct.REOPEN: ((KEEP,), year_reopen),
    BudgetAct.UNSETTLE: ((APPROVE,), year_unsettle),
    BudgetAct.RELIST: ((KEEP,), user_relist),
}


_TITLES = {
    BudgetAct.RETURN: lambda: pgettext("budget", "退回"),
    BudgetAct.SEND_BACK: lambda: pgettext("budget", "退回自报"),
    BudgetAct.REOPEN: lambda: pgettext("budget", "撤销审定"),
    BudgetAct.UNSETTLE: lambda: pgettext("budget", "撤销清算"),
    BudgetAct.RELIST: lambda: pgettext("budget", "恢复列入"),
}


@require_http_methods(METHODS)
def with_reason(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """An act that asks for a reason and nothing else."""
    user, row = asked_unit(request, pk)
    code = BudgetAct(what)
    rights, service = _WITH_REASON[code]
    if not any(may(user, right, row.ledger) for right in rights):
        require(user, rights[-1], row.ledger)
    form = ReasonForm(posted(request), initial={"version": row.version})

    def act() -> None:
        service(row=row, by=user, **form.cleaned_data)

    return acted_on(request, row, form, act, title=_TITLES[code]())


def _proposed(row: KeyUser) -> dict[str, Any]:
    given: dict[str, Any] = {"version": row.version, "note": row.proposal_note}
    if row.method:
        given["method"] = row.method
    if row.reduction_percent is not None:
        given["reduction_percent"] = row.reduction_percent
    for name, quanta in (
        ("budget", row.proposed_q),
        ("saving_goal", row.saving_goal_q),
    ):
        if quanta is not None:
            given[name] = from_quanta(quanta)
    return given
