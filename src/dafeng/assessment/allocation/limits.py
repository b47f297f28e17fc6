"""Limits of each party in whole steps, and what its mix makes of them."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.results import Ground
from dafeng.assessment.allocation.water_filling import Vessel

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import Budget, Stake


@attrs.frozen(kw_only=True)
class Limit:
    """One limit and where it comes from, in whole steps."""

    at: int
    ground: Ground


@attrs.frozen(kw_only=True)
class Bounds:
    """Every limit that holds for one party and quantity.

    Attributes
    ----------
    unit : str
    offset : Fraction
        Exempt part, in steps.
    firm : Limit
        Below that it never goes: its exempt part, or what is fixed.
    ceiling : int or None
        What is fixed; None where nothing is.
    lows, highs : tuple of Limit
        Limits that could be loosened.
    """

    unit: str
    offset: Fraction = Fraction(0)
    firm: Limit = Limit(at=0, ground=Ground.RULE)
    ceiling: int | None = None
    lows: tuple[Limit, ...] = ()
    highs: tuple[Limit, ...] = ()

    @property
    def lowest(self) -> Limit:
        """The lower limit that holds."""
        return max((self.firm, *self.lows), key=lambda limit: limit.at)

    @property
    def highest(self) -> Limit | None:
        """The upper limit that holds; None without one."""
        fixed = () if self.ceiling is None else (self._fixed(self.ceiling),)
        return min((*fixed, *self.highs), key=lambda limit: limit.at, default=None)

    @staticmethod
    def _fixed(at: int) -> Limit:
        return Limit(at=at, ground=Ground.FIXED)

    @property
    def contradict(self) -> bool:
        """Whether nothing lies between the limits."""
        highest = self.highest
        return highest is not None and self.lowest.at > highest.at

    def vessel(self, weight: Fraction) -> Vessel:
        """The party as something to fill."""
        highest = self.highest
        return Vessel(
            unit=self.unit,
            weight=weight,
            offset=self.offset,
            low=self.lowest.at,
            high=None if highest is None else highest.at,
        )


def own_bounds(unit: str, stake: Stake, budget: Budget) -> Bounds:
    """Limits that a party has of its own, in steps of the total.

    A lower limit is rounded up and an upper one down: what is allotted in whole steps
    keeps within both.
    """
    step = Fraction(budget.step)
    if stake.fixed is not None:
        at = int(stake.fixed / budget.step)
        return Bounds(
            unit=unit,
            offset=Fraction(at),
            firm=Limit(at=at, ground=Ground.FIXED),
            ceiling=at,
        )
    offset = Fraction(stake.exempt) / step
    ground = Ground.EXEMPT if offset else Ground.RULE
    lows, highs = [], []
    if stake.lower is not None:
        lows.append(Limit(at=ceil(Fraction(stake.lower) / step), ground=Ground.LOWER))
    if stake.upper is not None:
        highs.append(Limit(at=floor(Fraction(stake.upper) / step), ground=Ground.UPPER))
    return Bounds(
        unit=unit,
        offset=offset,
        firm=Limit(at=ceil(offset), ground=ground),
        lows=tuple(lows),
        highs=tuple(highs),
    )


@attrs.frozen(kw_only=True)
class Coupling:
    """What carbon a party can have with some energy, both in whole steps.

    Attributes
    ----------
    rate : Fraction
        Steps of carbon per step of energy, by its mix.
    low, high : Fraction
        The band, as multiples of the rate.
    """

    rate: Fraction
    low: Fraction
    high: Fraction

    def reach(self, energy: int) -> tuple[int, int]:
        """Least and most carbon with some energy.

        Where no whole step lies in the band, the two on either side of it.
        """
        least = ceil(energy * self.rate * self.low)
        most = floor(energy * self.rate * self.high)
        return min(least, most), max(least, most)

    def misses(self, energy: int) -> bool:
        """Whether no whole step of carbon lies in the band of some energy."""
        least = energy * self.rate * self.low
        return ceil(least) > floor(energy * self.rate * self.high)

    def energy_for(self, carbon: int) -> int | None:
        """The least energy with which a carbon figure is reached; None is never."""
        if not carbon:
            return 0
        dirtiest = self.rate * self.high
        return ceil(carbon / dirtiest) if dirtiest else None

    def energy_within(self, carbon: int) -> int | None:
        """The most energy that fits a carbon figure; None is without end."""
        cleanest = self.rate * self.low
        return floor(carbon / cleanest) if cleanest else None


def coupled_bounds(energy: Bounds, carbon: Bounds, coupling: Coupling) -> Bounds:
    """Limits of energy with those that the limits of carbon bring with them.

    What is fixed or exempt of carbon binds energy for good; a limit of carbon that
    could be loosened brings one of energy that could be.
    """
    needs = coupling.energy_for(carbon.lowest.at) or 0
    top = carbon.highest
    fits = None if top is None else coupling.energy_within(top.at)
    if fits is not None and needs > fits and top is not None:
        # No whole step of energy fits exactly: the nearer of the two may still do.
        fits = needs if coupling.reach(needs)[0] <= top.at else fits
    firm, ceiling = energy.firm, energy.ceiling
    lows, highs = list(energy.lows), list(energy.highs)
    at = coupling.energy_for(carbon.firm.at) or 0
    if at > firm.at:
        firm = Limit(at=at, ground=Ground.COUPLED_LOWER)
    if needs > at:
        lows.append(Limit(at=needs, ground=Ground.COUPLED_LOWER))
    if fits is not None and carbon.ceiling is not None:
        ceiling = fits if ceiling is None else min(ceiling, fits)
    elif fits is not None:
        highs.append(Limit(at=fits, ground=Ground.COUPLED_UPPER))
    return attrs.evolve(
        energy, firm=firm, ceiling=ceiling, lows=tuple(lows), highs=tuple(highs)
    )


def band_bounds(carbon: Bounds, coupling: Coupling, energy: int) -> Bounds:
    """Limits of carbon with those of the band around the energy that was allotted."""
    least, most = coupling.reach(energy)
    return attrs.evolve(
        carbon,
        lows=(*carbon.lows, Limit(at=least, ground=Ground.BAND)),
        highs=(*carbon.highs, Limit(at=most, ground=Ground.BAND)),
    )


def impossible(energy: Bounds, carbon: Bounds, coupling: Coupling) -> bool:
    """Whether no energy of a party goes with any carbon of it."""
    if coupling.energy_for(carbon.lowest.at) is None:
        return True
    return coupled_bounds(energy, carbon, coupling).contradict
