"""Gateways that misbehave: they lose, double, reorder, delay, and set clocks wrong.

What a meter showed and what became of it comes from :mod:`dafeng.sample.meters`, with
the truth behind it. Here it is put into batches as a gateway sends them: in the order
in which rows get through, shuffled within a batch, some batches sent twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import SCALE, Readings
from dafeng.sample.meters import MICRO, SampleReadings

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHARE = 10**4


@attrs.frozen(kw_only=True, eq=False)
class Sending:
    """One batch on its way.

    Attributes
    ----------
    arrives_at : datetime
    rows : Readings
        In the order of the batch.
    """

    arrives_at: datetime
    rows: Readings


def sendings(
    sample: SampleReadings, *, every_s: int = 3600, twice: int = 500, seed: int = 0
) -> Iterator[Sending]:
    """Put the readings of a sample into batches, in the order of their arrival.

    Parameters
    ----------
    sample : SampleReadings
    every_s : int
        A gateway sends what got through in so many seconds.
    twice : int
        Of 10,000 batches so many are sent again with the next one, as a gateway does
        that did not hear the answer.
    seed : int
        The same seed gives the same batches.
    """
    chance = np.random.Generator(np.random.PCG64(seed))
    rows = sample.arrivals
    turn = rows.learned_at // (every_s * MICRO)
    borders = np.flatnonzero(np.diff(turn)) + 1
    again: Readings | None = None
    for places in np.split(np.arange(len(rows)), borders):
        last = int(rows.learned_at[places[-1]])
        arrives_at = _EPOCH + timedelta(microseconds=last)
        if again is not None:
            yield Sending(arrives_at=arrives_at, rows=again)
        sent = rows[chance.permutation(places)]
        yield Sending(arrives_at=arrives_at, rows=sent)
        again = sent if chance.integers(_SHARE) < twice else None


def json_batch(rows: Readings, names: Sequence[str]) -> bytes:
    """Write readings as a batch in JSON; ``names`` are ids of meters by index."""
    moments = np.datetime_as_string(rows.at.astype("M8[us]"), timezone="UTC")
    told = [
        {"meter": names[meter], "at": at, "value": value / SCALE}
        for meter, at, value in zip(
            rows.meter.tolist(), moments.tolist(), rows.value.tolist(), strict=True
        )
    ]
    return json.dumps({"readings": told}, separators=(",", ":")).encode()


def arrow_batch(rows: Readings, names: Sequence[str]) -> bytes:
    """Write readings as a batch in Arrow, with the values in thousandths."""
    import pyarrow as pa

    known, places = np.unique(rows.meter, return_inverse=True)
    meter = pa.DictionaryArray.from_arrays(
        pa.array(places.astype(np.int32)), pa.array([names[one] for one in known])
    )
    at = pa.array(rows.at).cast(pa.timestamp("us", "UTC"))
    table = pa.table({"meter": meter, "at": at, "value_e3": pa.array(rows.value)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    made: bytes = sink.getvalue().to_pybytes()
    return made


def shifted(sample: SampleReadings, *, end: datetime) -> SampleReadings:
    """Move a sample in time, so that its window ends at another moment."""
    by = (end - sample.window.end) // timedelta(microseconds=1)
    rows = sample.readings
    moved = attrs.evolve(
        rows, at=_plus(rows.at, by), learned_at=_plus(rows.learned_at, by)
    )
    window = attrs.evolve(
        sample.window, begin=sample.window.begin + (end - sample.window.end), end=end
    )
    return attrs.evolve(sample, readings=moved, window=window)


def _plus(moments: NDArray[np.int64], by: int) -> NDArray[np.int64]:
    made: NDArray[np.int64] = moments + by
    return made
