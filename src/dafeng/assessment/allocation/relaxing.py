"""The smallest ways out of an impossible case, in whole steps, exactly."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs

from dafeng.assessment.allocation.limits import Bounds, Coupling, Limit
from dafeng.assessment.allocation.records import Budget, Quantity
from dafeng.assessment.allocation.results import (
    Field,
    Ground,
    LimitChange,
    Means,
    Relaxation,
)
from dafeng.assessment.allocation.water_filling import Vessel, water_level

_OWN = {Ground.LOWER: Field.LOWER, Ground.UPPER: Field.UPPER}
_BAND = {True: Field.BAND_LOW, False: Field.BAND_HIGH}


@attrs.frozen(kw_only=True)
class Stock:
    """A total and its reserve in whole steps.

    Attributes
    ----------
    total, reserve : int
    share : Fraction or None
        The reserve as a part of the total, where it is one.
    """

    total: int
    reserve: int
    share: Fraction | None = None

    @classmethod
    def of(cls, budget: Budget) -> Stock:
        """Read a budget; a reserve that is a share is rounded half to even."""
        total = int(budget.total / budget.step)
        if budget.reserve_share is None:
            return cls(total=total, reserve=int(budget.reserve / budget.step))
        share = Fraction(budget.reserve_share)
        return cls(total=total, reserve=round(total * share), share=share)

    @property
    def available(self) -> int:
        """What can be allotted."""
        return self.total - self.reserve

    def with_total(self, total: int) -> Stock:
        """Another total under the same rule of reserve."""
        reserve = self.reserve if self.share is None else round(total * self.share)
        return attrs.evolve(self, total=total, reserve=reserve)

    def total_for(self, available: int) -> int:
        """The total nearest to this one of which that much can be allotted.

        The smallest with at least that much when more is needed, the largest with at
        most that much when less is.
        """
        if self.share is None:
            return available + self.reserve
        half = Fraction(1, 2)  # how far rounding moves the reserve
        if available > self.available:
            total = floor((available - half) / (1 - self.share))
            while self.with_total(total).available < available:
                total += 1
            return total
        total = ceil((available + half) / (1 - self.share))
        while self.with_total(total).available > available:
            total -= 1
        return total


@attrs.frozen(kw_only=True)
class Impasse:
    """Parties whose limits do not fit what there is.

    Attributes
    ----------
    quantity : Quantity
    budget : Budget
    stock : Stock
    bounds : tuple of Bounds
    weights : mapping of unit to Fraction
    couplings : mapping of unit to Coupling
        What each party's carbon can be with its energy; empty where one quantity is
        split alone.
    carbon : mapping of unit to Bounds
        Limits of carbon that bring limits of energy with them.
    carbon_step : Decimal
    """

    quantity: Quantity
    budget: Budget
    stock: Stock
    bounds: tuple[Bounds, ...]
    weights: Mapping[str, Fraction]
    couplings: Mapping[str, Coupling] = attrs.field(factory=dict)
    carbon: Mapping[str, Bounds] = attrs.field(factory=dict)
    carbon_step: Decimal = Decimal(1)

    @property
    def vessels(self) -> tuple[Vessel, ...]:
        """The parties as things to fill."""
        return tuple(one.vessel(self.weights[one.unit]) for one in self.bounds)


def ways_out(impasse: Impasse, bound: int) -> tuple[Relaxation, ...]:
    """Every smallest change that lets a total fit its limits.

    Parameters
    ----------
    impasse : Impasse
    bound : int
        What the limits ask for at least (more than there is), or can take at most
        (less than there is), in steps.

    Returns
    -------
    tuple of Relaxation
        The total; the reserve where it is large enough; all limits by one proportion,
        where that can be enough. Each alone makes the case possible, and a step less
        of it does not.
    """
    stock, step = impasse.stock, impasse.budget.step
    total = stock.total_for(bound)
    found = [
        Relaxation(
            means=Means.TOTAL,
            quantity=impasse.quantity,
            change=(total - stock.total) * step,
            after=total * step,
        )
    ]
    reserve = stock.total - bound
    if reserve >= 0:
        found.append(
            Relaxation(
                means=Means.RESERVE,
                quantity=impasse.quantity,
                change=(reserve - stock.reserve) * step,
                after=reserve * step,
            )
        )
    loosened = (
        _lower_limits(impasse) if bound > stock.available else _upper_limits(impasse)
    )
    return (*found, loosened) if loosened else tuple(found)


def _lower_limits(impasse: Impasse) -> Relaxation | None:
    """Take one proportion off every lower limit; None where all of it is not enough."""
    firm = {one.unit: one.firm.at for one in impasse.bounds}
    lows = {one.unit: one.lowest.at for one in impasse.bounds}
    if sum(firm.values()) > impasse.stock.available:
        return None
    # The level of vessels with their lower limits as weights is the proportion kept,
    # were it not for whole steps: each keeps its limit rounded up.
    vessels = [
        Vessel(unit=unit, weight=Fraction(low), low=firm[unit], high=low)
        for unit, low in lows.items()
    ]
    kept = water_level(vessels, impasse.stock.available)
    held = {unit: max(firm[unit], ceil(kept * low)) for unit, low in lows.items()}
    over = sum(held.values()) - impasse.stock.available
    queue = [
        (-Fraction(held[unit] - 1, low), unit)
        for unit, low in lows.items()
        if held[unit] > firm[unit]
    ]
    heapq.heapify(queue)
    while over > 0:
        _, unit = heapq.heappop(queue)
        over -= 1
        held[unit] -= 1
        if held[unit] > firm[unit]:
            heapq.heappush(queue, (-Fraction(held[unit] - 1, lows[unit]), unit))
    kept = min(Fraction(held[unit], low) for unit, low in lows.items() if low)
    after = {unit: max(firm[unit], ceil(kept * low)) for unit, low in lows.items()}
    return _common(impasse, 1 - kept, after, _lower_changes)


def _upper_limits(impasse: Impasse) -> Relaxation | None:
    """Put one proportion on every upper limit; None where no proportion is enough."""
    highs, stuck = {}, 0
    for vessel, one in zip(impasse.vessels, impasse.bounds, strict=True):
        if vessel.high and vessel.weight and one.ceiling is None:
            highs[vessel.unit] = vessel.high
        else:
            stuck += vessel.most or 0
    if not highs:
        return None
    need = impasse.stock.available - stuck
    factor = Fraction(need, sum(highs.values()))
    held = {unit: floor(factor * high) for unit, high in highs.items()}
    under = need - sum(held.values())
    queue = [(Fraction(held[unit] + 1, high), unit) for unit, high in highs.items()]
    heapq.heapify(queue)
    while under > 0:
        _, unit = heapq.heappop(queue)
        under -= 1
        held[unit] += 1
        heapq.heappush(queue, (Fraction(held[unit] + 1, highs[unit]), unit))
    factor = max(Fraction(held[unit], high) for unit, high in highs.items())
    after = {unit: floor(factor * high) for unit, high in highs.items()}
    return _common(impasse, factor - 1, after, _upper_changes)


_Changes = Callable[[Impasse, Bounds, int], Iterator[LimitChange]]


def _common(
    impasse: Impasse, loosening: Fraction, after: Mapping[str, int], changes: _Changes
) -> Relaxation:
    by_unit = {one.unit: one for one in impasse.bounds}
    before = {
        vessel.unit: vessel.low if changes is _lower_changes else vessel.most or 0
        for vessel in impasse.vessels
    }
    moved = sum(at - before[unit] for unit, at in after.items())
    return Relaxation(
        means=Means.LIMITS,
        quantity=impasse.quantity,
        change=moved * impasse.budget.step,
        loosening=loosening,
        limits=tuple(
            change
            for unit in sorted(after)
            for change in changes(impasse, by_unit[unit], after[unit])
        ),
    )


def _lower_changes(impasse: Impasse, one: Bounds, at: int) -> Iterator[LimitChange]:
    for limit in one.lows:
        if limit.at > at:
            yield _change(impasse, one.unit, limit, at)


def _upper_changes(impasse: Impasse, one: Bounds, at: int) -> Iterator[LimitChange]:
    for limit in one.highs:
        if limit.at < at:
            yield _change(impasse, one.unit, limit, at)


def _change(impasse: Impasse, unit: str, limit: Limit, at: int) -> LimitChange:
    """One limit that gives way; a coupled one is a limit of carbon."""
    step = impasse.budget.step
    if limit.ground in {Ground.COUPLED_LOWER, Ground.COUPLED_UPPER}:
        return _coupled_change(impasse, unit, limit, at)
    field = _OWN.get(limit.ground) or _BAND[at < limit.at]
    return LimitChange(
        unit=unit,
        quantity=impasse.quantity,
        field=field,
        before=limit.at * step,
        after=at * step,
    )


def _coupled_change(impasse: Impasse, unit: str, limit: Limit, at: int) -> LimitChange:
    """The limit of carbon that lets a party's energy go to ``at``."""
    carbon, coupling = impasse.carbon[unit], impasse.couplings[unit]
    if limit.ground is Ground.COUPLED_LOWER:
        field, before = Field.LOWER, carbon.lowest.at
        after = floor(at * coupling.rate * coupling.high)
    else:
        field, before = Field.UPPER, carbon.highest.at if carbon.highest else 0
        after = ceil(at * coupling.rate * coupling.low)
    return LimitChange(
        unit=unit,
        quantity=Quantity.CARBON,
        field=field,
        before=before * impasse.carbon_step,
        after=after * impasse.carbon_step,
    )
