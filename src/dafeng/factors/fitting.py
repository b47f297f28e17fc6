"""A printed value in the unit that a formula takes, exactly.

Beyond ``base.units.convert`` two things may be taken away, never put on:

- the label of a substance (t of CH4, of carbon, of dry matter is t) where the formula
  asks for a plain mass: parameter and gas of the request name the substance;
- ``per year`` where the formula takes the activity of one year.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from dafeng.base.errors import UnitError
from dafeng.base.units import Dimension, parse_unit

_KG_OF = {
    "co2": 1000,
    "ch4": 1,
    "n2o": 1,
    "carbon": 1,
    "nitrogen": 1,
    "dry_matter": 1,
}
"""Kilograms in the base unit of each labelled mass."""

_PER_YEAR = "calendar_month"
_MONTHS = 12


def fitted(value: Decimal | Fraction, unit: str, target: str) -> Fraction:
    """Return ``value`` of ``unit`` in ``target``, exactly.

    Raises
    ------
    UnitError
        ``unit.dimension``: they measure different things, also without the labels;
        ``unit.unknown``: a text is no unit.

    Examples
    --------
    >>> fitted(Decimal("38931"), "kJ/m3", "GJ/m3")
    Fraction(38931, 1000000)
    >>> fitted(Decimal(78), "kgCH4/头/a", "t/头")
    Fraction(39, 500)
    """
    return Fraction(value) * ratio(unit, target)


@lru_cache(maxsize=4096)
def ratio(unit: str, target: str) -> Fraction:
    """Return how many ``target`` one ``unit`` is; raises as :func:`fitted`."""
    source, wanted = parse_unit(unit), parse_unit(target)
    factor = source.factor / wanted.factor
    if source.dimension == wanted.dimension:
        return factor
    plain, scale = _without_labels(source.dimension, wanted.dimension)
    if plain == wanted.dimension:
        return factor * scale
    msg = (
        f"{source} measures {source.dimension}, {wanted} measures "
        f"{wanted.dimension}: a factor in {source} does not fill a formula that takes "
        f"{wanted}. Ask for a unit of {source.dimension}."
    )
    raise UnitError(
        msg,
        code="unit.dimension",
        source=str(source),
        target=str(wanted),
        source_dimension=str(source.dimension),
        target_dimension=str(wanted.dimension),
    )


@lru_cache(maxsize=4096)
def fits(unit: str, target: str) -> bool:
    """Whether a value in ``unit`` can be given in ``target``."""
    try:
        ratio(unit, target)
    except UnitError:
        return False
    return True


def _without_labels(
    dimension: Dimension, wanted: Dimension
) -> tuple[Dimension, Fraction]:
    kept = {name for name, _ in wanted.powers}
    plain, scale = Dimension(), Fraction(1)
    for name, power in dimension.powers:
        if name in _KG_OF and name not in kept:
            plain = plain * Dimension((("mass", power),))
            scale *= Fraction(_KG_OF[name]) ** power
        elif name == _PER_YEAR and power == -1 and name not in kept:
            scale *= _MONTHS
        else:
            plain = plain * Dimension(((name, power),))
    return plain, scale
