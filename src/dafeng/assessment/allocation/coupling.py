"""Energy and carbon of one party fit its mix, and both totals hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.limits import Bounds, Coupling, band_bounds
from dafeng.assessment.allocation.mixes import Mix, steps_rate
from dafeng.assessment.allocation.records import (
    AllocationCase,
    Quantity,
)
from dafeng.assessment.allocation.results import (
    Field,
    LimitChange,
    Means,
    MixUse,
    Relaxation,
    Step,
)
from dafeng.assessment.allocation.weighing import Weight
from dafeng.base.findings import Finding, Severity


def couplings_of(mixes: Mapping[str, Mix], case: AllocationCase) -> dict[str, Coupling]:
    """What each party's carbon can be with its energy, in steps of the totals."""
    return {
        unit: Coupling(rate=steps_rate(mix, case), low=mix.low, high=mix.high)
        for unit, mix in mixes.items()
    }


def mix_weights(
    energy: Mapping[str, int],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
    mixes: Mapping[str, Mix],
    case: AllocationCase,
) -> dict[str, Weight]:
    """Weigh carbon by allotted energy times the mix's intensity.

    The level of the water is then the common factor by which every mix improves. The
    exempt part of carbon is taken out of the weight, since it is allotted in full.
    """
    if case.energy is None or case.carbon is None:
        return {}
    tce, tonne = Fraction(case.energy.step), Fraction(case.carbon.step)
    weights = {}
    for unit, bounds in carbon.items():
        if bounds.ceiling is not None:
            continue
        rate = couplings[unit].rate * tonne / tce
        exempt = bounds.offset * tonne
        value = max(energy[unit] * tce * rate - exempt, Fraction(0))
        formula = f"{plain(energy[unit] * tce)} × {plain(rate)}"
        if exempt:
            formula += f" − {plain(exempt)}"
        mix = mixes[unit]
        weights[unit] = Weight(
            unit=unit,
            value=value,
            steps=(
                Step(what="intensity", formula=mix.formula, value=kept(mix.intensity)),
                Step(what="mix", formula=formula, value=kept(value)),
            ),
        )
    return weights


def banded(
    energy: Mapping[str, int],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
) -> tuple[Bounds, ...]:
    """Limits of carbon with the bands around the energy that was allotted."""
    return tuple(
        band_bounds(bounds, couplings[unit], energy[unit])
        for unit, bounds in carbon.items()
    )


def narrow_bands(
    energy: Mapping[str, int], couplings: Mapping[str, Coupling]
) -> Iterator[Finding]:
    """Yield where no whole step of carbon lies in a party's band."""
    for unit, at in energy.items():
        if couplings[unit].misses(at):
            least, most = couplings[unit].reach(at)
            yield Finding(
                code="allocation.band_step",
                severity=Severity.INFO,
                place=unit,
                value=f"{least} / {most}",
                rule="A whole step of carbon lies in the band of the party's mix.",
                hint="The step on either side was taken; a smaller step is exact.",
            )


def mix_use(mix: Mix, coupling: Coupling, energy: int, carbon: int | None) -> MixUse:
    """How a party's carbon fits its energy, in steps."""
    by_mix = energy * coupling.rate
    return MixUse(
        intensity=mix.intensity,
        low=mix.low,
        high=mix.high,
        improvement=carbon / by_mix if carbon is not None and by_mix else None,
    )


@attrs.frozen(kw_only=True)
class _Reach:
    """A stretch of a party's energy on which a step costs the same carbon."""

    slope: Fraction
    length: int
    unit: str


