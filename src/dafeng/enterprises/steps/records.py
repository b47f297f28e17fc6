"""The nouns of a plan for one enterprise: loads, steps, what was left out."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from dafeng.measures import Measure


@attrs.frozen(kw_only=True)
class Load:
    """What an enterprise uses of one carrier in a year.

    Attributes
    ----------
    sector : str
        Code of ``accounts/data/sectors.csv``.
    carrier : str
        One of ``dafeng.measures.CARRIERS``; ``process`` has no energy and counts in
        ``co2`` alone.
    tce : float
        Tonnes of standard coal a year, by calorific value.
    co2 : float
        Tonnes of CO2 a year.
    """

    sector: str
    carrier: str
    tce: float = attrs.field(validator=attrs.validators.ge(0.0))
    co2: float = attrs.field(validator=attrs.validators.ge(0.0))


class LeftOut(StrEnum):
    """Why a measure is not in the plan."""

    EXCLUDED = "excluded"
    """Another step rules it out."""
    LACKS = "lacks"
    """A measure that must come before is not in the plan."""
    NO_LOAD = "no-load"
    """It acts on nothing that the enterprise uses."""
    NO_SIZE = "no-size"
    """How much of it there could be is not known."""
    TOO_DEAR = "too-dear"
    """It costs more than the plan allows."""
    ADDS_CO2 = "adds-co2"
    """It would raise emissions: a switch to what emits more."""
    NO_EFFECT = "no-effect"
    """The steps before leave it nothing to avoid."""
    NO_FACTOR = "no-factor"
    """What the energy that it moves to emits is not known."""


@attrs.frozen(kw_only=True)
class Step:
    """One measure of the plan.

    Attributes
    ----------
    order : int
        From 1.
    measure : Measure
    size : float
        In the unit of the measure.
    begins, ends : int
        Years of its building.
    investment : float
        Yuan, once.
    alone_tce, alone_co2 : float
        What it would save a year by itself.
    tce, co2 : float
        What it saves of what the steps before leave.
    yearly_cost : float
        Yuan a year: annuity and operation less what is really saved.
    cost_per_tonne : float or None
        Yuan a tonne of CO2; None where it avoids none.
    """

    order: int
    measure: Measure
    size: float
    begins: int
    ends: int
    investment: float
    alone_tce: float
    alone_co2: float
    tce: float
    co2: float
    yearly_cost: float
    cost_per_tonne: float | None


@attrs.frozen(kw_only=True)
class Absent:
    """A measure that is not in the plan.

    Attributes
    ----------
    because_of : str
        Id of the step or measure that it is about; may be empty.
    """

    measure: Measure
    reason: LeftOut
    because_of: str = ""


@attrs.frozen(kw_only=True)
class StepPlan:
    """Steps in their order, and what they come to together.

    Attributes
    ----------
    tce, co2 : float
        Of the loads, before.
    saved_tce, saved_co2 : float
        Together: each step acts on what the others leave.
    plain_tce, plain_co2 : float
        What the steps would save one by one, added up: an illusion, told beside it.
    """

    steps: tuple[Step, ...]
    absent: tuple[Absent, ...]
    loads: tuple[Load, ...]
    rate: float
    tce: float
    co2: float
    saved_tce: float
    saved_co2: float
    plain_tce: float
    plain_co2: float

    @property
    def investment(self) -> float:
        """Yuan, all steps."""
        return sum(step.investment for step in self.steps)

    @property
    def yearly_cost(self) -> float:
        """Yuan a year, all steps; negative earns money."""
        return sum(step.yearly_cost for step in self.steps)
