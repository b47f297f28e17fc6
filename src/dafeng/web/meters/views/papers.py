"""Prices, monthly statements, needs, and gateways with their keys."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.meters.forms.papers import (
    GatewayForm,
    KeyForm,
    NeedForm,
    StatementFilterForm,
    StatementForm,
    TariffForm,
)
from dafeng.web.meters.forms.points import ReasonForm
from dafeng.web.meters.models import Gateway, MonthlyStatement, Tariff
from dafeng.web.meters.permissions import (
    GATEWAY,
    KEEP,
    PREPARE,
    STATE,
    TARIFF,
    VIEW,
)
from dafeng.web.meters.selectors.papers import (
    gateways_for,
    gateways_standing,
    statements_for,
    statements_found,
    tariff_owners,
    tariffs_for,
)
from dafeng.web.meters.selectors.points import enterprises_for, metered_enterprises
from dafeng.web.meters.services.gateways import (
    gateway_key_close,
    gateway_key_give,
    gateway_register,
    gateway_withdraw,
)
from dafeng.web.meters.services.papers import need_set, statement_enter, tariff_enter
from dafeng.web.meters.services.quality import quality_ask
from dafeng.web.meters.services.withdrawing import row_withdraw
from dafeng.web.meters.views.register import acted, tell, visible_firm


@require_http_methods(["GET", "HEAD"])
def tariffs(request: HttpRequest) -> HttpResponse:
    """Prices that concern the person."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    rows = list(tariffs_for(user))
    now = [one for one in rows if one.valid_to is None or one.valid_to >= today]
    context = {
        "now": now,
        "over": [one for one in rows if one not in now],
        "may_keep": may(user, TARIFF),
    }
    return render(request, "meters/register_tariffs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tariff_new(request: HttpRequest) -> HttpResponse:
    """Enter a price."""
    user = signed_in(request)
    require(user, TARIFF)
    owners = tariff_owners(user)
    form = TariffForm(
        posted(request), owners=owners, initial={"organisation": owners.first()}
    )

    def act() -> None:
        unit = form.cleaned_data["organisation"]
        tariff_enter(organisation=unit, by=user, facts=form.facts())

    back = reverse("meters:points-tariffs")
    return acted(request, form, act, back=back, title=_("登记能源价格"))


@require_http_methods(["GET", "HEAD", "POST"])
def tariff_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a price back."""
    user = signed_in(request)
    require(user, VIEW)
    row = tariffs_for(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    require(user, TARIFF, row)
    return _withdrawn(request, row, "meters:points-tariffs", _("撤下能源价格"))


@require_http_methods(["GET", "HEAD"])
def statements(request: HttpRequest) -> HttpResponse:
    """What invoices and forms say of months."""
    user = signed_in(request)
    require(user, VIEW)
    form = StatementFilterForm(request.GET, enterprises=metered_enterprises(user))
    rows = page_of(request, statements_found(user, form.wanted()))
    context = {"form": form, "rows": rows, "may_state": may(user, STATE)}
    return render(request, "meters/register_statements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_new(request: HttpRequest) -> HttpResponse:
    """Enter what a paper says of a month."""
    user = signed_in(request)
    require(user, STATE)
    firms = enterprises_for(user, STATE)
    asked = firms.filter(code=request.GET.get("enterprise", "")).first()
    form = StatementForm(
        posted(request),
        enterprises=firms,
        initial={"enterprise": asked or firms.first()},
    )

    def act() -> None:
        firm = form.cleaned_data["enterprise"]
        statement_enter(enterprise=firm, by=user, facts=form.facts())

    back = reverse("meters:points-statements")
    return acted(request, form, act, back=back, title=_("登记月度单据"))


@require_http_methods(["GET", "HEAD", "POST"])
def statement_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a statement back."""
    user = signed_in(request)
    require(user, VIEW)
    row = statements_for(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    require(user, STATE, row)
    return _withdrawn(request, row, "meters:points-statements", _("撤下月度单据"))


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many points of an enterprise have to be metered."""
    user = signed_in(request)
    firm = visible_firm(user, pk, KEEP)
    form = NeedForm(posted(request))

    def act() -> None:
        need_set(enterprise=firm, by=user, facts=form.facts())

    back = reverse("meters:point-tree", args=[firm.pk])
    return acted(request, form, act, back=back, title=_("登记应配备数"), about=firm)


@require_http_methods(["GET", "HEAD"])
def gateways(request: HttpRequest) -> HttpResponse:
    """Through what readings come."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    rows = page_of(request, gateways_for(user))
    context = {
        "rows": rows,
        "standing": gateways_standing(rows, on=today),
        "may_keep": may(user, GATEWAY),
    }
    return render(request, "meters/register_gateways.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gateway_new(request: HttpRequest) -> HttpResponse:
    """Enter a gateway."""
    user = signed_in(request)
    require(user, GATEWAY)
    firms = enterprises_for(user, GATEWAY)
    form = GatewayForm(
        posted(request), enterprises=firms, initial={"enterprise": firms.first()}
    )

    def act() -> None:
        firm = form.cleaned_data["enterprise"]
        gateway_register(enterprise=firm, by=user, facts=form.facts())

    back = reverse("meters:points-gateways")
    return acted(request, form, act, back=back, title=_("登记网关"))


@require_http_methods(["GET", "HEAD", "POST"])
def gateway_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a gateway a new key; it is shown once."""
    user = signed_in(request)
    found = _gateway(request, pk)
    form = KeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            opened = gateway_key_give(gateway=found, by=user, **form.cleaned_data)
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            context = {"gateway": opened.gateway, "key": opened.key}
            response = render(request, "meters/register_key.html", context)
            response["Cache-Control"] = "no-store"
            return response
    back, title = reverse("meters:points-gateways"), _("签发网关密钥")
    return acted.show(request, form, back, title=title, about=found)


@require_http_methods(["POST"])
def gateway_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the key of a gateway."""
    user = signed_in(request)
    found = _gateway(request, pk)
    gateway_key_close(gateway=found, by=user)
    messages.success(request, _("密钥已吊销。"))
    return redirect("meters:points-gateways")


@require_http_methods(["GET", "HEAD", "POST"])
def gateway_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a gateway out."""
    user = signed_in(request)
    found = _gateway(request, pk)
    form = ReasonForm(posted(request))

    def act() -> None:
        gateway_withdraw(gateway=found, by=user, **form.cleaned_data)

    back = reverse("meters:points-gateways")
    return acted(request, form, act, back=back, title=_("撤下网关"), about=found)


@require_http_methods(["POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Ask that the quality is reckoned again."""
    user = signed_in(request)
    require(user, PREPARE)
    quality_ask(by=user)
    messages.success(request, _("已列入队列，几分钟后完成。"))
    return redirect("meters:points-coverage")


def _gateway(request: HttpRequest, pk: int) -> Gateway:
    user = signed_in(request)
    require(user, VIEW)
    found = gateways_for(user).filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise Http404
    require(user, GATEWAY, found)
    return found


def _withdrawn(
    request: HttpRequest, row: Tariff | MonthlyStatement, route: str, title: str
) -> HttpResponse:
    user = signed_in(request)
    form = ReasonForm(posted(request))

    def act() -> None:
        row_withdraw(row=row, by=user, **form.cleaned_data)

    return acted(request, form, act, back=reverse(route), title=title, about=row)