def energy_shift(
    energy: Mapping[str, int],
    bounds: Mapping[str, Bounds],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
    available: int,
    step: Decimal,
) -> Relaxation | None:
    """The least energy that must change hands so that the mixes reach a carbon total.

    Energy goes from the parties whose cleanest carbon per energy is highest to those
    where it is lowest, within the limits of energy. The least carbon of a party is
    convex in its energy, so taking the dearest step from one and giving it where it is
    cheapest saves most for every step moved.

    Returns
    -------
    Relaxation or None
        None where no split of the energy reaches the carbon total. The carbon of each
        party is rounded up to whole steps, which the figure takes in.
    """
    givers, takers = _stretches(energy, bounds, carbon, couplings)

    def saved(moved: int) -> int:
        return -_fewest(_moved(energy, givers, takers, moved), carbon, couplings)

    most = _worthwhile(givers, takers)
    if saved(most) < -available:
        return None
    moved = bisect_left(range(most), -available, key=saved)
    after = _moved(energy, givers, takers, moved)
    if _most(after, carbon, couplings) < available:
        return None  # one step of energy jumps over the carbon total
    return Relaxation(
        means=Means.SHIFT,
        quantity=Quantity.ENERGY,
        change=moved * step,
        limits=tuple(_moves(energy, after, step)),
    )


def _stretches(
    energy: Mapping[str, int],
    bounds: Mapping[str, Bounds],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
) -> tuple[list[_Reach], list[_Reach]]:
    """Where energy can be taken, the dearest first, and given, the cheapest first."""
    givers: list[_Reach] = []
    takers: list[_Reach] = []
    for unit, at in energy.items():
        slope = couplings[unit].rate * couplings[unit].low
        # Below this energy the party's own lower limit decides: nothing is saved.
        flat = int(carbon[unit].lowest.at / slope) if slope else at
        low, highest = bounds[unit].lowest.at, bounds[unit].highest
        high = highest.at if highest is not None else sum(energy.values())
        sloped = max(at - max(low, flat), 0)
        givers.append(_Reach(slope=slope, length=sloped, unit=unit))
        free = max(min(flat, high) - at, 0) if slope else high - at
        takers.append(_Reach(slope=Fraction(0), length=free, unit=unit))
        takers.append(_Reach(slope=slope, length=high - at - free, unit=unit))
    givers.sort(key=lambda one: (-one.slope, one.unit))
    takers.sort(key=lambda one: (one.slope, one.unit))
    return givers, takers


def _moves(
    before: Mapping[str, int], after: Mapping[str, int], step: Decimal
) -> Iterator[LimitChange]:
    for unit, at in before.items():
        if after[unit] != at:
            yield LimitChange(
                unit=unit,
                quantity=Quantity.ENERGY,
                field=Field.LOWER if after[unit] > at else Field.UPPER,
                before=at * step,
                after=after[unit] * step,
            )


def _fewest(
    energy: Mapping[str, int],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
) -> int:
    """The least carbon that the parties can have with some energy."""
    return sum(
        max(carbon[unit].lowest.at, couplings[unit].reach(at)[0])
        for unit, at in energy.items()
    )


def _most(
    energy: Mapping[str, int],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
) -> int:
    """The most carbon that the parties can have with some energy."""
    total = 0
    for unit, at in energy.items():
        highest, most = carbon[unit].highest, couplings[unit].reach(at)[1]
        total += most if highest is None else min(most, highest.at)
    return total


def _worthwhile(givers: list[_Reach], takers: list[_Reach]) -> int:
    """How many steps can be moved so that each saves carbon."""
    moved, at, taken = 0, 0, 0
    for giver in givers:
        left = giver.length
        while left and at < len(takers) and takers[at].slope < giver.slope:
            part = min(left, takers[at].length - taken)
            moved, left, taken = moved + part, left - part, taken + part
            if taken == takers[at].length:
                at, taken = at + 1, 0
        if at == len(takers):
            break
    return moved


def _moved(
    energy: Mapping[str, int], givers: list[_Reach], takers: list[_Reach], moved: int
) -> dict[str, int]:
    """Energy after some of it changed hands, the dearest and the cheapest first."""
    after = dict(energy)
    for stretches, sign in ((givers, -1), (takers, 1)):
        left = moved
        for stretch in stretches:
            part = min(left, stretch.length)
            after[stretch.unit] += sign * part
            left -= part
    return after
