"""The past: has the total peaked already, does it stay there, and what made it fall.

A fall in output is no peak: it is undone when output comes back. The change since the
highest year is shared out among activity, structure, intensity, mix and factors (LMDI),
and activity stands on one side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.accounts import carbon_identity
from dafeng.pathways.history import Years, whole_history
from dafeng.pathways.rules import peak_rules
from dafeng.pathways.trend import Trend, mann_kendall

if TYPE_CHECKING:
    from dafeng.accounts import CarbonYear

Effects: TypeAlias = Callable[[int, int], tuple[tuple[str, float], ...] | None]
"""From two years to what changed the total between them, by name."""
_ACTIVITY, _UNKNOWN = "activity", "unknown"


class Standing(StrEnum):
    """Where the last year of a history stands."""

    RISING = "rising"
    """It is the highest: nothing has peaked."""
    PLATEAU = "plateau"
    """The last years stay near the maximum and have no trend."""
    FALLING = "falling"
    """Below the maximum, not long enough to be settled."""
    SETTLED = "settled"
    """Below the maximum for as many years as settle a peak."""


class Cause(StrEnum):
    """What a fall since the maximum is due to."""

    STRUCTURAL = "structural"
    """Structure, intensity, mix or factors."""
    OUTPUT = "output"
    """At least half of it is lower activity: it may come back."""
    NONE = "none"
    """There is no fall."""
    UNKNOWN = "unknown"
    """Nobody gave what was made and used in both years."""


@attrs.frozen(kw_only=True)
class PastPeak:
    """What a history says by itself.

    Attributes
    ----------
    year, level : int, float
        The maximum, its first year; in the unit of the history.
    years_since : int
    fall : float
        Share of the maximum by which the last year lies below it.
    standing : Standing
    cause : Cause
    effects : tuple of (str, float)
        Additive effects since the maximum, in the unit of the identity's emission;
        empty when nobody gave them.
    trend : Trend or None
        Over the whole history; None below two years.
    since : Trend or None
        From the maximum on.
    """

    year: int
    level: float
    years_since: int
    fall: float
    standing: Standing
    cause: Cause
    effects: tuple[tuple[str, float], ...]
    trend: Trend | None
    since: Trend | None


def past_peak(
    history: Iterable[tuple[int, float]],
    *,
    identity: Mapping[int, CarbonYear] | None = None,
    effects: Effects | None = None,
) -> PastPeak:
    """Find the maximum of a history and judge what came after it.

    Parameters
    ----------
    history : iterable of (int, float)
        Year and total, one unit; no year between the first and the last missing.
    identity : mapping of int to CarbonYear, optional
        What was made, used and emitted, by year; the year of the maximum and the last
        one are needed.
    effects : callable, optional
        In place of ``identity``: takes the year of the maximum and the last one and
        returns the effects between them by name, ``activity`` among them, what it
        cannot share out as ``unknown``; None where it knows nothing.

    Returns
    -------
    PastPeak

    Raises
    ------
    HistoryError
        The history has a gap, or none at all.
    DecompositionError
        The identity contradicts itself.

    Source
    ------
    Ang (2005), Energy Policy 33, 867-871 (LMDI-I); tolerances of
    ``data/peak_rules.csv``.
    """
    years = whole_history(history)
    at = _first_highest(years)
    year, level = years[at]
    last_year, last = years[-1]
    asked = effects or (lambda *ends: _of_identity(identity or {}, *ends))
    cause, found = _cause(years[at], years[-1], asked)
    return PastPeak(
        year=year,
        level=level,
        years_since=last_year - year,
        fall=(level - last) / level if level else 0.0,
        standing=_standing(years, at),
        cause=cause,
        effects=found,
        trend=_trend(years),
        since=_trend(years[at:]),
    )


def is_plateau(history: Iterable[tuple[int, float]]) -> bool:
    """Whether the last years stay near the maximum and have no trend.

    Source
    ------
    Rules ``plateau_years``, ``plateau_share`` and ``significance``.

    Raises
    ------
    HistoryError
        As :func:`past_peak`.
    """
    years = whole_history(history)
    rules = peak_rules()
    count = int(rules.plateau_years)
    if len(years) < count:
        return False
    highest = max(value for _, value in years)
    last = [value for _, value in years[-count:]]
    near = min(last) >= highest - rules.plateau_share * abs(highest)
    return near and not mann_kendall(last).significant


def _first_highest(years: Years) -> int:
    highest = max(value for _, value in years)
    floor = highest - peak_rules().tie * abs(highest)
    return next(at for at, (_, value) in enumerate(years) if value >= floor)


def _standing(years: Years, at: int) -> Standing:
    if is_plateau(years):
        return Standing.PLATEAU
    if at == len(years) - 1:
        return Standing.RISING
    settled = years[-1][0] - years[at][0] >= peak_rules().settled_years
    return Standing.SETTLED if settled else Standing.FALLING


def _cause(
    highest: tuple[int, float], last: tuple[int, float], asked: Effects
) -> tuple[Cause, tuple[tuple[str, float], ...]]:
    if last[1] >= highest[1]:
        return Cause.NONE, ()
    effects = asked(highest[0], last[0])
    if effects is None:
        return Cause.UNKNOWN, ()
    change = sum(effect for _name, effect in effects)
    if change >= 0:
        return Cause.NONE, effects
    named, share = dict(effects), peak_rules().output_share
    if abs(named.get(_UNKNOWN, 0.0)) >= share * abs(change):
        return Cause.UNKNOWN, effects
    by_output = named[_ACTIVITY] <= share * change
    return Cause.OUTPUT if by_output else Cause.STRUCTURAL, effects


def _of_identity(
    identity: Mapping[int, CarbonYear], highest: int, last: int
) -> tuple[tuple[str, float], ...] | None:
    if highest not in identity or last not in identity:
        return None
    whole = carbon_identity(identity[highest], identity[last])
    return tuple(zip(whole.names, whole.decompose().whole.effects, strict=True))


def _trend(years: Years) -> Trend | None:
    return mann_kendall([value for _, value in years]) if len(years) > 1 else None
