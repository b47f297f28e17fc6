"""Inline factors: a unit says which gas it is, the gas says its warming potential."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases.nodes import Node, plain_unit
from dafeng.base.errors import UnitError
from dafeng.base.units import convert, parse_unit
from dafeng.factors import gwp

if TYPE_CHECKING:
    from dafeng.factors import FactorBook

DEFAULT_GWP = "AR5GWP100"
_REPORT = re.compile(r"SAR|AR[4-6]")
_NUMERATORS = {
    "CO2": "tCO2",
    "CH4": "tCH4",
    "N2O": "tN2O",
    "CO2e": "tCO2e",
}


GASES = (
    *("CO2", "CH4", "N2O", "SF6", "NF3", "CF4", "C2F6", "C3F8", "cC4F8", "HFC23"),
    *("HFC32", "HFC125", "HFC134a", "HFC143a", "HFC152a", "HFC227ea", "HFC236fa"),
    "HFC245fa",
)
"""As the tables of potentials write them."""


def plain_gas(text: str) -> str:
    """Return a gas as the tables write it: ``HFC-134a``, ``R134A`` are HFC134a."""
    plain = text.replace("-", "").replace(" ", "").casefold()
    plain = f"hfc{plain[1:]}" if plain[:1] == "r" and plain[1:2].isdigit() else plain
    return next((gas for gas in GASES if gas.casefold() == plain), text)


@attrs.frozen(kw_only=True)
class InlineFactor:
    """Tonnes of a gas per unit of activity."""

    gas: str
    value: Fraction


def inline_factor(place: Node, unit: str, per: str, gas: str) -> InlineFactor:
    """Read a factor in tonnes of its gas per unit of activity.

    Parameters
    ----------
    place : Node
        The number.
    unit : str
        As it is stated, ``kgCO2/kWh``, ``kg/TJ``, ``tCO2``; empty is t per ``per``.
    per : str
        Unit of the activity.
    gas : str
        Gas that the case names; empty when the unit says it, else CO2.

    Raises
    ------
    UnitError
        The unit is unknown, or measures something else.
    """
    plain = plain_unit(unit) or f"t/{per}"
    if "/" not in plain:
        plain = f"{plain}/{per}"
    value = place.number()
    for name, tonne in _NUMERATORS.items():
        try:
            return InlineFactor(gas=name, value=convert(value, plain, f"{tonne}/{per}"))
        except UnitError:
            continue
    try:
        return InlineFactor(gas=gas or "CO2", value=convert(value, plain, f"t/{per}"))
    except UnitError as error:
        msg = f"{place.path}: {error}"
        raise UnitError(msg, code=error.code, path=place.path, unit=unit) from error


def potential(root: Node, gas: str, book: FactorBook) -> Fraction:
    """Return the warming potential of a gas under the case's set.

    ``gwp`` is a set (``AR5GWP100``, ``AR5``) or an object of potentials by gas.

    Raises
    ------
    BadInputError
        ``case.number``, ``case.missing``: the object lacks the gas.
    UnknownFactorError
        The set does not have the gas.
    """
    if gas in {"CO2", "CO2e"}:
        return Fraction(1)
    stated = _stated_set(root)
    if stated is not None and stated.names:
        return stated.child(gas).number()
    return Fraction(gwp(book, gas, gwp_set(root)).value)


def gwp_set(root: Node) -> str:
    """Name the set of potentials that a case uses."""
    stated = _stated_set(root)
    if stated is None:
        return DEFAULT_GWP
    if stated.names:
        return "inline"
    return set_name(str(stated.value))


def set_name(text: str) -> str:
    """Return the set of potentials that ``AR5`` or ``IPCC AR5 GWP-100`` means."""
    plain = text.upper()
    found = _REPORT.search(plain)
    return f"{found[0]}GWP100" if found else plain


def _stated_set(root: Node) -> Node | None:
    names = ("gwp", "gwp_set", "gwp_source")
    inputs = root.first("inputs") or root
    return root.first(*names) or inputs.first(*names)


def canonical_amount(place: Node, unit: str, canonical: str) -> Fraction:
    """Convert an amount into the canonical unit of a flow.

    Raises
    ------
    UnitError
        It is unknown, or of another dimension; the message names the path.
    """
    try:
        return convert(place.number(), plain_unit(unit), canonical)
    except UnitError as error:
        msg = f"{place.path}: {error}"
        raise UnitError(msg, code=error.code, path=place.path, unit=unit) from error


def same_dimension(unit: str, other: str) -> bool:
    """Whether two units measure the same thing."""
    try:
        return parse_unit(plain_unit(unit)).dimension == parse_unit(other).dimension
    except UnitError:
        return False
