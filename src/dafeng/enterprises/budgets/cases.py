"""A year of budgets without a house: a ledger, its units, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.enterprises.budgets.bands import BudgetStand, stand_of
from dafeng.enterprises.budgets.landing import Landing, landing_of
from dafeng.enterprises.budgets.ledger import Balances, LedgerEntry, balances_of
from dafeng.enterprises.budgets.months import MONTHS, MonthUse, by_year
from dafeng.enterprises.budgets.quanta import ZERO
from dafeng.enterprises.budgets.seasons import seasonal_curve
from dafeng.enterprises.key_users import Classified, classify_key_user

if TYPE_CHECKING:
    from dafeng.enterprises.budgets.deductions import BudgetDeduction

DEDUCTED = "deduction.above_use"


@attrs.frozen(kw_only=True)
class BudgetUnit:
    """A unit of a case."""

    code: str
    name: str
    last_year_tce: Decimal | None = None
    designated: str = ""
    months: tuple[MonthUse, ...] = ()
    deductions: tuple[BudgetDeduction, ...] = ()


@attrs.frozen(kw_only=True)
class BudgetCase:
    """A ledger of a year, its units, and the day."""

    year: int
    on: date
    place: str = ""
    entries: tuple[LedgerEntry, ...] = ()
    units: tuple[BudgetUnit, ...] = ()


@attrs.frozen(kw_only=True)
class UnitStand:
    """How a unit of a case stands.

    Attributes
    ----------
    budget : Decimal or None
        None: the ledger gave it none.
    missing : int
        Months of the year that are over on the day and not known whole.
    findings : tuple of Finding
        What a reader should look at.
    """

    unit: BudgetUnit
    classified: Classified
    budget: Decimal | None
    used: Decimal | None
    landing: Landing
    stand: BudgetStand
    missing: int = 0
    findings: tuple[Finding, ...] = ()


@attrs.frozen(kw_only=True)
class CaseStand:
    """How a case stands: the ledger, and each unit in its order."""

    balances: Balances
    units: tuple[UnitStand, ...]


def stand_of_case(case: BudgetCase) -> CaseStand:
    """Post the ledger and say how each unit stands on the day."""
    balances = balances_of(case.entries)
    return CaseStand(
        balances=balances,
        units=tuple(_stand(case, unit, balances) for unit in case.units),
    )


def due_share(
    months: Iterable[MonthUse | None], shares: Iterable[Fraction]
) -> Fraction:
    """Which part of a year the curve gives for the days that are known.

    A month that is unknown is due as little as it is used: both are left out.
    """
    return sum(
        (
            share * min(Fraction(one.days, one.due_days), Fraction(1))
            for one, share in zip(months, shares, strict=True)
            if one is not None and one.tce is not None
        ),
        Fraction(0),
    )


def missing_months(
    year: int, months: Sequence[MonthUse | None], *, on: date
) -> tuple[int, ...]:
    """Months of a year that are over on a day and not known whole.

    Examples
    --------
    >>> january = MonthUse(year=2026, month=1, tce=Decimal(5), days=31)
    >>> missing_months(2026, [january, *[None] * 11], on=date(2026, 4, 1))
    (2, 3)
    """
    over = MONTHS if on.year > year else on.month - 1 if on.year == year else 0
    return tuple(
        month
        for month, one in enumerate(months[:over], start=1)
        if one is None or not one.whole
    )


def _stand(case: BudgetCase, unit: BudgetUnit, balances: Balances) -> UnitStand:
    years = by_year(unit.months)
    now = years.get(case.year, (None,) * MONTHS)
    history = {year: row for year, row in years.items() if year < case.year}
    off = sum((one.amount for one in unit.deductions if one.confirmed), ZERO)
    landing = landing_of(case.year, now, history).less(off)
    known = [one.tce for one in now if one is not None and one.tce is not None]
    used = landing.used if known else None
    budget = balances.units.get(unit.code)
    stand = stand_of(
        budget=budget,
        used=used,
        landing=landing if landing.rest else None,
        due_share=due_share(now, seasonal_curve(history).shares),
        on=case.on,
    )
    return UnitStand(
        unit=unit,
        classified=classify_key_user(
            unit.last_year_tce, place=case.place, on=case.on, designated=unit.designated
        ),
        budget=budget,
        used=used,
        landing=landing,
        stand=stand,
        missing=len(missing_months(case.year, now, on=case.on)),
        findings=_above_use(unit, landing) if known else (),
    )


def _above_use(unit: BudgetUnit, landing: Landing) -> tuple[Finding, ...]:
    """More is deducted than was used so far: the rest of the year has to bear it."""
    if landing.deducted <= landing.gross:
        return ()
    rule = f"Not more is deducted than was used, {landing.gross} tce so far."
    return (
        Finding(
            code=DEDUCTED,
            severity=Severity.WARNING,
            place=f"unit {unit.code}, deductions",
            value=f"{landing.deducted:f}",
            rule=rule,
        ),
    )
