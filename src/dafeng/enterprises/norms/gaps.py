"""Unit consumption of products beside their limits, and the rank in the branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert, parse_unit
from dafeng.enterprises.norms.norms import Level, Norm, norms_in_force

PLACES = 6
_NO_OUTPUT = "output.none"


@attrs.frozen(kw_only=True)
class Consumption:
    """What an enterprise used for a product in a year, and how much it made.

    Attributes
    ----------
    energy : Decimal
        Below 0 where a process gives more energy back than it takes (a converter).
    output : Decimal
        At least 0.
    energy_unit, output_unit : str
        As they were stated; standard coal states its basis (``tce当量``).
    reviewed : bool
        Only what was looked at takes part in rank, best and median.
    """

    enterprise: str
    product: str
    year: int
    energy: Decimal
    energy_unit: str
    output: Decimal = attrs.field(validator=attrs.validators.ge(Decimal(0)))
    output_unit: str
    reviewed: bool = True


@attrs.frozen(kw_only=True)
class GapRow:
    """A unit consumption beside one norm.

    Attributes
    ----------
    norm : Norm or None
        None: none is known for the product and year.
    value : Decimal or None
        In the unit of the norm; None where it cannot be said, see ``trouble``.
    trouble : str
        ``unit.dimension``, ``unit.unknown`` or ``output.none``; empty is none.
    level : Level
    to_limit, to_access, to_advanced : Decimal or None
        Value less each level of the norm: above 0 is too much.
    rank, ranked : int
        Place among the enterprises with the same product, norm and year whose entry
        was reviewed, the least first, 0 without a value or a review; and how many they
        are.
    best, middle : Decimal or None
        Least and median of them; None where there is none.
    """

    consumption: Consumption
    norm: Norm | None
    value: Decimal | None = None
    trouble: str = ""
    level: Level = Level.UNKNOWN
    to_limit: Decimal | None = None
    to_access: Decimal | None = None
    to_advanced: Decimal | None = None
    rank: int = 0
    ranked: int = 0
    best: Decimal | None = None
    middle: Decimal | None = None


def unit_consumption(consumption: Consumption, unit: str) -> Fraction:
    """Energy per product in a unit, exactly.

    Raises
    ------
    UnitError
        ``unit.dimension``: the stated units make another quantity (a count instead of
        a mass, ``tce`` without its basis). ``unit.unknown``: a text is no unit.
        ``output.none``: nothing was made.

    Examples
    --------
    >>> year = Consumption(
    ...     enterprise="a",
    ...     product="cement",
    ...     year=2024,
    ...     energy=Decimal("8.8"),
    ...     energy_unit="万tce当量",
    ...     output=Decimal(1000),
    ...     output_unit="千t",
    ... )
    >>> unit_consumption(year, "kgce当量/t")
    Fraction(88, 1)
    """
    if consumption.output == 0:
        msg = f"{consumption.enterprise} made no {consumption.product}."
        raise UnitError(msg, code=_NO_OUTPUT)
    parse_unit(consumption.output_unit)
    stated = f"{consumption.energy_unit}/{consumption.output_unit}"
    exact = Fraction(consumption.energy) / Fraction(consumption.output)
    return convert(exact, stated, unit)


def gap_rows(
    consumptions: Iterable[Consumption], norms: Sequence[Norm]
) -> tuple[GapRow, ...]:
    """Hold every consumption against each norm of its product and year.

    One that cannot be said in the unit of its norm is told with the reason and takes no
    part in the rank; nor does one that was not reviewed.

    Returns
    -------
    tuple of GapRow
        By year, product, norm and rank; those without a value last.
    """
    rows = [
        _row(one, norm)
        for one in consumptions
        for norm in norms_in_force(norms, one.product, one.year) or (None,)
    ]
    groups: dict[tuple[int, str, str], list[GapRow]] = defaultdict(list)
    for row in rows:
        standard = "" if row.norm is None else row.norm.standard
        groups[row.consumption.year, row.consumption.product, standard].append(row)
    return tuple(row for key in sorted(groups) for row in _ranked(groups[key]))


def _row(consumption: Consumption, norm: Norm | None) -> GapRow:
    if norm is None:
        return GapRow(consumption=consumption, norm=None)
    try:
        exact = unit_consumption(consumption, norm.unit)
    except UnitError as error:
        return GapRow(consumption=consumption, norm=norm, trouble=error.code)
    value = round_half_even(exact, PLACES)
    return GapRow(
        consumption=consumption,
        norm=norm,
        value=value,
        level=norm.level(value),
        to_limit=_less(value, norm.limit),
        to_access=_less(value, norm.access),
        to_advanced=_less(value, norm.advanced),
    )


def _less(value: Decimal, level: Decimal | None) -> Decimal | None:
    return None if level is None else value - level


def _ranked(rows: list[GapRow]) -> list[GapRow]:
    values = sorted(
        row.value for row in rows if row.value is not None and row.consumption.reviewed
    )
    made = [row if row.value is None else _placed(row, values) for row in rows]
    return sorted(
        made,
        key=lambda row: (
            row.value is None,
            row.rank or len(rows),
            row.consumption.enterprise,
        ),
    )


def _placed(row: GapRow, values: list[Decimal]) -> GapRow:
    """A row beside the values that were reviewed, of which its own may be one."""
    if not values or row.value is None:
        return row
    return attrs.evolve(
        row,
        rank=values.index(row.value) + 1 if row.consumption.reviewed else 0,
        ranked=len(values),
        best=values[0],
        middle=round_half_even(Fraction(median(values)), PLACES),
    )
