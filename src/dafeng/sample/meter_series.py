"""Readings of the sample's meters, what they truly measured, and what was spoiled.

What passes is drawn first, enterprise by enterprise from the entry down, so that parts
and whole agree; then the dials show it, and the line loses, doubles and delays some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.days import CHINA
from dafeng.sample.meter_changes import changed_weights
from dafeng.sample.meter_reactive import REACTIVE, reactive_part
from dafeng.sample.meter_register import (
    LONG_GAP,
    OFF_STATEMENTS,
    REPLACED,
    STANDING,
    SamplePoint,
    SampleSize,
    weights_of,
)
from dafeng.sample.synthetic.district_years import DISTRICT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Int64: TypeAlias = NDArray[np.int64]
    Bool: TypeAlias = NDArray[np.bool_]

DAYS = {SampleSize.SMALL: 400, SampleSize.FULL: 731}
LOSSY_PER_MILLE, LOST_PER_MILLE = 140, 3
GAP_DAYS, GAP_ENDED, EXCHANGED, STOOD = 9, 20, 150, 26
"""Days, and days before today."""
_MICRO, _HOUR, _DAY, _WEEK = 10**6, 3600, 86400, 7
_MILLE = 1000
_YEAR_DAYS = 365
_OF_PARENT: dict[tuple[int, ...], int] = {(1,): 560, (2,): 430, (3,): 990}
"""Of a thousand of what is left: the workshops of an enterprise, in their order."""
_HOLIDAYS = (date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6))
"""Spring Festivals: plants that do not run through rest for a week."""
_REST_DAYS, _RESTING = 8, 35


@attrs.frozen(kw_only=True)
class SampleExchange:
    """A register that was replaced; values in thousandths of its unit."""

    at: datetime
    final: int
    initial: int

    @property
    def final_value(self) -> Decimal:
        """What the old dial showed last, in its unit."""
        return Decimal(self.final) / _MILLE

    @property
    def initial_value(self) -> Decimal:
        """What the new dial showed first, in its unit."""
        return Decimal(self.initial) / _MILLE


@attrs.frozen(kw_only=True, eq=False)
class SampleSeries:
    """Readings of one meter.

    Attributes
    ----------
    point : SamplePoint
    at, value, learned_at : array of int64
        Microseconds of UTC and thousandths of the unit; by time and learning.
    passed : array of int64
        What passed in each step since the begin, in thousandths of the carrier's unit.
    faults : dict of str to int
        How many readings are ``lost``, ``doubled``, ``delayed``, ``spikes`` and
        ``standing``.
    exchange : SampleExchange or None
    """

    point: SamplePoint
    at: Int64
    value: Int64
    learned_at: Int64
    passed: Int64
    faults: dict[str, int]
    exchange: SampleExchange | None = None

    @property
    def manual(self) -> bool:
        """Whether a person reads it."""
        return self.point.role == "manual"


@attrs.frozen(kw_only=True)
class SampleStatement:
    """What a paper says of a month, in the carrier's unit."""

    enterprise: str
    carrier: str
    month: date
    amount: Decimal
    document: str


@attrs.frozen(kw_only=True)
class Span:
    """From a midnight in China up to now."""

    begin: datetime
    until: datetime

    def moments(self, step_s: int) -> Int64:
        """Seconds of UTC at which a meter is read; the begin is the first."""
        first, last = int(self.begin.timestamp()), int(self.until.timestamp())
        return np.arange(first, last + 1, step_s, dtype=np.int64)


def sample_span(size: SampleSize, now: datetime) -> Span:
    """Return the days that the sample measures, up to now."""
    today = now.astimezone(CHINA).date()
    begin = datetime.combine(today, datetime.min.time(), CHINA)
    return Span(begin=(begin - timedelta(days=DAYS[size])).astimezone(UTC), until=now)


def sample_series(
    points: Iterable[SamplePoint], span: Span, *, seed: int = DISTRICT_SEED
) -> Iterator[SampleSeries]:
    """Draw the readings of meters that are read, in their order.

    Parameters
    ----------
    points : iterable of SamplePoint
        As :func:`sample_points` gives them: a meter after the one it stands behind.
    span : Span
    seed : int
        Same seed and span, same readings.
    """
    by_firm: dict[int, list[SamplePoint]] = defaultdict(list)
    for point in points:
        by_firm[point.number].append(point)
    for number, mine in by_firm.items():
        chance = np.random.Generator(np.random.PCG64([seed, number]))
        passed = _passed(mine, span, chance)
        for point in mine:
            if point.role != "virtual":
                yield _read(point, span, passed[point.code], chance)


