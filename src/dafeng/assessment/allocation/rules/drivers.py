"""Shares by one figure of the present: output (产值), population (人口)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.records import Driver, Party
from dafeng.assessment.allocation.results import Step
from dafeng.assessment.allocation.weighing import Lack, Weight


def driver_of(party: Party, driver: Driver) -> Decimal | None:
    """A party's figure; None is unknown."""
    return {
        Driver.VALUE_ADDED: party.value_added,
        Driver.OUTPUT: party.output,
        Driver.POPULATION: party.population,
    }[driver]


def weight_by(party: Party, driver: Driver) -> Weight | Lack:
    """Weigh a party by one figure."""
    figure = driver_of(party, driver)
    if figure is None:
        return Lack(unit=party.unit, field=driver.value)
    step = Step(what=driver.value, formula=plain(figure), value=kept(figure))
    return Weight(unit=party.unit, value=Fraction(figure), steps=(step,))
