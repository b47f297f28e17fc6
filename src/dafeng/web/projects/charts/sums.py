"""Targets against the projects that are named for them, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.base.rounding import round_half_even
from dafeng.projects import CapacitySum
from dafeng.web.projects.selectors.sums import TargetSum

BUILT, COMMITTED, PROPOSED, GAP = "#009E73", "#0072B2", "#56B4E9", "#c9d1d6"
"""Okabe and Ito's palette; the gap is no colour of it."""


def gap_bars(sums: Sequence[TargetSum]) -> dict[str, Any]:
    """Stacked bars: built, being built, proposed, and what is missing; in percent."""
    parts: list[tuple[str, str, list[float]]] = [
        (_("已建成"), BUILT, [_share(one.sum, one.sum.built) for one in sums]),
        (
            _("已批在建"),
            COMMITTED,
            [_share(one.sum, one.sum.committed) for one in sums],
        ),
        (_("未批"), PROPOSED, [_share(one.sum, one.sum.proposed) for one in sums]),
        (
            _("缺口"),
            GAP,
            [_share(one.sum, max(one.sum.gap, Decimal(0))) for one in sums],
        ),
    ]
    return {
        "aria": {"enabled": True, "decal": {"show": True}},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {"top": 0},
        "grid": {"top": 40, "bottom": 40, "left": 8, "right": 32, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "name": "%", "nameGap": 8},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [_label(one) for one in sums],
            "axisLabel": {"width": 170, "overflow": "break"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "sum",
                "name": name,
                "barMaxWidth": 34,
                "itemStyle": {"color": colour},
                "data": data,
            }
            for name, colour, data in parts
        ],
    }


def town_bars(towns: Mapping[str, Decimal], unit: str) -> dict[str, Any]:
    """Size by town, the largest first; ``towns``: name to size in ``unit``."""
    ordered = sorted(towns.items(), key=lambda one: (-one[1], one[0]))
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": {"top": 8, "bottom": 32, "left": 8, "right": 48, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "name": unit, "nameGap": 8},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [name for name, _size in ordered],
        },
        "series": [
            {
                "type": "bar",
                "name": _("规模"),
                "barMaxWidth": 22,
                "itemStyle": {"color": COMMITTED},
                "data": [float(size) for _name, size in ordered],
            }
        ],
    }


def _share(total: CapacitySum, value: Decimal) -> float:
    if not total.goal.value:
        return 0.0
    return float(round_half_even(value / total.goal.value * 100, 1))


def _label(one: TargetSum) -> str:
    year = "" if one.target.year is None else f"{one.target.year} "
    return f"{one.target.key} {year}{one.target.indicator}"
