"""An activity of a case: how much, in which unit, by which path of the formula."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.nodes import in_unit, plain_unit
from dafeng.accounts.cases.words import plain_key, spellings
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.units import parse_unit

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.base.findings import Finding

AMOUNTS = ("activity", "heat_amount", "production", "burned_waste")
CANONICAL = {"mass": "t", "volume": "m3", "heat": "GJ"}
CONVENTION = {"mass": "t", "volume": "万m3", "heat": "GJ"}
"""Unit of an activity that states none, as the Chinese forms have it."""

_DENSEST = 5
"""kg/L; a larger density is in kg/m3."""

_WORDS = {
    "mass": "mass",
    "质量": "mass",
    "volume": "volume",
    "体积": "volume",
    "heat": "heat",
    "热量": "heat",
    "energy": "heat",
}


@attrs.frozen(kw_only=True)
class Activity:
    """How much was used.

    Attributes
    ----------
    path : str
        ``mass``, ``volume`` or ``heat``.
    amount : Fraction
        In t, m3 or GJ.
    stated : str
        Unit in which it was stated.
    findings : tuple of Finding
        Errors refuse the row.
    """

    path: str
    amount: Fraction
    stated: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def unit(self) -> str:
        """Canonical unit of the path."""
        return CANONICAL[self.path]


def read_activity(node: Node) -> Activity:
    """Read the amount of a row and bring it into the canonical unit.

    Raises
    ------
    BadInputError
        ``case.missing``, ``case.number``.
    """
    found = node.find(*AMOUNTS)
    if found is None and node.find("vehicles") is not None:
        return _weighed(node, _driven(node), ())
    if found is None:
        have = ", ".join(node.names) or "nothing"
        path = f"{node.path}.activity" if node.path else "activity"
        msg = f"{path}: is missing; there is: {have}."
        raise BadInputError(msg, code="case.missing", path=path)
    place, suffix = found
    amount = place.number()
    stated = _WORDS.get(node.text("path").lower(), "")
    unit = suffix or node.text("unit")
    unit = unit or CONVENTION[stated or _path_of_key(place)]
    refused = (refusals.negative(place.path, str(place.value)),) if amount < 0 else ()
    try:
        known = parse_unit(plain_unit(unit))
        path = _path_of(str(known.dimension), unit)
    except UnitError as error:
        wrong = refusals.unknown_unit(f"{node.path}.unit".strip("."), unit, str(error))
        return Activity(path=stated or "mass", amount=amount, findings=(wrong,))
    amount *= known.factor / parse_unit(CANONICAL[path]).factor
    if path == "volume" and node.find("density") is not None:
        return _weighed(node, amount, refused)
    if stated and stated != path:
        rule = f"The path {stated} takes a unit of {stated}, not of {path}."
        wrong = refusals.unknown_unit(f"{node.path}.unit".strip("."), unit, rule)
        return Activity(path=stated, amount=amount, findings=(wrong,))
    return Activity(path=path, amount=amount, stated=unit, findings=refused)


def _driven(node: Node) -> Fraction:
    """Cubic metres of fuel: vehicles, km of each, litres per 100 km."""
    count = node.amount("vehicles", unit="1")
    way = node.amount("km_per_vehicle", "km", unit="1")
    use = node.amount("l_per_100km", "litres_per_100km", unit="1")
    return count * way * use / 100 / 1000


def _weighed(node: Node, volume: Fraction, findings: tuple[Finding, ...]) -> Activity:
    """Tonnes of a volume in m3, by its density in kg/L or kg/m3."""
    place, unit = node.find("density") or (node.child("density"), "")
    density = place.number()
    if not unit:
        unit = "kg/L" if density <= _DENSEST else "kg/m3"
        told = refusals.unit_by_size(place.path, str(place.value), unit)
        findings = (*findings, told)
    mass = volume * in_unit(place, unit, "t/m3")
    return Activity(path="mass", amount=mass, stated="t", findings=findings)


def _path_of(dimension: str, unit: str) -> str:
    for path, canonical in CANONICAL.items():
        if str(parse_unit(canonical).dimension) == dimension:
            return path
    msg = f"{unit} is no unit of mass, volume or heat."
    raise UnitError(msg, code="unit.dimension", unit=unit)


def _path_of_key(place: Node) -> str:
    key = plain_key(place.path.rpartition(".")[2])
    if key in spellings("heat_amount"):
        return "heat"
    return "volume" if key in {"volume", "体积"} else "mass"
