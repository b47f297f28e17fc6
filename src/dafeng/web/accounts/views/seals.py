"""Making an account, sealing it, restating it, and comparing seals."""

from __future__ import annotations

from typing import Any

import attrs
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.accounts import LineChange
from dafeng.base.errors import DafengError
from dafeng.web.accounts.forms import ReasonForm, RunForm
from dafeng.web.accounts.models import AccountRun, BoundaryCode
from dafeng.web.accounts.selectors.runs import root_organisation
from dafeng.web.accounts.selectors.seals import (
    difference_of,
    gwp_sets,
    makeable_years,
    sealed_run,
    sealed_years,
)
from dafeng.web.accounts.services.running import RunOptions, account_make
from dafeng.web.accounts.services.sealing import run_restate, run_seal, seal_replay
from dafeng.web.accounts.views.visible import frame, visible_run
from dafeng.web.accounts.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted

SHOWN_CHANGES = 200


@attrs.frozen(kw_only=True)
class TotalChange:
    """One boundary before and after."""

    label: str
    before_g: int
    after_g: int

    @property
    def change_g(self) -> int:
        """After less before."""
        return self.after_g - self.before_g


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Choose a year and make its account as a draft."""
    user = signed_in(request)
    organisation = root_organisation()
    require(user, "accounts.run.make", organisation)
    if organisation is None:
        raise Http404
    years = makeable_years(organisation)
    initial = posted(request) or _asked_for(request, years)
    form = RunForm(initial, years=years, gwp_sets=gwp_sets())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        options = RunOptions(
            gwp=data["gwp"], power=data["power"], official=data["official"]
        )
        try:
            run = account_make(
                by=user, organisation=organisation, year=data["year"], options=options
            )
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(
                request, _("%(year)s 年碳账已核算，是草稿。") % {"year": run.year}
            )
            return redirect(run)
    return render(request, "accounts/make.html", {"form": form, "makeable": years})


def _asked_for(request: HttpRequest, years: list[int]) -> dict[str, str] | None:
    year = request.GET.get("year", "")
    return {"year": year, "power": "average"} if year in map(str, years) else None


@require_http_methods(["GET", "HEAD"])
def seals(request: HttpRequest) -> HttpResponse:
    """Every sealed account, and the ways to restate, replay and compare."""
    user = signed_in(request)
    require(user, "accounts.run.view")
    rows = sealed_years(user)
    return render(request, "accounts/seals.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: HttpRequest, year: int) -> HttpResponse:
    """Ask once more, then pin the draft."""
    user = signed_in(request)
    run = visible_run(request, year)
    require(user, "accounts.run.seal", run.organisation)
    if request.method == "POST":
        try:
            sealed = run_seal(run=run, by=user)
        except DafengError as error:
            messages.error(request, error_words(error))
            return redirect("accounts:seal", year)
        messages.success(
            request,
            _("%(year)s 年碳账已封存，校验值 %(seal)s。")
            % {"year": year, "seal": sealed.seal[:12]},
        )
        return redirect("accounts:seals")
    errors = run.findings.filter(severity="error").count()
    return render(
        request, "accounts/seal.html", frame(request, run) | {"errors": errors}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restate(request: HttpRequest, year: int) -> HttpResponse:
    """Make a sealed year again from what is known now, with a reason."""
    user = signed_in(request)
    run = visible_run(request, year)
    require(user, "accounts.run.restate", run.organisation)
    form = ReasonForm(
        posted(request), hint=_("写明更正了什么、为什么。两次封存都会保留。")
    )
    if request.method == "POST" and form.is_valid():
        try:
            fresh = run_restate(run=run, by=user, reason=form.cleaned_data["reason"])
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已重述，这是两次封存的差别。"))
            return redirect("accounts:compare", run.seal, fresh.seal)
    return render(
        request, "accounts/restate.html", frame(request, run) | {"form": form}
    )


@require_POST
def replay(request: HttpRequest, digest: str) -> HttpResponse:
    """Make a sealed account again and say whether the bytes are the same."""
    user = signed_in(request)
    run = _sealed(request, digest)
    try:
        result = seal_replay(run=run, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect("accounts:seals")
    fields = {"year": run.year, "seal": digest[:12]}
    if result.same:
        messages.success(
            request, _("%(year)s 年碳账（%(seal)s）复算一致，逐字节相同。") % fields
        )
    else:
        messages.error(request, _("%(year)s 年碳账（%(seal)s）复算不一致。") % fields)
    return redirect("accounts:seals")


@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, digest: str, other: str) -> HttpResponse:
    """What changed from one seal to another."""
    user = signed_in(request)
    before, after = _sealed(request, digest), _sealed(request, other)
    require(user, "accounts.line.view", after.organisation)
    found = difference_of(before, after)
    labels = dict(BoundaryCode.choices)
    context: dict[str, Any] = {
        "before": before,
        "after": after,
        "totals": [
            TotalChange(label=str(labels[b.value]), before_g=first, after_g=last)
            for b, first, last in found.totals
            if first or last
        ],
        "changes": [_shown(change) for change in found.changes[:SHOWN_CHANGES]],
        "count": len(found.changes),
        "settings": found.settings,
    }
    return render(request, "accounts/compare.html", context)


def _shown(change: LineChange) -> tuple[LineChange, Any]:
    """A change, and the line to name it by."""
    return change, change.after or change.before


def _sealed(request: HttpRequest, digest: str) -> AccountRun:
    run = sealed_run(request.user, digest)
    if run is None:
        raise Http404
    return run
