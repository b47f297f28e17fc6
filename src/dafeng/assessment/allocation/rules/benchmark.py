"""Benchmark (基准法): output times what a good plant needs for it."""

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
    from dafeng.assessment.allocation.records import Party


def benchmark(asked: Question) -> Weighing:
    """Weigh by output x benchmark intensity.

    Output and benchmark of one party have fitting units (t and tce/t, 万元 and
    tce/万元); those of two parties need not.

    Source
    ------
    House rule, after the benchmark method (基准线法) of the national carbon market:
    allowance = output x benchmark, scaled to the total.
    """
    return weigh_each(asked, _weight)


def _weight(party: Party, asked: Question) -> Weight | Lack:
    intensity = party.stake(asked.quantity).benchmark
    if party.output is None:
        return Lack(unit=party.unit, field="output")
    if intensity is None:
        return Lack(unit=party.unit, field=f"{asked.quantity}.benchmark")
    value = Fraction(party.output) * Fraction(intensity)
    formula = f"{plain(party.output)} × {plain(intensity)}"
    step = Step(what="benchmark", formula=formula, value=kept(value))
    return Weight(unit=party.unit, value=value, steps=(step,))
