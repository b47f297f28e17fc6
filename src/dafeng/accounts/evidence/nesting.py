"""Which total a statement stands below, and what a total leaves over.

A total covers its sector and place, and everything stated inside them.  What covers a
flow may carry another name: fuel that an enterprise burns in vehicles is part of what
the statistics give its sector, and a works that makes its own power is part of what
the district turned into power.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import CarrierKind, carriers
from dafeng.accounts.catalogue import upward
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dafeng.accounts.evidence.statements import FlowKey, Statement

_FINAL = ("fuel.stationary", "fuel.mobile")
"""Final use of fuels: statistics give it by sector, whatever it is burned in. Fuel
that becomes power or heat is no final use and lies in no such total."""

_WHOLE_DISTRICT = ("fuel.power", "fuel.heat", "power.sold", "heat.sold")
"""Conversion is stated for the district as a whole, whoever converts."""


@attrs.frozen(kw_only=True)
class Nesting:
    """A total, and what stands directly below it.

    Attributes
    ----------
    total : Statement
    totals_e3 : int
        Sum of the totals inside it that are stated.
    owned_e3 : int
        Sum of what owners state outside those.
    divided : bool
        Whether anything stands below it.
    """

    total: Statement
    totals_e3: int
    owned_e3: int
    divided: bool

    @property
    def rest_e3(self) -> int:
        """What the total leaves over: the small users."""
        return self.total.quantity_e3 - self.totals_e3 - self.owned_e3


def nest(
    totals: Sequence[Statement], parts: Sequence[Statement], district: str
) -> tuple[Nesting, ...]:
    """Put every statement below the nearest total that covers it.

    Parameters
    ----------
    totals, parts : sequence of Statement
        Of one pool (:func:`pool`): statements of a sector and place, and of owners.
    district : str
        The widest place.

    Returns
    -------
    tuple of Nesting
        One for each total, in their order.
    """
    standing = {_position(s.at): s for s in totals}
    inside: dict[int, list[Statement]] = defaultdict(list)
    owned: dict[int, list[Statement]] = defaultdict(list)
    for group, below, others in ((totals, inside, ()), (parts, owned, _FINAL)):
        for statement in group:
            above = _above(statement.at, district, others)
            found = (standing.get(position) for position in above)
            parent = next((t for t in found if t not in (None, statement)), None)
            if parent is not None:
                below[id(parent)].append(statement)
    return tuple(
        Nesting(
            total=total,
            totals_e3=sum(s.quantity_e3 for s in inside[id(total)]),
            owned_e3=sum(s.quantity_e3 for s in owned[id(total)]),
            divided=bool(inside[id(total)] or owned[id(total)]),
        )
        for total in totals
    )


def pool(at: FlowKey) -> tuple[str, str, str, int]:
    """What statements must share to stand below each other."""
    flow = "fuel" if at.flow in _FINAL else at.flow
    return flow, at.item, at.unit, at.year


def uncovered(
    totals: Iterable[Statement], parts: Iterable[Statement], district: str
) -> tuple[Finding, ...]:
    """Find owners' flows that a total covers under a unit or name of its own.

    A total in cubic metres does not know an owner's gigajoules, nor a total of coal an
    owner's anthracite: both would be counted.
    """
    standing: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    pools = set()
    for total in totals:
        pools.add(pool(total.at))
        standing[_family(total.at), total.at.year].append(total)
    found = []
    for part in parts:
        sectors = set(upward(part.at.sector))
        rivals = [
            total
            for total in standing[_family(part.at), part.at.year]
            if total.at.sector in sectors and pool(total.at) != pool(part.at)
        ]
        if rivals and pool(part.at) not in pools and _covers(rivals, district):
            found.append(_not_nested(part, rivals[0]))
    return tuple(found)


def _covers(totals: Iterable[Statement], district: str) -> bool:
    """Whether any of the totals is about the district and more than nothing."""
    return any(t.at.place == district and t.quantity_e3 for t in totals)


def _position(at: FlowKey) -> tuple[str, str, str]:
    return at.flow, at.place, at.sector


def _above(
    at: FlowKey, district: str, others: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Positions of totals that would cover a statement, nearest first.

    A total lies in totals of its own flow; an owner's fuel may also lie in a total
    that names another use of it.
    """
    for flow in dict.fromkeys((at.flow, *(others if at.flow in others else ()))):
        for place in dict.fromkeys((at.place, district)):
            for sector in upward(at.sector):
                yield flow, place, sector
        if flow == at.flow and flow in _WHOLE_DISTRICT:
            for sector in ("industry.power", "industry.heat"):
                yield flow, district, sector


def _family(at: FlowKey) -> str:
    """Carriers that a statistic may state as one; else the item itself."""
    use = "final" if at.flow in _FINAL else at.flow
    carrier = carriers().get(at.item)
    coal = carrier is not None and carrier.kind is CarrierKind.COAL
    return f"{use} {CarrierKind.COAL if coal else at.item}"


def _not_nested(part: Statement, total: Statement) -> Finding:
    return Finding(
        code="account.not_nested",
        severity=Severity.ERROR,
        place=" ".join(part.evidence[:1]),
        value=f"{part.at.item} in {part.at.unit}",
        rule=f"A total states {total.at.item} in {total.at.unit} for its sector: "
        "both would be counted.",
        hint="State the owner's flow as the total does, or the total by sorts.",
    )
