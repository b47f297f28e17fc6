"""The unit consumption of a product over the years, beside the levels of each year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.rounding import round_half_even
from dafeng.enterprises.norms.gaps import PLACES, Consumption, unit_consumption
from dafeng.enterprises.norms.norms import Norm, NormKind, norms_in_force

RULES = (NormKind.STANDARD, NormKind.LOCAL, NormKind.BENCHMARK)
"""What the levels are taken from: the first of these that the product has."""

Figures = tuple[Decimal | None, ...]


@attrs.frozen(kw_only=True)
class Course:
    """One product of one enterprise, a figure a year.

    Attributes
    ----------
    norm : Norm
        The newest edition; every figure is in its unit.
    years : tuple of int
        From the first year to the last one that was told, without a gap.
    values : tuple of Decimal or None
        None: not told, or in units that make another quantity.
    limit, access, advanced : tuple of Decimal or None
        Levels of the edition that held in the year; None: none held, or it counts in
        another unit.
    baseline, benchmark : tuple of Decimal or None
        基准水平 and 标杆水平 that held, beside a standard or a limit of the district.
    world : tuple of Decimal or None
        The best of the world.
    """

    norm: Norm
    years: tuple[int, ...]
    values: Figures
    limit: Figures
    access: Figures
    advanced: Figures
    baseline: Figures
    benchmark: Figures
    world: Figures


def course(consumptions: Sequence[Consumption], norms: Iterable[Norm]) -> Course | None:
    """Lay the years of one product side by side; None where it has no norm.

    Parameters
    ----------
    consumptions : sequence of Consumption
        Of one product of one enterprise, each year once; at least one.
    norms : iterable of Norm
        Of any product.
    """
    product = consumptions[0].product
    told = {one.year: one for one in consumptions}
    years = tuple(range(min(told), max(told) + 1))
    own = [norm for norm in norms if norm.product == product]
    in_force = [
        {norm.kind: norm for norm in norms_in_force(own, product, year)}
        for year in years
    ]
    kind = next((one for one in RULES if any(one in held for held in in_force)), None)
    if kind is None:
        return None
    newest = next(held[kind] for held in reversed(in_force) if kind in held)

    def level(of: NormKind, name: str) -> Figures:
        found = (held.get(of) for held in in_force)
        return tuple(
            getattr(norm, name) if norm and norm.unit == newest.unit else None
            for norm in found
        )

    def beside(name: str) -> Figures:
        if kind is NormKind.BENCHMARK:
            return (None,) * len(years)
        return level(NormKind.BENCHMARK, name)

    return Course(
        norm=newest,
        years=years,
        values=tuple(_value(told.get(year), newest.unit) for year in years),
        limit=level(kind, "limit"),
        access=level(kind, "access"),
        advanced=level(kind, "advanced"),
        baseline=beside("limit"),
        benchmark=beside("advanced"),
        world=level(NormKind.WORLD, "advanced"),
    )


def _value(consumption: Consumption | None, unit: str) -> Decimal | None:
    if consumption is None:
        return None
    try:
        return round_half_even(unit_consumption(consumption, unit), PLACES)
    except UnitError:
        return None
