"""The energy balance of an enterprise: page and workbook."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.balance import BalanceFlow
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.ticked import number_in
from dafeng.web.meters.charts.balance import balance_picture
from dafeng.web.meters.exporting_balance import balance_workbook
from dafeng.web.meters.forms.balance import BalanceForm
from dafeng.web.meters.forms.points import ReasonForm
from dafeng.web.meters.permissions import STATE, VIEW
from dafeng.web.meters.selectors.balance import (
    BalancePage,
    balance_of_year,
    balance_years,
    statement_for,
)
from dafeng.web.meters.selectors.energy import enterprises_for
from dafeng.web.meters.services.balance import balance_state
from dafeng.web.meters.services.withdrawing import row_withdraw
from dafeng.web.meters.views.register import acted
from dafeng.web.meters.wording_balance import balance_sentence


@require_http_methods(["GET", "HEAD"])
def balance(request: HttpRequest, pk: int) -> HttpResponse:
    """A year: picture, carriers, stages, places."""
    user = signed_in(request)
    enterprise = _visible(user, pk)
    years = balance_years(enterprise, timezone.localdate())
    page = balance_of_year(enterprise, _year(request, years))
    flows = _stated(page)
    context = {
        "enterprise": enterprise,
        "years": years,
        "year": page.year,
        "page": page,
        "sentence": balance_sentence(page),
        "picture": balance_picture(page.balance),
        "flows": flows,
        "converts": BalanceFlow.CONVERTED_IN in flows,
        "loses": BalanceFlow.LOST in flows,
        "may_state": may(user, STATE, enterprise),
    }
    return render(request, "meters/energy_balance.html", context)


@require_http_methods(["GET", "HEAD"])
def balance_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    enterprise = _visible(signed_in(request), pk)
    years = balance_years(enterprise, timezone.localdate())
    page = balance_of_year(enterprise, _year(request, years))
    content = balance_workbook(page, timezone.localdate())
    return file_response(content, f"balance-{enterprise.code}-{page.year}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def balance_new(request: HttpRequest, pk: int) -> HttpResponse:
    """State an item of a year."""
    user = signed_in(request)
    enterprise = _visible(user, pk)
    require(user, STATE, enterprise)
    years = balance_years(enterprise, timezone.localdate())
    initial = {"year": _year(request, years)}
    form = BalanceForm(posted(request), years=years, initial=initial)

    def act() -> None:
        balance_state(enterprise=enterprise, by=user, facts=form.facts())

    back = reverse("meters:balance", args=[pk])
    title = _("登记平衡项目")
    return acted(request, form, act, back=back, title=title, about=enterprise)


@require_http_methods(["GET", "HEAD", "POST"])
def balance_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item back."""
    user = signed_in(request)
    require(user, VIEW)
    row = statement_for(user, pk)
    if row is None:
        raise Http404
    require(user, STATE, row)
    form = ReasonForm(posted(request))

    def act() -> None:
        row_withdraw(row=row, by=user, **form.cleaned_data)

    back = reverse("meters:balance", args=[row.enterprise_id])
    return acted(request, form, act, back=back, title=_("撤下平衡项目"), about=row)


def _visible(user: User, pk: int) -> Organisation:
    require(user, VIEW)
    found = enterprises_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year that is asked for; the newest by itself."""
    asked = request.GET.get("year", "")
    if not asked:
        return years[0]
    year = number_in(asked)
    if year is None or year not in years:
        raise Http404
    return year


def _stated(page: BalancePage) -> list[BalanceFlow]:
    """Flows that somebody stated, in the order of the form."""
    found = {flow for one in page.balance.carriers for flow in one.flows}
    return [flow for flow in BalanceFlow if flow in found]
