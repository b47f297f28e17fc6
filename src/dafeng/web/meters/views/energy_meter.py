"""One meter: zoom, heat map, load duration, what was marked, and files."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.days import day_or_none
from dafeng.base.errors import BadInputError
from dafeng.meters import FLAG_NAMES, Flag, month_means
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.paging import ROWS
from dafeng.web.core.sending import file_response
from dafeng.web.core.unit_words import unit_words
from dafeng.web.meters import exporting_energy
from dafeng.web.meters.charts.duration import STEPS, duration_chart
from dafeng.web.meters.charts.heat import heat_map
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.energy import digest_of
from dafeng.web.meters.selectors.energy_days import day_number, hour_moment
from dafeng.web.meters.selectors.energy_drawing import COLUMNS_MOST, drawn_series
from dafeng.web.meters.selectors.energy_meter import (
    MarkedReading,
    MeterSeries,
    Stretch,
    marked_readings,
    marked_rows,
    point_for,
    point_neighbours,
    series_of,
    year_up_to,
)
from dafeng.web.meters.selectors.energy_senders import Sent, senders_of
from dafeng.web.meters.wording_energy import FLAGS, STATES

LONGEST_DAYS = 3 * 366
USUAL_COLUMNS = 900
_SHARES = [Fraction(step, STEPS) for step in range(STEPS + 1)]
PARQUET = "application/vnd.apache.parquet"


@require_http_methods(["GET", "HEAD"])
def meter(request: HttpRequest, code: str) -> HttpResponse:
    """The page; a year of it, or the days that the address names."""
    point = _visible(request, code)
    stretch = _stretch(request, point)
    series = series_of(point, stretch)
    flag = _flag(request)
    rows = marked_rows(series, flag)
    shown = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    before, after = point_neighbours(point)
    context: dict[str, Any] = {
        "point": point,
        "enterprise": point.enterprise,
        "carrier": series.carrier,
        "stretch": stretch,
        "previous": before,
        "next": after,
        "rows": shown,
        "marked": _marked(series, shown),
        "flag": flag,
        "flags": [(one.value, word) for one, word in FLAGS.items()],
        "states": [(STATES[state], n) for state, n in series.states().items()],
        **_pictures(series),
    }
    return render(request, "meters/meter.html", context)


@require_http_methods(["GET", "HEAD"])
def meter_series(request: HttpRequest, code: str) -> HttpResponse:
    """Points of the zoomed picture as JSON: as many as its columns can show."""
    point = _visible(request, code)
    asked = request.GET.get("columns", "")
    columns = int(asked) if asked.isdecimal() and len(asked) < len("10000") else 0
    series = series_of(point, _stretch(request, point))
    drawn = drawn_series(series, min(columns or USUAL_COLUMNS, COLUMNS_MOST))
    return HttpResponse(msgspec.json.encode(drawn), content_type="application/json")


@require_http_methods(["GET", "HEAD"])
def meter_hours_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Hours as CSV; a missing one is an empty cell."""
    point = _visible(request, code)
    series = series_of(point, _stretch(request, point))
    return csv_response(
        name=f"{point.code}-hours.csv",
        header=exporting_energy.hours_head(series.carrier),
        rows=exporting_energy.hours_cells(series),
    )


@require_http_methods(["GET", "HEAD"])
def meter_hours_parquet(request: HttpRequest, code: str) -> HttpResponse:
    """Hours as Parquet."""
    point = _visible(request, code)
    series = series_of(point, _stretch(request, point))
    content = exporting_energy.hours_parquet(series)
    return file_response(content, f"{point.code}-hours.parquet", PARQUET)


def _visible(request: HttpRequest, code: str) -> MeterPoint:
    found = point_for(signed_in(request), code)
    if found is None:
        raise Http404
    return found


def _stretch(request: HttpRequest, point: MeterPoint) -> Stretch:
    """The days of the address, where they can be; else the year up to the newest."""
    first, last = (_day(request.GET.get(name, "")) for name in ("from", "to"))
    if first and last and first <= last:
        longest = last - timedelta(days=LONGEST_DAYS - 1)
        return Stretch(first=max(first, longest), last=last)
    digest = digest_of(point.enterprise)
    return year_up_to(last or (digest.day if digest else timezone.localdate()))


def _day(text: str) -> date | None:
    try:
        found = day_or_none(text)
    except (BadInputError, ValueError):
        return None
    return found if found and 2000 <= found.year <= 2069 else None  # noqa: PLR2004


def _flag(request: HttpRequest) -> Flag | None:
    """The mark that the table is narrowed to, by its bit or name."""
    text = request.GET.get("flag", "")
    if text in FLAG_NAMES:
        return Flag[text.upper()]
    known = {str(flag.value): flag for flag in FLAGS}
    return known.get(text)


def _marked(
    series: MeterSeries, shown: Page[Any]
) -> list[tuple[MarkedReading, Sent | None]]:
    found = marked_readings(series, np.asarray(shown.object_list, np.intp))
    senders = senders_of(one.entry for one in found)
    return [(one, senders.get(one.entry)) for one in found]


def _pictures(series: MeterSeries) -> dict[str, Any]:
    profile, grid = series.profile, series.grid
    unit = unit_words(series.carrier.unit)
    quantum = series.carrier.quantum
    heat = heat_map(grid)
    loads = [
        None if one is None else round(float(one * quantum), 4)
        for one in profile.exceeded(_SHARES)
    ]
    means = month_means(grid, day_number(series.stretch.first))
    return {
        "profile": profile,
        "peak": None if profile.peak is None else profile.peak * quantum,
        "peak_at": None
        if profile.peak_hour is None
        else hour_moment(profile.peak_hour),
        "mean": None if profile.mean is None else profile.mean * quantum,
        "heat": heat,
        "heat_classes": [
            (number, bound * quantum) for number, bound in enumerate(heat.bounds)
        ],
        "heat_table": [
            (
                str(month.astype("datetime64[M]")),
                [_times(means.mean(row, hour), quantum) for hour in range(24)],
            )
            for row, month in enumerate(means.months.astype("int64"))
        ],
        "heat_hours": range(24),
        "duration": duration_chart(loads, f"{unit}/h"),
        "duration_title": _("负荷持续曲线"),
        "source": _("在线监测读数"),
    }


def _times(mean: Fraction | None, quantum: Fraction) -> Fraction | None:
    return None if mean is None else mean * quantum
