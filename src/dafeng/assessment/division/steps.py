"""Quarterly steps of a year: the plan's own dates, else a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from dafeng.assessment.division.rows import Step, StepBasis
from dafeng.assessment.division.years import quarter_of
from dafeng.assessment.standings.paths import PLACES
from dafeng.base.rounding import round_half_even, without_zeros

QUARTERS = (1, 2, 3, 4)
WHOLE = Decimal(100)
_PERCENT_PLACES = 0


@attrs.frozen(kw_only=True)
class DatedText:
    """A milestone that ends in the year: ``2025`` or ``2025-06``, and its words."""

    ends: str
    text: str


def even_steps() -> tuple[Step, ...]:
    """A quarter of the year's work in each quarter.

    Examples
    --------
    >>> [str(step.percent) for step in even_steps()]
    ['25', '50', '75', '100']
    """
    return tuple(Step(quarter=q, percent=_share(q, len(QUARTERS))) for q in QUARTERS)


def task_steps(due: Sequence[DatedText]) -> tuple[Step, ...]:
    """Steps of a task: its milestones of the year, or four even parts.

    The percentage is the share of the year's milestones that are behind. A milestone
    that names no month is put at the end of the year, and that is a proposal.
    """
    if not due:
        return even_steps()
    return tuple(_milestone_step(quarter, due) for quarter in QUARTERS)


def _milestone_step(quarter: int, due: Sequence[DatedText]) -> Step:
    here = [one for one in due if _quarter(one) == quarter]
    behind = sum(_quarter(one) <= quarter for one in due)
    told = bool(here) and all(quarter_of(one.ends) for one in here)
    return Step(
        quarter=quarter,
        percent=_share(behind, len(due)),
        text=";".join(one.text for one in here),
        basis=StepBasis.MILESTONE,
        proposed=not told,
    )


def _quarter(one: DatedText) -> int:
    return quarter_of(one.ends) or QUARTERS[-1]


@attrs.frozen(kw_only=True)
class YearDemand:
    """What a year asks for, and whether neither plan nor letter fixes it."""

    value: Decimal | None = None
    proposed: bool = False


def target_steps(before: YearDemand, asked: YearDemand) -> tuple[Step, ...]:
    """Steps of a target: on a straight line from last year's value to this year's.

    Parameters
    ----------
    before : YearDemand
        At the end of the year before.
    asked : YearDemand
        At the end of this year.

    Returns
    -------
    tuple of Step
        The last one is no proposal where the year's value is fixed. Without a value
        ``before`` only the last step has one: nothing tells where the year begins.
        Without one for this year there are no steps.

    Examples
    --------
    >>> first, last = YearDemand(value=Decimal(10)), YearDemand(value=Decimal(12))
    >>> [str(step.value) for step in target_steps(first, last)]
    ['10.5', '11', '11.5', '12']
    """
    if asked.value is None:
        return ()
    if before.value is None:
        *others, last = even_steps()
        last = attrs.evolve(last, value=asked.value, proposed=asked.proposed)
        return (*others, last)
    return tuple(
        Step(
            quarter=quarter,
            percent=_share(quarter, len(QUARTERS)),
            value=between(before.value, asked.value, Fraction(quarter, len(QUARTERS))),
            basis=StepBasis.PATH,
            proposed=asked.proposed or quarter != QUARTERS[-1],
        )
        for quarter in QUARTERS
    )


def between(first: Decimal, last: Decimal, share: Fraction) -> Decimal:
    """Value on the straight line from ``first`` to ``last``; exact at both ends."""
    if share in (0, 1):
        return last if share else first
    exact = Fraction(first) + (Fraction(last) - Fraction(first)) * share
    return without_zeros(round_half_even(exact, PLACES))


def _share(part: int, of: int) -> Decimal:
    return round_half_even(Fraction(part * WHOLE) / of, _PERCENT_PLACES)
