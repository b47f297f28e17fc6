"""Lists of the markets: who is on them, new entries, entries taken back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.ticked import number_in
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.verification.forms import MarketForm, ReasonForm
from dafeng.web.verification.models import Surrender
from dafeng.web.verification.permissions import CONFIRM, VIEW
from dafeng.web.verification.selectors.markets import (
    entries_for,
    market_years,
    members,
)
from dafeng.web.verification.selectors.reports import enterprises_for, reports_for
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.opening import market_enter, market_withdraw
from dafeng.web.verification.services.withdrawing import surrender_withdraw
from dafeng.web.verification.views.visible import acted


@require_http_methods(["GET", "HEAD"])
def markets(request: HttpRequest) -> HttpResponse:
    """Who is on the lists of a year, and whether a report was opened."""
    user = signed_in(request)
    require(user, VIEW)
    years = market_years(user)
    asked = number_in(request.GET.get("year", ""))
    newest = years[0] if years else timezone.localdate().year
    year = asked if asked is not None and asked in years else newest
    rows = members(user, year)
    standing = [one for one in rows if one.entry.withdrawn_at is None]
    context = {
        "year": year,
        "years": years,
        "rows": rows,
        "n": len(standing),
        "without": sum(one.report is None for one in standing),
        "may_change": may(user, CONFIRM),
    }
    return render(request, "verification/markets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def market_new(request: HttpRequest) -> HttpResponse:
    """Enter that a unit is on the list of a market."""
    user = signed_in(request)
    require(user, CONFIRM)
    form = MarketForm(
        posted(request),
        enterprises=enterprises_for(user, CONFIRM),
        initial={"year": timezone.localdate().year},
    )

    def do() -> None:
        market_enter(by=user, **form.cleaned_data)

    return acted(request, form, do, "verification:markets", title=_("登记碳市场名录"))


@require_http_methods(["GET", "HEAD", "POST"])
def market_withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an entry that was wrong."""
    user = signed_in(request)
    found = entries_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    require(user, CONFIRM, found)
    form = ReasonForm(posted(request), sent_files(request))

    def do() -> None:
        reason = form.cleaned_data["note"]
        market_withdraw(membership=found, by=user, reason=reason)

    return acted(
        request,
        form,
        do,
        "verification:markets",
        title=_("撤回名录登记"),
        about=f"{found.enterprise} {found}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def surrender_withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a surrender that was wrong."""
    user = signed_in(request)
    rows = Surrender.objects.filter(report__in=reports_for(user), pk=pk)
    found = rows.select_related("report__enterprise").first()
    if found is None:
        raise Http404
    require(user, CONFIRM, found.report)
    form = ReasonForm(posted(request), sent_files(request))

    def do() -> None:
        data = form.cleaned_data
        done = Done(note=data["note"], paper=paper_keep(data.get("paper")))
        surrender_withdraw(surrender=found, by=user, done=done)

    return acted(
        request,
        form,
        do,
        found.report.get_absolute_url(),
        title=_("撤回清缴"),
        about=f"{found.report} · {found}",
    )
