"""The course of a year: the budget's curve, what was used, and where it will land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from dafeng.web.budgets.models import UnitMonth

USED, CURVE = "#0072B2", "#D55E00"
INK, LINE = "var(--ink-soft)", "var(--line)"
MONTHS = 12


def course(
    months: Sequence[UnitMonth],
    forecast: Mapping[str, Any],
    *,
    off: Decimal = Decimal(0),
    basis: str = "",
) -> dict[str, Any]:
    """Lines over the months: budget, used, expected, and the interval of it; tce.

    What counts is drawn: deductions are taken off each sum as they are taken off the
    figures beside the chart, and no sum is below zero.

    Parameters
    ----------
    months : sequence of UnitMonth
        What is known; after a month that is unknown the line stops.
    forecast : mapping
        What ``services.preparing`` kept: ``months``, ``budget``, ``path``.
    off : Decimal
        What is deducted.
    basis : str
        How electricity becomes standard coal, in words.
    """
    budget = _sums(forecast.get("budget") or ())
    expected = _net(_sums(forecast.get("months") or ()), off)
    used = _net(_used(months), off)
    path = [
        None if ends is None else _net([float(end) for end in ends], off)
        for ends in forecast.get("path") or ()
    ]
    last = sum(one is not None for one in used)
    ahead: list[float | None] = [None] * MONTHS
    if expected:
        begin = max(last - 1, 0)
        ahead[begin:] = expected[begin:]
        if last:
            ahead[last - 1] = used[last - 1]
    series = [
        *_band(path, used, last),
        _line(_("预算进度"), budget, CURVE, width=1.5),
        _line(_("预计累计"), ahead, USED, kind="dashed"),
        _line(_("已用累计"), used, USED, width=2.5),
    ]
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 44, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {
            "bottom": 0,
            "data": [_("预算进度"), _("已用累计"), _("预计累计")],
        },
        "xAxis": {
            "type": "category",
            "data": [_("%(month)s月") % {"month": one} for one in range(1, MONTHS + 1)],
            "boundaryGap": False,
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "name": f"{_('吨标准煤')} ({basis})" if basis else _("吨标准煤"),
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [one for one in series if any(v is not None for v in one["data"])],
    }


def _net(values: Sequence[float | None], off: Decimal) -> list[float | None]:
    """Sums with what does not count taken off."""
    less = float(off)
    return [None if one is None else round(max(one - less, 0), 1) for one in values]


def _used(months: Sequence[UnitMonth]) -> list[float | None]:
    """Sums until the end of each month, as long as every month is known."""
    known = {one.month: one.tce for one in months if one.tce is not None}
    sums: list[float | None] = [None] * MONTHS
    total = Decimal(0)
    for month in range(1, MONTHS + 1):
        tce = known.get(month)
        if tce is None:
            break
        total += tce
        sums[month - 1] = round(float(total), 1)
    return sums


def _band(
    path: Sequence[Any], used: Sequence[float | None], last: int
) -> list[dict[str, Any]]:
    """The interval as a band that begins where the use ends."""
    low: list[float | None] = [None] * MONTHS
    width: list[float | None] = [None] * MONTHS
    if last and last < MONTHS:
        low[last - 1], width[last - 1] = used[last - 1], 0.0
    for at, ends in enumerate(path):
        if ends is not None and at >= last:
            bottom, top = ends
            low[at], width[at] = round(bottom, 1), round(top - bottom, 1)
    common = {
        "type": "line",
        "stack": "band",
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
    }
    return [
        {**common, "name": _("预计区间下限"), "data": low},
        {
            **common,
            "name": _("预计区间宽度"),
            "areaStyle": {"color": USED, "opacity": 0.18},
            "data": width,
        },
    ]


def _line(
    name: str,
    data: Sequence[float | None],
    colour: str,
    *,
    width: float = 2,
    kind: str = "solid",
) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "symbol": "none",
        "lineStyle": {"width": width, "color": colour, "type": kind},
        "itemStyle": {"color": colour},
        "data": list(data),
    }


def _sums(values: Sequence[str]) -> list[float | None]:
    totals = accumulate(Decimal(one) for one in values)
    return [round(float(total), 1) for total in totals]
