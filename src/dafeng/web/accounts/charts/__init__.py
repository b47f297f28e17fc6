"""Pictures of an account: pure functions, amounts in, ECharts options out."""

from __future__ import annotations

from dafeng.web.accounts.charts.amounts import ten_thousand_tonnes
from dafeng.web.accounts.charts.colours import item_colour, kind_colour, sector_colour
from dafeng.web.accounts.charts.flows import Band, Node, flow_picture
from dafeng.web.accounts.charts.history import YearPoint, history
from dafeng.web.accounts.charts.ranking import Bar, ranking
from dafeng.web.accounts.charts.spread import Peer, spread
from dafeng.web.accounts.charts.waterfall import Stair, waterfall

__all__ = [
    "Band",
    "Bar",
    "Node",
    "Peer",
    "Stair",
    "YearPoint",
    "flow_picture",
    "history",
    "item_colour",
    "kind_colour",
    "ranking",
    "sector_colour",
    "spread",
    "ten_thousand_tonnes",
    "waterfall",
]
