"""The figures of a target: its indicator year by year, in the target's own unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import attrs

from dafeng.assessment.records import Goal, SeriesPoint
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.base.units import convert
from dafeng.indicators import (
    Definition,
    Evidence,
    IndicatorValue,
    Question,
    definition_register,
    due_day,
    indicator_value,
)

PLACES = 6
_WHOLE = 100
_OLDEST = 2005
"""Base years of national targets reach back to 2005."""


@attrs.frozen(kw_only=True)
class Figures:
    """What is known of one target.

    Attributes
    ----------
    definition : Definition
    values : mapping of int to IndicatorValue
        Every year up to the day, known or not.
    in_unit : mapping of int to Decimal
        Known figures in the target's unit.
    due_year : int
        The newest year whose figure should be known.
    """

    definition: Definition
    values: Mapping[int, IndicatorValue]
    in_unit: Mapping[int, Decimal]
    due_year: int

    def history_to(self, last: int) -> tuple[SeriesPoint, ...]:
        """Known figures up to a year, the oldest first."""
        return tuple(
            SeriesPoint(period=str(year), value=value)
            for year, value in sorted(self.in_unit.items())
            if year <= last
        )


def figures_of(
    goal: Goal, unit: str, base: int | None, evidence: Evidence, as_of: date
) -> Figures:
    """Reckon a target's indicator for every year up to a day.

    Raises
    ------
    BadInputError
        ``goal.unit``: the target is in another unit than its indicator.
    """
    definition = definition_register().get(goal.definition)
    values: dict[int, IndicatorValue] = {}
    for year in range(max(base or _OLDEST, _OLDEST), as_of.year + 1):
        asked = Question(
            definition=definition.id,
            period=Period.year(year),
            base=base,
            scope=goal.scope,
        )
        values[year] = indicator_value(asked, evidence)
    known = {y: v.value for y, v in values.items() if possible(v, definition)}
    return Figures(
        definition=definition,
        values=MappingProxyType(values),
        in_unit=MappingProxyType(
            {
                year: in_unit_of(goal, value, definition, unit)
                for year, value in known.items()
                if value is not None
            }
        ),
        due_year=due_year(as_of, definition.lag_months),
    )


def possible(value: IndicatorValue, definition: Definition) -> bool:
    """Whether a value is known and can be true: a share lies between 0 and 100 %."""
    if value.value is None:
        return False
    return not definition.bounded or 0 <= value.value <= _WHOLE


def due_year(as_of: date, lag_months: int) -> int:
    """Return the newest year whose figure should be known on a day.

    Examples
    --------
    >>> due_year(date(2026, 3, 1), 10), due_year(date(2026, 11, 1), 10)
    (2024, 2025)
    """
    year = as_of.year
    while due_day(Period.year(year), lag_months) >= as_of:
        year -= 1
    return year


def in_unit_of(
    goal: Goal, value: Decimal, definition: Definition, unit: str
) -> Decimal:
    """Return an indicator's figure in the target's unit.

    Raises
    ------
    BadInputError
        ``goal.unit``: the two units measure different things.
    """
    if not unit or unit == definition.unit:
        return value
    try:
        exact = convert(value, definition.unit, unit)
    except UnitError as error:
        msg = (
            f"Target {goal.id} ({goal.indicator}) is in {unit}, its indicator "
            f"{definition.id} is in {definition.unit}: {error} "
            "Bind the target to a definition in its own unit, or correct the unit."
        )
        raise BadInputError(
            msg, code="goal.unit", goal=goal.id, unit=unit, indicator=definition.unit
        ) from error
    return without_zeros(round_half_even(exact, PLACES))
