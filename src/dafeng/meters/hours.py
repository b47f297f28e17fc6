"""Readings to flags and hours: blocks of whole meters, side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.base.days import end_of_day
from dafeng.base.findings import Finding, Severity
from dafeng.meters import kernel
from dafeng.meters.corrections import corrected_hours
from dafeng.meters.dials import Dials, dials_of
from dafeng.meters.errors import ReadingsError
from dafeng.meters.flags import Flag
from dafeng.meters.records import State, Window
from dafeng.meters.spans import lay_out

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int32, Int64, Readings, UInt8
    from dafeng.meters.tree import MeterTree

CHINA_S = 8 * 3600
"""Seconds that local days are ahead of UTC."""

_MICRO = 10**6
_LIFE = (kernel.FROM, kernel.UNTIL)


@attrs.frozen(kw_only=True, eq=False)
class Hours:
    """Hours of many meters, by meter and time, without holes between first and last.

    Attributes
    ----------
    meter : array of int32
        Index in the tree.
    hour : array of int32
        Whole hours since 1970 in UTC.
    energy : array of int64
        Quanta of the carrier; 0 where the state is ``MISSING``, and not to be read.
    estimated : array of int64
        The part of the energy that was spread over a gap.
    seconds, estimated_s : array of int32
        Seconds of the hour that are covered, and those of them that are estimated.
    state : array of uint8
        A :class:`~dafeng.meters.records.State`.
    """

    meter: Int32
    hour: Int32
    energy: Int64
    estimated: Int64
    seconds: Int32
    estimated_s: Int32
    state: UInt8

    def __len__(self) -> int:
        return len(self.hour)

    def __getitem__(self, rows: slice | NDArray[Any]) -> Hours:
        """Take rows; a slice copies nothing."""
        names = [field.name for field in attrs.fields(Hours)]
        return Hours(**{name: getattr(self, name)[rows] for name in names})

    def table(self) -> pa.Table:
        """Return the hours as Arrow columns; what is missing is null."""
        import pyarrow as pa

        missing = self.state == State.MISSING
        return pa.table(
            {
                "meter": pa.array(self.meter),
                "hour": pa.array(self.hour),
                "energy": pa.array(self.energy, mask=missing),
                "estimated": pa.array(self.estimated, mask=missing),
                "seconds": pa.array(self.seconds.astype(np.int16)),
                "state": pa.array(self.state),
            }
        )


@attrs.frozen(kw_only=True, eq=False)
class Rolled:
    """What one pass gives.

    Attributes
    ----------
    flags : array of uint16
        A :class:`~dafeng.meters.flags.Flag` per reading, in their order.
    hours : Hours
    """

    flags: NDArray[np.uint16]
    hours: Hours


def roll_up(
    tree: MeterTree, readings: Readings, window: Window, *, workers: int = 1
) -> Rolled:
    """Mark readings and turn them into hours, in one pass.

    Parameters
    ----------
    tree : MeterTree
    readings : Readings
        By meter, time and time of learning; all rows of a meter.
    window : Window
    workers : int
        Threads; the result does not depend on them.

    Raises
    ------
    ReadingsError
        ``readings.bad``: rows are out of order, or of no meter of the tree.
    MeterError
        ``meter.bad``: see :func:`~dafeng.meters.dials.dials_of`.
    """
    present, firsts = _present(tree, readings)
    dials = dials_of([tree.meters[place] for place in present], window)
    lasts = np.append(firsts[1:], len(readings)).astype(np.int64)
    spans = np.zeros((len(present), 2), np.int64)
    lives = [np.ascontiguousarray(dials.rows[:, one]) for one in _LIFE]
    wrong = lay_out(
        (lives[0], lives[1]),
        (firsts, lasts),
        readings.at,
        readings.learned_at,
        spans,
    )
    if wrong >= 0:
        raise ReadingsError([_disorder(readings, wrong)])
    block = _Block(dials, readings, firsts, lasts, spans)
    flags = np.zeros(len(readings), np.uint16)
    parts = _parts(lasts, workers)
    if len(parts) == 1:
        block.go(parts[0], flags)
    else:
        with ThreadPoolExecutor(len(parts)) as threads:
            list(threads.map(lambda part: block.go(part, flags), parts))
    for row, place in enumerate(present.tolist()):
        mine = slice(firsts[row], lasts[row])
        for lapse in tree.meters[place].lapses:
            _mark_lapse(lapse, readings.at[mine], flags[mine])
    return Rolled(flags=flags, hours=corrected_hours(tree, block.hours(present)))


def _mark_lapse(lapse: tuple[date, date], at: Int64, flags: NDArray[np.uint16]) -> None:
    """Mark the readings of one meter while no certificate held; they are used.

    The midnight that begins a day still belongs to the day before.
    """
    day = timedelta(days=1)
    begin = int(end_of_day(lapse[0] - day).timestamp()) + 2
    end = int(end_of_day(lapse[1]).timestamp()) + 1
    rows = slice(*np.searchsorted(at, [begin * _MICRO, end * _MICRO]))
    flags[rows] |= np.uint16(Flag.UNCALIBRATED)


class _Block:
    """The arrays of one pass."""

    def __init__(
        self,
        dials: Dials,
        readings: Readings,
        firsts: Int64,
        lasts: Int64,
        spans: Int64,
    ) -> None:
        self.dials, self.readings = dials, readings
        self.firsts, self.lasts = firsts, lasts
        interval = dials.rows[:, kernel.KIND] == kernel.IS_INTERVAL
        starts = spans[:, 0] - np.where(interval, dials.rows[:, kernel.STEP], 0)
        self.first_hours = starts // kernel.HOUR
        self.counts = -(-spans[:, 1] // kernel.HOUR) - self.first_hours
        self.counts[spans[:, 1] == 0] = 0
        self.places = np.append(0, np.cumsum(self.counts)).astype(np.int64)
        size = int(self.places[-1])
        self.out = (
            np.zeros(size, np.int64),
            np.zeros(size, np.int64),
            np.zeros(size, np.int32),
            np.zeros(size, np.int32),
        )

    def go(self, part: slice, flags: NDArray[np.uint16]) -> None:
        """Pass over some of the meters."""
        kernel.pass_over(
            self.dials.rows[part],
            (self.dials.exchange_s, self.dials.exchange_sum),
            (
                self.firsts[part],
                self.lasts[part],
                self.first_hours[part],
                self.places[:-1][part],
            ),
            (self.readings.at, self.readings.value, self.readings.learned_at),
            self.readings.manual,
            CHINA_S,
            flags,
            self.out,
        )

    def hours(self, present: Int64) -> Hours:
        """Return the hours of all meters."""
        energy, estimated, seconds, estimated_s = self.out
        inside = np.arange(len(energy)) - np.repeat(self.places[:-1], self.counts)
        state = np.full(len(energy), State.MEASURED, np.uint8)
        state[estimated_s > 0] = State.ESTIMATED
        state[seconds < kernel.HOUR] = State.PARTIAL
        state[seconds == 0] = State.MISSING
        made = Hours(
            meter=np.repeat(present, self.counts).astype(np.int32),
            hour=(np.repeat(self.first_hours, self.counts) + inside).astype(np.int32),
            energy=energy,
            estimated=estimated,
            seconds=seconds,
            estimated_s=estimated_s,
            state=state,
        )
        # An interval that ends where the window begins is of the time before it.
        begins = self.dials.rows[:, kernel.FROM] // kernel.HOUR
        early = made.hour < np.repeat(begins, self.counts)
        return made[~early] if early.any() else made


def _present(tree: MeterTree, readings: Readings) -> tuple[Int64, Int64]:
    """Indices of the meters that have readings, and the first row of each."""
    meter = readings.meter
    changes = np.flatnonzero(meter[1:] != meter[:-1]) + 1
    firsts = np.append(0, changes).astype(np.int64)[: len(meter) and None]
    present = meter[firsts].astype(np.int64)
    back = np.flatnonzero(np.diff(present) < 0)
    if len(back):
        raise ReadingsError([_disorder(readings, int(firsts[back[0] + 1]))])
    for end in (0, -1):
        if len(present) and not 0 <= present[end] < len(tree):
            row = int(firsts[end])
            raise ReadingsError(
                [
                    Finding(
                        code="readings.bad",
                        severity=Severity.ERROR,
                        place=f"readings, row {row}",
                        value=str(present[end]),
                        rule=f"The index of a meter lies from 0 to {len(tree) - 1}.",
                    )
                ]
            )
    return present, firsts


def _parts(lasts: Int64, workers: int) -> list[slice]:
    """Cut the meters into runs of about as many rows each."""
    rows = int(lasts[-1]) if len(lasts) else 0
    count = max(workers, 1)
    cuts = [int(np.searchsorted(lasts, rows * part / count)) for part in range(count)]
    edges = sorted({*cuts, len(lasts)})
    return [slice(a, b) for a, b in zip(edges, edges[1:], strict=False)] or [
        slice(0, 0)
    ]


def _disorder(readings: Readings, row: int) -> Finding:
    return Finding(
        code="readings.order",
        severity=Severity.ERROR,
        place=f"readings, row {row}",
        value=f"meter {readings.meter[row]} at {readings.at[row]}",
        rule="Rows stand by meter, time and time of learning.",
        hint="Sort them first.",
    )
