"""What if: a case with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs

from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.mixes import unit_rate
from dafeng.assessment.allocation.records import (
    AllocationCase,
    Band,
    Party,
    Quantity,
)
from dafeng.assessment.allocation.results import (
    Allocation,
    Field,
    LimitChange,
    Means,
    Relaxation,
)

_NONE = Decimal(0)
_BANDS = {Field.BAND_LOW, Field.BAND_HIGH}
_FINEST = 10**12
"""Bands are written with twelve decimals, rounded to the looser side."""


def with_party(case: AllocationCase, party: Party) -> AllocationCase:
    """The case with a party in the place of the one of its name, or added."""
    others = tuple(one for one in case.parties if one.unit != party.unit)
    return attrs.evolve(case, parties=(*others, party))


def without_party(case: AllocationCase, unit: str) -> AllocationCase:
    """The case without a party.

    Raises
    ------
    AllocationError
        ``allocation.party``: there is none of that name.
    """
    _party(case, unit)
    left = tuple(one for one in case.parties if one.unit != unit)
    return attrs.evolve(case, parties=left)


def with_total(
    case: AllocationCase, quantity: Quantity, total: Decimal
) -> AllocationCase:
    """The case with another total of a quantity that it has.

    Raises
    ------
    AllocationError
        ``allocation.total``: the case does not split that quantity.
    """
    budget = case.budget(quantity)
    if budget is None:
        problem = f"{quantity}: the case has no total of it."
        raise AllocationError([problem], code="allocation.total")
    return case.with_budget(quantity, attrs.evolve(budget, total=total))


def with_relaxation(
    case: AllocationCase, allocation: Allocation, relaxation: Relaxation
) -> AllocationCase:
    """The case with one of its smallest relaxations made.

    Parameters
    ----------
    case : AllocationCase
    allocation : Allocation
        What the case came to; ``relaxation`` is one of its own.
    relaxation : Relaxation

    Returns
    -------
    AllocationCase
        Where energy is shifted, or limits of carbon are loosened around the energy that
        every party has, that energy becomes fixed.
    """
    quantity, after = relaxation.quantity, relaxation.after
    if relaxation.means is Means.TOTAL and after is not None:
        return with_total(case, quantity, after)
    budget = case.budget(quantity)
    if relaxation.means is Means.RESERVE and after is not None and budget is not None:
        kept = attrs.evolve(budget, reserve=after, reserve_share=None)
        return case.with_budget(quantity, kept)
    if relaxation.means is Means.SHIFT:
        moved = {change.unit: change.after for change in relaxation.limits}
        return _with_energy(case, allocation, moved)
    if relaxation.means is Means.LIMITS and quantity is Quantity.CARBON:
        case = _with_energy(case, allocation, {})  # limits were read around it
    for change in relaxation.limits:
        party = _changed(case, allocation, change)
        case = with_party(case, party)
    return case


def _changed(
    case: AllocationCase, allocation: Allocation, change: LimitChange
) -> Party:
    party = _party(case, change.unit)
    if change.field in _BANDS:
        return _with_band(case, allocation, party, change)
    stake = party.stake(change.quantity)
    if change.field is Field.LOWER:
        stake = attrs.evolve(stake, lower=change.after)
    elif change.field is Field.UPPER:
        stake = attrs.evolve(stake, upper=change.after)
    elif change.field is Field.EXEMPT:
        stake = attrs.evolve(stake, exempt=change.after)
    else:
        stake = attrs.evolve(stake, fixed=change.after)
    return party.with_stake(change.quantity, stake)


def _with_band(
    case: AllocationCase, allocation: Allocation, party: Party, change: LimitChange
) -> Party:
    """A party whose band lets its carbon go to what the change says."""
    line = allocation.line(party.unit)
    if line is None or line.mix is None or line.energy is None:
        problem = f"{party.unit}: the allocation has no energy for it."
        raise AllocationError([problem], code="allocation.relaxation")
    by_mix = Fraction(line.energy.value) * line.mix.intensity * unit_rate(case)
    wanted = Fraction(change.after) / by_mix
    low, high = line.mix.low, line.mix.high
    if change.field is Field.BAND_LOW:
        low = min(low, wanted)
    else:
        high = max(high, wanted)
    band = Band(low=_loose(low, floor), high=_loose(high, ceil))
    return attrs.evolve(party, band=band)


def _loose(value: Fraction, rounded: Callable[[Fraction], int]) -> Decimal:
    return Decimal(rounded(value * _FINEST)) / _FINEST


def _with_energy(
    case: AllocationCase, allocation: Allocation, moved: Mapping[str, Decimal]
) -> AllocationCase:
    """The case with the energy that was allotted, but for who is named."""
    for line in allocation.lines:
        if line.energy is not None:
            party = _party(case, line.unit)
            fixed = attrs.evolve(
                party.energy,
                fixed=moved.get(line.unit, line.energy.value),
                exempt=_NONE,
                lower=None,
                upper=None,
            )
            case = with_party(case, attrs.evolve(party, energy=fixed))
    return case


def _party(case: AllocationCase, unit: str) -> Party:
    found = next((one for one in case.parties if one.unit == unit), None)
    if found is None:
        there = ", ".join(sorted(one.unit for one in case.parties))
        problem = f"There is no party {unit!r}; there are: {there}."
        raise AllocationError([problem], code="allocation.party")
    return found
