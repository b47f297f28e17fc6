"""When will the total peak: one answer for each draw, then probabilities.

A path is the history and one future.  Its peak is the first year of the maximum; a
maximum in the last year is no peak, because nobody knows what comes after.  All draws
are read at once, year by year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.chances import Chance, chance, chances
from dafeng.pathways.history import Years, whole_history
from dafeng.pathways.rules import peak_rules

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.rules import PeakRules

    Array: TypeAlias = npt.NDArray[np.float64]
    Whole: TypeAlias = npt.NDArray[np.int64]
    Flags: TypeAlias = npt.NDArray[np.bool_]

_BLOCK = 2048
NO_PEAK = 0
"""Peak year of a path that has none within its horizon."""


@attrs.frozen(kw_only=True)
class Band:
    """Points that are not exceeded with 5, 50 and 95 %; None when there is no draw."""

    p05: float | None
    p50: float | None
    p95: float | None


@attrs.frozen(kw_only=True)
class PeakOutlook:
    """When and how high the total peaks.

    Attributes
    ----------
    years : tuple of int
        From the first year of the history to the horizon.
    base_year, by : int
        Last year of the history, and the year of the promise.
    draws : int
    peaked : Chance
        The maximum lies in the history and no future exceeds it.
    by_promise : Chance
        Peaks after the base year, by ``by``.
    later : Chance
        Peaks after ``by`` and before the last year.
    not_peaked : Chance
        The maximum is the last year: not peaked within the horizon.
    until : tuple of Chance
        Peak in or before each of ``years``; the last one is 1 less ``not_peaked``.
    year, level : Band
        Over the draws that peak; the level in the unit of the totals.
    second_peak : Chance
        After a fall the total comes back near the first peak, or above it.
    """

    years: tuple[int, ...]
    base_year: int
    by: int
    draws: int
    peaked: Chance
    by_promise: Chance
    later: Chance
    not_peaked: Chance
    until: tuple[Chance, ...]
    year: Band
    level: Band
    second_peak: Chance

    def chance_by(self, year: int) -> Chance:
        """Probability of a peak in or before a year.

        Raises
        ------
        BadInputError
            ``peak.year``: the year is outside history and horizon.
        """
        if year not in self.years:
            raise _no_year(year, self.years)
        return self.until[self.years.index(year)]


def peak_outlook(
    history: Iterable[tuple[int, float]],
    totals: Array,
    years: Sequence[int],
    *,
    by: int,
) -> PeakOutlook:
    """Say when and how high the total peaks.

    Parameters
    ----------
    history : iterable of (int, float)
        Years before ``years``, without a gap; later ones are in ``totals``.
    totals : Array, (N, T)
        One row for each draw, in the unit of the history.
    years : sequence of int, length T
        From the base year on, one after another.
    by : int
        The year of the promise.

    Returns
    -------
    PeakOutlook

    Raises
    ------
    HistoryError
        The history has a gap, or ends before the year before the first of ``years``.
    BadInputError
        ``peak.year``: ``by`` is outside. ``peak.totals``: totals of other years, none,
        or not finite.

    Source
    ------
    Tolerances of ``data/peak_rules.csv``.

    Examples
    --------
    >>> outlook = peak_outlook(
    ...     [(2023, 9.0)], np.array([[10.0, 11.0, 10.5], [10.0, 11.0, 12.0]]),
    ...     [2024, 2025, 2026], by=2025,
    ... )
    >>> outlook.chance_by(2025).value, outlook.not_peaked.value
    (0.5, 0.5)
    """
    before = _before(history, totals, years)
    all_years = (*(year for year, _ in before), *years)
    base = years[0]
    if by not in all_years:
        raise _no_year(by, all_years)
    at, level, second = _read(before, totals)
    peaks = at < len(all_years) - 1
    past = at <= all_years.index(base)
    early = at <= all_years.index(by)
    counts = np.bincount(at[peaks], minlength=len(all_years))
    return PeakOutlook(
        years=all_years,
        base_year=base,
        by=by,
        draws=len(at),
        peaked=chance(past & peaks),
        by_promise=chance(early & ~past & peaks),
        later=chance(~early & ~past & peaks),
        not_peaked=chance(~peaks),
        until=chances(np.where(peaks, at, len(all_years)), len(counts)),
        year=_band(np.asarray(all_years, dtype=np.float64)[at[peaks]], "inverted_cdf"),
        level=_band(level[peaks], "linear"),
        second_peak=chance(second),
    )


def peak_years(
    history: Iterable[tuple[int, float]], totals: Array, years: Sequence[int]
) -> Whole:
    """Peak year of each draw; :data:`NO_PEAK` where the maximum is the last year.

    Raises
    ------
    HistoryError, BadInputError
        As :func:`peak_outlook`.
    """
    before = _before(history, totals, years)
    all_years = (*(year for year, _ in before), *years)
    at, _, _ = _read(before, totals)
    found: Whole = np.where(at < len(all_years) - 1, np.asarray(all_years)[at], NO_PEAK)
    return found


def _before(
    history: Iterable[tuple[int, float]], totals: Array, years: Sequence[int]
) -> Years:
    """Check what was given; return the history up to the first of ``years``."""
    ahead = tuple(years)
    _check_totals(totals, ahead)
    before = [(year, value) for year, value in history if year < ahead[0]]
    # The base year closes the history: a year missing just before it is a gap too.
    return whole_history([*before, (ahead[0], 0.0)])[:-1]


def _read(before: Years, totals: Array) -> tuple[Whole, Array, Flags]:
    """Position of each path's peak, its level, and whether it comes back.

    Blocks are turned so that one year of all their draws lies together; they fit in the
    cache.
    """
    rules, count = peak_rules(), len(totals)
    at, level = np.empty(count, dtype=np.int64), np.empty(count)
    second = np.empty(count, dtype=np.bool_)
    past = np.array([value for _, value in before]).reshape(-1, 1)
    for begin in range(0, count, _BLOCK):
        here = slice(begin, begin + _BLOCK)
        ahead = totals[here].T
        paths = np.empty((len(past) + len(ahead), ahead.shape[1]))
        paths[: len(past)], paths[len(past) :] = past, ahead
        at[here], level[here] = _peaks(paths, rules)
        second[here] = _second_peaks(paths, len(past), rules)
    return at, level, second


def _check_totals(totals: Array, years: tuple[int, ...]) -> None:
    follow = years == tuple(range(years[0], years[0] + len(years))) if years else False
    fits = totals.ndim == 2 and totals.shape[1] == len(years) and len(totals) > 0
    if not follow or not fits:
        msg = (
            f"Totals of the shape {totals.shape} are no draws of {len(years)} years. "
            "Give one row for each draw, and years that follow one another."
        )
        raise BadInputError(msg, code="peak.totals", shape=totals.shape)
    if not np.isfinite(totals).all():
        msg = "Some total is no number. Draws of an unknown year are no outlook."
        raise BadInputError(msg, code="peak.totals", shape=totals.shape)


def _no_year(year: int, years: tuple[int, ...]) -> BadInputError:
    msg = f"{year} is not between {years[0]} and {years[-1]}. Ask for one of these."
    return BadInputError(msg, code="peak.year", year=year)


def _peaks(paths: Array, rules: PeakRules) -> tuple[Whole, Array]:
    """Position of each path's first maximum, and its level."""
    level = paths.max(axis=0)
    floor = level - rules.tie * np.abs(level)
    at = np.zeros(len(level), dtype=np.int64)
    for year in range(len(paths) - 1, -1, -1):
        at[paths[year] >= floor] = year
    return at, level


def _second_peaks(paths: Array, base: int, rules: PeakRules) -> Flags:
    """Which come back after a fall, from the highest year of the history on."""
    begin = int(np.argmax(paths[: base + 1, 0]))
    first = paths[begin].copy()
    fallen = np.zeros(len(first), dtype=np.bool_)
    again = np.full(len(first), -np.inf)
    for now in paths[begin + 1 : -1]:
        np.maximum(again, now, out=again, where=fallen)
        np.maximum(first, now, out=first, where=~fallen)
        fallen |= now <= first * (1 - rules.second_fall)
    near = again >= first * (1 - rules.second_near)
    # What still rises in the last year is no peak.
    back: Flags = near & (again >= paths[-1])
    return back


def _band(values: Array, method: Any) -> Band:
    if not len(values):
        return Band(p05=None, p50=None, p95=None)
    tail = peak_rules().tail
    low, middle, high = np.quantile(values, (tail, 0.5, 1 - tail), method=method)
    return Band(p05=float(low), p50=float(middle), p95=float(high))
