"""What a plan promises: bars of targets by year, field and kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.plans.charts.colours import INK
from dafeng.web.plans.selectors.targets import FieldYearCount

# Okabe and Ito's colours; a group of kinds keeps its colour on every page.
COLOURS: Mapping[str, str] = {
    "level": "#0072B2",
    "count": "#009E73",
    "status": "#E69F00",
    "open": "#999999",
}
MOST_YEARS = 3
FIELD_LABEL_WIDTH = 132
LABEL_SHARE = 15
NARROW = 640
BAR = 14


def group_labels() -> dict[str, str]:
    """Words for the groups of kinds, in the reader's language."""
    return {
        "level": _("水平与变化"),
        "count": _("数量与规模"),
        "status": _("状态、禁止与门槛"),
        "open": _("方向性与上级下达"),
    }


@attrs.frozen(kw_only=True)
class Promise:
    """Counts of a plan's targets and the fields in the order of the document."""

    cells: Sequence[FieldYearCount]
    fields: Sequence[tuple[str, str]]


def promise_by_year_and_field(promise: Promise) -> dict[str, Any]:
    """Bars of targets: a panel for each year, a row for each field, stacked by kind.

    The busiest years have a panel of their own, all others and targets without a year
    share the last one.  Every panel has the same scale, from zero.  On a narrow screen
    the panels stand below one another.
    """
    panels = _panels(promise.cells)
    titles = [short_field(title) for _ref, title in promise.fields]
    largest = _largest(promise, panels)
    wide = [_beside(number, len(panels)) for number in range(len(panels))]
    narrow = [_below(number, len(panels)) for number in range(len(panels))]
    return {
        "aria": {"enabled": True, "decal": {"show": True}},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {
            "top": 0,
            "left": 0,
            "itemWidth": 14,
            "itemHeight": 10,
            "data": list(group_labels().values()),
        },
        "title": [
            {
                "text": panel.label,
                "textStyle": {"fontSize": 13, "fontWeight": "normal", "color": INK},
                **place.title,
            }
            for panel, place in zip(panels, wide, strict=True)
        ],
        "grid": [place.grid for place in wide],
        "xAxis": [_count_axis(number, largest) for number in range(len(panels))],
        "yAxis": [
            _field_axis(number, titles) | {"axisLabel": wide[number].labels}
            for number in range(len(panels))
        ],
        "series": [
            one
            for number, panel in enumerate(panels)
            for one in _bars(promise, panel, number)
        ],
        "media": [
            {"query": {"minWidth": NARROW}, "option": _placed(wide)},
            {"query": {"maxWidth": NARROW}, "option": _placed(narrow)},
        ],
    }


@attrs.frozen(kw_only=True)
class _Place:
    """Where a panel stands: its grid, its title, and whether it names the fields."""

    grid: dict[str, Any]
    title: dict[str, Any]
    labels: dict[str, Any]


def _beside(number: int, panels: int) -> _Place:
    """The first panel names the fields; the others stand right of it."""
    first = LABEL_SHARE
    width = (100 - first) / max(panels, 1)
    left = f"{first + number * width:.1f}%"
    return _Place(
        grid={"top": 56, "bottom": 8, "left": left, "width": f"{width - 3:.1f}%"},
        title={"left": left, "top": 30},
        labels=_labels(show=number == 0, width=FIELD_LABEL_WIDTH),
    )


def _below(number: int, panels: int) -> _Place:
    """Every panel names the fields and has the whole width."""
    height = 92 / max(panels, 1)
    top = 8 + number * height
    return _Place(
        grid={
            "top": f"{top + 3.5:.1f}%",
            "height": f"{height - 5:.1f}%",
            "left": 112,
            "width": "60%",
            "bottom": "auto",
        },
        title={"left": 112, "top": f"{top:.1f}%"},
        labels=_labels(show=True, width=104),
    )


def _labels(*, show: bool, width: int) -> dict[str, Any]:
    return {"show": show, "width": width, "overflow": "truncate", "interval": 0}


def _placed(places: Sequence[_Place]) -> dict[str, Any]:
    return {
        "grid": [place.grid for place in places],
        "title": [place.title for place in places],
        "yAxis": [{"axisLabel": place.labels} for place in places],
    }


@attrs.frozen(kw_only=True)
class _Panel:
    label: str
    years: frozenset[int | None]


def _panels(cells: Sequence[FieldYearCount]) -> list[_Panel]:
    totals: dict[int | None, int] = {}
    for cell in cells:
        totals[cell.year] = totals.get(cell.year, 0) + cell.count
    dated = [year for year in totals if year is not None]
    busiest = sorted(sorted(dated, key=lambda year: -totals[year])[: MOST_YEARS - 1])
    panels = [
        _Panel(
            label=_("%(year)s 年 · %(count)s 项")
            % {"year": year, "count": totals[year]},
            years=frozenset({year}),
        )
        for year in busiest
    ]
    rest = frozenset(totals) - frozenset(busiest)
    if rest:
        count = sum(totals[year] for year in rest)
        label = _("其他年份或未写年份 · %(count)s 项") % {"count": count}
        panels.append(_Panel(label=label, years=rest))
    return panels


def _largest(promise: Promise, panels: Sequence[_Panel]) -> int:
    return max(
        (
            _count(promise.cells, ref, panel, None)
            for ref, _title in promise.fields
            for panel in panels
        ),
        default=0,
    )


def _count(
    cells: Sequence[FieldYearCount], ref: str, panel: _Panel, group: str | None
) -> int:
    return sum(
        cell.count
        for cell in cells
        if cell.field == ref
        and cell.year in panel.years
        and (group is None or cell.group == group)
    )


def _count_axis(number: int, largest: int) -> dict[str, Any]:
    return {
        "gridIndex": number,
        "type": "value",
        "min": 0,
        "max": largest + 2,
        "show": False,
    }


def _field_axis(number: int, titles: Sequence[str]) -> dict[str, Any]:
    return {
        "gridIndex": number,
        "type": "category",
        "inverse": True,
        "data": list(titles),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "#c3ccd3"}},
    }


def _bars(promise: Promise, panel: _Panel, number: int) -> list[dict[str, Any]]:
    labels = group_labels()
    series = [
        {
            "type": "bar",
            "name": labels[group],
            "stack": f"panel{number}",
            "xAxisIndex": number,
            "yAxisIndex": number,
            "barWidth": BAR,
            "itemStyle": {"color": COLOURS[group]},
            "data": [
                _count(promise.cells, ref, panel, group) or None
                for ref, _title in promise.fields
            ],
        }
        for group in COLOURS
    ]
    totals = [_count(promise.cells, ref, panel, None) for ref, _title in promise.fields]
    series.append(
        {
            "type": "bar",
            "name": _("合计"),
            "stack": f"panel{number}",
            "xAxisIndex": number,
            "yAxisIndex": number,
            "barWidth": BAR,
            "itemStyle": {"color": "transparent"},
            "tooltip": {"show": False},
            "silent": True,
            "data": [
                {
                    "value": 0,
                    "label": {
                        "show": total > 0,
                        "position": "right",
                        "formatter": str(total),
                        "color": INK,
                    },
                }
                for total in totals
            ],
        }
    )
    return series


def short_field(title: str) -> str:
    """``能源绿色低碳转型行动`` as ``能源绿色低碳转型``: the axis says 行动 for all."""
    return title.removesuffix("行动") or title
