"""Boundaries: which lines a total counts.  Views select lines and never copy them."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from dafeng.accounts.catalogue import flow
from dafeng.accounts.records import Boundary, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts.records import Line

CO2 = "CO2"
_REPORTED_INDIRECT = ("power.bought", "heat.bought")


class Cut(StrEnum):
    """What a total is taken apart by; the values name fields of a line."""

    SECTOR = "sector"
    FUEL = "item"
    GAS = "gas"
    PLACE = "place"
    FLOW = "flow"
    OWNER = "owner"
    UNIT = "unit_in_charge"


def counts(line: Line, boundary: Boundary) -> bool:
    """Whether a boundary counts a line.

    Source
    ------
    Territorial: IPCC 2006 Guidelines, volume 1, chapter 8.2.1. Enterprises: GB/T 32150
    (direct, processes, power and heat bought). Control: energy CO2, direct plus net
    bought power and heat, as 国办发〔2024〕39号 sets it up.
    """
    kind = flow(line.flow)
    match boundary:
        case Boundary.TERRITORIAL:
            return kind.territorial
        case Boundary.CONTROL | Boundary.UNITS:
            return kind.control and line.gas == CO2
        case Boundary.ENTERPRISES:
            return bool(line.owner) and (
                line.flow in _REPORTED_INDIRECT
                or (kind.scope is Scope.DIRECT and _reported(kind.group, line.gas))
            )
        case Boundary.SINKS:
            return kind.scope is Scope.SINK


def _reported(group: str, gas: str) -> bool:
    """Enterprises report the CO2 of their fuels, and every gas of their processes."""
    return group == "process" or (group == "energy" and gas == CO2)


def within(lines: Iterable[Line], boundary: Boundary) -> tuple[Line, ...]:
    """Return the lines that a boundary counts, in their order."""
    return tuple(line for line in lines if counts(line, boundary))


def total_g(lines: Iterable[Line]) -> int:
    """Grams of CO2 equivalent of some lines: a sum of integers."""
    return sum(line.co2e_g for line in lines)


def by_cut(lines: Iterable[Line], cut: Cut) -> Mapping[str, int]:
    """Grams of CO2 equivalent by one field, largest first.

    An empty key holds what nobody named: no owner, no unit in charge.
    """
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[getattr(line, cut.value)] += line.co2e_g
    return dict(sorted(sums.items(), key=lambda part: (-abs(part[1]), part[0])))
