"""History (历史法): what everybody used on average over several years."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.results import Step
from dafeng.assessment.allocation.weighing import (
    Lack,
    Question,
    Weighing,
    Weight,
    weigh_each,
)

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import Party, YearFigure


def history(asked: Question) -> Weighing:
    """Weigh by the mean of several years (grandfathering), without the exempt part.

    Years are ``parameters.years``, or all that are known up to the base year. Years
    that a party declared do not count, then not its ``drop_lowest`` lowest ones (of
    equal figures the earlier goes). A year that counts and is unknown leaves the
    party's weight unknown.

    Source
    ------
    House rule, after the historical-emissions method (历史总量法) of the local carbon
    markets, which lets abnormal years be left out.
    """
    return weigh_each(asked, _weight)


def _weight(party: Party, asked: Question) -> Weight | Lack:
    stake = party.stake(asked.quantity)
    figures = {one.year: one for one in stake.history}
    known = sorted(year for year in figures if year <= asked.base_year)
    years = asked.parameters.years or tuple(known)
    declared = {one.year for one in party.dropped_years}
    left = [year for year in sorted(set(years)) if year not in declared]
    for year in left:
        if year not in figures:
            return Lack(unit=party.unit, field=f"{asked.quantity}.{year}")
    by_size = sorted((figures[year] for year in left), key=lambda one: one.value)
    counted = sorted(by_size[asked.parameters.drop_lowest :], key=lambda one: one.year)
    if not counted:
        return Lack(unit=party.unit, field=f"{asked.quantity}.history")
    mean = sum((Fraction(one.value) for one in counted), Fraction(0)) / len(counted)
    value = max(mean - Fraction(stake.exempt), Fraction(0))
    return Weight(unit=party.unit, value=value, steps=_steps(counted, mean, value))


def _steps(
    counted: list[YearFigure], mean: Fraction, value: Fraction
) -> tuple[Step, ...]:
    years = " + ".join(f"{plain(one.value)} [{one.year}]" for one in counted)
    formula = f"({years}) / {len(counted)}"
    steps = [Step(what="mean", formula=formula, value=kept(mean))]
    if value != mean:
        less = f"{plain(mean)} − {plain(mean - value)}"
        steps.append(Step(what="without_exempt", formula=less, value=kept(value)))
    return tuple(steps)
