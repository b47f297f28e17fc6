"""An activity of a case: how much, in which unit, by which path of the formula."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.nodes import plain_unit
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.units import parse_unit

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.base.findings import Finding

AMOUNTS = (
    "activity",
    "ad",
    "AD",
    "amount",
    "quantity",
    "consumption",
    "volume",
    "mass",
    "heat",
)
CANONICAL = {"mass": "t", "volume": "m3", "heat": "GJ"}
CONVENTION = {"mass": "t", "volume": "万m3", "heat": "GJ"}
"""Unit of an activity that states none, as the Chinese forms have it."""

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
    findings : tuple of Finding
        Errors refuse the row.
    """

    path: str
    amount: Fraction
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
    if found is None:
        have = ", ".join(node.names) or "nothing"
        path = f"{node.path}.activity" if node.path else "activity"
        msg = f"{path}: is missing; there is: {have}."
        raise BadInputError(msg, code="case.missing", path=path)
    place, suffix = found
    amount = place.number()
    stated = _WORDS.get(node.text("path").lower(), "")
    unit = node.text("unit", "activity_unit", default=suffix)
    unit = unit or CONVENTION[stated or _path_of_key(place)]
    refused = (refusals.negative(place.path, str(place.value)),) if amount < 0 else ()
    try:
        known = parse_unit(plain_unit(unit))
        path = _path_of(str(known.dimension), unit)
    except UnitError as error:
        wrong = refusals.unknown_unit(f"{node.path}.unit".strip("."), unit, str(error))
        return Activity(path=stated or "mass", amount=amount, findings=(wrong,))
    if stated and stated != path:
        rule = f"The path {stated} takes a unit of {stated}, not of {path}."
        wrong = refusals.unknown_unit(f"{node.path}.unit".strip("."), unit, rule)
        return Activity(path=stated, amount=amount, findings=(wrong,))
    amount *= known.factor / parse_unit(CANONICAL[path]).factor
    return Activity(path=path, amount=amount, findings=refused)


def _path_of(dimension: str, unit: str) -> str:
    for path, canonical in CANONICAL.items():
        if str(parse_unit(canonical).dimension) == dimension:
            return path
    msg = f"{unit} is no unit of mass, volume or heat."
    raise UnitError(msg, code="unit.dimension", unit=unit)


def _path_of_key(place: Node) -> str:
    key = place.path.rpartition(".")[2]
    return {"volume": "volume", "heat": "heat"}.get(key, "mass")
