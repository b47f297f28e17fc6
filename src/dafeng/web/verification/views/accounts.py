"""Own accounts of enterprises, their sum, and months of meters that are confirmed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind
from dafeng.web.core.access import signed_in
from dafeng.web.core.inside import district_of
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.verification.permissions import ACCOUNT, MONTH, VIEW
from dafeng.web.verification.selectors.meter_months import month_rows
from dafeng.web.verification.selectors.own_accounts import (
    own_account_versions,
    own_accounts_for,
    sector_rows,
    years_with_own_accounts,
)
from dafeng.web.verification.services.meter_months import (
    meter_activity_promise,
    month_withdraw,
)
from dafeng.web.verification.services.own_accounts import (
    own_account_make,
    own_accounts_make,
)
from dafeng.web.verification.views.visible import pressed, visible_enterprise


@require_http_methods(["GET", "HEAD"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Own accounts of a year, and their sum beside the district account."""
    user = signed_in(request)
    require(user, VIEW)
    years = years_with_own_accounts(user)
    asked = request.GET.get("year", "")
    newest = years[0] if years else timezone.localdate().year - 1
    year = next((one for one in years if str(one) == asked), newest)
    rows = own_accounts_for(user, year)
    root = district_of(user, VIEW)
    whole = root is not None and may(user, VIEW, root)
    sectors = sector_rows(list(rows), root, year) if whole and root is not None else []
    context = {
        "year": year,
        "years": years,
        "rows": page_of(request, rows),
        "sectors": sectors,
        "own_g": sum(one.own_g for one in sectors),
        "apart": [one for one in sectors if one.difference_g],
        "without": any(one.missing_g for one in sectors),
        "may_make": whole and may(user, ACCOUNT, root),
        "choices": range(
            timezone.localdate().year - 1, timezone.localdate().year - 4, -1
        ),
    }
    return render(request, "verification/accounts.html", context)


@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of one enterprise: versions, lines, months of its meters."""
    user = signed_in(request)
    enterprise = visible_enterprise(user, pk)
    versions = own_account_versions(enterprise)
    today = timezone.localdate()
    context = {
        "enterprise": enterprise,
        "versions": versions,
        "newest": versions[0] if versions else None,
        "months": month_rows(enterprise, today),
        "years": range(today.year - 1, today.year - 4, -1),
        "may_make": may(user, ACCOUNT, enterprise),
        "may_confirm": may(user, MONTH, enterprise),
    }
    return render(request, "verification/account.html", context)


@require_http_methods(["POST"])
def accounts_made(request: HttpRequest) -> HttpResponse:
    """Make the accounts of all enterprises of a year, in one go."""
    user = signed_in(request)
    root = district_of(user, ACCOUNT)
    require(user, ACCOUNT, root)
    year = _year(request)

    def do() -> None:
        assert root is not None  # noqa: S101 - for types
        own_accounts_make(root=root, by=user, year=year)

    back = f"{reverse('verification:accounts')}?year={year}"
    return pressed(request, do, back, title=_("编制全部企业碳账"))


def _year(request: HttpRequest) -> int:
    """The year that was sent; one that cannot be meant is a 404."""
    asked, today = request.POST.get("year", ""), timezone.localdate()
    for one in range(today.year - 10, today.year + 1):
        if str(one) == asked:
            return one
    raise Http404


@require_http_methods(["POST"])
def account_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the account of an enterprise of a year."""
    user = signed_in(request)
    enterprise = visible_enterprise(user, pk)
    require(user, ACCOUNT, enterprise)
    year = _year(request)

    def do() -> None:
        own_account_make(enterprise=enterprise, by=user, year=year)

    back = reverse("verification:account", args=[enterprise.pk])
    return pressed(request, do, back, title=_("编制企业碳账"))


@require_http_methods(["POST"])
def month_confirmed(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a closed month of meters: it becomes activity of the account."""
    user = signed_in(request)
    enterprise = visible_enterprise(user, pk)
    require(user, MONTH, enterprise)
    month = _month(request)

    def do() -> None:
        meter_activity_promise(enterprise=enterprise, month=month, by=user)

    back = reverse("verification:account", args=[enterprise.pk])
    return pressed(request, do, back, title=_("确认月度数据入账"))


@require_http_methods(["POST"])
def month_withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a confirmed month back, with the reason."""
    user = signed_in(request)
    enterprise = visible_enterprise(user, pk)
    require(user, MONTH, enterprise)
    month, reason = _month(request), request.POST.get("reason", "")

    def do() -> None:
        month_withdraw(enterprise=enterprise, month=month, by=user, reason=reason)

    back = reverse("verification:account", args=[enterprise.pk])
    return pressed(request, do, back, title=_("撤回入账"))


def _month(request: HttpRequest) -> Period:
    """The month that was sent; what is none is a 404."""
    try:
        month = Period.parse(request.POST.get("month", ""))
    except BadInputError as error:
        raise Http404 from error
    if month.kind is not PeriodKind.MONTH:
        raise Http404
    return month
