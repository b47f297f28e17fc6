"""Cases for the tests of allocation: short to write, and at random."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from dafeng.assessment.allocation import (
    AllocationCase,
    Budget,
    FuelUse,
    Parameters,
    Party,
    Quantity,
    Stake,
    YearFigure,
)

if TYPE_CHECKING:
    from dafeng.assessment.allocation import Allocation

BASE, YEAR = 2025, 2026


def stake(base: object = None, **limits: object) -> Stake:
    """A stake with a figure of the base year; numbers may be anything exact."""
    history = () if base is None else (YearFigure(year=BASE, value=number(base)),)
    given = {name: number(value) for name, value in limits.items() if value is not None}
    return Stake(history=history, **given)


def stake_of(history: dict[int, object], **limits: object) -> Stake:
    """A stake with a figure for each of several years."""
    figures = tuple(
        YearFigure(year=year, value=number(value)) for year, value in history.items()
    )
    return attrs.evolve(stake(None, **limits), history=figures)


def number(value: object) -> Decimal:
    return Decimal(str(value))


def energy_case(
    total: object, parties: list[Party], *, rule: str = "equal-rate", **more: object
) -> AllocationCase:
    """A case of energy alone; ``more`` is for the budget and the parameters."""
    parameters = more.pop("parameters", Parameters())
    budget = {name: number(value) for name, value in more.items() if value is not None}
    return AllocationCase(
        year=YEAR,
        base_year=BASE,
        energy=Budget(total=number(total), unit="tce当量", **budget),
        rule=rule,
        parameters=parameters,
        parties=tuple(parties),
    )


def values(allocation: Allocation, quantity: Quantity = Quantity.ENERGY) -> dict:
    """What each party got, as numbers."""
    return {
        line.unit: amount.value
        for line in allocation.lines
        if (amount := line.amount(quantity)) is not None
    }


def mix(**fuels: object) -> tuple[FuelUse, ...]:
    return tuple(
        FuelUse(fuel=name, amount=number(value)) for name, value in fuels.items()
    )


@st.composite
def limited_parties(draw: st.DrawFn) -> list[Party]:
    """Two to seven parties with bases, and limits that each can keep."""
    parties = []
    for at in range(draw(st.integers(2, 7))):
        base = draw(st.integers(0, 400))
        exempt = draw(st.sampled_from([0, 0, 0, "2.5", 7]))
        lower = draw(st.none() | st.integers(0, 120))
        upper = draw(st.none() | st.integers(120, 500))
        if draw(st.integers(0, 9)) == 0:
            parties.append(
                Party(unit=f"u{at}", energy=stake(base, fixed=draw(st.integers(0, 99))))
            )
            continue
        one = stake(base, lower=lower, upper=upper, exempt=exempt)
        parties.append(Party(unit=f"u{at}", energy=one))
    return parties
