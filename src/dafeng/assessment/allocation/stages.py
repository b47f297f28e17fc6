"""The stages of an allocation: ask the rule, split energy, then carbon by the mixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.clashes import contradictions
from dafeng.assessment.allocation.coupling import (
    banded,
    couplings_of,
    energy_shift,
    mix_weights,
    narrow_bands,
)
from dafeng.assessment.allocation.doubts import lacking_figures
from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.figures import plain
from dafeng.assessment.allocation.limits import (
    Bounds,
    Coupling,
    coupled_bounds,
    impossible,
    own_bounds,
)
from dafeng.assessment.allocation.mixes import Mix, mix_of, unknown_fuels
from dafeng.assessment.allocation.records import (
    AllocationCase,
    CarbonWay,
    Quantity,
)
from dafeng.assessment.allocation.relaxing import Stock
from dafeng.assessment.allocation.rules.register import weigh_by
from dafeng.assessment.allocation.splitting import MINIMA, Split, Task, split
from dafeng.assessment.allocation.weighing import Lack, Question, Weighing
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.assessment.allocation.results import Pricing, Relaxation

_ZERO = Fraction(0)


@attrs.frozen(kw_only=True)
class Done:
    """How far the splitting of a case came."""

    energy: Split | None = None
    carbon: Split | None = None
    mixes: Mapping[str, Mix] = attrs.field(factory=dict)
    couplings: Mapping[str, Coupling] = attrs.field(factory=dict)
    findings: tuple[Finding, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    pricings: Mapping[Quantity, Pricing] = attrs.field(factory=dict)

    def split(self, quantity: Quantity) -> Split | None:
        """How a quantity was split; None where that was not reached."""
        return self.energy if quantity is Quantity.ENERGY else self.carbon

    def after(self, made: Split) -> Done:
        """The same with one more quantity."""
        energy = made.task.quantity is Quantity.ENERGY
        return attrs.evolve(
            self,
            energy=made if energy else self.energy,
            carbon=self.carbon if energy else made,
            findings=(*self.findings, *made.findings),
            relaxations=(*self.relaxations, *made.relaxations),
        )

    def priced(self, quantity: Quantity, pricing: Pricing | None) -> Done:
        """The same with what the rule says of the price of a quantity."""
        if pricing is None:
            return self
        return attrs.evolve(self, pricings={**self.pricings, quantity: pricing})

    def lacking(self, findings: Iterable[Finding]) -> Done:
        """The same, stopped by figures that lack."""
        return attrs.evolve(self, findings=(*self.findings, *findings))


def alone(case: AllocationCase) -> Done:
    """Split the only quantity by the rule."""
    (quantity,) = case.quantities
    weighing = _weigh(case, quantity)
    if weighing.lacks:
        return Done(findings=tuple(lacking_figures(case, weighing.lacks)))
    made = split(_task(case, quantity, tuple(_own(case, quantity).values()), weighing))
    done = Done(findings=weighing.findings).priced(quantity, weighing.pricing)
    return done.after(made)


def together(case: AllocationCase) -> Done:
    """Split energy by the rule and carbon by what the mixes make of it."""
    without = [
        Lack(unit=one.unit, field="fuels") for one in case.parties if not one.fuels
    ]
    without += [Lack(unit=name, field="factor") for name in unknown_fuels(case)]
    weighing = _weigh(case, Quantity.ENERGY)
    if without or weighing.lacks:
        return Done(findings=tuple(lacking_figures(case, (*without, *weighing.lacks))))
    mixes = {party.unit: mix_of(party, case) for party in case.parties}
    done = Done(
        mixes=mixes,
        couplings=couplings_of(mixes, case),
        findings=weighing.findings,
    ).priced(Quantity.ENERGY, weighing.pricing)
    energy, carbon = _own(case, Quantity.ENERGY), _own(case, Quantity.CARBON)
    clashing = [
        bounds
        for unit, bounds in energy.items()
        if impossible(bounds, carbon[unit], done.couplings[unit])
    ]
    if clashing:
        return _clashes(case, done, clashing, carbon)
    bounds = {
        unit: coupled_bounds(one, carbon[unit], done.couplings[unit])
        for unit, one in energy.items()
    }
    task = _task(case, Quantity.ENERGY, tuple(bounds.values()), weighing)
    task = attrs.evolve(task, couplings=done.couplings, carbon=carbon)
    done = done.after(split(task))
    return _carbon(case, done, bounds, carbon)


def _carbon(
    case: AllocationCase,
    done: Done,
    energy: Mapping[str, Bounds],
    carbon: Mapping[str, Bounds],
) -> Done:
    """Split carbon, once energy stands."""
    if done.energy is None or done.energy.steps is None or case.carbon is None:
        return done
    steps = done.energy.steps
    if case.parameters.carbon_by is CarbonWay.RULE:
        weighing = _weigh(case, Quantity.CARBON)
        if weighing.lacks:
            return done.lacking(lacking_figures(case, weighing.lacks))
        done = done.lacking(weighing.findings)
        done = done.priced(Quantity.CARBON, weighing.pricing)
        weights = {one.unit: one for one in weighing.weights}
    else:
        weights = mix_weights(steps, carbon, done.couplings, done.mixes, case)
    task = Task(
        quantity=Quantity.CARBON,
        budget=case.carbon,
        bounds=banded(steps, carbon, done.couplings),
        weights=weights,
    )
    made = split(task)
    if any(one.code == MINIMA for one in made.findings):
        made = _with_shift(case, made, steps, energy, carbon, done.couplings)
    else:
        done = done.lacking(narrow_bands(steps, done.couplings))
    return done.after(made)


def _with_shift(
    case: AllocationCase,
    made: Split,
    steps: Mapping[str, int],
    energy: Mapping[str, Bounds],
    carbon: Mapping[str, Bounds],
    couplings: Mapping[str, Coupling],
) -> Split:
    """Another split of the energy may do where that of the rule does not."""
    if case.energy is None:
        return made
    available = Stock.of(made.task.budget).available
    shift = energy_shift(steps, energy, carbon, couplings, available, case.energy.step)
    if shift is None:
        return made
    return attrs.evolve(made, relaxations=(*made.relaxations, shift))


def _clashes(
    case: AllocationCase,
    done: Done,
    clashing: Sequence[Bounds],
    carbon: Mapping[str, Bounds],
) -> Done:
    """Parties whose limits of energy and carbon exclude each other."""
    steps = {
        quantity: budget.step
        for quantity in case.quantities
        if (budget := case.budget(quantity)) is not None
    }
    ways = contradictions(clashing, carbon, done.couplings, steps)
    findings = tuple(
        Finding(
            code="allocation.clash",
            severity=Severity.ERROR,
            place=f"parties {change.unit!r}.carbon.{change.field}",
            value=f"{plain(change.before)}",
            rule="A party's mix reaches its limits of carbon within those of energy.",
            hint=f"{plain(change.after)} is the nearest figure that it reaches.",
        )
        for change in ways[0].limits
    )
    return attrs.evolve(done, findings=(*done.findings, *findings), relaxations=ways)


def _own(case: AllocationCase, quantity: Quantity) -> dict[str, Bounds]:
    budget = case.budget(quantity)
    if budget is None:
        return {}
    return {
        party.unit: own_bounds(party.unit, party.stake(quantity), budget)
        for party in case.parties
    }


def _weigh(case: AllocationCase, quantity: Quantity) -> Weighing:
    """Ask the rule about the parties without a fixed amount."""
    budget = case.budget(quantity)
    asked = tuple(p for p in case.parties if p.stake(quantity).fixed is None)
    if budget is None or not asked:
        return Weighing()
    stakes = [party.stake(quantity) for party in case.parties]
    settled = sum((Fraction(s.fixed or 0) + Fraction(s.exempt) for s in stakes), _ZERO)
    available = Stock.of(budget).available * Fraction(budget.step)
    question = Question(
        quantity=quantity,
        year=case.year,
        base_year=case.base_year,
        parties=asked,
        parameters=case.parameters,
        amount=max(available - settled, _ZERO),
    )
    return weigh_by(case.rule, question)


def _task(
    case: AllocationCase,
    quantity: Quantity,
    bounds: tuple[Bounds, ...],
    weighing: Weighing,
) -> Task:
    budget = case.budget(quantity)
    if budget is None:
        msg = f"{quantity} has no total"
        raise AllocationError([msg])
    return Task(
        quantity=quantity,
        budget=budget,
        bounds=bounds,
        weights={one.unit: one for one in weighing.weights},
        carbon_step=case.carbon.step if case.carbon else Decimal(1),
    )
