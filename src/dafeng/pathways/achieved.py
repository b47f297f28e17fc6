"""What is wished of a set of measures, and what is told of the set that is chosen."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.findings import Finding  # noqa: TC001 - read back by type
from dafeng.pathways.paths import exact

if TYPE_CHECKING:
    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.choice import Choice

ROUNDS = 4
"""Times that a set is chosen at most, each with a higher need than the one before."""
STEPS = ROUNDS + 2
"""What progress is told of: effects, each round, verification."""
AFTER = 5
"""Years beyond the promised one that costs and savings are counted for."""


@attrs.frozen(kw_only=True)
class Wish:
    """What is to be reached.

    Attributes
    ----------
    cut : float
        Share of the base year's total by which the promised year lies below it.
    probability : float
    since : int
        First year in which anything can be built: nobody builds in the past.
    capital : float or None
        Yuan that can be invested in a year; None is no limit.
    """

    cut: float
    probability: float
    since: int
    capital: float | None = None


@attrs.frozen(kw_only=True)
class ChosenMeasure:
    """A measure of the set.

    Attributes
    ----------
    size : Decimal
        Units built by the promised year.
    start : int
    investment : Decimal
        Yuan for ``size``, not discounted.
    """

    measure: str
    name_zh: str
    name_en: str
    field: str
    unit: str
    owner: str
    clause: str
    start: int
    size: Decimal
    investment: Decimal


@attrs.frozen(kw_only=True)
class Achieved:
    """The answer.

    Attributes
    ----------
    measures : tuple of ChosenMeasure
    asked : Decimal
        The probability that was wished for.
    rounds : int
        Sets that were chosen, each with a higher need, until the wish was met.
    gap : Decimal or None
        Largest relative distance of ``cost`` from the least, proven by the search on
        its sample; None where it proved none.
    cost : Decimal
        Discounted yuan: investment and operation less savings, up to :data:`AFTER`
        years beyond the promised one.
    sampled, verified : Decimal
        Probability on the sample of the choice, and on fresh draws of the whole model.
        Where ``verified`` stays below ``asked`` the finding ``choice.below_wish`` says
        so.
    error : Decimal
        Standard error of ``verified``.
    yearly : tuple of (int, Decimal)
        Yuan invested in each year up to the promised one.
    """

    measures: tuple[ChosenMeasure, ...]
    asked: Decimal
    rounds: int
    gap: Decimal | None
    cost: Decimal
    sampled: Decimal
    verified: Decimal
    error: Decimal
    yearly: tuple[tuple[int, Decimal], ...]
    findings: tuple[Finding, ...]


def proven_gap(choice: Choice) -> Decimal | None:
    """Gap of a set, rounded up, because it is a bound; None where none is proven."""
    if not np.isfinite(choice.gap):
        return None
    return Decimal(choice.gap).quantize(Decimal(1).scaleb(-6), rounding=ROUND_CEILING)


def chosen_measures(case: OutlookCase, choice: Choice) -> tuple[ChosenMeasure, ...]:
    """Measures of a set, the dearest first."""
    library = {one.id: one for one in case.measures}
    potentials = {one.measure: one for one in case.potentials}
    at = choice.problem.years.index(case.by)
    rows = []
    for option, built, start in zip(
        choice.problem.options, choice.built, choice.started, strict=True
    ):
        size = float(built[: at + 1].sum())
        if start is None or exact(size) <= 0:
            continue
        measure, potential = library[option.measure], potentials[option.measure]
        rows.append(
            ChosenMeasure(
                measure=measure.id,
                name_zh=measure.name_zh,
                name_en=measure.name_en,
                field=measure.field,
                unit=measure.unit,
                owner=potential.owner,
                clause=potential.clause,
                start=start,
                size=exact(size),
                investment=exact(size * option.investment),
            )
        )
    return tuple(sorted(rows, key=lambda one: -one.investment))


def yearly_capital(choice: Choice, *, until: int) -> tuple[tuple[int, Decimal], ...]:
    """Yuan invested in each year up to one."""
    prices = np.array([one.investment for one in choice.problem.options])
    spent = prices @ choice.built
    return tuple(
        (year, exact(float(yuan)))
        for year, yuan in zip(choice.problem.years, spent, strict=True)
        if year <= until
    )
