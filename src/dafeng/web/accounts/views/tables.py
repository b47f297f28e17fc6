"""The tables under the pictures of change and flow, as files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.accounts import naming
from dafeng.web.accounts.exporting import tonnes
from dafeng.web.accounts.selectors.runs import effects_of, history_of, prepared_for
from dafeng.web.accounts.views.visible import frame, visible_run
from dafeng.web.accounts.wording import EFFECTS
from dafeng.web.core.exports import csv_response


@login_not_required
@require_http_methods(["GET", "HEAD"])
def flows_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Bands of the flow picture."""
    run = visible_run(request, year)
    boundary = frame(request, run)["boundary"]
    prepared = prepared_for(request.user, run, boundary.value)
    return csv_response(
        name=f"account-{year}-{boundary.value}-flows.csv",
        header=[_("供应"), _("使用"), _("排放"), _("排放量(t CO2e)")],
        rows=[
            [
                naming.item_name(link.item),
                naming.sector_name(link.sector),
                naming.kind_name(link.kind),
                tonnes(link.value_g),
            ]
            for link in (prepared.links if prepared else ())
        ],
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def history_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Totals over the years with their intervals."""
    run = visible_run(request, year)
    boundary = frame(request, run)["boundary"]
    return csv_response(
        name=f"account-{boundary.value}-history.csv",
        header=[
            _("年份"),
            _("排放量(t CO2e)"),
            _("下限(t CO2e)"),
            _("上限(t CO2e)"),
            _("状态"),
        ],
        rows=[
            [
                one.year,
                tonnes(one.value_g),
                tonnes(one.low_g),
                tonnes(one.high_g),
                _("已封存") if one.sealed else _("草稿"),
            ]
            for one in history_of(request.user, run, boundary.value)
        ],
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def effects_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Effects of the change from the year before."""
    run = visible_run(request, year)
    return csv_response(
        name=f"account-{year}-effects.csv",
        header=[_("效应"), _("变化量(t CO2)")],
        rows=[
            [str(EFFECTS[one.effect]), tonnes(one.change_g)] for one in effects_of(run)
        ],
    )
