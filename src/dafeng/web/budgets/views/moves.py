"""What moves a budget that stands: applications, transfers, the reserve, deductions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from dafeng.web.budgets.forms import (
    ApplyForm,
    DecideForm,
    DeductionForm,
    MoveForm,
    ReasonForm,
    ReleaseForm,
    SeenForm,
    TransferForm,
)
from dafeng.web.budgets.permissions import APPROVE, KEEP, require_proposer
from dafeng.web.budgets.selectors.budgets import (
    application_for,
    deduction_for,
    takers_of,
)
from dafeng.web.budgets.selectors.months import unknown_months
from dafeng.web.budgets.services.adjusting import (
    application_grant,
    application_refuse,
    application_retract,
    budget_apply,
)
from dafeng.web.budgets.services.deducting import (
    DeductionFacts,
    deduction_confirm,
    deduction_enter,
    deduction_withdraw,
)
from dafeng.web.budgets.services.ledger_lines import Posting
from dafeng.web.budgets.services.ledgers import (
    budget_draw,
    budget_release,
    budget_transfer,
)
from dafeng.web.budgets.views.visible import (
    acted_on,
    asked_unit,
    reckoned_again,
    visible_unit,
)
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.office.services.papers import paper_keep

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another budget."""
    user, row = asked_unit(request, pk)
    require_proposer(user, row)
    form = ApplyForm(
        posted(request),
        sent_files(request),
        initial={"version": row.version, "wanted": row.budget},
    )

    def act() -> None:
        data = dict(form.cleaned_data)
        paper = paper_keep(data.pop("paper"))
        budget_apply(row=row, by=user, paper=paper, **data)

    title = pgettext("budget", "申请调整")
    return acted_on(request, row, form, act, title=title)


@require_http_methods(METHODS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse an application."""
    user = signed_in(request)
    found = application_for(user, pk)
    if found is None:
        raise Http404
    row = visible_unit(user, found.user_id)
    require(user, APPROVE, row.ledger)
    form = DecideForm(
        posted(request),
        application=found,
        unknown=unknown_months(row, on=timezone.localdate()),
        initial={"decision": DecideForm.GRANT},
    )

    def act() -> None:
        data = dict(form.cleaned_data)
        if data.pop("decision") == DecideForm.GRANT:
            application_grant(application=found, by=user, **data)
        else:
            application_refuse(application=found, by=user, reason=data["reason"])

    return acted_on(request, row, form, act, title=_("决定调整申请"), application=found)


@require_http_methods(METHODS)
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application back."""
    user = signed_in(request)
    found = application_for(user, pk)
    if found is None:
        raise Http404
    row = visible_unit(user, found.user_id)
    require_proposer(user, row)
    form = ReasonForm(posted(request), initial={"version": row.version})

    def act() -> None:
        reason = form.cleaned_data["reason"]
        application_retract(application=found, by=user, reason=reason)

    return acted_on(request, row, form, act, title=pgettext("budget", "撤回申请"))


@require_http_methods(METHODS)
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Move budget to another unit."""
    user, row = asked_unit(request, pk)
    require(user, APPROVE, row.ledger)
    form = TransferForm(
        posted(request),
        takers=takers_of(row),
        unknown=unknown_months(row, on=timezone.localdate()),
        initial={"version": row.ledger.version},
    )

    def act() -> None:
        data = form.cleaned_data
        budget_transfer(
            giver=row,
            taker=data["taker"],
            by=user,
            amount=data["amount"],
            posting=_posting(data),
            version=data["version"],
        )

    answer = acted_on(request, row, form, act, title=_("单位间调剂"))
    if isinstance(answer, HttpResponseRedirect):
        reckoned_again(form.cleaned_data["taker"])
    return answer


@require_http_methods(METHODS)
def reserve(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Move budget between a unit and the reserve."""
    user, row = asked_unit(request, pk)
    require(user, APPROVE, row.ledger)
    initial = {"version": row.ledger.version}
    form: MoveForm
    if what == "release":
        unknown = unknown_months(row, on=timezone.localdate())
        form = ReleaseForm(posted(request), unknown=unknown, initial=initial)
        service, title = budget_release, _("收回预留")
    else:
        form = MoveForm(posted(request), initial=initial)
        service, title = budget_draw, _("动用预留")

    def act() -> None:
        data = form.cleaned_data
        service(
            row=row,
            by=user,
            amount=data["amount"],
            posting=_posting(data),
            version=data["version"],
        )

    return acted_on(request, row, form, act, title=title)


@require_http_methods(METHODS)
def deduction_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what does not count."""
    user, row = asked_unit(request, pk)
    require_proposer(user, row)
    form = DeductionForm(posted(request), sent_files(request))

    def act() -> None:
        data = dict(form.cleaned_data)
        paper = paper_keep(data.pop("paper"))
        deduction_enter(row=row, by=user, facts=DeductionFacts(**data), paper=paper)

    return acted_on(request, row, form, act, title=_("登记扣除项"))


@require_http_methods(METHODS)
def deduction_act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Confirm a deduction, or take it back."""
    user = signed_in(request)
    found = deduction_for(user, pk)
    if found is None or found.withdrawn_at is not None:
        raise Http404
    row = visible_unit(user, found.user_id)
    initial = {"version": row.version}
    form: forms.Form
    if what == "confirm":
        require(user, KEEP, row.ledger)
        form = SeenForm(posted(request), initial=initial)
        title = _("确认扣除项")
    else:
        require_proposer(user, row)
        form = ReasonForm(posted(request), initial=initial)
        title = _("撤下扣除项")

    def act() -> None:
        if what == "confirm":
            deduction_confirm(item=found, by=user)
        else:
            reason = form.cleaned_data["reason"]
            deduction_withdraw(item=found, by=user, reason=reason)

    return acted_on(request, row, form, act, title=title, deduction=found)


def _posting(data: Mapping[str, Any]) -> Posting:
    return Posting(
        on=timezone.localdate(),
        reason=data["reason"],
        document=data["document"],
        unknown=data.get("unknown", ()),
    )
