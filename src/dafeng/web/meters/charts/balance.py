"""The energy of an enterprise from where it comes to where it is used, as a Sankey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.enterprises.balance import (
    BalanceFlow,
    CarrierBalance,
    CoalKind,
    EnterpriseBalance,
    PlaceUse,
)
from dafeng.meters import carriers_by_code
from dafeng.web.meters.charts.energy import BLUE, CARRIERS, GREEN, GREY, INK, VERMILION
from dafeng.web.meters.wording_energy import carrier_words

UNSEEN = "\u200b"
"""Keeps names of two columns apart that read alike; takes no room."""
MIDDLE = 100
POOLS, LAST = 2, 3
_KIND = CoalKind.CALORIFIC


@attrs.frozen(kw_only=True)
class _Node:
    name: str
    colour: str
    column: int
    """From 0 to 3; a column without nodes is left out."""

    @property
    def mark(self) -> str:
        return self.name + UNSEEN * self.column


@attrs.frozen(kw_only=True)
class _Band:
    source: _Node
    target: _Node
    tce: Fraction


def balance_picture(balance: EnterpriseBalance) -> dict[str, Any] | None:
    """Supply, conversion, carriers, and who used them; None without any amount.

    What is unknown and what is below zero has no width; the tables say it.
    """
    bands = [one for one in _bands(balance) if one.tce > 0]
    if not bands:
        return None
    nodes = {one.mark: one for band in bands for one in (band.source, band.target)}
    columns = sorted({one.column for one in nodes.values()})
    size: dict[str, dict[str, Fraction]] = {mark: {} for mark in nodes}
    for side in ("source", "target"):
        for band in bands:
            held = size[getattr(band, side).mark]
            held[side] = held.get(side, Fraction(0)) + band.tce
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
                    _drawn_node(one, columns, max(size[mark].values()))
                    for mark, one in nodes.items()
                ],
                "links": [
                    {
                        "source": one.source.mark,
                        "target": one.target.mark,
                        "value": _rounded(one.tce),
                    }
                    for one in bands
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


def _drawn_node(one: _Node, columns: list[int], tce: Fraction) -> dict[str, Any]:
    value = _rounded(tce)
    shown = f"{value:,.0f}" if value >= MIDDLE else f"{value:,.1f}"
    return {
        "name": one.mark,
        "depth": columns.index(one.column),
        "itemStyle": {"color": one.colour},
        "label": {
            "color": INK,
            "position": "left" if one.column == LAST else "right",
            "formatter": one.name if one.column == POOLS else f"{one.name} {shown}",
        },
    }


def _rounded(tce: Fraction) -> float:
    return float(round(tce, 1 if tce >= 1 else 3))


def _bands(balance: EnterpriseBalance) -> Iterator[_Band]:
    conversion = _Node(name=_("加工转换"), colour=GREY, column=1)
    for one in balance.carriers:
        yield from _supply(one, conversion)
        yield from _rest(one)
    yield from _conversion_loss(balance, conversion)
    yield from _uses(balance.places)


def _pool(code: str) -> _Node:
    carrier = carriers_by_code()[code]
    colour = CARRIERS.get(code, GREY)
    return _Node(name=carrier_words(carrier), colour=colour, column=POOLS)


def _supply(one: CarrierBalance, conversion: _Node) -> Iterator[_Band]:
    """From what came in to the carrier, and to conversion what it takes net."""
    pool = _pool(one.carrier)
    taken = _least(one, BalanceFlow.CONVERTED_IN)
    given = _least(one, BalanceFlow.CONVERTED_OUT)
    to_conversion = max(taken - given, Fraction(0))
    for flow, word in (
        (BalanceFlow.BOUGHT, _("购入")),
        (BalanceFlow.OWN, _("自产")),
        (BalanceFlow.RECOVERED, _("回收")),
        (BalanceFlow.OPENING, _("期初库存")),
    ):
        tce = _least(one, flow)
        node = _Node(name=f"{word} {pool.name}", colour=pool.colour, column=0)
        part = min(tce, to_conversion)
        to_conversion -= part
        yield _Band(source=node, target=conversion, tce=part)
        yield _Band(source=node, target=pool, tce=tce - part)
    yield _Band(source=conversion, target=pool, tce=max(given - taken, Fraction(0)))


def _rest(one: CarrierBalance) -> Iterator[_Band]:
    """What was sold, stored, lost, or left over of a carrier."""
    pool, rate = _pool(one.carrier), one.rate.calorific
    for flow, word, colour in (
        (BalanceFlow.SOLD, _("外供"), BLUE),
        (BalanceFlow.CLOSING, _("期末库存"), GREEN),
        (BalanceFlow.LOST, _("损失"), VERMILION),
    ):
        node = _Node(name=word, colour=colour, column=LAST)
        yield _Band(source=pool, target=node, tce=_least(one, flow))
    if one.left is not None and rate is not None:
        left = _Node(name=_("未分摊"), colour=GREY, column=LAST)
        yield _Band(source=pool, target=left, tce=one.left * rate)


def _conversion_loss(balance: EnterpriseBalance, conversion: _Node) -> Iterator[_Band]:
    lost = balance.calorific.converting
    if lost is not None:
        node = _Node(name=_("损失"), colour=VERMILION, column=LAST)
        yield _Band(source=conversion, target=node, tce=lost)


def _uses(places: Iterable[PlaceUse]) -> Iterator[_Band]:
    """From carriers to workshops."""
    for one in places:
        if one.depth:
            continue
        name = one.place[0] or _("未注明车间")
        node = _Node(name=name, colour=GREEN, column=LAST)
        for code, tce in one.coal.items():
            yield _Band(source=_pool(code), target=node, tce=tce.least)


def _least(one: CarrierBalance, flow: BalanceFlow) -> Fraction:
    return one.coal(flow, _KIND).least
