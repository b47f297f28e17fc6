"""One quantity, shared out by weights within bounds; or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.relaxing import Impasse, Stock, ways_out
from dafeng.assessment.allocation.results import Amount, Ground, Relaxation, Step
from dafeng.assessment.allocation.water_filling import (
    Vessel,
    least,
    most,
    water_level,
    whole_steps,
)
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.assessment.allocation.limits import Bounds, Coupling
    from dafeng.assessment.allocation.records import Budget, Party, Quantity
    from dafeng.assessment.allocation.weighing import Weight


MINIMA = "allocation.minima"
MAXIMA = "allocation.maxima"


@attrs.frozen(kw_only=True)
class Task:
    """One quantity to share out.

    Attributes
    ----------
    quantity : Quantity
    budget : Budget
    bounds : tuple of Bounds
        By unit.
    weights : mapping of unit to Weight
        Of the parties without a fixed amount, in units of the total.
    couplings, carbon, carbon_step
        As in :class:`.relaxing.Impasse`.
    """

    quantity: Quantity
    budget: Budget
    bounds: tuple[Bounds, ...]
    weights: Mapping[str, Weight]
    couplings: Mapping[str, Coupling] = attrs.field(factory=dict)
    carbon: Mapping[str, Bounds] = attrs.field(factory=dict)
    carbon_step: Decimal = Decimal(1)

    def weight(self, unit: str) -> Fraction:
        """A party's weight; 0 where its amount is fixed."""
        return self.weights[unit].value if unit in self.weights else Fraction(0)

    @property
    def vessels(self) -> tuple[Vessel, ...]:
        """The parties as things to fill."""
        return tuple(one.vessel(self.weight(one.unit)) for one in self.bounds)

    @property
    def impasse(self) -> Impasse:
        """What there is to say where the bounds do not fit the total."""
        return Impasse(
            quantity=self.quantity,
            budget=self.budget,
            stock=Stock.of(self.budget),
            bounds=self.bounds,
            weights={one.unit: self.weight(one.unit) for one in self.bounds},
            couplings=self.couplings,
            carbon=self.carbon,
            carbon_step=self.carbon_step,
        )


@attrs.frozen(kw_only=True)
class Split:
    """What came of it.

    Attributes
    ----------
    task : Task
    steps : mapping of unit to int, or None
        Whole steps; None where nothing could be shared out.
    level : Fraction or None
        Steps per weight.
    findings : tuple of Finding
    relaxations : tuple of Relaxation
    """

    task: Task
    steps: Mapping[str, int] | None = None
    level: Fraction | None = None
    findings: tuple[Finding, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


def split(task: Task) -> Split:
    """Share a quantity out.

    Water filling finds the level; largest remainders make whole steps of it. Where the
    bounds do not fit the total, a finding says by how much, and the relaxations how
    that could be mended.
    """
    vessels = task.vessels
    available = Stock.of(task.budget).available
    floor_, top = least(vessels), most(vessels)
    if floor_ > available or (top is not None and top < available):
        bound = floor_ if floor_ > available else top or 0
        return Split(
            task=task,
            findings=(_misfit(task, bound, available),),
            relaxations=ways_out(task.impasse, bound),
        )
    level = water_level(vessels, available)
    filled = {vessel.unit: vessel.at(level) for vessel in vessels}
    return Split(task=task, steps=whole_steps(filled, available), level=level)


def _misfit(task: Task, bound: int, available: int) -> Finding:
    unit, step = task.budget.unit, task.budget.step
    asked, there = (f"{plain(each * step)} {unit}" for each in (bound, available))
    by_mix = any(one.lowest.ground is Ground.BAND for one in task.bounds)
    reach = ", with what the mixes can reach," if by_mix else ""
    if bound > available:
        code = MINIMA
        rule = f"Lower limits, fixed and exempt amounts{reach} fit into the total."
    else:
        code = MAXIMA
        rule = f"Upper limits and fixed amounts{reach} take up the total."
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=task.quantity.value,
        value=f"{asked}; there is {there}",
        rule=rule,
        hint="Take one of the smallest relaxations that are listed.",
    )


def ground_of(vessel: Vessel, bounds: Bounds, level: Fraction) -> Ground:
    """What decided a party's amount."""
    highest = bounds.highest
    if bounds.firm.ground is Ground.FIXED:
        return Ground.FIXED
    if not vessel.weight:
        return bounds.lowest.ground if vessel.low else Ground.NO_WEIGHT
    free = vessel.offset + level * vessel.weight
    if free < vessel.low:
        return bounds.lowest.ground
    if highest is not None and free > highest.at:
        return highest.ground
    return Ground.RULE


def amounts(
    done: Split, parties: Mapping[str, Party], base_year: int
) -> dict[str, Amount]:
    """Every party's amount with the arithmetic behind it.

    Parameters
    ----------
    done : Split
        One that could be shared out.
    parties : mapping of unit to Party
    base_year : int
    """
    if done.steps is None or done.level is None:
        return {}
    task, step = done.task, done.task.budget.step
    total = sum(done.steps.values())
    weighed = sum((one.value for one in task.weights.values()), Fraction(0))
    made = {}
    for bounds, vessel in zip(task.bounds, task.vessels, strict=True):
        unit = bounds.unit
        value = done.steps[unit]
        history = parties[unit].stake(task.quantity).history
        ground = ground_of(vessel, bounds, done.level)
        made[unit] = Amount(
            value=value * step,
            share=Fraction(value, total) if total else Fraction(0),
            weight=vessel.weight / weighed if weighed else Fraction(0),
            base=next((y.value for y in history if y.year == base_year), None),
            set_by=ground,
            steps=tuple(_steps(done, vessel, ground, value)),
        )
    return made


def _steps(done: Split, vessel: Vessel, ground: Ground, value: int) -> Iterator[Step]:
    """The rule's own steps, then level, limit and rounding."""
    step = Fraction(done.task.budget.step)
    level = done.level or Fraction(0)
    weight = done.task.weights.get(vessel.unit)
    if weight is not None:
        yield from weight.steps
        shared = (vessel.offset + level * vessel.weight) * step
        formula = f"{plain(weight.value)} × {plain(level * step)}"
        if vessel.offset:
            formula = f"{plain(vessel.offset * step)} + {formula}"
        yield Step(what="shared", formula=formula, value=kept(shared))
    exact = vessel.at(level) * step
    if ground is not Ground.RULE:
        yield Step(what=ground.value, formula=plain(exact), value=kept(exact))
    if exact != value * step:
        formula = f"{plain(exact)} → {plain(value * step)}"
        yield Step(what="rounded", formula=formula, value=kept(value * step))
