"""What a look at the readings of an enterprise suggests, with what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROOM = "dafeng.enterprises.steps"
_LEAST_DAYS = 14
_HOURS = 24
SHOWN = 10


class Topic(StrEnum):
    """What an item is about."""

    NIGHT_BASE = "night-base"
    REST_BASE = "rest-base"
    PEAK_SHARE = "peak-share"
    POWER_FACTOR = "power-factor"
    OVER_NORM = "over-norm"
    COMPLETENESS = "completeness"
    SUB_SHARE = "sub-share"


@attrs.frozen(kw_only=True)
class DayReading:
    """One day behind an item, in the unit of the meter."""

    day: date
    value: float
    beside: float


@attrs.frozen(kw_only=True)
class Item:
    """One thing to look into.

    Attributes
    ----------
    topic : Topic
    subject : str
        Meter or product.
    found, bound : float
        The measure, and the bound of the rule.
    energy : float or None
        Energy a year that could be saved or shifted, in the unit of the meter.
    money : float or None
        Yuan a year; None without prices.
    days : tuple of DayReading
        Readings behind it: the value, and what it is held against.
    """

    topic: Topic
    subject: str
    found: float
    bound: float
    energy: float | None = None
    money: float | None = None
    days: tuple[DayReading, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class MeterDays:
    """Days of one meter of electricity.

    Attributes
    ----------
    meter : str
    first : date
    energy : array of float64, shape (days,)
        Unknown days are nan.
    by_period : array of float64, shape (days, 5)
        Sharp, peak, flat, valley, deep valley.
    hours : array of float64, shape (5,)
        Hours of each kind in a day.
    rest : array of bool, shape (days,)
        Days off.
    prices : array of float64, shape (5,), or None
        Yuan for a unit in each kind of hours.
    """

    meter: str
    first: date
    energy: NDArray[np.float64]
    by_period: NDArray[np.float64]
    hours: NDArray[np.float64]
    rest: NDArray[np.bool_]
    prices: NDArray[np.float64] | None = None


@cache
def diagnosis_rules() -> Mapping[str, float]:
    """Return the bounds by rule."""
    rows = packaged_rows(_ROOM, "diagnosis.csv")
    return {row["rule"]: float(row["value"]) for row in rows}


def diagnose_meter(days: MeterDays) -> tuple[Item, ...]:
    """Look at the load of the night, of days off, and of dear hours.

    Works that run through (see :func:`runs_through`) have nothing to switch off at
    night or on days off: both are then not judged.
    """
    known = np.isfinite(days.energy)
    if known.sum() < _LEAST_DAYS:
        return ()
    found = [_peak(days, known)]
    if not runs_through(days):
        found = [_night(days, known), _rest(days, known), *found]
    return tuple(one for one in found if one is not None)


def runs_through(days: MeterDays) -> bool:
    """Whether nights and days off are as busy as the rest: a continuous process."""
    known = np.isfinite(days.energy)
    ratios = (_night_ratio(days, known), _rest_ratio(days, known))
    bound = diagnosis_rules()["continuous"]
    return all(one is not None and one >= bound for one in ratios)


def diagnose_ratios(
    ratios: Iterable[tuple[Topic, str, float | None]],
) -> tuple[Item, ...]:
    """Tell ratios below their bound: completeness, parts of a main meter.

    A ratio that is not known is not told.
    """
    rules = diagnosis_rules()
    return tuple(
        Item(topic=topic, subject=subject, found=value, bound=rules[topic.value])
        for topic, subject, value in ratios
        if value is not None and value < rules[topic.value]
    )


def _per_hour(days: MeterDays, known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean power of the valley hours of each day."""
    night, hours = days.by_period[:, 3:].sum(axis=1), float(days.hours[3:].sum())
    made: NDArray[np.float64] = np.where(known & (hours > 0), night, np.nan)
    return made / max(hours, 1.0)


def _night_ratio(days: MeterDays, known: NDArray[np.bool_]) -> float | None:
    """Power of the valley hours against the whole day; None where it is not known."""
    working = known & ~days.rest
    if working.sum() < _LEAST_DAYS:
        return None
    usual = float(np.median(days.energy[working])) / _HOURS
    night = float(np.median(_per_hour(days, known)[working]))
    return night / usual if usual > 0 and np.isfinite(night) else None


def _rest_ratio(days: MeterDays, known: NDArray[np.bool_]) -> float | None:
    """Energy of a day off against a working day; None where it is not known."""
    off, on = known & days.rest, known & ~days.rest
    if min(off.sum(), on.sum()) < _LEAST_DAYS:
        return None
    usual = float(np.median(days.energy[on]))
    return float(np.median(days.energy[off])) / usual if usual > 0 else None


def _night(days: MeterDays, known: NDArray[np.bool_]) -> Item | None:
    night, per_hour = days.by_period[:, 3:].sum(axis=1), _per_hour(days, known)
    working = known & ~days.rest
    ratio, rules = _night_ratio(days, known), diagnosis_rules()
    if ratio is None or ratio < rules["night-base"]:
        return None
    a_year = float(np.mean(night[known])) * 365 * rules["saved-base"]
    prices = days.prices
    return Item(
        topic=Topic.NIGHT_BASE,
        subject=days.meter,
        found=ratio,
        bound=rules["night-base"],
        energy=a_year,
        money=None if prices is None else a_year * float(prices[3]),
        days=_shown(days, working, per_hour * _HOURS, days.energy),
    )


def _rest(days: MeterDays, known: NDArray[np.bool_]) -> Item | None:
    off, on = known & days.rest, known & ~days.rest
    ratio, rules = _rest_ratio(days, known), diagnosis_rules()
    if ratio is None or ratio < rules["rest-base"] or ratio > 1:
        return None
    beside = np.full(len(days.energy), np.median(days.energy[on]))
    return Item(
        topic=Topic.REST_BASE,
        subject=days.meter,
        found=ratio,
        bound=rules["rest-base"],
        energy=float(days.energy[off].mean() * off.mean() * 365 * rules["saved-base"]),
        days=_shown(days, off, days.energy, beside),
    )


def _peak(days: MeterDays, known: NDArray[np.bool_]) -> Item | None:
    total = float(days.energy[known].sum())
    dear = days.by_period[:, :2].sum(axis=1)
    share = float(dear[known].sum()) / total if total > 0 else 0.0
    rules = diagnosis_rules()
    if share < rules["peak-share"]:
        return None
    moved = float(np.mean(dear[known])) * 365 * rules["shiftable"]
    prices = days.prices
    return Item(
        topic=Topic.PEAK_SHARE,
        subject=days.meter,
        found=share,
        bound=rules["peak-share"],
        energy=moved,
        money=None if prices is None else moved * float(prices[1] - prices[3]),
        days=_shown(days, known, dear, days.energy),
    )


def _shown(
    days: MeterDays,
    those: NDArray[np.bool_],
    values: NDArray[np.float64],
    beside: NDArray[np.float64],
) -> tuple[DayReading, ...]:
    """The last days that the item rests on."""
    return tuple(
        DayReading(
            day=days.first + timedelta(days=int(at)),
            value=float(values[at]),
            beside=float(beside[at]),
        )
        for at in np.flatnonzero(those)[-SHOWN:]
    )
