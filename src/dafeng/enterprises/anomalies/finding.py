"""Find what is out of order: days, levels, night loads, and meters that drift apart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.enterprises.anomalies.expecting import (
    LONGEST_GAP,
    deviations,
    filled,
    robust_scale,
    running_median,
    usual_days,
)
from dafeng.enterprises.anomalies.records import (
    Anomaly,
    Bools,
    Branches,
    DayFact,
    DayTable,
    Floats,
    Kind,
    Rules,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LOCAL = 29
"""Days around a day that tell what is usual just now."""
PIECE = 14
"""Days of each stretch before and after a turn."""
WEEKS = 28
"""Days whose night load is compared with a year before."""
YEAR = 364
"""Whole weeks, so that a weekday meets the same weekday."""
SHOWN = 14
_LEAST = 60
_INFLATED = 3.0
"""Neighbouring days resemble each other: a median is less sure than it looks."""
_CLIP = 3.0
_SWITCHED = 2.5
"""Between the months of such a meter a step is no news."""
_STRICT = Rules()


def find_anomalies(table: DayTable, rules: Rules = _STRICT) -> tuple[Anomaly, ...]:
    """Find days, levels and night loads out of order.

    What is usual is fitted to each meter (change points of temperature, drivers, the
    weekday), again without what was far off, and then followed by a running median of
    29 days, so that a slow change is no alarm. A level is a step between means of
    fourteen days, well above what such means usually differ by. The load of the night
    is held against the same weeks of the year before, weather taken out; without them
    it is not judged. Days and levels of a meter that a season switches (its high
    months are two and a half times the low ones) are not judged, nor are meters with
    fewer than 60 known days.

    Parameters
    ----------
    table : DayTable
    rules : Rules

    Returns
    -------
    tuple of Anomaly
        By meter, day and kind.
    """
    enough = np.isfinite(table.energy).sum(axis=1) >= _LEAST
    rows = np.flatnonzero(enough)
    if not len(rows):
        return ()
    kept = _only(table, rows)
    found = [*_days_and_levels(kept, rules), *_nights(kept, rules)]
    return tuple(sorted(found, key=lambda one: (one.meter, one.first, one.kind)))


def find_imbalances(branches: Branches, rules: Rules = _STRICT) -> tuple[Anomaly, ...]:
    """Find days on which a main meter and the sum of its parts drifted apart.

    The gap is a share of the main meter. What is usual is its median; a running median
    of fourteen days that leaves it by five points is told, and so are parts that count
    more than the main meter by two points, always.
    """
    found: list[Anomaly] = []
    share = (branches.total - branches.parts) / np.where(
        branches.total > 0, branches.total, np.nan
    )
    for row, name in enumerate(branches.main):
        known = np.isfinite(share[row])
        if known.sum() < PIECE:
            continue
        usual = max(float(np.median(share[row][known])), -0.02)
        gap = running_median(filled(share[row : row + 1]), PIECE)[0] - usual
        away = (np.abs(gap) > rules.balance_share) & known
        scale = robust_scale(share[row : row + 1] - usual, known[None])[0]
        for first, last in _runs(away, PIECE):
            if last - first + 1 < PIECE // 2:
                continue
            middle = float(np.median(gap[first : last + 1]))
            days = [
                DayFact(
                    day=branches.first + timedelta(days=int(at)),
                    actual=float(branches.parts[row, at]),
                    expected=float(branches.total[row, at] * (1 - usual)),
                )
                for at in range(first, last + 1)
                if known[at]
            ]
            found.append(
                _anomaly(name, Kind.BALANCE, days, middle, abs(middle) / scale)
            )
    return tuple(found)


def _only(table: DayTable, rows: NDArray[np.intp]) -> DayTable:
    wide = len(table.drivers) and table.drivers.shape[1] > 1
    return attrs.evolve(
        table,
        meters=tuple(table.meters[row] for row in rows),
        energy=table.energy[rows],
        night=None if table.night is None else table.night[rows],
        drivers=table.drivers[:, rows] if wide else table.drivers,
    )


def _days_and_levels(table: DayTable, rules: Rules) -> Iterator[Anomaly]:
    expected = usual_days(table, table.energy)
    relative = deviations(table.energy, expected)
    whole = filled(np.where(table.judged, relative, np.nan))
    near = running_median(whole, LOCAL)
    known = np.isfinite(relative) & table.judged
    scale = robust_scale(relative - near, known)
    most = _CLIP * scale[:, None]
    bounded = near + np.clip(whole - near, -most, most)
    steps, turned = _levels(table, expected, bounded, known, rules)
    yield from steps
    z = (relative - near) / scale[:, None]
    away = known & (np.abs(z) > rules.day_score)
    away &= (np.abs(relative - near) > rules.day_share) & ~turned
    # The slow change is usual as well: what is shown as expected follows it.
    level = np.maximum(np.abs(expected), _floor(table.energy))
    followed = expected + near * level
    switched = _seasonal(table.energy)
    for row, name in enumerate(table.meters):
        if switched[row]:
            continue
        for first, last in _runs(away[row], LONGEST_GAP):
            if last - first + 1 > rules.most_days:
                continue
            days = _facts(table, row, first, last, table.energy, followed)
            size = _share(days)
            score = float(np.nanmax(np.abs(z[row, first : last + 1])))
            yield _anomaly(name, Kind.DAY, days, size, score)


def _levels(
    table: DayTable, expected: Floats, whole: Floats, known: Bools, rules: Rules
) -> tuple[list[Anomaly], Bools]:
    """Steps, and the days around them that are then no anomaly of their own."""
    turned = np.zeros(known.shape, bool)
    found: list[Anomaly] = []
    days = whole.shape[1]
    if days < 3 * PIECE:
        return found, turned
    jump = np.where(_held(known), _jumps(whole), 0.0)
    usual = _usual_jumps(jump)
    bound = np.maximum(rules.level_share, rules.level_score * usual)
    seasonal = _seasonal(table.energy)
    for row, name in enumerate(table.meters):
        if seasonal[row]:
            continue
        left = np.abs(jump[row]).copy()
        while True:
            turn = int(left.argmax())
            if left[turn] <= bound[row]:
                break
            turn = _turn(whole[row], turn)
            begin, end = max(0, turn - SHOWN), min(days, turn + SHOWN)
            lasts = known[row, turn:end].sum() >= PIECE // 2
            size = float(
                np.median(whole[row, turn : turn + PIECE])
                - np.median(whole[row, max(0, turn - PIECE) : turn])
            )
            if lasts and abs(size) > rules.level_share:
                shifted = expected[row] + np.median(whole[row, begin:turn]) * np.abs(
                    expected[row]
                )
                facts = [
                    DayFact(
                        day=table.day(at),
                        actual=float(table.energy[row, at]),
                        expected=float(shifted[at]),
                    )
                    for at in range(turn, end)
                    if known[row, at]
                ]
                score = abs(size) / float(usual[row])
                found.append(_anomaly(name, Kind.LEVEL, facts, size, score))
                turned[row, max(0, turn - 3) : turn + PIECE] = True
            left[max(0, turn - 2 * PIECE) : turn + 2 * PIECE] = 0
    return found, turned


def _seasonal(energy: Floats) -> Bools:
    """Meters that a season switches: high months are well above low ones."""
    whole = filled(energy)
    if whole.shape[1] < 2 * WEEKS:
        return np.zeros(len(whole), bool)
    sums = np.cumsum(np.pad(whole, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, WEEKS:] - sums[:, :-WEEKS]) / WEEKS
    low, high = np.quantile(means, (0.1, 0.9), axis=1)
    made: Bools = high > _SWITCHED * np.maximum(low, 1e-9)
    return made


def _jumps(whole: Floats) -> Floats:
    """Mean of the fourteen days from each day on, less that of the fourteen before."""
    meters, days = whole.shape
    sums = np.cumsum(np.pad(whole, ((0, 0), (1, 0))), axis=1)
    pieces = (sums[:, PIECE:] - sums[:, :-PIECE]) / PIECE
    jump = np.zeros((meters, days))
    at = np.arange(PIECE, days - PIECE + 1)
    jump[:, at] = pieces[:, at] - pieces[:, at - PIECE]
    return jump


def _held(known: Bools) -> Bools:
    """Days with at least seven known days in the fourteen on either side."""
    meters, days = known.shape
    sums = np.cumsum(np.pad(known.astype(np.int64), ((0, 0), (1, 0))), axis=1)
    counts = sums[:, PIECE:] - sums[:, :-PIECE]
    held = np.zeros((meters, days), bool)
    at = np.arange(PIECE, days - PIECE + 1)
    held[:, at] = np.minimum(counts[:, at], counts[:, at - PIECE]) >= PIECE // 2
    return held


def _usual_jumps(jump: Floats) -> Floats:
    """Usual size of a step by meter, apart from the largest and what is around it."""
    days = jump.shape[1]
    inside = np.abs(jump[:, PIECE : days - PIECE + 1])
    largest = inside.argmax(axis=1)[:, None]
    near = np.abs(np.arange(inside.shape[1]) - largest) < PIECE
    sizes = np.where(near, np.nan, inside)
    made: Floats = np.maximum(1.4826 * np.nanmedian(sizes, axis=1), 0.01)
    return made


def _turn(values: Floats, near: int) -> int:
    """The day at which two levels explain a stretch best."""
    begin, end = max(0, near - PIECE), min(len(values), near + PIECE)
    part = values[begin:end]
    errors = [
        np.abs(part[:cut] - np.median(part[:cut])).sum()
        + np.abs(part[cut:] - np.median(part[cut:])).sum()
        for cut in range(3, len(part) - 2)
    ]
    return begin + 3 + int(np.argmin(errors))


def _nights(table: DayTable, rules: Rules) -> Iterator[Anomaly]:
    if table.night is None or table.days < YEAR + WEEKS:
        return
    enough = np.isfinite(table.night).sum(axis=1) >= _LEAST
    if not enough.any():
        return
    night = np.where(enough[:, None], table.night, 0.0)
    expected = usual_days(table, night)
    relative = deviations(night, expected)
    near = running_median(filled(relative), LOCAL)
    scale = robust_scale(relative - near, np.isfinite(relative))
    late = slice(table.days - WEEKS, table.days)
    early = slice(late.start - YEAR, late.stop - YEAR)
    pairs = np.isfinite(relative[:, late]) & np.isfinite(relative[:, early])
    pairs &= table.judged[late] & table.judged[early]
    for row, name in enumerate(table.meters):
        both = pairs[row]
        if not enough[row] or both.sum() < WEEKS // 2:
            continue
        now = np.median(relative[row, late][both])
        then = np.median(relative[row, early][both])
        size = float((now - then) / max(1 + then, 0.1))
        unsure = _INFLATED * 1.25 * scale[row] * np.sqrt(2 / both.sum())
        if size > rules.base_share and size > rules.base_score * unsure:
            usual = expected[row] * (1 + then)
            days = [
                DayFact(
                    day=table.day(at),
                    actual=float(night[row, at]),
                    expected=float(usual[at]),
                )
                for at, known in zip(range(late.start, late.stop), both, strict=True)
                if known
            ]
            yield _anomaly(name, Kind.BASE, days, size, size / unsure)


def _runs(away: Bools, gap: int) -> Iterator[tuple[int, int]]:
    """First and last place of each run; runs with a gap at most so long are one."""
    places = np.flatnonzero(away)
    if not len(places):
        return
    cuts = np.flatnonzero(np.diff(places) > gap) + 1
    for part in np.split(places, cuts):
        yield int(part[0]), int(part[-1])


def _facts(
    table: DayTable, row: int, first: int, last: int, actual: Floats, expected: Floats
) -> list[DayFact]:
    return [
        DayFact(
            day=table.day(at),
            actual=float(actual[row, at]),
            expected=float(expected[row, at]),
        )
        for at in range(first, last + 1)
        if np.isfinite(actual[row, at]) and np.isfinite(expected[row, at])
    ]


def _floor(energy: Floats) -> Floats:
    """A fifth of the usual day: nothing is compared with less."""
    made: Floats = 0.2 * np.nanmedian(np.abs(energy), axis=1, keepdims=True)
    return made


def _share(days: list[DayFact]) -> float:
    usual = sum(one.expected for one in days)
    return (sum(one.actual for one in days) - usual) / max(abs(usual), 1e-9)


def _anomaly(
    name: str, kind: Kind, days: list[DayFact], size: float, score: float
) -> Anomaly:
    return Anomaly(
        meter=name,
        kind=kind,
        first=days[0].day,
        last=days[-1].day,
        size=float(size),
        actual=sum(one.actual for one in days),
        expected=sum(one.expected for one in days),
        score=float(score),
        days=tuple(days),
    )
