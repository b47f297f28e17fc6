"""Limits of energy and carbon of one party that exclude each other, and ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.assessment.allocation.records import Quantity
from dafeng.assessment.allocation.results import (
    Field,
    Ground,
    LimitChange,
    Means,
    Relaxation,
)

if TYPE_CHECKING:
    from dafeng.assessment.allocation.limits import Bounds, Coupling

_FIRM_OR_OWN = {Ground.EXEMPT: Field.EXEMPT, Ground.LOWER: Field.LOWER}


def contradictions(
    energy: Sequence[Bounds],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
    steps: Mapping[Quantity, Decimal],
) -> tuple[Relaxation, ...]:
    """Ways out where the two limits of a party exclude each other.

    Parameters
    ----------
    energy : sequence of Bounds
        Those of the parties that contradict themselves, by their own limits.
    carbon, couplings : mapping by unit
    steps : mapping of Quantity to Decimal

    Returns
    -------
    tuple of Relaxation
        Change the limits of carbon; or those of energy, where that can be enough. Each
        by the least that is needed, party by party.
    """
    of_carbon: list[LimitChange] = []
    of_energy: list[LimitChange] = []
    every = True
    for one in energy:
        coupling, own = couplings[one.unit], carbon[one.unit]
        of_carbon += _carbon_changes(one, own, coupling, steps[Quantity.CARBON])
        change = _energy_change(one, own, coupling, steps[Quantity.ENERGY])
        if change is None:
            every = False
        else:
            of_energy.append(change)
    found = [_one_by_one(Quantity.CARBON, of_carbon)]
    if every:
        found.append(_one_by_one(Quantity.ENERGY, of_energy))
    return tuple(found)


def _one_by_one(quantity: Quantity, changes: Sequence[LimitChange]) -> Relaxation:
    moved = sum((abs(one.after - one.before) for one in changes), Decimal(0))
    return Relaxation(
        means=Means.ONE_BY_ONE,
        quantity=quantity,
        change=moved,
        limits=tuple(changes),
    )


def _carbon_changes(
    energy: Bounds, carbon: Bounds, coupling: Coupling, step: Decimal
) -> Iterator[LimitChange]:
    """Move limits of carbon to the nearest figure that the party's energy reaches."""
    corners = {energy.lowest.at}
    if energy.highest is not None:
        corners.add(energy.highest.at)
    corners |= _near(energy, coupling.energy_for(carbon.lowest.at))
    if carbon.highest is not None:
        corners |= _near(energy, coupling.energy_within(carbon.highest.at))
    best = min(sorted(corners), key=lambda at: _gap(carbon, coupling.reach(at)))
    least, most = coupling.reach(best)
    fixed = carbon.ceiling is not None
    for limit in (carbon.firm, *carbon.lows):
        if limit.at > most:
            field = Field.FIXED if fixed else _FIRM_OR_OWN[limit.ground]
            yield _moved_limit(energy.unit, field, limit.at * step, most * step)
    highest = carbon.highest
    if highest is not None and least > highest.at:
        field = Field.FIXED if fixed else Field.UPPER
        yield _moved_limit(energy.unit, field, highest.at * step, least * step)


def _gap(carbon: Bounds, reach: tuple[int, int]) -> int:
    """How far a stretch of carbon lies from the limits."""
    below = carbon.lowest.at - reach[1]
    above = reach[0] - carbon.highest.at if carbon.highest else 0
    return max(below, above, 0)


def _moved_limit(
    unit: str, field: Field, before: Decimal, after: Decimal
) -> LimitChange:
    return LimitChange(
        unit=unit, quantity=Quantity.CARBON, field=field, before=before, after=after
    )


def _near(energy: Bounds, at: int | None) -> set[int]:
    """A figure of energy, as far as the party's own limits allow it."""
    if at is None:
        return set()
    top = energy.highest
    raised = max(at, energy.lowest.at)
    return {raised if top is None else min(raised, top.at)}


def _energy_change(
    energy: Bounds, carbon: Bounds, coupling: Coupling, step: Decimal
) -> LimitChange | None:
    """Move a limit of energy until it meets the limits of carbon; None if it cannot."""
    needs = coupling.energy_for(carbon.lowest.at)
    high = carbon.highest
    fits = None if high is None else coupling.energy_within(high.at)
    if needs is None or (fits is not None and needs > fits):
        return None
    fixed = energy.ceiling is not None
    top = energy.highest
    if top is not None and needs > top.at:
        field, before, after = Field.UPPER, top.at, needs
    elif fits is not None and (fixed or fits >= energy.firm.at):
        field, before, after = Field.LOWER, energy.lowest.at, fits
    else:
        return None
    return LimitChange(
        unit=energy.unit,
        quantity=Quantity.ENERGY,
        field=Field.FIXED if fixed else field,
        before=before * step,
        after=after * step,
    )
