"""A year of budgets as JSON: what the command line reads, without a house."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from dafeng.base.errors import BadInputError, DafengError
from dafeng.enterprises.budgets.bands import BudgetStand, stand_of
from dafeng.enterprises.budgets.deductions import BudgetDeduction, counted_use
from dafeng.enterprises.budgets.landing import Landing, landing_of
from dafeng.enterprises.budgets.ledger import Balances, LedgerEntry, balances_of
from dafeng.enterprises.budgets.months import MONTHS, MonthUse, by_year
from dafeng.enterprises.budgets.quanta import ZERO
from dafeng.enterprises.budgets.seasons import seasonal_curve
from dafeng.enterprises.key_users import Classified, classify_key_user

FIRST_YEAR, LAST_YEAR = 1990, 2100
_UNREADABLE = (
    *(ValueError, TypeError, AttributeError, KeyError),
    *(ArithmeticError, RecursionError),
)


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
    """How a unit of a case stands."""

    unit: BudgetUnit
    classified: Classified
    budget: Decimal
    used: Decimal | None
    landing: Landing
    stand: BudgetStand


@attrs.frozen(kw_only=True)
class CaseStand:
    """How a case stands: the ledger, and each unit in its order."""

    balances: Balances
    units: tuple[UnitStand, ...]


def read_budget_case(text: str) -> BudgetCase:
    """Read a case from JSON: ``year``, ``on``, ``entries``, ``units``.

    Raises
    ------
    BadInputError
        ``case.bad``: it cannot be read, and why; what the ledger refuses.
    """
    try:
        return _case(json.loads(text, parse_float=Decimal, parse_int=Decimal))
    except DafengError:
        raise
    except _UNREADABLE as error:
        reason = f"no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
        msg = f"The case cannot be read: {reason}"
        raise BadInputError(msg, code="case.bad") from error


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
    """Which part of a year the curve gives until the last day that is known."""
    due, pending = Fraction(0), Fraction(0)
    for one, share in zip(months, shares, strict=True):
        if one is None or one.tce is None:
            pending += share
            continue
        due += pending + share * min(Fraction(one.days, one.due_days), Fraction(1))
        pending = Fraction(0)
    return due


def _stand(case: BudgetCase, unit: BudgetUnit, balances: Balances) -> UnitStand:
    years = by_year(unit.months)
    now = years.get(case.year, (None,) * MONTHS)
    history = {year: row for year, row in years.items() if year < case.year}
    off = sum((one.amount for one in unit.deductions if one.confirmed), ZERO)
    landing = landing_of(case.year, now, history).less(off)
    known = [one.tce for one in now if one is not None and one.tce is not None]
    used = counted_use(sum(known, Decimal()), unit.deductions) if known else None
    budget = balances.units.get(unit.code, ZERO)
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
    )


def _case(told: Mapping[str, Any]) -> BudgetCase:
    on = _day(told["on"])
    year = int(told.get("year", on.year))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        msg = f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}."
        raise BadInputError(msg, code="case.bad")
    return BudgetCase(
        year=year,
        on=on,
        place=str(told.get("place", "")),
        entries=tuple(
            LedgerEntry(**{**one, "on": _day(one.get("on", on.isoformat()))})
            for one in told.get("entries", ())
        ),
        units=tuple(_unit(one) for one in told["units"]),
    )


def _unit(told: Mapping[str, Any]) -> BudgetUnit:
    code = str(told["code"])
    return BudgetUnit(
        code=code,
        name=str(told.get("name", code)),
        last_year_tce=told.get("last_year_tce"),
        designated=str(told.get("designated", "")),
        months=tuple(_month(one) for one in told.get("months", ())),
        deductions=tuple(BudgetDeduction(**one) for one in told.get("deductions", ())),
    )


def _month(told: Mapping[str, Any]) -> MonthUse:
    year, month = (int(part) for part in str(told["month"]).split("-"))
    tce = told.get("tce")
    days = told.get("days", 0 if tce is None else monthrange(year, month)[1])
    return MonthUse(
        year=year,
        month=month,
        tce=None if tce is None else Decimal(tce),
        days=int(days),
    )


def _day(given: Any) -> date:
    return date.fromisoformat(given)
