"""What an outlook is made from, in one record: the same case gives the same bytes."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.base.findings import Finding  # noqa: TC001 - read back by type
from dafeng.measures import Measure, Potential  # noqa: TC001 - read back by type
from dafeng.pathways.past_facts import PastFacts
from dafeng.pathways.records import BaseYear, Model  # noqa: TC001 - read back by type
from dafeng.pathways.targets import Asked  # noqa: TC001 - read back by type

DRAWS = 4096
"""Draws of a path by default; a power of two, as Sobol points want."""


@attrs.frozen(kw_only=True)
class StatedFigure:
    """What an indicator stood at in a year: a change since then starts from it."""

    definition: str
    year: int
    value: Decimal


@attrs.frozen(kw_only=True)
class OutlookCase:
    """Everything that goes into an outlook.

    Attributes
    ----------
    model : Model
    base : BaseYear
    measures : tuple of Measure
    potentials : tuple of Potential
    asked : tuple of Asked
        Targets of the plan that the future still decides.
    stated : tuple of StatedFigure
        Figures that targets start from: ``targets.figures_needed``.
    draws : int
        A power of two.
    seed : int
    by : int
        The year of the promise.
    headline : str
        Code of the scenario whose probability is told first.
    findings : tuple of Finding
        What was noticed while the case was put together; the outlook tells it first.
    past : PastFacts
        What is known of the years before: for the back test, the trend, the weather.
    """

    model: Model
    base: BaseYear
    measures: tuple[Measure, ...] = ()
    potentials: tuple[Potential, ...] = ()
    asked: tuple[Asked, ...] = ()
    stated: tuple[StatedFigure, ...] = ()
    draws: int = DRAWS
    seed: int = 2030
    by: int = 2030
    headline: str = "plan"
    findings: tuple[Finding, ...] = ()
    past: PastFacts = PastFacts()
