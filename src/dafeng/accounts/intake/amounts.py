"""Stated amounts in canonical units: exactly, and never through a guessed heat."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import carriers
from dafeng.accounts.intake.values import refuse
from dafeng.accounts.methods import methods_for
from dafeng.base.errors import UnitError
from dafeng.base.units import Unit, convert, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.intake.records import StandardCoal
    from dafeng.base.findings import Finding

_LARGEST_E3 = 2**63 - 1
_CANONICAL = ("t", "m3", "kWh", "GJ", "tN", "tDM", "头", "人", "ha")
_COAL_BASES = ("tce", "tce当量", "tce等价")
_COAL = ("tce", "kgce", "gce")


@attrs.frozen(kw_only=True)
class Amount:
    """A stated amount, and the same in thousandths of the canonical unit."""

    quantity_e3: int
    unit: str
    stated: str


def is_standard_coal(unit: Unit) -> bool:
    """Whether a unit counts standard coal, on whatever basis."""
    named = unit.symbol.lstrip("万亿千百十")
    return named.startswith(_COAL)


def _tonnes_of_coal(value: Decimal, unit: Unit) -> Fraction:
    bases = (parse_unit(name) for name in _COAL_BASES)
    base = next(base for base in bases if base.dimension == unit.dimension)
    return Fraction(value) * unit.factor / base.factor


def canonical_unit(flow: str, item: str, stated: str, listed: str = "") -> str:
    """Return the unit in which the lake keeps a flow of an item.

    Carriers and listed subjects have one; other materials take the unit of a method
    that measures the same thing as the stated unit, else tonnes.
    """
    if item in carriers():
        return carriers()[item].unit
    if listed:
        return listed
    dimension = parse_unit(stated).dimension
    for unit in _CANONICAL:
        if parse_unit(unit).dimension == dimension and methods_for(flow, item, unit):
            return unit
    return "t"


def amount(
    value: Decimal,
    stated_unit: str,
    unit: str,
    *,
    item: str,
    place: str,
    coefficients: Iterable[StandardCoal] = (),
) -> Amount | Finding:
    """Convert a stated amount.

    Standard coal becomes a physical amount by a coefficient that somebody states, never
    by one that the program picks.

    Returns
    -------
    Amount or Finding
        ``intake.unit`` (another dimension), ``intake.standard_coal`` (no coefficient
        stated), ``intake.too_large_number``.
    """
    source = parse_unit(stated_unit)
    if is_standard_coal(source):
        exact = _from_coal(value, source, unit, item, coefficients)
        if exact is None:
            return refuse(
                "standard_coal",
                place,
                f"{value} {stated_unit}",
                f"{item} is kept in {unit}; standard coal is no physical amount.",
                "Enter the physical amount, or state the coefficient of standard coal "
                "that the figure was converted with.",
            )
    else:
        try:
            exact = convert(value, source, unit)
        except UnitError as error:
            return refuse(
                "unit",
                place,
                f"{value} {stated_unit}",
                str(error),
                f"Give the amount in {unit} or a multiple of it.",
            )
    scaled = round(exact * 1000)
    if abs(scaled) > _LARGEST_E3:
        return refuse(
            "too_large_number",
            place,
            f"{value} {stated_unit}",
            "The amount is larger than anything that a district uses.",
            "Check digits and unit.",
        )
    return Amount(
        quantity_e3=scaled, unit=unit, stated=f"{value} {stated_unit}".strip()
    )


def _from_coal(
    value: Decimal,
    source: Unit,
    unit: str,
    item: str,
    coefficients: Iterable[StandardCoal],
) -> Fraction | None:
    tonnes = _tonnes_of_coal(value, source)
    if is_standard_coal(parse_unit(unit)):
        return tonnes
    rate = next((c.value for c in coefficients if c.item == item), None)
    return tonnes / Fraction(rate) if rate else None