def sample_statements(
    series: Iterable[SampleSeries], span: Span
) -> list[SampleStatement]:
    """Return what suppliers billed for every whole month, near what truly passed."""
    totals: dict[tuple[str, str, int], dict[date, int]] = defaultdict(dict)
    for one in series:
        if one.point.role not in ("main", "manual") or one.point.carrier == REACTIVE:
            continue
        key = (one.point.enterprise, one.point.carrier, one.point.number)
        for month, amount in _by_month(one, span):
            totals[key][month] = totals[key].get(month, 0) + amount
    found = []
    for (firm, carrier, number), months in totals.items():
        chance = np.random.Generator(np.random.PCG64([number, len(carrier)]))
        for month, amount in months.items():
            off = int(chance.integers(-12, 13))
            if number == OFF_STATEMENTS:
                off = 80
            told = Decimal(amount * (_MILLE + off) // _MILLE) / _MILLE
            found.append(
                SampleStatement(
                    enterprise=firm,
                    carrier=carrier,
                    month=month,
                    amount=told.quantize(Decimal("0.001")),
                    document=f"示例结算{month:%Y%m}-{number:03d}-{carrier[:2].upper()}",
                )
            )
    return found


def _passed(
    points: Sequence[SamplePoint], span: Span, chance: np.random.Generator
) -> dict[str, Int64]:
    """What passed each meter in each step, in thousandths of the carrier's unit."""
    found: dict[str, Int64] = {}
    left: dict[str, Int64] = {}
    entry_s = {one.carrier: one.step_s for one in points if not one.parent}
    entry_s |= {one.carrier: one.step_s for one in points if one.role == "main"}
    for point in points:
        if point.role == "virtual":
            continue
        if point.carrier == REACTIVE:
            entry = found[f"S{point.number:03d}-E01"]
            found[point.code] = reactive_part(point.number, entry)
            continue
        if not point.parent:
            steps = len(span.moments(point.step_s)) - 1
            weights = _weights(point.rhythm, point.step_s, span)
            weights = changed_weights(point.code, weights, span.moments(point.step_s))
            noise = chance.integers(93, 108, steps)
            shaped = weights * noise
            year = min(steps, _YEAR_DAYS * _DAY // point.step_s)
            whole = max(1, int(shaped[-year:].sum()))
            share = point.yearly * year * point.step_s // (_YEAR_DAYS * _DAY)
            # Scaled in two stages: the product would not fit into 64 bits.
            made = shaped * (share * 10**4 // whole) // 10**4
        else:
            of = _OF_PARENT.get(point.place, 500 if point.place[-1] == 1 else 970)
            rest = left[point.parent]
            shares = chance.integers(of - 25, min(of + 26, 995), len(rest))
            made = rest * shares // _MILLE
            left[point.parent] = rest - made
        left[point.code] = made
        # What stands behind an often read meter may itself be read less often.
        times = point.step_s // entry_s[point.carrier]
        whole = len(made) // times * times
        found[point.code] = made[:whole].reshape(-1, times).sum(axis=1)
    return found


@lru_cache(maxsize=16)
def _weights(rhythm: str, step_s: int, span: Span) -> Int64:
    """How much of its year runs in each step, by month, weekday and hour in China."""
    ends = span.moments(step_s)[1:] + 8 * _HOUR
    middle = ends - step_s // 2
    days = middle // _DAY
    hours = np.array(weights_of(rhythm, "hours"))
    weekdays = np.array(weights_of(rhythm, "weekdays"))
    months = np.array(weights_of(rhythm, "months"))
    calendar = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    made = weekdays[(days + 3) % _WEEK] * months[calendar % 12]
    if step_s < _DAY:
        made = made * hours[middle // _HOUR % 24] // 100
    if rhythm in ("two-shifts", "day"):
        for holiday in _HOLIDAYS:
            first = (holiday - date(1970, 1, 1)).days - 1
            rest = (days >= first) & (days < first + _REST_DAYS)
            made = np.where(rest, made * _RESTING // 100, made)
    kept: Int64 = made.astype(np.int64)
    return kept


def _read(
    point: SamplePoint, span: Span, passed: Int64, chance: np.random.Generator
) -> SampleSeries:
    """What the dial showed, and what of it came when."""
    moments = span.moments(point.step_s)
    count, today = len(moments), int(span.until.timestamp())
    exchange = None
    if point.kind == "register":
        sums = np.zeros(count, np.int64)
        np.cumsum(passed, out=sums[1:])
        start = int(chance.integers(0, 10**6)) * 1000
        value = start + sums // point.multiplier
        if point.number == REPLACED and point.code.endswith("E01"):
            place = count - EXCHANGED * _DAY // point.step_s
            exchange = SampleExchange(
                at=datetime.fromtimestamp(int(moments[place]) + 120, UTC),
                final=int(value[place]),
                initial=0,
            )
            value[place + 1 :] -= value[place]
        if point.number == STANDING:
            first = count - STOOD * _DAY // point.step_s
            value[first : first + 30] = value[first]
        if point.digits:
            value %= 10 ** (point.digits + 3)
    else:
        moments, value, count = moments[1:], passed.copy(), count - 1
    drawn = _drawn(point, count, chance)
    if point.number == LONG_GAP:
        ended = today - GAP_ENDED * _DAY
        drawn["lost"] |= (moments > ended - GAP_DAYS * _DAY) & (moments <= ended)
    if point.number == STANDING and point.kind == "register":
        drawn["standing"] = np.zeros(count, np.bool_)
        drawn["standing"][count - STOOD * _DAY // point.step_s :][1:30] = True
    value = np.where(drawn["spikes"], value * 3 + 10**7, value)
    if point.digits:
        value %= 10 ** (point.digits + 3)
    late = 60 + drawn["delayed"] * chance.integers(3 * _HOUR, 10 * _HOUR, count)
    learned = np.minimum(moments + late, today + 60)
    kept = ~drawn["lost"]
    if point.valid_from is not None:
        begun = datetime.combine(point.valid_from, datetime.min.time(), CHINA)
        kept &= moments >= int(begun.timestamp())
    rows = np.repeat(np.arange(count), kept + (kept & drawn["doubled"]))
    again = np.zeros(len(rows), np.int64)
    again[1:] = rows[1:] == rows[:-1]
    return SampleSeries(
        point=point,
        at=moments[rows] * _MICRO,
        value=value[rows],
        learned_at=(learned[rows] + 30 * again) * _MICRO,
        passed=passed,
        faults={name: int(which.sum()) for name, which in drawn.items()},
        exchange=exchange,
    )


def _drawn(
    point: SamplePoint, count: int, chance: np.random.Generator
) -> dict[str, Bool]:
    """Which readings have which fault; the first and last of a meter have none."""
    lossy, tardy = point.number % 23 == 5, point.number % 19 == 4
    shares = {
        "lost": LOSSY_PER_MILLE if lossy else LOST_PER_MILLE,
        "doubled": 40 if tardy else 2,
        "delayed": 100 if tardy else 4,
    }
    drawn: dict[str, Bool] = {}
    dice = chance.integers(0, _MILLE, (len(shares), count), dtype=np.int16)
    for (name, share), row in zip(shares.items(), dice, strict=True):
        drawn[name] = row < share
    drawn["spikes"] = np.zeros(count, np.bool_)
    if point.kind == "register":
        some = chance.integers(1, max(2, count - 1), max(1, count // 9000))
        drawn["spikes"][some] = True
    for which in drawn.values():
        which[[0, -1]] = False
    if point.role == "manual":
        for name in ("doubled", "delayed"):
            drawn[name][:] = False
    return drawn


def _by_month(one: SampleSeries, span: Span) -> Iterator[tuple[date, int]]:
    """What passed in each whole month of the span."""
    step_s = one.point.step_s
    inside = span.moments(step_s)[1:] - step_s // 2 + 8 * _HOUR
    months = inside.astype("datetime64[s]").astype("datetime64[M]")
    number = months.astype(np.int64)
    first, last = int(number[0]), int(number[-1])
    sums = np.bincount(number - first, weights=one.passed)
    # The first month is whole only if the span begins with it.
    begins = span.begin.astimezone(CHINA).day == 1
    for month in range(first if begins else first + 1, last):
        yield date(1970 + month // 12, month % 12 + 1, 1), int(sums[month - first])
