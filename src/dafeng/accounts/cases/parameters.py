"""Parameters of combustion as a case states them, with the unit told or guessed aloud.

The forms print a heating value in GJ/t or GJ/10^4 Nm3, a carbon content in tC/GJ. A
number that cannot be meant so is read in the unit that fits its size, with a finding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.item_names import heating_values
from dafeng.accounts.cases.nodes import Node, in_unit
from dafeng.accounts.cases.words import spellings
from dafeng.accounts.formula import CO2_PER_C, symbols
from dafeng.base.errors import UnitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.accounts.formula import Formula
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

NCV = ("ncv",)
CC = ("cc", "car")
OF = ("of",)
EF = ("ef",)

_SHORT_UNITS = {
    "mass": {"kJ": "kJ/kg", "MJ": "MJ/kg", "GJ": "GJ/t", "TJ": "TJ/Gg"},
    "volume": {"kJ": "kJ/m3", "MJ": "MJ/m3", "GJ": "GJ/万m3", "TJ": "TJ/万m3"},
}
_BY_SIZE = {
    "mass": ((Fraction(1000), "kJ/kg"), (Fraction(0), "GJ/t")),
    "volume": (
        (Fraction(2000), "kJ/m3"),
        (Fraction(60), "GJ/万m3"),
        (Fraction(1), "MJ/m3"),
        (Fraction(0), "GJ/m3"),
    ),
}
_CANONICAL = {"mass": "GJ/t", "volume": "GJ/m3"}
_PRINTED = {"mass": "GJ/t", "volume": "GJ/万m3"}
_NEAR = Fraction(3, 10)
_C, _OF = symbols("C OF")
CARBON_OF_FUEL: Formula = _C * _OF * CO2_PER_C
"""For a carbon content per t or m3 of the fuel, with no heating value."""

_SET_WORDS = ("set", "factor_set", "source", "from")


@attrs.frozen(kw_only=True)
class Parameters:
    """Symbols of a formula with their numbers; errors among the findings refuse."""

    numbers: dict[str, Fraction]
    source: str = "inline"
    findings: tuple[Finding, ...] = ()


def heating_value(
    node: Node, path: str, known: Sequence[Fraction] = ()
) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read ``ncv`` in GJ per canonical unit of the path.

    Parameters
    ----------
    node : Node
    path : str
        ``mass`` or ``volume``.
    known : sequence of Fraction
        Heating values of the fuel in the tables, in GJ/万m3: poor gases have less
        than 60 GJ/万m3, where rich ones have as many MJ/m3.

    Raises
    ------
    BadInputError, UnitError
        It is missing, no number, or in an unknown unit.
    """
    found = node.find(*NCV)
    if found is None:
        return node.amount(*NCV, unit=_CANONICAL[path]), ()
    place, unit = found
    unit = _SHORT_UNITS[path].get(unit, unit)
    findings: tuple[Finding, ...] = ()
    if not unit:
        value = abs(place.number())
        unit = next(name for least, name in _BY_SIZE[path] if value >= least)
        poor = unit == "MJ/m3" and any(abs(value - v) <= v * _NEAR for v in known)
        if poor:
            unit = _PRINTED[path]
        if poor or unit != _PRINTED[path]:
            told = refusals.unit_by_size(place.path, str(place.value), unit)
            findings = (told,)
    return in_unit(place, unit, _CANONICAL[path]), findings


def carbon_content(node: Node) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read ``cc`` in tC/GJ; a number above 1 is tC/TJ."""
    found = node.find("cc")
    if found is None:
        return node.amount("cc", unit="tC/GJ"), ()
    place, unit = found
    if unit:
        return in_unit(place, unit, "tC/GJ"), ()
    if place.number() > 1:
        told = refusals.unit_by_size(place.path, str(place.value), "tC/TJ")
        return in_unit(place, "tC/TJ", "tC/GJ"), (told,)
    return place.number(), ()


def carbon_of_fuel(node: Node, path: str) -> Fraction | None:
    """Read a carbon content per t or m3 of the fuel itself, or None."""
    per = {"mass": "t", "volume": "m3"}.get(path, "")
    if not per:
        return None
    found = node.find("car")
    if found is not None:
        return in_unit(found[0], found[1] or f"tC/{per}", f"tC/{per}")
    found = node.find("cc")
    if found is None or not found[1]:
        return None
    for mass in ("tC", "t"):
        try:
            return in_unit(*found, f"{mass}/{per}")
        except UnitError:
            continue
    return None


def oxidation_rate(node: Node) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read ``of`` as a share; outside 0 to 1 it is refused."""
    found = node.find(*OF)
    if found is None:
        return node.amount(*OF, unit="1"), ()
    place, unit = found
    value = in_unit(place, unit or "1", "1")
    if not 0 <= value <= 1:
        return value, (refusals.oxidation(place.path, str(place.value)),)
    return value, ()


def stated_sets(node: Node) -> tuple[str, ...]:
    """Names of the sets that the parameters of a row say they come from."""
    names = [
        node.text(f"{stem}_{word}")
        for symbols in (NCV, CC, OF)
        for symbol in symbols
        for stem in spellings(symbol)
        for word in _SET_WORDS
    ]
    return tuple(dict.fromkeys(filter(None, names)))


def inline_parameters(node: Node, path: str, book: FactorBook) -> Parameters:
    """Read ``ncv``, ``cc`` and ``of`` of a row, or carbon per t or m3 and ``of``.

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
    carbon = carbon_of_fuel(node, path)
    if carbon is not None:
        numbers["C"] = carbon
    elif path != "heat":
        known = heating_values(book, node.text("fuel", "item"), "GJ/万m3")
        numbers["NCV"], told = heating_value(node, path, known)
        findings += told
    if carbon is None:
        numbers["CC"], told = carbon_content(node)
        findings += told
    numbers["OF"], told = oxidation_rate(node)
    findings += told
    findings += [
        refusals.negative(
            f"{node.path}.{symbol.lower()}".strip("."), str(float(number))
        )
        for symbol, number in numbers.items()
        if number < 0 and symbol != "OF"
    ]
    source = node.text("set", "factor_set", default=sets[0] if sets else "inline")
    return Parameters(numbers=numbers, source=source, findings=tuple(findings))


def states_parameters(node: Node) -> bool:
    """Whether a row brings any of its parameters with it."""
    return any(node.find(*stems) for stems in (NCV, CC, OF))
