"""The baseline with its data, the report period, and an anomaly with its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dafeng.web.savings.models import EnergyAnomaly, Measurement, SavingProject

ACTUAL, EXPECTED = "#0072B2", "#D55E00"
LINE = "var(--line)"
Values = Sequence[float | None]


def course(project: SavingProject, row: Measurement) -> dict[str, Any]:
    """Days of both periods: what was used, and what the baseline expects."""
    series: Mapping[str, Values] = row.series
    first, later = list(series["before"]), list(series["after"])
    gap = (row.begin - project.baseline_to).days - 1
    blank: list[float | None] = [None] * max(gap, 0)
    days = len(first) + len(blank) + len(later)
    labels = [
        (project.baseline_from + timedelta(days=at)).isoformat() for at in range(days)
    ]
    expected = [*series["fitted"], *blank, *series["expected"]]
    return {
        **_frame(),
        "xAxis": {"type": "category", "data": labels, "boundaryGap": False},
        "series": [
            _line(_("实际能耗"), [*first, *blank, *later], ACTUAL),
            _line(_("基准模型推算"), expected, EXPECTED, kind="dashed"),
        ],
    }


def against_weather(row: Measurement) -> dict[str, Any] | None:
    """Energy of the days of the baseline over their temperature; None without any."""
    series: Mapping[str, Values] = row.series
    warm = series.get("temperature") or ()
    if not warm:
        return None
    before, fitted = series["before"], series["fitted"]
    points = [
        [t, value]
        for t, value in zip(warm, before, strict=False)
        if t is not None and value is not None
    ]
    model = sorted(
        [t, value]
        for t, value in zip(warm, fitted, strict=False)
        if t is not None and value is not None
    )
    later = [
        [t, value]
        for t, value in zip(list(warm)[len(before) :], series["after"], strict=False)
        if t is not None and value is not None
    ]
    return {
        **_frame(),
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "name": "℃", "scale": True},
        "series": [
            _dots(_("基准期"), points, ACTUAL),
            _dots(_("统计报告期"), later, "#009E73"),
            _dots(_("基准模型推算"), model, EXPECTED, size=2),
        ],
    }


def days_of(row: EnergyAnomaly) -> dict[str, Any]:
    """Days of an anomaly: used and expected."""
    labels = [str(one["day"]) for one in row.days]
    return {
        **_frame(),
        "xAxis": {"type": "category", "data": labels},
        "series": [
            _line(_("实际用量"), [one["actual"] for one in row.days], ACTUAL),
            _line(
                _("预期用量"),
                [one["expected"] for one in row.days],
                EXPECTED,
                kind="dashed",
            ),
        ],
    }


def spans(project: SavingProject, row: Measurement) -> tuple[date, date]:
    """First and last day of the picture."""
    return project.baseline_from, row.end


def _frame() -> dict[str, Any]:
    return {
        "aria": {"enabled": True},
        "grid": {"top": 28, "bottom": 52, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "yAxis": {
            "type": "value",
            "min": 0,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
    }


def _line(name: str, data: Sequence[Any], colour: str, kind: str = "solid") -> Any:
    return {
        "type": "line",
        "name": name,
        "data": [None if one is None else round(float(one), 1) for one in data],
        "showSymbol": False,
        "color": colour,
        "lineStyle": {"type": kind, "width": 1.5},
    }


def _dots(name: str, data: Sequence[Any], colour: str, size: int = 5) -> Any:
    return {
        "type": "scatter",
        "name": name,
        "data": list(data),
        "symbolSize": size,
        "color": colour,
        "itemStyle": {"opacity": 0.7},
    }
