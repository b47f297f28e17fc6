"""Files of an outlook: what the pages show, and everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.accounts import tonnes
from dafeng.base.errors import DafengError
from dafeng.base.plain import record_to_json
from dafeng.web.core.exports import csv_response
from dafeng.web.core.sending import XLSX
from dafeng.web.pathways import wording
from dafeng.web.pathways.selectors.answers import case_of
from dafeng.web.pathways.views.visible import Shown, shown_path, shown_run

Rows: TypeAlias = Sequence[Sequence[Any]]
JSON, CSV = "application/json", "text/csv; charset=utf-8"


@attrs.frozen(kw_only=True)
class Table:
    """A file of rows."""

    head: Callable[[Shown], list[str]]
    rows: Callable[[Shown], Rows]


@require_http_methods(["GET", "HEAD"])
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of the outlook in force, by its name."""
    run = shown_run(request, request.GET.get("run", ""))
    if run is None:
        raise Http404
    shown = shown_path(request, run)
    if name in TABLES:
        table = TABLES[name]
        return csv_response(
            name=f"outlook-{run.seal[:8]}-{name}",
            header=table.head(shown),
            rows=table.rows(shown),
        )
    if name in WHOLE:
        try:
            data, media = WHOLE[name](shown)
        except DafengError:
            raise Http404 from None
        response = HttpResponse(data, content_type=media)
        file = f"outlook-{run.seal[:8]}-{name}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response
    raise Http404


def _fan_head(_shown: Shown) -> list[str]:
    unit = _("t CO2")
    return [
        _("年份"),
        *(f"{part} ({unit})" for part in ("5%", "25%", "50%", "75%", "95%")),
    ]


def _fan_rows(shown: Shown) -> Rows:
    past = [
        [year, "", "", tonnes(grams), "", ""] for year, grams in shown.outlook.history
    ]
    ahead = [
        [
            one.year,
            tonnes(one.p05_g),
            tonnes(one.p25_g),
            tonnes(one.p50_g),
            tonnes(one.p75_g),
            tonnes(one.p95_g),
        ]
        for one in shown.path.fan
        if one.year > shown.outlook.base_year
    ]
    return past + ahead


def _wedge_head(shown: Shown) -> list[str]:
    return [_("措施"), _("领域"), *map(str, shown.outlook.headline.years)]


def _wedge_rows(shown: Shown) -> Rows:
    return [
        [wording.named(one), wording.field_name(one.field), *map(tonnes, one.grams)]
        for one in shown.outlook.wedges
    ]


def _cost_head(_shown: Shown) -> list[str]:
    return [_("措施"), _("领域"), _("减排(t CO2)"), _("成本(元/吨)")]


def _cost_rows(shown: Shown) -> Rows:
    return [
        [
            wording.named(one),
            wording.field_name(one.field),
            tonnes(one.grams),
            one.yuan_per_tonne,
        ]
        for one in shown.outlook.steps
    ]


TABLES: Mapping[str, Table] = {
    "fan.csv": Table(head=_fan_head, rows=_fan_rows),
    "wedges.csv": Table(head=_wedge_head, rows=_wedge_rows),
    "costs.csv": Table(head=_cost_head, rows=_cost_rows),
}


def _workbook(shown: Shown) -> tuple[bytes, str]:
    # These take a while to load, and only these two files need them.
    from dafeng.pathways.exchange import outlook_workbook

    return outlook_workbook(shown.outlook), XLSX


def _iamc(shown: Shown) -> tuple[bytes, str]:
    from dafeng.pathways.exchange import outlook_rows, wide_csv

    boundary = case_of(shown.run.seal).model.boundary
    return wide_csv(outlook_rows(shown.outlook, boundary=boundary)), CSV


WHOLE: Mapping[str, Callable[[Shown], tuple[bytes, str]]] = {
    "outlook.json": lambda shown: (record_to_json(shown.outlook), JSON),
    "case.json": lambda shown: (record_to_json(case_of(shown.run.seal)), JSON),
    "outlook.xlsx": _workbook,
    "iamc-wide.csv": _iamc,
}
