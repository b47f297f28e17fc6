"""Where the change of energy CO2 between two years came from (LMDI)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from dafeng.accounts import Boundary, Line, within
from dafeng.accounts.change.lmdi import lmdi

POWER = "power.bought"
FACTORS = ("energy", "structure", "mix", "fuel-factor", "power-factor")
"""Energy used, sectors' shares of it, carriers' shares in the sectors, CO2 per energy
of fuels and heat, and CO2 per energy of power."""
OTHER = "other"
"""What cannot be shared out: sales, green power, carriers without a coefficient."""


@attrs.frozen(kw_only=True)
class Effect:
    """One effect, in grams of CO2; the effects add up to the change exactly."""

    name: str
    change_g: int


@attrs.define
class _Cell:
    """One carrier in one sector: energy in tce and CO2 in grams."""

    energy: Fraction = Fraction()
    co2_g: int = 0


Cells = dict[tuple[str, str, bool], _Cell]


def effects_between(
    before: Iterable[Line], after: Iterable[Line], per_unit: Mapping[str, Fraction]
) -> tuple[Effect, ...]:
    """Share out the change of the control total from one year to the next.

    Parameters
    ----------
    before, after : iterable of Line
        All lines of the two accounts.
    per_unit : mapping of str to Fraction
        tce (calorific) per canonical unit of each carrier.

    Returns
    -------
    tuple of Effect
        In the order of :data:`FACTORS`, ``other`` last; empty when one of the years
        has no energy.
    """
    first, last = _cells(before, per_unit), _cells(after, per_unit)
    keys = sorted(set(first.cells) | set(last.cells))
    if not first.cells or not last.cells:
        return ()
    found = lmdi(
        [_co2(first.cells, key) for key in keys],
        [_co2(last.cells, key) for key in keys],
        [_factors(first.cells, key) for key in keys],
        [_factors(last.cells, key) for key in keys],
        names=FACTORS,
        paths=[(sector, item) for sector, item, _power in keys],
    )
    grams = [round(effect) for effect in found.whole.effects]
    change = last.total_g - first.total_g
    other = change - sum(grams)
    named = [
        Effect(name=name, change_g=value)
        for name, value in zip(FACTORS, grams, strict=True)
    ]
    return (*named, Effect(name=OTHER, change_g=other))


@attrs.frozen
class _Year:
    cells: Cells
    total_g: int


def _cells(lines: Iterable[Line], per_unit: Mapping[str, Fraction]) -> _Year:
    """Sum the control lines by sector and carrier, where they can be shared out."""
    control = within(tuple(lines), Boundary.CONTROL)
    cells: Cells = defaultdict(_Cell)
    for line in control:
        if line.item in per_unit and line.activity > 0:
            key = (line.sector, line.item, line.flow == POWER)
            cells[key].energy += Fraction(line.activity) * per_unit[line.item]
            cells[key].co2_g += line.co2e_g
    kept = {k: c for k, c in cells.items() if c.energy > 0 and c.co2_g > 0}
    return _Year(kept, sum(line.co2e_g for line in control))


def _co2(cells: Cells, key: tuple[str, str, bool]) -> float:
    return float(cells[key].co2_g) if key in cells else 0.0


def _factors(cells: Cells, key: tuple[str, str, bool]) -> Sequence[float]:
    """Energy of the district, share of the sector, share of the carrier, factors."""
    energy = sum((cell.energy for cell in cells.values()), Fraction())
    sector = sum((c.energy for k, c in cells.items() if k[0] == key[0]), Fraction())
    cell = cells.get(key)
    own = cell.energy if cell else Fraction()
    share = sector / energy
    mix = own / sector if sector else Fraction()
    factor = float(cell.co2_g / own) if cell else 1.0
    power = key[2]
    return (
        float(energy),
        float(share),
        float(mix),
        1.0 if power else factor,
        factor if power else 1.0,
    )
