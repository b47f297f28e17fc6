"""One split beside what the other rules would give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from dafeng.assessment.allocation import (
    Allocation,
    AllocationCase,
    Pricing,
    Quantity,
    allocate,
)
from dafeng.base.errors import DafengError


@attrs.frozen(kw_only=True)
class Beside:
    """A quantity of a split under several rules.

    Attributes
    ----------
    rules : tuple of str
    rows : tuple of (str, tuple)
        Unit and its amount under each rule; None where the rule lacks a figure.
    pricings : tuple of Pricing or None
        By rule.
    """

    quantity: str
    unit: str
    rules: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    pricings: tuple[Pricing | None, ...]


def beside(
    case: AllocationCase, done: Allocation, rules: Sequence[str]
) -> tuple[Beside, ...]:
    """Split the same case by other rules; the rule of the case comes first.

    Parameters
    ----------
    case : AllocationCase
    done : Allocation
        What came of it.
    rules : sequence of str
        Ids of the rules to put beside it.
    """
    others = [code for code in rules if code != case.rule]
    made = [done, *(_by(case, code) for code in others)]
    return tuple(
        _of_quantity(quantity, [case.rule, *others], made)
        for quantity in case.quantities
    )


def _by(case: AllocationCase, rule: str) -> Allocation | None:
    try:
        return allocate(attrs.evolve(case, rule=rule))
    except DafengError:  # the rule cannot use the case's settings
        return None


def _of_quantity(
    quantity: Quantity, rules: Sequence[str], made: Sequence[Allocation | None]
) -> Beside:
    units = dict.fromkeys(line.unit for one in made if one for line in one.lines)
    totals = [one.total(quantity) if one else None for one in made]
    return Beside(
        quantity=quantity.value,
        unit=next((one.unit for one in totals if one), ""),
        rules=tuple(rules),
        rows=tuple(
            (unit, tuple(_amount(one, unit, quantity) for one in made))
            for unit in units
        ),
        pricings=tuple(one.pricing if one else None for one in totals),
    )


def _amount(one: Allocation | None, unit: str, quantity: Quantity) -> Decimal | None:
    line = one.line(unit) if one else None
    amount = line.amount(quantity) if line else None
    return None if amount is None else amount.value
