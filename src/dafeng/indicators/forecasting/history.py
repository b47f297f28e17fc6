"""A short yearly series, seen from its last value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import sqrt

import attrs

from dafeng.base.errors import BadInputError
from dafeng.indicators.forecasting.rules import outlook_rules


@attrs.frozen(kw_only=True)
class History:
    """Values by year, the oldest first; years may be lacking.

    Attributes
    ----------
    years : tuple of int
        Ascending, each once.
    values : tuple of Decimal
        One for each year.
    """

    years: tuple[int, ...]
    values: tuple[Decimal, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, Decimal]]) -> History:
        """Sort values by year.

        Raises
        ------
        BadInputError
            ``outlook.year_twice``: two values for one year. ``outlook.not_a_number``:
            a value is infinite or not a number.
        """
        ordered = sorted(pairs)
        years = tuple(year for year, _ in ordered)
        twice = [
            year for year, after in zip(years, years[1:], strict=False) if year == after
        ]
        if twice:
            msg = f"The series has two values for {twice[0]}. Keep the one that holds."
            raise BadInputError(msg, code="outlook.year_twice", year=twice[0])
        odd = [year for year, value in ordered if not value.is_finite()]
        if odd:
            msg = (
                f"The value of {odd[0]} is no number. "
                "Leave the year out where the figure is unknown."
            )
            raise BadInputError(msg, code="outlook.not_a_number", year=odd[0])
        return cls(years=years, values=tuple(value for _, value in ordered))

    def __len__(self) -> int:
        return len(self.years)

    @property
    def last(self) -> Decimal:
        """The newest value."""
        return self.values[-1]

    def value(self, year: int) -> Decimal | None:
        """Value of a year, None where there is none."""
        return dict(zip(self.years, self.values, strict=True)).get(year)

    @property
    def digit(self) -> Decimal:
        """Unit of the last digit that the values are written with; at most 1."""
        return Decimal(1).scaleb(min(0, *map(_exponent, self.values)))

    @property
    def doubt(self) -> float:
        """Standard error of a value by its rounding: last digit over root of 12.

        A series that never moved does not tell how far it goes when it does: it is
        taken to go by its last digit, or by the rule ``first_move`` where that is more.
        """
        if len(set(self.values)) > 1:
            return float(self.digit) / sqrt(12)
        step = max(self.digit, abs(self.last) * outlook_rules().first_move)
        return float(step) * sqrt(len(self) - 1)

    def stays(self, years: int) -> float:
        """Probability that the last value still stands after some years.

        The share of moves that were none, by the rule of succession, year after year;
        0 where the last step was a move.
        """
        steps = [a == b for a, b in zip(self.values, self.values[1:], strict=False)]
        if not steps or not steps[-1]:
            return 0.0
        prior = float(outlook_rules().still)
        stood, seen = sum(steps) + prior, len(steps) + 2 * prior
        chance = 1.0
        for year in range(years):
            chance *= (stood + year) / (seen + year)
        return chance


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
