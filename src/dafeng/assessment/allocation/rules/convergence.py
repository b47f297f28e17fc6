"""Convergence (趋同法): from today's shares to equal ones by a year, in a line."""

from __future__ import annotations

from fractions import Fraction

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.results import Step
from dafeng.assessment.allocation.rules.drivers import weight_by
from dafeng.assessment.allocation.weighing import (
    Lack,
    Question,
    Weighing,
    Weight,
    counted_base,
    gathered,
    normalised,
)
from dafeng.base.errors import BadInputError


def convergence(asked: Question) -> Weighing:
    """Weigh by the share of the base year, moved towards equal intensity or per head.

    Share = (1 - t) x share of the base year + t x share of value added (or population),
    with t = (year - base year) / (converge year - base year), at most 1.

    Raises
    ------
    BadInputError
        ``allocation.parameter``: there is no converge year after the base year.

    Source
    ------
    A. Meyer, Contraction and Convergence (2000), linear form; by value added it is a
    house rule.
    """
    goal = asked.parameters.converge_year
    if goal is None or goal <= asked.base_year:
        msg = (
            f"parameters.converge_year is {goal}: the rule convergence needs a year "
            f"after the base year {asked.base_year}."
        )
        raise BadInputError(msg, code="allocation.parameter")
    gone = min(
        Fraction(asked.year - asked.base_year, goal - asked.base_year), Fraction(1)
    )
    driver = asked.parameters.converge_by
    bases = [counted_base(party, asked) for party in asked.parties]
    ends = [weight_by(party, driver) for party in asked.parties]
    lacks = tuple(each for each in (*bases, *ends) if isinstance(each, Lack))
    if lacks:
        return Weighing(lacks=lacks)
    begin = normalised(
        Weight(unit=party.unit, value=base[0])
        for party, base in zip(asked.parties, bases, strict=True)
        if not isinstance(base, Lack)
    )
    end = normalised(gathered(ends).weights)
    return Weighing(
        weights=tuple(
            _weight(party.unit, begin[party.unit], end[party.unit], gone)
            for party in asked.parties
        )
    )


def _weight(unit: str, begin: Fraction, end: Fraction, gone: Fraction) -> Weight:
    value = (1 - gone) * begin + gone * end
    formula = f"{plain(1 - gone)} × {plain(begin)} + {plain(gone)} × {plain(end)}"
    return Weight(
        unit=unit,
        value=value,
        steps=(
            Step(what="share_today", formula=plain(begin), value=kept(begin)),
            Step(what="share_goal", formula=plain(end), value=kept(end)),
            Step(what="share_year", formula=formula, value=kept(value)),
        ),
    )
