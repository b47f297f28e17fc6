"""Made-up readings with known faults and the truth behind them.

The truth is drawn first, step by step, in thousandths of a kilowatt-hour; then the
gateway spoils what it sends. Whoever rolls the readings up can be held to the truth.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import (
    SCALE,
    Limits,
    Meter,
    MeterKind,
    MeterTree,
    Readings,
    Role,
    Window,
    meter_tree,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOUR_S = 3600
MICRO = 10**6
SAMPLE_BEGIN = datetime(2024, 1, 1, tzinfo=UTC) - timedelta(hours=8)
"""Midnight in China."""

_LARGEST = 400_000
"""Most that passes in a quarter of an hour, in thousandths of a kilowatt-hour."""
_DIGITS = 8
_SHARE = 10**4


@attrs.frozen(kw_only=True)
class Faults:
    """How often each fault comes: of 10,000 readings, or of 10,000 meter-days.

    Attributes
    ----------
    lost, doubled, delayed, spikes : int
        Of 10,000 readings. A delayed one arrives three to ten hours late, and so out of
        order.
    stuck, resets, jumps : int
        Of 10,000 meter-days: the dial stands for eight steps and then shows the sum; it
        begins again at zero; the clock runs two hours ahead for six steps.
    """

    lost: int = 500
    doubled: int = 500
    delayed: int = 1000
    spikes: int = 5
    stuck: int = 50
    resets: int = 10
    jumps: int = 20


CLEAN = Faults(lost=0, doubled=0, delayed=0, spikes=0, stuck=0, resets=0, jumps=0)


@attrs.frozen(kw_only=True, eq=False)
class SampleReadings:
    """Readings, and what they should have said.

    Attributes
    ----------
    tree : MeterTree
    window : Window
    readings : Readings
        By meter, time and time of learning.
    step_s : int
    truth : array of int64, shape (meters, steps)
        Thousandths of a kilowatt-hour that passed in each step.
    lost, spikes, stuck, resets, jumps : array of bool, shape (meters, steps + 1)
        Which reading has the fault; the first reading of a meter has none.
    """

    tree: MeterTree
    window: Window
    readings: Readings
    step_s: int
    truth: NDArray[np.int64]
    lost: NDArray[np.bool_]
    spikes: NDArray[np.bool_]
    stuck: NDArray[np.bool_]
    resets: NDArray[np.bool_]
    jumps: NDArray[np.bool_]

    @property
    def hourly_truth(self) -> NDArray[np.int64]:
        """Thousandths of a kilowatt-hour by meter and hour since the begin."""
        steps = HOUR_S // self.step_s
        made: NDArray[np.int64] = self.truth.reshape(len(self.truth), -1, steps).sum(
            axis=2
        )
        return made

    @property
    def arrivals(self) -> Readings:
        """The readings in the order in which they were learned."""
        return self.readings[np.argsort(self.readings.learned_at, kind="stable")]


def sample_meters(count: int, *, step_s: int = 900) -> MeterTree:
    """Return meters of electricity, about twenty to an enterprise, one main of each."""
    limits = Limits(
        most_per_hour=Fraction(_LARGEST * (HOUR_S // 900) * 3 // 2, SCALE),
        step_s=step_s,
        gap_s=step_s * 3 // 2,
        stuck_s=86400,
        late_s=7200,
        spike_ratio=10,
        source="sample",
    )
    return meter_tree(
        Meter(
            id=f"M{place:05d}",
            enterprise=f"E{place // 20:04d}",
            carrier="electricity",
            unit="kWh",
            kind=MeterKind.REGISTER,
            role=Role.SUB if place % 20 else Role.MAIN,
            parent=f"M{place - place % 20:05d}" if place % 20 else "",
            limits=limits,
            digits=_DIGITS,
        )
        for place in range(count)
    )


def sample_window(days: int) -> Window:
    """Return the span of so many days; nothing after it is known yet."""
    return Window(begin=SAMPLE_BEGIN, end=SAMPLE_BEGIN + timedelta(days=days))


def sample_readings(
    meters: int,
    days: int,
    *,
    seed: int,
    step_s: int = 900,
    faults: Faults | None = None,
) -> SampleReadings:
    """Draw readings of registers, spoil them and keep the truth.

    Parameters
    ----------
    meters, days : int
    seed : int
        The same seed gives the same readings.
    step_s : int
        900 or 3600.
    faults : Faults, optional
        Default the usual shares; :data:`CLEAN` spoils nothing.
    """
    faults = faults or Faults()
    chance = np.random.Generator(np.random.PCG64(seed))
    steps = days * 86400 // step_s
    truth = _truth(chance, meters, steps, step_s)
    drawn = _Drawn(chance, faults, (meters, steps + 1), 86400 // step_s)
    passed = np.zeros((meters, steps + 1), np.int64)
    np.cumsum(truth, axis=1, out=passed[:, 1:])
    passed += chance.integers(0, 10 ** (_DIGITS + 3), (meters, 1))
    value = _shown(passed, drawn)
    begin_us = int(SAMPLE_BEGIN.timestamp()) * MICRO
    at = begin_us + np.arange(steps + 1, dtype=np.int64) * step_s * MICRO
    ahead = drawn.jumps * (2 * HOUR_S * MICRO)
    late = 60 + drawn.delayed * chance.integers(3 * HOUR_S, 10 * HOUR_S, value.shape)
    kept = np.flatnonzero(~drawn.lost.ravel())
    again = np.flatnonzero((drawn.doubled & ~drawn.lost).ravel())
    rows = np.append(kept, again)
    seconds_later = np.append(np.zeros(len(kept), np.int64), np.full(len(again), 30))
    at_rows = (at + ahead).ravel()[rows]
    learned = np.broadcast_to(at, value.shape).ravel()[rows]
    learned = learned + (late.ravel()[rows] + seconds_later) * MICRO
    readings = Readings(
        meter=(rows // (steps + 1)).astype(np.int32),
        at=at_rows,
        value=value.ravel()[rows],
        learned_at=learned,
        manual=np.zeros(len(rows), np.uint8),
    ).sorted()
    return SampleReadings(
        tree=sample_meters(meters, step_s=step_s),
        window=sample_window(days),
        readings=readings,
        step_s=step_s,
        truth=truth,
        lost=drawn.lost,
        spikes=drawn.spikes,
        stuck=drawn.stuck,
        resets=drawn.resets,
        jumps=drawn.jumps,
    )


class _Drawn:
    """Which reading has which fault; the first and last of a meter have none."""

    def __init__(
        self,
        chance: np.random.Generator,
        faults: Faults,
        shape: tuple[int, int],
        per_day: int,
    ) -> None:
        def draw(share: int, *, parts: int = 1) -> NDArray[np.bool_]:
            made = chance.integers(0, _SHARE * parts, shape) < share
            made[:, [0, -1]] = False
            return made

        self.lost = draw(faults.lost)
        self.doubled = draw(faults.doubled)
        self.delayed = draw(faults.delayed)
        self.spikes = draw(faults.spikes)
        self.resets = draw(faults.resets, parts=per_day)
        self.stuck = _longer(draw(faults.stuck, parts=per_day), 8)
        self.jumps = _longer(draw(faults.jumps, parts=per_day), 6)


def _longer(starts: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Let each fault last for some readings, but never to the last of a meter."""
    made = starts.copy()
    for later in range(1, length):
        made[:, later:] |= starts[:, :-later]
    made[:, -1] = False
    return made


