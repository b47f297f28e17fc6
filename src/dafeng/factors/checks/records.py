"""What the checks speak of: a row with the place of each number, and the limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.base.tables import packaged_rows
from dafeng.factors.editions import PACKAGE

if TYPE_CHECKING:
    from dafeng.factors.records import Factor


def _frozen(places: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(places))


@attrs.frozen(kw_only=True)
class Stated:
    """A row as somebody stated it.

    Attributes
    ----------
    factor : Factor
    place : str
        The row: its id, or file and line.
    places : mapping of str to str
        Column to cell, where the row was read from a file.
    """

    factor: Factor
    place: str
    places: Mapping[str, str] = attrs.field(factory=dict, converter=_frozen)

    def at(self, column: str) -> str:
        """Return the cell of a column, or the row where the cell is not known."""
        return self.places.get(column, self.place)

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell of the row, where it was read from a file."""
        return tuple(self.places.values())


@attrs.frozen(kw_only=True)
class Limit:
    """What a number of one parameter can be (``data/limits.csv``).

    Attributes
    ----------
    parameter, unit : str
    low, high : Decimal
        In ``unit``; both ends are allowed.
    peer_tolerance : Decimal or None
        Per cent by which sets may differ before somebody should look; None where
        sets differ on purpose.
    reason : str
    """

    parameter: str
    unit: str
    low: Decimal
    high: Decimal
    peer_tolerance: Decimal | None
    reason: str


@cache
def limits() -> Mapping[str, tuple[Limit, ...]]:
    """Return the packaged limits by parameter."""
    found: dict[str, tuple[Limit, ...]] = {}
    for row in packaged_rows(PACKAGE, "limits.csv"):
        tolerance = row["peer_tolerance_pct"]
        limit = Limit(
            parameter=row["parameter"],
            unit=row["unit"],
            low=Decimal(row["low"]),
            high=Decimal(row["high"]),
            peer_tolerance=Decimal(tolerance) if tolerance else None,
            reason=row["reason"],
        )
        found[limit.parameter] = (*found.get(limit.parameter, ()), limit)
    return MappingProxyType(found)


def labelled(unit: str) -> str:
    """Standard coal whose basis is not stated: the coefficient itself is calorific."""
    return re.sub(r"(?<![a-z])([kM]?g|t)ce(?![当等])", r"\1ce当量", unit)


def error(code: str, place: str, value: object, rule: str, hint: str) -> Finding:
    """Return a finding that blocks."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        value=str(value),
        rule=rule,
        hint=hint,
    )


def warning(code: str, place: str, value: object, rule: str, hint: str) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        place=place,
        value=str(value),
        rule=rule,
        hint=hint,
    )
