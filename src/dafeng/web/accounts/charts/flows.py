"""The flow picture: from what is supplied over who uses it to how it is emitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from dafeng.web.accounts.charts.amounts import drawn, written
from dafeng.web.accounts.charts.colours import INK

LAST = 2
"""Labels of the last column stand left of it, inside the picture."""
UNSEEN = "\u200b"
"""Keeps names of two columns apart that read alike; takes no room."""


@attrs.frozen(kw_only=True)
class Node:
    """A supply, a user or a kind of emission: name, colour, column from 0 to 2."""

    name: str
    colour: str
    column: int

    @property
    def mark(self) -> str:
        """The name, made unique over the columns."""
        return self.name + UNSEEN * self.column


@attrs.frozen(kw_only=True)
class Band:
    """So many grams from one node to another."""

    source: Node
    target: Node
    value_g: int


def flow_picture(bands: Sequence[Band]) -> dict[str, Any]:
    """A Sankey picture in 10,000 t of CO2 equivalent.

    Parameters
    ----------
    bands : sequence of Band
        Positive amounts.
    """
    nodes: dict[str, Node] = {}
    incoming: dict[str, int] = {}
    outgoing: dict[str, int] = {}
    for band in bands:
        nodes.setdefault(band.source.mark, band.source)
        nodes.setdefault(band.target.mark, band.target)
        outgoing[band.source.mark] = outgoing.get(band.source.mark, 0) + band.value_g
        incoming[band.target.mark] = incoming.get(band.target.mark, 0) + band.value_g
    size = {mark: max(incoming.get(mark, 0), outgoing.get(mark, 0)) for mark in nodes}
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "left": 4,
                "right": 8,
                "top": 8,
                "bottom": 8,
                "nodeGap": 10,
                "nodeWidth": 14,
                "draggable": False,
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "source", "opacity": 0.35},
                "data": [
                    {
                        "name": mark,
                        "depth": node.column,
                        "itemStyle": {"color": node.colour},
                        "label": {
                            "color": INK,
                            "position": "left" if node.column == LAST else "right",
                            "formatter": f"{node.name} {written(size[mark])}",
                        },
                    }
                    for mark, node in nodes.items()
                ],
                "links": [
                    {
                        "source": band.source.mark,
                        "target": band.target.mark,
                        "value": drawn(band.value_g),
                    }
                    for band in bands
                ],
            }
        ],
        "media": [
            {
                "query": {"maxWidth": 560},
                "option": {"series": [{"label": {"fontSize": 10}}]},
            },
            {"option": {"series": [{"label": {"fontSize": 12}}]}},
        ],
    }
