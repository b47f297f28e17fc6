"""What an outlook found, as people and pages read it; exact, so that it can be sealed.

Emissions are whole grams, probabilities decimals of six places: the same run gives the
same bytes wherever it ran.
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.base.findings import Finding  # noqa: TC001 - read back by type
from dafeng.pathways.gap_said import (  # noqa: TC001 - read back by type
    LevelGap,
    TargetGap,
)
from dafeng.pathways.review import Review  # noqa: TC001 - read back by type


@attrs.frozen(kw_only=True)
class FanYear:
    """Where the total will stand in a year: quantiles over the draws, in grams."""

    year: int
    p05_g: int
    p25_g: int
    p50_g: int
    p75_g: int
    p95_g: int


@attrs.frozen(kw_only=True)
class PeakChance:
    """When the total peaks.

    Attributes
    ----------
    by_year : tuple of (int, Decimal)
        Probability that the peak lies in or before each year, from the first year of
        history on.
    at_year : tuple of (int, Decimal)
        Probability that it lies in each year.
    year_p05, year_p50, year_p95 : int or None
        Over the draws that peak; None when none does.
    level_p05_g, level_p50_g, level_p95_g : int or None
    not_peaked : Decimal
        Share of draws whose maximum is the last year: no peak within the horizon.
    second_peak : Decimal
    error : Decimal
        Standard error of the probability of the headline.
    """

    by_year: tuple[tuple[int, Decimal], ...]
    at_year: tuple[tuple[int, Decimal], ...]
    year_p05: int | None
    year_p50: int | None
    year_p95: int | None
    level_p05_g: int | None
    level_p50_g: int | None
    level_p95_g: int | None
    not_peaked: Decimal
    second_peak: Decimal
    error: Decimal

    def by(self, year: int) -> Decimal:
        """Probability of a peak in or before a year.

        Raises
        ------
        KeyError
            The year is outside the horizon.
        """
        return dict(self.by_year)[year]


@attrs.frozen(kw_only=True)
class SeenTarget:
    """A target that the model sees, and how probable it is that it is met.

    Attributes
    ----------
    key : str
        Of the plan's target.
    probability : Decimal
    p05, p50, p95 : Decimal
        In the target's unit.
    """

    key: str
    definition: str
    year: int
    unit: str
    probability: Decimal
    p05: Decimal
    p50: Decimal
    p95: Decimal


@attrs.frozen(kw_only=True)
class SectorPath:
    """A sector around the centre: inputs at their mode, all measures on their day."""

    sector: str
    name_zh: str
    name_en: str
    grams: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Pathway:
    """One scenario under one convention of the grid.

    Attributes
    ----------
    years : tuple of int
        Of the fan and of the sectors.
    """

    scenario: str
    convention: str
    years: tuple[int, ...]
    fan: tuple[FanYear, ...]
    peak: PeakChance
    sectors: tuple[SectorPath, ...]
    targets: tuple[SeenTarget, ...]


@attrs.frozen(kw_only=True)
class Lever:
    """Something that moves the total much, and who holds it.

    Attributes
    ----------
    kind : str
        ``measure`` or ``input``.
    code, name_zh, name_en : str
    clause, owner : str
        Of a measure; empty for what nobody holds.
    low, high : Decimal
        Ends of the slider: share of the plan's size, or the shift of a yearly rate.
    at : Decimal
        Where it stands.
    effect_g : int
        Grams by which it alone moves the total of the promised year around the
        centre: an input from its 5 % to its 95 % point, a measure left out or built.
    """

    kind: str
    code: str
    name_zh: str
    name_en: str
    clause: str
    owner: str
    low: Decimal
    high: Decimal
    at: Decimal
    effect_g: int


@attrs.frozen(kw_only=True)
class Wedge:
    """What one measure takes off between two scenarios, by year."""

    measure: str
    name_zh: str
    name_en: str
    field: str
    grams: tuple[int, ...]


@attrs.frozen(kw_only=True)
class CostStep:
    """One step of the cost curve: a year's grams at yuan per tonne."""

    measure: str
    name_zh: str
    name_en: str
    field: str
    grams: int
    yuan_per_tonne: Decimal


