"""A target's figures against its path: history solid, path thin, outlook dashed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.base.rounding import plain_number, round_half_even
from dafeng.web.assessment.charts.colours import INK, LINE, SERIES, TARGET

DRAWN_PLACES = 4


@attrs.frozen(kw_only=True)
class Outlook:
    """Middle and 90 % interval of the figure in a year."""

    year: int
    median: Decimal | None = None
    low: Decimal
    high: Decimal


@attrs.frozen(kw_only=True)
class PathPicture:
    """What is drawn.

    Attributes
    ----------
    history : sequence of (str, Decimal)
        Period and figure, the oldest first; a year without one stays a gap.
    path : sequence of (int, Decimal)
        What is asked for, year by year or at some years; the last one is the target.
    outlook : Outlook or None
    unit, name : str
    """

    history: Sequence[tuple[str, Decimal]]
    path: Sequence[tuple[int, Decimal]]
    outlook: Outlook | None
    unit: str
    name: str


def value_against_path(picture: PathPicture) -> dict[str, Any]:
    """Lines over the years; the target's label stands at its end."""
    years = _years(picture)
    known = {_year(period): value for period, value in picture.history}
    series = [
        {
            "type": "line",
            "name": _("实际值"),
            "symbolSize": 7,
            "lineStyle": {"width": 2, "color": SERIES},
            "itemStyle": {"color": SERIES},
            "data": [_drawn(known.get(year)) for year in years],
        }
    ]
    if picture.path:
        series.append(_path_line(picture, years))
    if picture.outlook is not None and known:
        series += _band(picture.outlook, known, years)
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 28, "left": 8, "right": 84, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(year) for year in years],
            "boundaryGap": False,
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": picture.unit,
            "scale": True,
            "splitNumber": 4,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": series,
    }


def _path_line(picture: PathPicture, years: Sequence[int]) -> dict[str, Any]:
    asked = dict(picture.path)
    last = picture.path[-1][0]
    return {
        "type": "line",
        "name": _("路径"),
        "symbol": "diamond",
        "symbolSize": 8,
        "connectNulls": True,
        "lineStyle": {"width": 1, "color": TARGET},
        "itemStyle": {"color": TARGET},
        "data": [
            None
            if year not in asked
            else {
                "value": _drawn(asked[year]),
                "label": {
                    "show": year == last,
                    "position": "right",
                    "formatter": plain_number(asked[year], 2),
                    "color": INK,
                },
            }
            for year in years
        ],
    }


def _band(
    outlook: Outlook, known: Mapping[int, Decimal], years: Sequence[int]
) -> list[dict[str, Any]]:
    """From the newest figure to the interval in the target year."""
    start = max(known)
    if outlook.year <= start:
        return []
    ends = (outlook.low, outlook.high)
    low, high = (_way(start, known[start], outlook.year, end, years) for end in ends)
    lows = [_drawn(value) for value in low]
    widths = [
        None if top is None or bottom is None else _drawn(top - bottom)
        for bottom, top in zip(low, high, strict=True)
    ]
    dashed = {"type": "dashed", "width": 1, "color": SERIES}
    common = {"type": "line", "stack": "outlook", "symbol": "none", "silent": True}
    # A stack of negative and positive parts must not fall on two sides of zero.
    common["stackStrategy"] = "all"
    return [
        {
            **common,
            "name": _("展望下限（90%）"),
            "lineStyle": dashed,
            "data": lows,
        },
        {
            **common,
            "name": _("展望区间宽度"),
            "lineStyle": dashed,
            "areaStyle": {"color": SERIES, "opacity": 0.14},
            "data": widths,
        },
        *_middle(outlook, start, known[start], years),
    ]


def _middle(
    outlook: Outlook, start: int, value: Decimal, years: Sequence[int]
) -> list[dict[str, Any]]:
    """The median, dashed inside the band."""
    if outlook.median is None:
        return []
    line = _way(start, value, outlook.year, outlook.median, years)
    return [
        {
            "type": "line",
            "name": _("展望中值"),
            "symbol": "none",
            "lineStyle": {"type": "dashed", "width": 2, "color": SERIES},
            "itemStyle": {"color": SERIES},
            "data": [_drawn(one) for one in line],
        }
    ]


def _way(
    start: int, begins: Decimal, end: int, ends: Decimal, years: Sequence[int]
) -> list[Decimal | None]:
    """A straight way between two years; None outside of them."""
    return [
        begins + (ends - begins) * Decimal(year - start) / (end - start)
        if start <= year <= end
        else None
        for year in years
    ]


def _years(picture: PathPicture) -> list[int]:
    known = [_year(period) for period, _value in picture.history]
    known += [year for year, _value in picture.path]
    if picture.outlook is not None:
        known.append(picture.outlook.year)
    return list(range(min(known), max(known) + 1)) if known else []


def _year(period: str) -> int:
    """The year of a period: a month or quarter stands at its year."""
    return int(period[:4])


def _drawn(value: Decimal | None) -> float | None:
    return None if value is None else float(round_half_even(value, DRAWN_PLACES))
