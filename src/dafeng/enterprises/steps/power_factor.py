"""Power factor from active and reactive energy, and what the tariff makes of it.

The monthly factor, rounded to two places, changes the bill by a percentage
(功率因数调整电费办法, 1983); the bands are rows of ``data/power_factor.csv``.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.steps.diagnosing import SHOWN, DayReading, Item, Topic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HIGH_VOLTAGE = Decimal("0.90")
"""The standard of industry at high voltage above 160 kVA."""
OTHERS = Decimal("0.85")
_HUNDREDTH = Decimal("0.01")
_LEAST_DAYS = 20
"""Known days of a month whose factor is said."""
_MONTHS = 12
_YEAR = 365


@attrs.frozen(kw_only=True)
class FactorBand:
    """Factors from ``low`` to ``high``, and the change of the bill there.

    Attributes
    ----------
    standard, low, high : Decimal
    percent_at_high, percent_per_hundredth : Decimal
        Of the bill; more is paid for each hundredth below ``high``.
    """

    standard: Decimal
    low: Decimal
    high: Decimal
    percent_at_high: Decimal
    percent_per_hundredth: Decimal
    source: str
    verified: str
    effective_from: date | None
    effective_to: date | None


@attrs.frozen(kw_only=True, eq=False)
class PowerDays:
    """Days of active and reactive energy of one connection.

    Attributes
    ----------
    subject : str
    first : date
    active, reactive : array of float64, shape (days,)
        kWh and kvarh, both directions of the latter as sizes; unknown is nan.
    bill : array of float64, shape (days,), or None
        Yuan for the active energy of a day; None without prices.
    """

    subject: str
    first: date
    active: Floats
    reactive: Floats
    bill: Floats | None = None


@attrs.frozen(kw_only=True)
class FactorMonth:
    """The factor of one month.

    Attributes
    ----------
    days : int
        Known days.
    factor : Decimal
        Rounded half up to two places, as the rule has it.
    percent : Decimal
        Change of the bill.
    yuan : float or None
        The same in yuan, of the energy of the known days.
    """

    month: date
    days: int
    factor: Decimal
    percent: Decimal
    yuan: float | None


@cache
def factor_bands() -> tuple[FactorBand, ...]:
    """Return the packaged bands."""
    rows = packaged_rows("dafeng.enterprises.steps", "power_factor.csv")
    return tuple(
        FactorBand(
            **{
                name: Decimal(row[name])
                for name in (
                    *("standard", "low", "high"),
                    *("percent_at_high", "percent_per_hundredth"),
                )
            },
            source=row["source"],
            verified=row["verified"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in rows
    )


def bill_change(factor: Decimal, standard: Decimal, on: date) -> Decimal | None:
    """Return the change of a bill in percent; None where no rule holds on the day.

    Examples
    --------
    >>> day = date(2026, 1, 1)
    >>> float(bill_change(Decimal("0.60"), HIGH_VOLTAGE, day))
    25.0
    >>> float(bill_change(Decimal("0.97"), HIGH_VOLTAGE, day))
    -0.75
    """
    for band in factor_bands():
        begun = band.effective_from is None or band.effective_from <= on
        over = band.effective_to is not None and band.effective_to < on
        if not begun or over or band.standard != standard:
            continue
        if band.low <= factor <= band.high:
            below = (band.high - factor) / _HUNDREDTH
            return band.percent_at_high + below * band.percent_per_hundredth
    return None


def power_factor(active: float, reactive: float) -> Decimal:
    """Return the factor of two sums of energy, rounded half up to two places.

    Examples
    --------
    >>> power_factor(300.0, 400.0)
    Decimal('0.60')
    """
    size = float(np.hypot(active, reactive))
    factor = Decimal(str(active / size)) if size > 0 else Decimal(1)
    return factor.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def factor_months(
    days: PowerDays, standard: Decimal = HIGH_VOLTAGE
) -> tuple[FactorMonth, ...]:
    """Return the factor of every month with twenty known days at least."""
    known = np.isfinite(days.active) & np.isfinite(days.reactive)
    moments = [days.first + timedelta(days=at) for at in range(len(known))]
    months = np.array([day.year * _MONTHS + day.month - 1 for day in moments])
    made = []
    for number in np.unique(months):
        mine = known & (months == number)
        active = float(days.active[mine].sum())
        if mine.sum() < _LEAST_DAYS or active <= 0:
            continue
        month = date(int(number) // _MONTHS, int(number) % _MONTHS + 1, 1)
        factor = power_factor(active, float(days.reactive[mine].sum()))
        percent = bill_change(factor, standard, month)
        if percent is None:
            continue
        bill = None if days.bill is None else float(days.bill[mine].sum())
        made.append(
            FactorMonth(
                month=month,
                days=int(mine.sum()),
                factor=factor,
                percent=percent,
                yuan=None if bill is None else bill * float(percent) / 100,
            )
        )
    return tuple(made)


def diagnose_power_factor(
    days: PowerDays, standard: Decimal = HIGH_VOLTAGE
) -> Item | None:
    """Tell a factor below its standard, with what the bill rises by in a year.

    The factor is that of all days that are known; the money of the known days of the
    months is laid out over a year. The basic charge is not known here and not in it.
    """
    months = factor_months(days, standard)
    if not months or min(one.factor for one in months) >= standard:
        return None
    known = np.isfinite(days.active) & np.isfinite(days.reactive)
    factor = power_factor(
        float(days.active[known].sum()), float(days.reactive[known].sum())
    )
    paid = [one.yuan for one in months if one.yuan is not None]
    counted = sum(one.days for one in months)
    return Item(
        topic=Topic.POWER_FACTOR,
        subject=days.subject,
        found=float(factor),
        bound=float(standard),
        money=sum(paid) / counted * _YEAR if paid else None,
        days=tuple(
            DayReading(
                day=days.first + timedelta(days=int(at)),
                value=float(days.reactive[at]),
                beside=float(days.active[at]),
            )
            for at in np.flatnonzero(known)[-SHOWN:]
        ),
    )
