"""The nouns of finding what is out of order in daily energy."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Bools: TypeAlias = "NDArray[np.bool_]"
_EPOCH = date(1970, 1, 1)


class Kind(StrEnum):
    """What can be out of order."""

    DAY = "day"
    """One day, or a few in a row, far from what was expected."""
    LEVEL = "level"
    """From a day on the meter uses more or less, and nothing known explains it."""
    BASE = "base"
    """The load of the night is higher than in the same weeks of the year before."""
    BALANCE = "balance"
    """What the main meter counts and what its parts count has drifted apart."""


@attrs.frozen(kw_only=True, eq=False)
class DayTable:
    """Days of meters in a row, and what their energy follows.

    Attributes
    ----------
    meters : tuple of str
    first : date
        The first day.
    energy : array of float64, shape (meters, days)
        Unknown days are nan.
    night : array of float64, shape (meters, days), or None
        Energy of the valley hours alone.
    temperature : array of float64, shape (days,), or None
        Daily means in degrees Celsius.
    drivers : array of float64, shape (drivers, meters or 1, days)
        Output, days off, the heating season: known at every day, or nan.
    quiet : array of bool, shape (days,), or None
        Days that are not judged: festivals, and the shutdowns around them.
    """

    meters: tuple[str, ...]
    first: date
    energy: Floats
    night: Floats | None = None
    temperature: Floats | None = None
    drivers: Floats = attrs.field(factory=lambda: np.zeros((0, 1, 0)))
    quiet: Bools | None = None

    @property
    def days(self) -> int:
        """How many."""
        return int(self.energy.shape[1])

    @property
    def weekday(self) -> NDArray[np.int64]:
        """Of each day, Monday is 0."""
        return (np.arange(self.days) + self.first.weekday()) % 7

    @property
    def judged(self) -> Bools:
        """Days that are not quiet."""
        quiet = np.zeros(self.days, bool) if self.quiet is None else self.quiet
        return ~quiet

    def day(self, number: int) -> date:
        """The day at a place."""
        return self.first + timedelta(days=int(number))


@attrs.frozen(kw_only=True)
class DayFact:
    """One day of the evidence, in the unit of the table."""

    day: date
    actual: float
    expected: float


@attrs.frozen(kw_only=True)
class Anomaly:
    """Something out of order, with the days behind it.

    Attributes
    ----------
    meter : str
    kind : Kind
    first, last : date
        Days that it covers.
    size : float
        Against what was expected: 0.3 is 30 % more; for ``BALANCE`` the change of the
        gap as a share of the main meter.
    actual, expected : float
        Sums over ``days``.
    score : float
        How many usual deviations it is away.
    days : tuple of DayFact
        The evidence: each day, or as many as stand at the turn.
    """

    meter: str
    kind: Kind
    first: date
    last: date
    size: float
    actual: float
    expected: float
    score: float
    days: tuple[DayFact, ...]

    @property
    def why(self) -> str:
        """Why it is told, in words."""
        share = f"{abs(self.size):.0%}"
        more = "more" if self.size > 0 else "less"
        span = (
            f"On {self.first}"
            if self.first == self.last
            else f"From {self.first} to {self.last}"
        )
        return {
            Kind.DAY: f"{span} it used {share} {more} than weather, output and weekday "
            "let expect.",
            Kind.LEVEL: f"From {self.first} on it uses {share} {more}; weather, output "
            "and season do not explain it.",
            Kind.BASE: f"{span} the night load was {share} {more} than in the same "
            "weeks of the year before.",
            Kind.BALANCE: f"{span} the main meter and its parts were {share} further "
            "apart than usual.",
        }[self.kind]


@attrs.frozen(kw_only=True)
class Rules:
    """From when on something is told; rules of this house (mark U).

    Attributes
    ----------
    day_share, level_share, base_share, balance_share : float
        Least size.
    day_score, level_score, base_score : float
        Least number of usual deviations.
    most_days : int
        Longest run of days that is a ``DAY``; longer is a ``LEVEL``.
    """

    day_share: float = 0.25
    level_share: float = 0.15
    base_share: float = 0.15
    balance_share: float = 0.05
    day_score: float = 6.0
    level_score: float = 4.5
    base_score: float = 4.0
    most_days: int = 9


@attrs.frozen(kw_only=True, eq=False)
class Branches:
    """A main meter and the sum of its parts, by day.

    Attributes
    ----------
    main : tuple of str
        Names of the main meters.
    first : date
    total, parts : array of float64, shape (mains, days)
        Unknown days are nan; a day is judged where all parts are known.
    """

    main: tuple[str, ...]
    first: date
    total: Floats
    parts: Floats
