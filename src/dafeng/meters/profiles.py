"""The shape of a load: how long it was how high, and at which hours of which days.

Hours that are not wholly known are left out and counted: a missing hour is no hour of
zero, and a part of an hour is no low load.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters.records import State
from dafeng.meters.tariffs import CHINA_HOURS, months_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.hours import Hours
    from dafeng.meters.readings import Int32, Int64

_DAY = 24
UNKNOWN = -1
"""Stands in a grid where the hour is unknown; a load is never below zero there."""


@attrs.frozen(kw_only=True, eq=False)
class Profile:
    """The load of one meter over a span; energies of an hour in quanta.

    Attributes
    ----------
    load : array of int64
        Of the hours that are wholly known, highest first.
    unknown : int
        Hours of the span that are missing or known in part.
    peak_hour : int or None
        When the load was highest first, hours since 1970 of UTC.
    """

    load: Int64
    unknown: int
    peak_hour: int | None

    @property
    def known(self) -> int:
        """Hours that are wholly known."""
        return len(self.load)

    @property
    def peak(self) -> int | None:
        """The highest load; None where nothing is known."""
        return int(self.load[0]) if len(self.load) else None

    @property
    def mean(self) -> Fraction | None:
        """The mean load of the known hours."""
        if not len(self.load):
            return None
        return Fraction(int(self.load.sum()), len(self.load))

    @property
    def load_factor(self) -> Fraction | None:
        """Mean to peak; None where nothing was used."""
        return self.mean / self.peak if self.mean is not None and self.peak else None

    def exceeded(self, shares: Sequence[Fraction]) -> tuple[int | None, ...]:
        """Return the load that is reached in at least each share of the known hours.

        Parameters
        ----------
        shares : sequence of Fraction
            From 0, the peak, to 1, the lowest load.  A load that occurred is given, not
            one between two.
        """
        last = len(self.load) - 1
        if last < 0:
            return tuple(None for _ in shares)
        places = [max(-int(-share * len(self.load) // 1) - 1, 0) for share in shares]
        return tuple(int(self.load[min(place, last)]) for place in places)


def profile_of(hours: Hours, first: int, last: int) -> Profile:
    """Order the hours of one meter by their load.

    Parameters
    ----------
    hours : Hours
        Of one meter.
    first, last : int
        The span, hours since 1970 of UTC, the second not included.  Hours that have no
        row are unknown.
    """
    inside = (hours.hour >= first) & (hours.hour < last)
    whole = inside & _whole(hours)
    energy, when = hours.energy[whole], hours.hour[whole]
    order = np.argsort(-energy, kind="stable")
    return Profile(
        load=energy[order],
        unknown=max(last - first, 0) - len(energy),
        peak_hour=int(when[order[0]]) if len(energy) else None,
    )


def day_grid(hours: Hours, first_day: int, days: int) -> NDArray[np.int64]:
    """Lay hours of one meter out by local day and hour of the day.

    Parameters
    ----------
    hours : Hours
        Of one meter.
    first_day, days : int
        First local day since 1970, and how many.

    Returns
    -------
    array of int64, shape (days, 24)
        Quanta; :data:`UNKNOWN` where an hour is not wholly known.
    """
    grid = np.full(days * _DAY, UNKNOWN, np.int64)
    place = hours.hour.astype(np.int64) + CHINA_HOURS - first_day * _DAY
    kept = (place >= 0) & (place < len(grid)) & _whole(hours)
    grid[place[kept]] = hours.energy[kept]
    return grid.reshape(days, _DAY)


@attrs.frozen(kw_only=True, eq=False)
class MonthMeans:
    """Mean load by month and hour of the day.

    Attributes
    ----------
    months : array of int32
        Months since 1970.
    total : array of int64, shape (months, 24)
        Quanta of the known hours.
    count : array of int64, shape (months, 24)
        How many those are.
    """

    months: Int32
    total: Int64
    count: Int64

    def mean(self, row: int, hour: int) -> Fraction | None:
        """Return the mean of one cell; None where no hour of it is known."""
        count = int(self.count[row, hour])
        return Fraction(int(self.total[row, hour]), count) if count else None


def month_means(grid: NDArray[np.int64], first_day: int) -> MonthMeans:
    """Add the days of a grid up by month."""
    numbers = months_of(np.arange(first_day, first_day + len(grid)))
    months, row = np.unique(numbers, return_inverse=True)
    known = grid != UNKNOWN
    total = np.zeros((len(months), _DAY), np.int64)
    count = np.zeros((len(months), _DAY), np.int64)
    np.add.at(total, row, np.where(known, grid, 0))
    np.add.at(count, row, known)
    return MonthMeans(months=months.astype(np.int32), total=total, count=count)


def _whole(hours: Hours) -> NDArray[np.bool_]:
    whole: NDArray[np.bool_] = (hours.state == State.MEASURED) | (
        hours.state == State.ESTIMATED
    )
    return whole
