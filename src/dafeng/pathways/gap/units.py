"""Whose is it: parts of a gap by the unit that answers for a measure or a sector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import hypot
from typing import TYPE_CHECKING

import attrs

from dafeng.pathways.gap.measures import Part

if TYPE_CHECKING:
    from dafeng.pathways.gap.drivers import DriverPart

NOBODY = ""
"""Unit of parts for which nobody answers: told, never dropped."""


@attrs.frozen(kw_only=True)
class UnitPart:
    """What one unit has in a gap.

    Attributes
    ----------
    unit : str
        Code of the unit; :data:`NOBODY` where no unit is named.
    grams : float
    error : float
        Standard error, as if the parts were independent.
    of : tuple of str
        Measures or sectors that it answers for here.
    """

    unit: str
    grams: float
    error: float
    of: tuple[str, ...]


def gap_by_units(
    parts: Iterable[Part | DriverPart], owners: Mapping[str, str]
) -> tuple[UnitPart, ...]:
    """Add parts up over units, the largest first; the sum stays the same.

    Parameters
    ----------
    parts : iterable of Part or DriverPart
        Of measures, or of drivers of sectors.
    owners : mapping of str to str
        Unit of each measure, or of each sector.

    Examples
    --------
    >>> parts = [Part(name="a", grams=2.0), Part(name="b", grams=1.0)]
    >>> [(one.unit, one.grams) for one in gap_by_units(parts, {"a": "u1"})]
    [('u1', 2.0), ('', 1.0)]
    """
    found: dict[str, UnitPart] = {}
    for one in parts:
        name = one.name if isinstance(one, Part) else one.sector
        error = one.error if isinstance(one, Part) else 0.0
        unit = owners.get(name, NOBODY)
        before = found.get(unit, UnitPart(unit=unit, grams=0.0, error=0.0, of=()))
        found[unit] = UnitPart(
            unit=unit,
            grams=before.grams + one.grams,
            error=hypot(before.error, error),
            of=tuple(dict.fromkeys((*before.of, name))),
        )
    return tuple(sorted(found.values(), key=lambda one: (-one.grams, one.unit)))
