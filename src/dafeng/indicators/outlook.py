"""The outlook of one short yearly series: where it will stand, and is a demand met.

The method is described, and its calibration shown, in ``docs/methods/outlook.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import round_half_even
from dafeng.indicators.forecasting.history import History
from dafeng.indicators.forecasting.rules import outlook_rules

if TYPE_CHECKING:
    from dafeng.indicators.forecasting.forecast import Forecast

METHOD = "shapes-1"
"""Id of the method; another number means that figures may differ."""
COMPARATORS = (">=", ">", "<=", "<", "=", "~")
SHARE_ENDS = (0.0, 100.0)
"""Percent between which a share lies."""
_DIGITS = 6
Ends: TypeAlias = "tuple[float, float] | None"


@attrs.frozen(kw_only=True)
class Demand:
    """What is asked of a figure.

    Attributes
    ----------
    comparator : str
        ``>=``, ``>``, ``<=``, ``<``; ``=`` asks for the value up to 1 %, ``~`` (左右)
        up to 5 %, both at least to half of its last digit.
    value : Decimal
    value_max : Decimal or None
        Upper end of a range, which includes both ends; the comparator is not used.

    Raises
    ------
    BadInputError
        ``outlook.comparator``: not one of the six. ``outlook.range``: the range ends
        before it begins.
    """

    comparator: str
    value: Decimal
    value_max: Decimal | None = None

    def __attrs_post_init__(self) -> None:
        if self.value_max is None and self.comparator not in COMPARATORS:
            msg = (
                f"{self.comparator!r} is no comparator. "
                f"There are {', '.join(COMPARATORS)}."
            )
            raise BadInputError(
                msg, code="outlook.comparator", comparator=self.comparator
            )
        if self.value_max is not None and self.value_max < self.value:
            msg = (
                f"The range from {self.value} to {self.value_max} is empty. "
                "Give the smaller end first."
            )
            raise BadInputError(msg, code="outlook.range", value=str(self.value))

    @property
    def ends(self) -> tuple[Decimal | None, Decimal | None]:
        """Smallest and largest value that meets it; None where there is no end.

        Of a range that is a floor (不低于 2—3 个) the lower end is asked for, of one
        that is a ceiling the upper: more, or less, is no failure.
        """
        if self.comparator in (">=", ">"):
            return self.value, None
        if self.comparator in ("<=", "<"):
            return None, self.value if self.value_max is None else self.value_max
        if self.value_max is not None:
            return self.value, self.value_max
        around = self._tolerance()
        return self.value - around, self.value + around

    def met_by(self, value: Decimal) -> bool:
        """Whether a figure meets the demand.

        Examples
        --------
        >>> Demand(comparator=">", value=Decimal(15)).met_by(Decimal(15))
        False
        """
        low, high = self.ends
        if self.comparator in (">", "<") and value in (low, high):
            return False
        return (low is None or low <= value) and (high is None or value <= high)

    def _tolerance(self) -> Decimal:
        rules = outlook_rules()
        share = rules.equal if self.comparator == "=" else rules.about
        exponent = self.value.normalize().as_tuple().exponent
        digit = min(0, exponent) if isinstance(exponent, int) else 0
        return max(abs(self.value) * share, Decimal(1).scaleb(digit) / 2)


@attrs.frozen(kw_only=True)
class Band:
    """Where a series will probably stand in a year.

    Attributes
    ----------
    year : int
    median, low, high : Decimal
        Points that are not exceeded with 50 %, 5 % and 95 %; all three are the value
        itself in a year that has one.
    """

    year: int
    median: Decimal
    low: Decimal
    high: Decimal


@attrs.frozen(kw_only=True)
class Outlook(Band):
    """A band, and how probable it is that a demand is met in its year.

    Attributes
    ----------
    probability : Decimal
        Three decimals, from 0.001 to 0.999: nothing to come is certain.
    values : int
        How many values of the series it rests on.
    method : str
        Id of the method.
    """

    probability: Decimal
    values: int
    method: str


def series_outlook(
    history: Iterable[tuple[int, Decimal]],
    *,
    year: int,
    demand: Demand,
    bounded: bool,
) -> Outlook | None:
    """How a short yearly series will stand in a year, and whether a demand is met.

    Parameters
    ----------
    history : iterable of (int, Decimal)
        Year and value, in any order; years may be lacking.
    year : int
        The year that is asked for; in a year that has a value, that value decides.
    demand : Demand
    bounded : bool
        Whether the values are shares in percent, held between 0 and 100.

    Returns
    -------
    Outlook or None
        None when nobody can tell: fewer than three values, or a year before the first.

    Raises
    ------
    BadInputError
        As :meth:`dafeng.indicators.forecasting.history.History.of`.

    Source
    ------
    ``docs/methods/outlook.md``.

    Examples
    --------
    >>> shares = [(2021, 8.1), (2022, 8.9), (2023, 9.4), (2024, 10.3), (2025, 11.0)]
    >>> outlook = series_outlook(
    ...     [(year, Decimal(str(share))) for year, share in shares],
    ...     year=2030,
    ...     demand=Demand(comparator=">=", value=Decimal(14)),
    ...     bounded=True,
    ... )
    >>> outlook.probability > Decimal("0.5"), outlook.low < 14 < outlook.high
    (True, True)
    """
    seen = History.of(history)
    if not _tells(seen, year):
        return None
    known = seen.value(year)
    if known is not None:
        band = _settled(year, known)
        chance = float(demand.met_by(known))
    else:
        there = _forecast(seen, year, SHARE_ENDS if bounded else None)
        band = _ahead(year, there)
        chance = _chance(there, demand)
    least = outlook_rules().least
    rounded = round_half_even(Decimal(chance), 3)
    return Outlook(
        year=year,
        median=band.median,
        low=band.low,
        high=band.high,
        probability=min(max(rounded, least), 1 - least),
        values=len(seen),
        method=METHOD,
    )


def outlook_path(
    history: Iterable[tuple[int, Decimal]], *, years: Sequence[int], bounded: bool
) -> tuple[Band, ...]:
    """Where a series will stand year by year: the fan of a picture.

    Parameters
    ----------
    history : iterable of (int, Decimal)
    years : sequence of int
    bounded : bool
        As in :func:`series_outlook`.

    Returns
    -------
    tuple of Band
        One for each year of which something can be told, in the order asked.

    Raises
    ------
    BadInputError
        As :func:`series_outlook`.
    """
    seen = History.of(history)
    ends = SHARE_ENDS if bounded else None
    return tuple(
        _ahead(year, _forecast(seen, year, ends))
        if (known := seen.value(year)) is None
        else _settled(year, known)
        for year in years
        if _tells(seen, year)
    )


def _tells(seen: History, year: int) -> bool:
    return len(seen) >= outlook_rules().fewest and year >= seen.years[0]


def _settled(year: int, known: Decimal) -> Band:
    return Band(year=year, median=known, low=known, high=known)


def _ahead(year: int, there: Forecast) -> Band:
    tail = float(outlook_rules().tail)
    low, median, high = map(_figure, there.quantiles((tail, 0.5, 1 - tail)))
    return Band(year=year, median=median, low=low, high=high)


def _forecast(seen: History, year: int, ends: Ends) -> Forecast:
    from dafeng.indicators.forecasting.forecast import forecast

    return forecast(seen, year, ends)


def _chance(there: Forecast, demand: Demand) -> float:
    low, high = demand.ends
    if low is not None and high is not None:
        return there.at_least(low) - there.above(high)
    value = demand.value
    if demand.comparator in (">", "<="):
        above = there.above(value)
    else:
        above = there.at_least(value)
    return above if high is None else 1 - above


def _figure(value: float) -> Decimal:
    """Six digits that count: the rest differs from machine to machine."""
    plain = Decimal(f"{Decimal(f'{value:.{_DIGITS}g}'):f}")
    return plain if plain else Decimal(0)