@attrs.frozen(kw_only=True)
class Unpriced:
    """A measure without a step: it takes nothing off the total of the year.

    Attributes
    ----------
    grams : int
        What it takes off after the measures before it: not above zero.
    yuan_a_year : Decimal
        What it costs a year; negative is a net gain.
    """

    measure: str
    name_zh: str
    name_en: str
    field: str
    grams: int
    yuan_a_year: Decimal


@attrs.frozen(kw_only=True)
class SensitivityRow:
    """How much of the spread of an output one unknown explains.

    Attributes
    ----------
    first, total : Decimal
        Sobol indices.
    low_g, high_g : int
        The output with this unknown alone at its 5 % and 95 % point.
    """

    code: str
    name_zh: str
    name_en: str
    first: Decimal
    total: Decimal
    low_g: int
    high_g: int


@attrs.frozen(kw_only=True)
class GapPart:
    """Part of the gap of a target or path that one cause answers for."""

    kind: str
    code: str
    name_zh: str
    name_en: str
    owner: str
    grams: int
    error_g: int


@attrs.frozen(kw_only=True)
class ScenarioName:
    """A scenario or convention that an outlook holds, with its names."""

    code: str
    name_zh: str
    name_en: str


@attrs.frozen(kw_only=True)
class Outlook:
    """Everything that a run found.

    Attributes
    ----------
    place : str
    base_year, horizon, by : int
        ``by`` is the year of the promise: 2030.
    draws, seed : int
    account_seal : str
    history : tuple of (int, int)
        Year and grams.
    paths : tuple of Pathway
        Scenario by convention; the first is the headline.
    levers : tuple of Lever
        The strongest first.
    wedges : tuple of Wedge
        From frozen policy to the plan.
    steps : tuple of CostStep
        In order of cost, in the year ``by``.
    sensitivity : tuple of SensitivityRow
        Of the total in the year ``by``, the largest first.
    gap : tuple of GapPart
        Of the level in the year ``by`` between plan and half delivery.
    unpriced : tuple of Unpriced
        Measures of the plan that have no step in the cost curve.
    level_gap : LevelGap or None
        What ``gap`` is of: levels, drivers, what no measure answers for.
    target_gaps : tuple of TargetGap
        The gap of each target with a figure that the model sees.
    review : Review or None
        What the past says: trend, back test, weather.
    """

    place: str
    base_year: int
    horizon: int
    by: int
    draws: int
    seed: int
    account_seal: str
    history: tuple[tuple[int, int], ...]
    scenarios: tuple[ScenarioName, ...]
    conventions: tuple[ScenarioName, ...]
    paths: tuple[Pathway, ...]
    levers: tuple[Lever, ...]
    wedges: tuple[Wedge, ...]
    steps: tuple[CostStep, ...]
    sensitivity: tuple[SensitivityRow, ...]
    gap: tuple[GapPart, ...]
    findings: tuple[Finding, ...]
    unpriced: tuple[Unpriced, ...] = ()
    level_gap: LevelGap | None = None
    target_gaps: tuple[TargetGap, ...] = ()
    review: Review | None = None

    @property
    def headline(self) -> Pathway:
        """The first path."""
        return self.paths[0]

    def path(self, scenario: str, convention: str) -> Pathway:
        """One of the paths.

        Raises
        ------
        KeyError
            There is none of that scenario and convention.
        """
        for one in self.paths:
            if (one.scenario, one.convention) == (scenario, convention):
                return one
        raise KeyError((scenario, convention))

    def flips(self, scenario: str) -> bool:
        """Whether the convention of the grid decides if a peak by then is likely."""
        half = Decimal("0.5")
        likely = {
            one.peak.by(self.by) >= half
            for one in self.paths
            if one.scenario == scenario
        }
        return len(likely) > 1
