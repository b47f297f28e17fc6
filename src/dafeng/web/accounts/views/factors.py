"""The factor browser: search, one row with its peers, signatures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.factors import Factor, UnknownFactorError, factor_book
from dafeng.web.accounts.charts import Peer, spread
from dafeng.web.accounts.forms import FactorFilterForm, ReasonForm
from dafeng.web.accounts.selectors.factors import (
    factors_shown,
    peers_of,
    signatures_in_force,
    signatures_of,
)
from dafeng.web.accounts.selectors.lines import uses_of_factor
from dafeng.web.accounts.selectors.runs import latest_run
from dafeng.web.accounts.services.signing import factor_sign, factor_withdraw
from dafeng.web.accounts.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted

ROWS = 50


@login_not_required
@require_http_methods(["GET", "HEAD"])
def factors(request: HttpRequest) -> HttpResponse:
    """Every factor row, narrowed by search and facets."""
    form = FactorFilterForm(request.GET)
    wanted = form.wanted()
    shown = factors_shown(request.user, wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "rows": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "unverified": sum(not one.factor.verified for one in shown),
        "edition": factor_book().edition,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "accounts/_factors.html", context)
    return render(request, "accounts/factors.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def factor(request: HttpRequest, factor_id: str) -> HttpResponse:
    """One row: the number, its document, its peers, its uses, its signatures."""
    row = _factor(factor_id)
    peers = peers_of(row)
    run = latest_run(request.user)
    signatures = signatures_of(row.id)
    context: dict[str, Any] = {
        "factor": row,
        "peers": peers,
        "signed": signatures_in_force(),
        "signature": next((s for s in signatures if s.withdrawn_on is None), None),
        "signatures": signatures,
        "latest": run,
        "uses": uses_of_factor(request.user, run, row.id) if run else None,
        "chart": _chart(row, peers) if len(peers) > 1 else None,
    }
    return render(request, "accounts/factor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, factor_id: str) -> HttpResponse:
    """Sign for an unverified row, or take the own word back."""
    user = signed_in(request)
    require(user, "accounts.factor.sign")
    row = _factor(factor_id)
    standing = signatures_in_force().get(row.id)
    hint = (
        _("写明为什么撤回。")
        if standing
        else _("写明您对照了哪一份文件的哪一处。签字后，正式核算可以使用这一行。")
    )
    form = ReasonForm(posted(request), hint=hint)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if standing:
                factor_withdraw(signature=standing, by=user, reason=reason)
            else:
                factor_sign(factor_id=row.id, by=user, reason=reason)
        except DafengError as error:
            form.add_error(None, error_words(error))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("签字已撤回。") if standing else _("签字已登记。")
            )
            return redirect("accounts:factor", row.id)
    context = {"factor": row, "form": form, "standing": standing}
    return render(request, "accounts/sign.html", context)


def _factor(factor_id: str) -> Factor:
    try:
        return factor_book().get(factor_id)
    except UnknownFactorError:
        raise Http404 from None


def _chart(row: Factor, peers: Any) -> dict[str, Any]:
    return spread(
        [
            Peer(
                name=" ".join(filter(None, (one.factor_set, one.region))),
                value=one.value,
                low=one.low,
                high=one.high,
                here=one.id == row.id,
            )
            for one in peers
        ],
        unit=row.unit,
    )
