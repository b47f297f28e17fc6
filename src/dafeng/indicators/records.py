"""The nouns of indicators: series, observations, definitions, values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

import attrs

from dafeng.base.days import holds_on
from dafeng.base.indicators import IndicatorDirection


class Basis(StrEnum):
    """How a number came to be known, best first: of two, the better one holds."""

    MEASURED = "measured"
    """Read from meters, or computed from them."""
    REPORTED = "reported"
    """Stated by who answers for it, with evidence."""
    STATISTICAL = "statistical"
    """From official statistics or a supplier's total."""
    DEFAULT = "default"
    """Assumed: a published default stands in."""


class Quality(StrEnum):
    """How well a number is proven, best first."""

    A = "A"
    """Measured with valid calibration, or verified on the spot."""
    B = "B"
    """Reported with evidence and approved by a second person."""
    C = "C"
    """Official statistic."""
    D = "D"
    """Estimated, or nobody approved it."""


class Sum(StrEnum):
    """How a year follows from its months or quarters."""

    FLOW = "flow"
    """Months add up; a missing one leaves the year unknown."""
    STOCK = "stock"
    """The last day of the year holds."""
    RATE = "rate"
    """Parts do not make a year: only the year's own figure counts."""


@attrs.frozen(kw_only=True)
class Series:
    """A quantity that somebody states period by period (``data/series.csv``).

    Attributes
    ----------
    code : str
        ``theme.noun.detail``: ``buildings.new.green_area``; never reused.
    name_zh, name_en : str
    unit : str
        Canonical unit, a spelling of ``base.units``.
    sum : Sum
    owner : str
        Who states it, as a plan names the unit: ``住建``, ``统计``.
    form : str
        Form or register that it is read from.
    frequency : str
        ``year``, ``quarter``, ``month`` or ``once``.
    lag_months : int
        Months from the end of a period until the figure is due.
    origin : str
        Where the program finds it: ``observations``, ``registers``, ``emissions`` or
        ``balance``.
    note : str
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    sum: Sum = attrs.field(converter=Sum)
    owner: str
    form: str
    frequency: str
    lag_months: int
    origin: str = "observations"
    note: str = ""


@attrs.frozen(kw_only=True)
class Observation:
    """One number of one series, period and part of the district, as somebody stated it.

    Attributes
    ----------
    series : str
    period : str
        Code of the period: ``2025``, ``2025Q3``, ``2025-06``.
    value : Decimal
        In the series' unit; at most six decimals.
    scope : str
        The part it is about (town, park, enterprise, key of a target); empty for the
        whole district.
    basis, quality : Basis, Quality
    evidence : str
        Document and place in it; empty when nobody named one.
    entered_by, approved_by : str
    learned_on : date
        When we learned it.
    synthetic : bool
        Made by a generator.
    """

    series: str
    period: str
    value: Decimal
    scope: str = ""
    basis: Basis = attrs.field(default=Basis.REPORTED, converter=Basis)
    quality: Quality = attrs.field(default=Quality.B, converter=Quality)
    evidence: str = ""
    entered_by: str = ""
    approved_by: str = ""
    learned_on: date | None = None
    synthetic: bool = False


@attrs.frozen(kw_only=True)
class Definition:
    """One way to reckon an indicator, in force for a while (``data/definitions.csv``).

    Attributes
    ----------
    id : str
        Code of the indicator, with a name for the way where there are several:
        ``F04``, ``A05.equal-value``, ``A05.calorific``.
    indicator : str
        Code in ``base.indicators``.
    name_zh, name_en : str
    numerator, denominator : str
        In Chinese, as the page shows them; an empty denominator is no ratio.
    unit : str
    direction : IndicatorDirection
        Which way is better for this figure: a percentage of decrease is ``up``.
    inputs : mapping of str to str
        Argument of the function to a reference: ``series``, ``series@base`` (the base
        year), ``series@previous`` (the period before), ``=OTHER`` (the value of another
        definition, also with ``@base``).
    bounded : bool
        A share: it lies between 0 and 100.
    lag_months : int
        Months from the end of the period until the figure is due.
    owner : str
    source : str
        Document that names it.
    verified : str
        ``V``, ``S`` or ``U``, as in ``base.indicators``.
    effective_from, effective_to : date or None
        When this definition is in force; the last day is included.
    note : str
        How it differs from its sisters.
    """

    id: str
    indicator: str
    name_zh: str
    name_en: str
    numerator: str
    denominator: str
    unit: str
    direction: IndicatorDirection = attrs.field(converter=IndicatorDirection)
    inputs: Mapping[str, str]
    bounded: bool
    lag_months: int
    owner: str
    source: str
    verified: str
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the definition holds on a day."""
        return holds_on(self.effective_from, self.effective_to, on)


Formula: TypeAlias = Callable[..., Fraction]
"""Keyword-only exact numbers in, the indicator in the definition's unit out."""


@attrs.frozen(kw_only=True)
class Missing:
    """An input that nobody has stated.

    Attributes
    ----------
    series, period, scope : str
    owner : str
        Who would state it.
    due_on : date
        When it should have been known.
    """

    series: str
    period: str
    scope: str
    owner: str
    due_on: date


@attrs.frozen(kw_only=True)
class IndicatorValue:
    """What an indicator came to in one place and period.

    Attributes
    ----------
    definition : str
        Id of the definition that was used.
    place, period, scope : str
    base : int or None
        Base year, where the definition has one.
    value : Decimal or None
        In ``unit``, six decimals, rounded half to even; None is unknown.
    unit : str
    basis : Basis or None
        The weakest of the inputs; None when unknown.
    quality : Quality or None
        The worst of the inputs.
    inputs : tuple of Observation
        Everything it was reckoned from.
    missing : tuple of Missing
        Why it is unknown; empty when it is known.
    """

    definition: str
    place: str
    period: str
    scope: str = ""
    base: int | None = None
    value: Decimal | None
    unit: str
    basis: Basis | None = None
    quality: Quality | None = None
    inputs: tuple[Observation, ...] = ()
    missing: tuple[Missing, ...] = ()