def _truth(
    chance: np.random.Generator, meters: int, steps: int, step_s: int
) -> NDArray[np.int64]:
    """Draw the use of each step: a size per meter, a day of two shifts, some noise."""
    quarters = step_s // 900
    hour = np.arange(steps) * step_s // HOUR_S % 24
    shift = np.where((hour >= 8) & (hour < 20), 100, 55)
    size = chance.integers(_LARGEST // 40, _LARGEST, (meters, 1))
    noise = chance.integers(60, 101, (meters, steps))
    made: NDArray[np.int64] = size * shift * noise // 10**4 * quarters
    return made


def _shown(passed: NDArray[np.int64], drawn: _Drawn) -> NDArray[np.int64]:
    """What the dial shows: it stands, begins again, rolls over, and jumps up once."""
    columns = np.arange(passed.shape[1])
    seen = np.maximum.accumulate(np.where(drawn.stuck, 0, columns), axis=1)
    passed = np.take_along_axis(passed, seen, axis=1)
    fresh = drawn.resets & ~drawn.stuck
    base = np.maximum.accumulate(np.where(fresh, passed, -1), axis=1)
    dial = 10 ** (_DIGITS + 3)
    shown = np.where(base < 0, passed, passed - base) % dial
    made: NDArray[np.int64] = np.where(drawn.spikes, (shown + dial // 3) % dial, shown)
    return made
