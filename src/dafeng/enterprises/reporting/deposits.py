"""Monthly evidence: what was deposited in time, late, or is missing."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period, PeriodKind
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert
from dafeng.enterprises.reporting.calendar import deposit_due
from dafeng.enterprises.reporting.cross_checking import units_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from dafeng.enterprises.reporting.records import ControlParameter, DepositFact

_PLACES = 6


class DepositState(StrEnum):
    """How a month of a parameter stands on a day."""

    IN_TIME = "in-time"
    LATE = "late"
    MISSING = "missing"
    """The last day is over, and nothing came."""
    OPEN = "open"
    """The month is over, its last day is not."""
    NOT_DUE = "not-due"
    """The month is not over."""
    NOT_ASKED = "not-asked"
    """The control plan of the month does not name the parameter, or there is none."""


@attrs.frozen(kw_only=True)
class DepositCell:
    """One month of one parameter.

    Attributes
    ----------
    fact : DepositFact or None
        The newest deposit, which counts; the first one says whether it was in time.
    days_late : int
        Days after the last day: of the first deposit, else up to the day of asking.
    replaced_late : int
        Days after the last day on which the deposit that counts took the place of an
        earlier one; 0: it did not, or it came in time.
    """

    month: Period
    due_on: date
    state: DepositState
    days_late: int
    fact: DepositFact | None
    replaced_late: int = 0


@attrs.frozen(kw_only=True)
class DepositRow:
    """The twelve months of one parameter of a control plan."""

    parameter: ControlParameter
    cells: tuple[DepositCell, ...]

    @property
    def asked(self) -> tuple[DepositCell, ...]:
        """Months of which the control plan asks for it."""
        return tuple(one for one in self.cells if one.state != DepositState.NOT_ASKED)

    @property
    def complete(self) -> bool:
        """Whether every month that is asked for has a deposit."""
        return all(one.fact is not None for one in self.asked)


def deposit_grid(
    asked: Mapping[str, Sequence[ControlParameter]],
    facts: Iterable[DepositFact],
    year: int,
    on: date,
    branch: str = "",
) -> tuple[DepositRow, ...]:
    """Return where each parameter and month of a year stands on a day.

    Parameters
    ----------
    asked : mapping of str to sequence of ControlParameter
        By month (``2026-03``) the parameters of the control plan that was in force in
        it: what is not in it is not asked for.
    facts : iterable of DepositFact
        What came; what came after ``on`` is not known yet.
    year : int
    on : date
    branch : str
        Code of the branch: some were given more time.
    """
    came: dict[tuple[str, str, str], list[DepositFact]] = {}
    for fact in sorted(facts, key=lambda one: one.deposited_on):
        if fact.deposited_on <= on:
            key = (fact.facility, fact.parameter, fact.month.code)
            came.setdefault(key, []).append(fact)
    months = Period.year(year).children(PeriodKind.MONTH)
    newest: dict[tuple[str, str], ControlParameter] = {}
    of_month: dict[str, set[tuple[str, str]]] = {}
    for month in months:
        held = asked.get(month.code, ())
        of_month[month.code] = {(one.facility, one.code) for one in held}
        newest |= {(one.facility, one.code): one for one in held}
    return tuple(
        DepositRow(
            parameter=one,
            cells=tuple(
                _cell(month, came.get((*key, month.code), []), on, branch)
                if key in of_month[month.code]
                else _not_asked(month, branch)
                for month in months
            ),
        )
        for key, one in newest.items()
    )


def deposited_sum(row: DepositRow, unit: str) -> Decimal | None:
    """Return what the months of a parameter add up to, in a unit.

    None: a month that is asked for has no deposit, none is asked for all year, or a
    unit does not fit.
    """
    values = [one.fact for one in row.cells if one.fact is not None]
    if len(row.asked) != len(row.cells) or len(values) != len(row.cells):
        return None
    if not all(units_fit(one.unit, unit) for one in values):
        return None
    whole = sum((convert(one.value, one.unit, unit) for one in values), Fraction(0))
    return round_half_even(whole, _PLACES)


def missing_deposits(rows: Iterable[DepositRow]) -> tuple[DepositCell, ...]:
    """Return the months whose last day is over without a deposit."""
    return tuple(
        cell for row in rows for cell in row.cells if cell.state is DepositState.MISSING
    )


def _cell(month: Period, came: list[DepositFact], on: date, branch: str) -> DepositCell:
    due = deposit_due(month, branch)
    if came:
        late = max((came[0].deposited_on - due).days, 0)
        state = DepositState.LATE if late else DepositState.IN_TIME
    else:
        late = max((on - due).days, 0)
        state = _awaited(month, due, on)
    again = came[-1].deposited_on if len(came) > 1 else due
    return DepositCell(
        month=month,
        due_on=due,
        state=state,
        days_late=late,
        fact=came[-1] if came else None,
        replaced_late=max((again - due).days, 0),
    )


def _not_asked(month: Period, branch: str) -> DepositCell:
    return DepositCell(
        month=month,
        due_on=deposit_due(month, branch),
        state=DepositState.NOT_ASKED,
        days_late=0,
        fact=None,
    )


def _awaited(month: Period, due: date, on: date) -> DepositState:
    if on > due:
        return DepositState.MISSING
    return DepositState.OPEN if on > month.end else DepositState.NOT_DUE
