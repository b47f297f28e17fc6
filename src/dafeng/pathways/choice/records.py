"""The nouns of the choice: options, goals, limits, and what was chosen.

An option is a measure as the choice sees it: what a unit of its size gives and costs.
How much of it is built in which year is a number; whether it is done at all is one
yes or no.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding  # noqa: TC001 - read back by type

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

Sizes: TypeAlias = tuple[tuple[str, tuple[tuple[int, float], ...]], ...]
"""Schedules as a scenario takes them: measure, then year and size in sum by its end."""

ABATEMENT = "abatement"
"""Quantity of goals that count tonnes of CO2 abated; others name a contribution."""


class Build(StrEnum):
    """In what steps an option is built."""

    CONTINUOUS = "continuous"
    """Any amount in any year."""
    WHOLE = "whole"
    """Its whole size at once, in one year or never."""


@attrs.frozen(kw_only=True, eq=False)
class Option:
    """A measure as the choice sees it; ``T`` years of the problem.

    Attributes
    ----------
    measure : str
        Id of the measure.
    size : float
        Most that can be built in sum, in the measure's unit; above 0.
    abatement : Array, (T,)
        Tonnes of CO2 per unit of size in each year, at full effect.
    contributions : tuple of (str, Array (T,))
        The same for other quantities: ``energy_tj``, ``generation_tj``, …
    investment : float
        Yuan per unit, once, and again whenever ``life`` is over.
    running : Array, (T,)
        Operation minus saving, yuan per unit and year; negative where it saves more.
    life : float
        Years until a unit is built again.
    ramp : tuple of float
        Share of effect and running cost by age in years, from the year of building
        on; the last share stays.
    standing : float
        What stands already; schedules count it, cost and effect do not.
    per_year : float
        Most that can be built in one year.
    earliest : int or None
        First year in which it can be built; None is any.
    least : float
        Smallest share of ``size`` that makes sense when it is done at all, 0 to 1.
    build : Build
    prerequisites : tuple of str
        Measures that go before: by a year no larger share of this option can be built
        than of each of them by the year before. Those that are no option of the
        problem are taken as done.
    excludes : tuple of str
        Measures that cannot be done as well.
    owner : str
        Code of the unit that answers for it.
    """

    measure: str
    size: float
    abatement: Array
    contributions: tuple[tuple[str, Array], ...] = ()
    investment: float
    running: Array
    life: float = np.inf
    ramp: tuple[float, ...] = (1.0,)
    standing: float = 0.0
    per_year: float = np.inf
    earliest: int | None = None
    least: float = 0.0
    build: Build = Build.CONTINUOUS
    prerequisites: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    owner: str = ""

    def effect(self, quantity: str) -> Array:
        """What a unit gives of a quantity in each year; zeros where it gives none."""
        if quantity == ABATEMENT:
            return self.abatement
        return dict(self.contributions).get(quantity, np.zeros_like(self.abatement))


@attrs.frozen(kw_only=True)
class Goal:
    """What shall be reached: at least ``amount`` of a quantity in a year.

    Attributes
    ----------
    name : str
    quantity : str
        :data:`ABATEMENT` or the name of a contribution.
    year : int
    amount : float
    penalty : float or None
        Yuan for each unit of shortfall, not discounted.  None is a must: its
        shortfall is made as small as it can be, whatever that costs.
    """

    name: str
    quantity: str = ABATEMENT
    year: int
    amount: float
    penalty: float | None = None


@attrs.frozen(kw_only=True, eq=False)
class OwnerLimit:
    """What one unit can carry.

    Attributes
    ----------
    owner : str
    capital : Array, (T,), or None
        Yuan a year for its options; None is no limit.
    starts : int or None
        Options that it can begin in a year.
    """

    owner: str
    capital: Array | None = None
    starts: int | None = None


@attrs.frozen(kw_only=True, eq=False)
class Limits:
    """What the choice must keep.

    Attributes
    ----------
    discount : Array, (T,)
        Worth today of a yuan in each year; see :func:`discounting`.
    capital : Array, (T,), or None
        Yuan that can be invested in each year.
    starts : int or None
        Options that can begin in a year.
    owners : tuple of OwnerLimit
    required, forbidden : tuple of str
        Measures that are done in any case, and that are not to be done.
    """

    discount: Array
    capital: Array | None = None
    starts: int | None = None
    owners: tuple[OwnerLimit, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class ChoiceProblem:
    """Which measures, how much of each, when: at least cost.

    Attributes
    ----------
    years : tuple of int
        In order, one after the other.
    """

    years: tuple[int, ...]
    options: tuple[Option, ...]
    goals: tuple[Goal, ...]
    limits: Limits

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of the options, in order."""
        return tuple(one.measure for one in self.options)


class Status(StrEnum):
    """How far the search came."""

    OPTIMAL = "optimal"
    """The least cost, to within the gap asked for."""
    STOPPED = "stopped"
    """The time was over; ``gap`` says how far the cost may be from the least."""
    CONTRADICTORY = "contradictory"
    """Hard limits contradict each other; the findings name them."""
    UNKNOWN = "unknown"
    """The time was over before anything was found."""


@attrs.frozen(kw_only=True)
class Reached:
    """How a goal comes out.

    Attributes
    ----------
    reached, shortfall : float
        In the unit of the goal; the shortfall is 0 where it is met.
    """

    goal: Goal
    reached: float
    shortfall: float


@attrs.frozen(kw_only=True)
class Costs:
    """Discounted yuan.

    Attributes
    ----------
    investment, running, penalty : float
        ``running`` is operation minus saving; it can be negative.
    """

    investment: float
    running: float
    penalty: float

    @property
    def total(self) -> float:
        """What was minimised."""
        return self.investment + self.running + self.penalty


@attrs.frozen(kw_only=True, eq=False)
class Choice:
    """The chosen set and its timing.

    Attributes
    ----------
    built : Array, (M, T)
        Units of size built in each year; zeros where nothing was found.
    started : tuple of int or None, (M,)
        Year in which each option begins; None is never.
    costs : Costs
    reached : tuple of Reached
        One for each goal.
    status : Status
    gap : float
        Largest relative distance from the least cost.
    seconds : float
        Time of the search, for people; it is no part of the result.
    findings : tuple of Finding
    """

    problem: ChoiceProblem
    built: Array
    started: tuple[int | None, ...]
    costs: Costs
    reached: tuple[Reached, ...]
    status: Status
    gap: float
    seconds: float
    findings: tuple[Finding, ...] = ()

    @property
    def cost(self) -> float:
        """Discounted investment, running cost and penalties."""
        return self.costs.total

    @property
    def chosen(self) -> tuple[str, ...]:
        """Measures that are done."""
        pairs = zip(self.problem.measures, self.started, strict=True)
        return tuple(measure for measure, year in pairs if year is not None)

    @property
    def sizes(self) -> Sizes:
        """Schedules for a scenario, with what stands already."""
        standing = [[one.standing] for one in self.problem.options]
        sums = np.cumsum(self.built, axis=1) + np.array(standing).reshape(-1, 1)
        return tuple(
            (measure, tuple(zip(self.problem.years, map(float, row), strict=True)))
            for measure, row in zip(self.problem.measures, sums, strict=True)
        )


def discounting(years: Sequence[int], rate: float) -> Array:
    """Worth of a yuan in each year, seen from the first.

    Examples
    --------
    >>> discounting([2025, 2026], 0.25).tolist()
    [1.0, 0.8]
    """
    ages = np.asarray(years, dtype=np.float64) - years[0]
    found: Array = (1.0 + rate) ** -ages
    return found
