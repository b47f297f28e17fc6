"""Parameters of combustion as a case states them, with the unit told or guessed aloud.

The forms print a heating value in GJ/t or GJ/10^4 Nm3, a carbon content in tC/GJ. A
number that cannot be meant so is read in the unit that fits its size, with a finding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.nodes import Node, in_unit

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

NCV = ("ncv", "NCV", "lhv", "heating_value", "低位发热量")
CC = ("cc", "CC", "carbon_content", "含碳量", "单位热值含碳量")
OF = ("of", "OF", "oxidation_rate", "oxidation", "氧化率", "碳氧化率")
EF = ("ef", "EF", "emission_factor", "factor", "排放因子")

_SHORT_UNITS = {
    "mass": {"kJ": "kJ/kg", "MJ": "MJ/kg", "GJ": "GJ/t", "TJ": "TJ/Gg"},
    "volume": {"kJ": "kJ/m3", "MJ": "MJ/m3", "GJ": "GJ/万m3", "TJ": "TJ/万m3"},
}
_BY_SIZE = {
    "mass": ((Fraction(1000), "kJ/kg"), (Fraction(0), "GJ/t")),
    "volume": (
        (Fraction(2000), "kJ/m3"),
        (Fraction(1), "GJ/万m3"),
        (Fraction(0), "GJ/m3"),
    ),
}
_CANONICAL = {"mass": "GJ/t", "volume": "GJ/m3"}
_PRINTED = {"mass": "GJ/t", "volume": "GJ/万m3"}
_SET_WORDS = ("set", "factor_set", "source", "from")


@attrs.frozen(kw_only=True)
class Parameters:
    """Symbols of a formula with their numbers; errors among the findings refuse."""

    numbers: dict[str, Fraction]
    source: str = "inline"
    findings: tuple[Finding, ...] = ()


def heating_value(node: Node, path: str) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read ``ncv`` in GJ per canonical unit of the path.

    Raises
    ------
    BadInputError, UnitError
        It is missing, no number, or in an unknown unit.
    """
    found = node.find(*NCV)
    if found is None:
        return node.amount(*NCV, unit=_CANONICAL[path]), ()
    place, suffix = found
    key = place.path.rpartition(".")[2]
    unit = node.text(f"{key}_unit", default=suffix)
    unit = _SHORT_UNITS[path].get(unit, unit)
    findings: tuple[Finding, ...] = ()
    if not unit:
        value = abs(place.number())
        unit = next(name for least, name in _BY_SIZE[path] if value >= least)
        if unit != _PRINTED[path]:
            told = refusals.unit_by_size(place.path, str(place.value), unit)
            findings = (told,)
    return in_unit(place, unit, _CANONICAL[path]), findings


def carbon_content(node: Node) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read ``cc`` in tC/GJ; a number above 1 is tC/TJ."""
    found = node.find(*CC)
    if found is None:
        return node.amount(*CC, unit="tC/GJ"), ()
    place, suffix = found
    key = place.path.rpartition(".")[2]
    unit = node.text(f"{key}_unit", default=suffix)
    if unit:
        return in_unit(place, unit, "tC/GJ"), ()
    if place.number() > 1:
        told = refusals.unit_by_size(place.path, str(place.value), "tC/TJ")
        return in_unit(place, "tC/TJ", "tC/GJ"), (told,)
    return place.number(), ()


def oxidation_rate(node: Node) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read ``of`` as a share; outside 0 to 1 it is refused."""
    found = node.find(*OF)
    if found is None:
        return node.amount(*OF, unit="1"), ()
    place, suffix = found
    value = in_unit(place, suffix or "1", "1")
    if not 0 <= value <= 1:
        return value, (refusals.oxidation(place.path, str(place.value)),)
    return value, ()


def stated_sets(node: Node) -> tuple[str, ...]:
    """Names of the sets that the parameters of a row say they come from."""
    names = [
        node.text(f"{stem}_{word}")
        for stems in (NCV, CC, OF)
        for stem in stems
        for word in _SET_WORDS
    ]
    return tuple(dict.fromkeys(filter(None, names)))


def inline_parameters(node: Node, path: str) -> Parameters:
    """Read ``ncv``, ``cc`` and ``of`` of a row.

    Raises
    ------
    BadInputError, UnitError
        One is missing, no number, or in an unknown unit.
    """
    numbers: dict[str, Fraction] = {}
    findings: list[Finding] = []
    sets = stated_sets(node)
    if len(sets) > 1:
        findings.append(refusals.mixed_sets(node.path, sets))
    if path != "heat":
        numbers["NCV"], told = heating_value(node, path)
        findings += told
    numbers["CC"], told = carbon_content(node)
    findings += told
    numbers["OF"], told = oxidation_rate(node)
    findings += told
    source = node.text("set", "factor_set", default=sets[0] if sets else "inline")
    return Parameters(numbers=numbers, source=source, findings=tuple(findings))


def states_parameters(node: Node) -> bool:
    """Whether a row brings any of its parameters with it."""
    return any(node.find(*stems) for stems in (NCV, CC, OF))
