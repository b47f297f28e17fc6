"""Data: how new it is, what is lacking, what is on its way; one page that leads on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.assessment.selectors.readiness import series_known
from dafeng.web.assessment.selectors.runs import latest_run
from dafeng.web.core.exports import csv_response
from dafeng.web.core.permissions import may, require
from dafeng.web.desk.models import Freshness
from dafeng.web.desk.selectors.arrivals import import_counts, lacking, outbox
from dafeng.web.desk.selectors.freshness import ages_on, series_rows

MOST_OWNERS = 12


@require_http_methods(["GET", "HEAD"])
def data(request: HttpRequest) -> HttpResponse:
    """Answer, figures, tables, series by owner, what is lacking, what waits."""
    require(request.user, "desk.data.view")
    today = timezone.localdate()
    run = latest_run(request.user)
    context: dict[str, Any] = {
        "today": today,
        "run": run,
        "ages": ages_on(today),
        "series": [(row, series_known(row.series)) for row in series_rows()],
        "lacking": lacking(run),
        "most_owners": MOST_OWNERS,
        "outbox": outbox(),
    }
    if may(request.user, "accounts.import.view"):
        context["imports"] = import_counts(request.user)
    return render(request, "desk/data.html", context)


@require_http_methods(["GET", "HEAD"])
def series_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The table of series as CSV."""
    require(request.user, "desk.data.view")
    return csv_response(
        name="series-freshness.csv",
        header=[
            *(_("数列"), _("名称"), _("由谁提供"), _("报表"), _("频次")),
            *(_("最新一期"), _("获知时间"), _("应报日"), _("已过应报日")),
        ],
        rows=_cells(),
    )


def _cells() -> Iterator[list[object]]:
    today = timezone.localdate()
    for row in series_rows():
        known = series_known(row.series)
        yield [
            row.series,
            "" if known is None else known.name_zh,
            row.owner,
            "" if known is None else known.form,
            "" if known is None else known.frequency,
            row.newest,
            _moment(row),
            "" if row.due_on is None else row.due_on.isoformat(),
            _("是") if row.late_on(today) else _("否"),
        ]


def _moment(row: Freshness) -> str:
    return "" if row.learned_at is None else row.learned_at.isoformat()
