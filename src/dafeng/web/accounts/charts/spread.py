"""One number in several factor sets: values as diamonds, their spans as lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.accounts.charts.colours import INK, LINE, SKY, VERMILION

LABEL_WIDTH = 170


@attrs.frozen(kw_only=True)
class Peer:
    """The number in one set; ``here`` marks the row whose page it is."""

    name: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    here: bool


def spread(peers: Sequence[Peer], *, unit: str) -> dict[str, Any]:
    """Values and spans beside each other on one axis, in ``unit``."""
    spans = [
        {"coords": [[float(peer.low), at], [float(peer.high), at]]}
        for at, peer in enumerate(peers)
        if peer.low is not None and peer.high is not None
    ]
    points = [
        {
            "value": [float(peer.value), at],
            "name": peer.name,
            "itemStyle": {"color": VERMILION if peer.here else SKY},
            "symbolSize": 16 if peer.here else 11,
            "label": {
                "show": True,
                "position": "top",
                "formatter": f"{peer.value:f}",
                "color": INK,
            },
        }
        for at, peer in enumerate(peers)
    ]
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "grid": {"top": 20, "bottom": 36, "left": 8, "right": 40, "containLabel": True},
        "xAxis": {
            "type": "value",
            "name": unit,
            "nameLocation": "middle",
            "nameGap": 28,
            "scale": True,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [peer.name for peer in peers],
            "axisTick": {"show": False},
            "axisLabel": {"width": LABEL_WIDTH, "overflow": "truncate", "color": INK},
        },
        "series": [
            {
                "type": "lines",
                "coordinateSystem": "cartesian2d",
                "silent": True,
                "lineStyle": {"width": 4, "opacity": 0.5, "color": SKY},
                "data": spans,
            },
            {
                "type": "scatter",
                "name": _("因子值"),
                "symbol": "diamond",
                "data": points,
            },
        ],
        "media": [
            {
                "query": {"maxWidth": 560},
                "option": {"yAxis": {"axisLabel": {"width": 92}}},
            },
            {"option": {"yAxis": {"axisLabel": {"width": LABEL_WIDTH}}}},
        ],
    }
