"""Sketches: what many draws of a district say, small enough to keep and to merge.

Levels are counted in bins whose width is a fixed share of the level, so that any
quantile is known to within that share; peaks are counted by year. Sketches of other
draws of the same district add up exactly.

Source
------
Masson, C., Rim, J. E. and Lee, H. K. (2019), DDSketch, Proc. VLDB 12, 2195-2205.
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.peak import peak_years

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

NEAR = 0.0025
"""Share of a level by which a quantile may be off."""
_GROWTH = (1 + NEAR) / (1 - NEAR)
_LEAST = 1.0
"""Grams: a level nearer to zero is zero."""

Bins: TypeAlias = tuple[tuple[int, int], ...]
"""Number of a bin and how many draws are in it, in order of levels."""


@attrs.frozen(kw_only=True)
class YearSketch:
    """Levels of one year.

    Attributes
    ----------
    year : int
    below, above : Bins
        Of levels below and above zero, each counted away from zero.
    zero : int
    """

    year: int
    below: Bins
    zero: int
    above: Bins

    def quantile(self, share: float) -> float:
        """Return the level that a share of the draws does not exceed, in grams."""
        ordered = [(-_level(key), count) for key, count in reversed(self.below)]
        ordered += [(0.0, self.zero)] if self.zero else []
        ordered += [(_level(key), count) for key, count in self.above]
        wanted = max(1, ceil(share * sum(count for _, count in ordered)))
        for level, count in ordered:
            wanted -= count
            if wanted <= 0:
                return level
        msg = f"{share} is no share of the draws. Give one from 0 to 1."
        raise BadInputError(msg, code="sketch.share", share=share)


@attrs.frozen(kw_only=True)
class Sketch:
    """What some draws of a district say under one scenario and convention.

    Attributes
    ----------
    place, scenario, convention : str
    draws, seed : int
    years : tuple of YearSketch
    peaks : tuple of (int, int)
        Year of the peak and how many draws have it there; year 0 counts those that do
        not peak within the horizon.
    """

    place: str
    scenario: str
    convention: str
    draws: int
    seed: int
    years: tuple[YearSketch, ...]
    peaks: tuple[tuple[int, int], ...]

    def peaked_by(self, year: int) -> float:
        """Share of the draws that peak in or before a year."""
        return sum(n for at, n in self.peaks if 0 < at <= year) / self.draws


def sketch_of(
    found: Array,
    years: tuple[int, ...],
    history: tuple[tuple[int, int], ...],
    *,
    place: str,
    scenario: str,
    convention: str,
    seed: int,
) -> Sketch:
    """Sketch totals.

    Parameters
    ----------
    found : Array, (N, T)
        Grams.
    years : tuple of int, length T
    history : tuple of (int, int)
        Year and grams before them.
    place, scenario, convention, seed
        What they are the totals of.

    Raises
    ------
    HistoryError, BadInputError
        As :func:`dafeng.pathways.peak.peak_outlook`.
    """
    peaks = Counter(peak_years(history, found, years).tolist())
    return Sketch(
        place=place,
        scenario=scenario,
        convention=convention,
        draws=len(found),
        seed=seed,
        years=tuple(
            _year_sketch(year, column)
            for year, column in zip(years, found.T, strict=True)
        ),
        peaks=tuple(sorted(peaks.items())),
    )


def merged(first: Sketch, second: Sketch) -> Sketch:
    """Add two sketches of other draws of the same district.

    Raises
    ------
    BadInputError
        ``sketch.unlike``: they are of different districts, scenarios or years.
    """
    for name in ("place", "scenario", "convention"):
        if getattr(first, name) != getattr(second, name):
            raise _unlike(what=name)
    if [one.year for one in first.years] != [one.year for one in second.years]:
        raise _unlike(what="years")
    return attrs.evolve(
        first,
        draws=first.draws + second.draws,
        years=tuple(
            YearSketch(
                year=one.year,
                below=_added(one.below, other.below),
                zero=one.zero + other.zero,
                above=_added(one.above, other.above),
            )
            for one, other in zip(first.years, second.years, strict=True)
        ),
        peaks=_added(first.peaks, second.peaks),
    )


def _year_sketch(year: int, levels: Array) -> YearSketch:
    return YearSketch(
        year=year,
        below=_bins(-levels[levels < -_LEAST]),
        zero=int((np.abs(levels) <= _LEAST).sum()),
        above=_bins(levels[levels > _LEAST]),
    )


def _bins(levels: Array) -> Bins:
    keys = np.ceil(np.log(levels) / np.log(_GROWTH)).astype(np.int64)
    found, counts = np.unique(keys, return_counts=True)
    return tuple(zip(found.tolist(), counts.tolist(), strict=True))


def _level(key: int) -> float:
    """Return the level of a bin that is nearest to all in it, as a share."""
    return float(2 * _GROWTH**key / (1 + _GROWTH))


def _added(first: Bins, second: Bins) -> Bins:
    return tuple(sorted((Counter(dict(first)) + Counter(dict(second))).items()))


def _unlike(*, what: str) -> BadInputError:
    msg = f"Sketches of different {what} do not add up."
    return BadInputError(msg, code="sketch.unlike", what=what)
