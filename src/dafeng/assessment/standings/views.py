"""A target together with everything that is known of it on the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from dafeng.assessment.records import Case, Goal, PathPoint
from dafeng.assessment.standings.demands import (
    Asked,
    asked_of,
    base_year_before,
    wants_less,
)
from dafeng.assessment.standings.figures import Figures, figures_of
from dafeng.assessment.standings.paths import expected_at
from dafeng.assessment.standings.rules import PathShape, StateRules
from dafeng.assessment.standings.states import completion_of, satisfied
from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even
from dafeng.indicators import Evidence, definition_register, due_day

ENDLESS = frozenset({"prohibition", "threshold"})
"""Kinds that hold in every period: each is judged by its own figure."""
_RELATIVE = "relative_change"
_COMPLETION_PLACES = 6
_POINTS = Decimal(100)


@attrs.frozen(kw_only=True)
class View:
    """One target, what is asked of it and what is known of it.

    Attributes
    ----------
    goal : Goal
    asked : Asked
    figures : Figures
    period : int
        Year that is assessed.
    base : int
        Year that a change is counted from.
    compares : bool
        Whether its figure is a change since ``base``.
    as_of : date
    """

    goal: Goal
    asked: Asked
    figures: Figures
    period: int
    base: int
    compares: bool
    as_of: date

    @property
    def final_year(self) -> int | None:
        """Year whose figure settles it; None where the plan names none."""
        return self.period if self.goal.kind in ENDLESS else self.asked.year

    @property
    def judged(self) -> int:
        """Year whose step is judged in this period."""
        return min(self.period, self.final_year or self.period)

    @property
    def wanted(self) -> int:
        """Newest year that the period asks for and whose figure should be known."""
        return min(self.figures.due_year, self.judged)

    @property
    def settled(self) -> bool:
        """Whether its year is over, and the final figure is known or was due.

        An assessment speaks of its period: what came later settles nothing in it.
        """
        year = self.final_year
        if year is None or year > self.period or Period.year(year).end >= self.as_of:
            return False
        return year in self.figures.in_unit or self.is_due(year)

    @property
    def scored(self) -> int | None:
        """Year whose figure earns points; None while it is not due.

        A figure that came early earns nothing yet: otherwise holding a bad one back
        would pay.
        """
        return self.judged if self.is_due(self.judged) else None

    def is_due(self, year: int) -> bool:
        """Whether the figure of a year should be known by now."""
        lag = self.figures.definition.lag_months
        return due_day(Period.year(year), lag) < self.as_of

    @property
    def newest(self) -> int | None:
        """Newest year with a figure, up to the period and the target's year."""
        return max((y for y in self.figures.in_unit if y <= self.judged), default=None)

    @property
    def figure(self) -> Decimal | None:
        """Figure of :attr:`newest`."""
        return None if self.newest is None else self.figures.in_unit[self.newest]


def view_of(goal: Goal, case: Case, evidence: Evidence) -> View:
    """Gather what is asked and known; the definition must be named.

    Raises
    ------
    BadInputError
        ``goal.unit``: the target is in another unit than its indicator.
    """
    asked = asked_of(goal, case.decrees, case.as_of)
    period = Period.parse(case.period).start.year
    compares = definition_register().compares(goal.definition)
    year = asked.year or period
    # A change is counted over the target's own five years, a level has been on its
    # way since the five years that are assessed began.
    begun = base_year_before(year if compares else min(period, year))
    base = asked.base_year or begun
    return View(
        goal=goal,
        asked=asked,
        figures=figures_of(
            goal, asked.unit, base if compares else None, evidence, case.as_of
        ),
        period=period,
        base=base,
        compares=compares,
        as_of=case.as_of,
    )


def expected_in(view: View, year: int, rules: StateRules) -> Decimal | None:
    """Return what the path asks for in a year; None without a figure to reach."""
    asked = view.asked
    if asked.value is None:
        return None
    if view.final_year is None or view.goal.kind in ENDLESS:
        return asked.value
    points = {point.year: point for point in _start(view)}
    points |= {point.year: point for point in asked.path}
    points[view.final_year] = PathPoint(year=view.final_year, value=asked.value)
    shape = rules.path if view.compares else PathShape.LINEAR
    found = expected_at(year, tuple(points.values()), shape)
    return asked.value if found is None else found


def _start(view: View) -> tuple[PathPoint, ...]:
    """Return where the way begins: no change in the base year, or the level then.

    A level that was better than the target in the base year must only be kept, so the
    way begins at the target.
    """
    if view.compares and view.goal.kind == _RELATIVE:
        return (PathPoint(year=view.base, value=Decimal(0)),)
    start, target = view.figures.in_unit.get(view.base), view.asked.value
    if start is None or target is None:
        return ()
    bound = max if wants_less(view.asked.comparator) else min
    return (PathPoint(year=view.base, value=bound(start, target)),)


def completion_in(view: View, year: int | None, rules: StateRules) -> Decimal | None:
    """Return how far a year's step was gone, 0 to 1; None where nobody can say."""
    if year is None or year not in view.figures.in_unit:
        return None
    figure, expected = view.figures.in_unit[year], expected_in(view, year, rules)
    if expected is None:
        return None
    if view.final_year is None and not satisfied(figure, view.asked):
        # Without a year there is no step that the figure could be behind.
        return None
    exact = completion_of(figure, expected, view.asked)
    if view.asked.base_year is not None and not view.compares:
        exact = _way_gone(view, figure, expected)
    if year == view.final_year and not satisfied(figure, view.asked):
        exact = min(exact, rules.missed_at_most)
    return round_half_even(exact, _COMPLETION_PLACES)


def way_behind(view: View, year: int | None, rules: StateRules) -> Decimal | None:
    """Return how far a figure lies behind its path, in points of the whole way.

    Where the level of the base year is not known the completion tells instead; None
    where nobody can say.
    """
    completion = completion_in(view, year, rules)
    if completion is None or year is None:
        return None
    start, target = view.figures.in_unit.get(view.base), view.asked.value
    expected = expected_in(view, year, rules)
    if start is None or target in (None, start) or expected is None or completion == 1:
        return (1 - completion) * _POINTS
    lag = (expected - view.figures.in_unit[year]) / (target - start)
    return max(lag, Decimal(0)) * _POINTS


def _way_gone(view: View, figure: Decimal, expected: Decimal) -> Decimal:
    """Return the share of the way from the stated base year's level, 0 to 1.

    Source
    ------
    Completion of an increase goal, (v_t - v_0) / (v_T - v_0), against the year's step.
    """
    start = view.figures.in_unit.get(view.base)
    if start is None or satisfied(figure, view.asked):
        return Decimal(0 if start is None else 1)
    if expected == start:
        return Decimal(1)
    return min(max((figure - start) / (expected - start), Decimal(0)), Decimal(1))
