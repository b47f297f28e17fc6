"""Monthly evidence: what was deposited in time, late, or is missing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting.calendar import deposit_due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dafeng.enterprises.reporting.records import ControlParameter, DepositFact


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


@attrs.frozen(kw_only=True)
class DepositCell:
    """One month of one parameter.

    Attributes
    ----------
    fact : DepositFact or None
        The newest deposit, which counts; the first one says whether it was in time.
    days_late : int
        Days after the last day: of the first deposit, else up to the day of asking.
    """

    month: Period
    due_on: date
    state: DepositState
    days_late: int
    fact: DepositFact | None


@attrs.frozen(kw_only=True)
class DepositRow:
    """The twelve months of one parameter of a control plan."""

    parameter: ControlParameter
    cells: tuple[DepositCell, ...]

    @property
    def complete(self) -> bool:
        """Whether every month has a deposit."""
        return all(one.fact is not None for one in self.cells)


def deposit_grid(
    parameters: Iterable[ControlParameter],
    facts: Iterable[DepositFact],
    year: int,
    on: date,
) -> tuple[DepositRow, ...]:
    """Return where each parameter and month of a year stands on a day.

    Parameters
    ----------
    parameters : iterable of ControlParameter
        Those of the control plan in force: what is not in it is not asked for.
    facts : iterable of DepositFact
        What came; what came after ``on`` is not known yet.
    year : int
    on : date
    """
    came: dict[tuple[str, str, str], list[DepositFact]] = {}
    for fact in sorted(facts, key=lambda one: one.deposited_on):
        if fact.deposited_on <= on:
            key = (fact.facility, fact.parameter, fact.month.code)
            came.setdefault(key, []).append(fact)
    months = Period.year(year).children(PeriodKind.MONTH)
    return tuple(
        DepositRow(
            parameter=one,
            cells=tuple(
                _cell(month, came.get((one.facility, one.code, month.code), []), on)
                for month in months
            ),
        )
        for one in parameters
    )


def missing_deposits(rows: Iterable[DepositRow]) -> tuple[DepositCell, ...]:
    """Return the months whose last day is over without a deposit."""
    return tuple(
        cell for row in rows for cell in row.cells if cell.state is DepositState.MISSING
    )


def _cell(month: Period, came: list[DepositFact], on: date) -> DepositCell:
    due = deposit_due(month)
    if came:
        late = max((came[0].deposited_on - due).days, 0)
        state = DepositState.LATE if late else DepositState.IN_TIME
    else:
        late = max((on - due).days, 0)
        state = _awaited(month, due, on)
    return DepositCell(
        month=month,
        due_on=due,
        state=state,
        days_late=late,
        fact=came[-1] if came else None,
    )


def _awaited(month: Period, due: date, on: date) -> DepositState:
    if on > due:
        return DepositState.MISSING
    return DepositState.OPEN if on > month.end else DepositState.NOT_DUE
