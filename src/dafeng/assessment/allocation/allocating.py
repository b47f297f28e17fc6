"""Split a district figure over its parties: check, weigh, fill, round, explain.

Energy follows the rule, within the limits of each party and those that its limits of
carbon bring with them. Carbon then follows the energy: amount = energy x intensity of
the mix x one common factor, within the band of each mix and the limits of carbon. A
quantity that is split alone follows the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256

import attrs

from dafeng.assessment.allocation.checking import check_case
from dafeng.assessment.allocation.coupling import mix_use
from dafeng.assessment.allocation.doubts import doubts
from dafeng.assessment.allocation.records import AllocationCase, Budget, Quantity
from dafeng.assessment.allocation.relaxing import Stock
from dafeng.assessment.allocation.results import (
    Allocation,
    Line,
    MixUse,
    Pricing,
    Total,
)
from dafeng.assessment.allocation.splitting import amounts
from dafeng.assessment.allocation.stages import Done, alone, together
from dafeng.base.plain import record_to_json

AS_ASKED = Fraction(1, 1000)
"""How far from one the level of a rule that decides about amounts may lie: rounding."""


def allocate(
    case: AllocationCase, *, replaces: str = "", reason: str = ""
) -> Allocation:
    """Split the totals of a case over its parties.

    Parameters
    ----------
    case : AllocationCase
        Parties may stand in any order.
    replaces : str
        Digest of the allocation that this one takes the place of.
    reason : str
        Why it does.

    Returns
    -------
    Allocation
        Allotted amounts and reserve add up to each total, to the last step. Where a
        figure lacks or limits do not fit there are no lines (or carbon is unknown on
        them), a finding that blocks, and the smallest relaxations.

    Raises
    ------
    AllocationError
        The case contradicts itself.
    NotFoundError
        A rule is not in the register.
    BadInputError
        ``allocation.parameter``, ``allocation.index``: the rule cannot use a setting.
    """
    check_case(case)
    parties = sorted(case.parties, key=lambda party: party.unit)
    ordered = attrs.evolve(case, parties=tuple(parties))
    done = together(ordered) if len(case.quantities) > 1 else alone(ordered)
    return Allocation(
        place=case.place,
        title=case.title,
        year=case.year,
        base_year=case.base_year,
        rule=case.rule,
        lines=_lines(ordered, done),
        totals=tuple(_totals(case, done)),
        findings=(*doubts(ordered), *done.findings),
        relaxations=done.relaxations,
        case_sha256=sha256(record_to_json(ordered)).hexdigest(),
        replaces=replaces,
        reason=reason,
        synthetic=case.synthetic,
    )


def _lines(case: AllocationCase, done: Done) -> tuple[Line, ...]:
    parties = {party.unit: party for party in case.parties}
    by_quantity = {
        quantity: amounts(made, parties, case.base_year)
        for quantity in case.quantities
        if (made := done.split(quantity)) is not None
    }
    if not any(by_quantity.values()):
        return ()
    energy = by_quantity.get(Quantity.ENERGY, {})
    carbon = by_quantity.get(Quantity.CARBON, {})
    return tuple(
        Line(
            unit=unit,
            kind=party.kind,
            energy=energy.get(unit),
            carbon=carbon.get(unit),
            mix=_mix_use(done, unit),
        )
        for unit, party in parties.items()
    )


def _mix_use(done: Done, unit: str) -> MixUse | None:
    if not done.mixes or done.energy is None or done.energy.steps is None:
        return None
    carbon = done.carbon.steps if done.carbon else None
    return mix_use(
        done.mixes[unit],
        done.couplings[unit],
        done.energy.steps[unit],
        None if carbon is None else carbon[unit],
    )


def _totals(case: AllocationCase, done: Done) -> Iterator[Total]:
    for quantity in Quantity:
        if (budget := case.budget(quantity)) is not None:
            yield _total(quantity, budget, done)


def _total(quantity: Quantity, budget: Budget, done: Done) -> Total:
    made, stock = done.split(quantity), Stock.of(budget)
    steps = made.steps if made else None
    level = made.level if made else None
    return Total(
        quantity=quantity,
        total=budget.total,
        reserve=stock.reserve * budget.step,
        allotted=None if steps is None else sum(steps.values()) * budget.step,
        unit=budget.unit,
        step=budget.step,
        level=None if level is None else level * Fraction(budget.step),
        pricing=_pricing(quantity, budget, done) if steps is not None else None,
    )


def _pricing(quantity: Quantity, budget: Budget, done: Done) -> Pricing | None:
    """What the rule says of prices, where the limits left its split as it is."""
    made, found = done.split(quantity), done.pricings.get(quantity)
    if found is None or made is None or made.level is None:
        return None
    level = made.level * Fraction(budget.step)
    return found if abs(level - 1) <= AS_ASKED else None
