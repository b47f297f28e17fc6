"""What the store answers with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int32

BATCH = "batch"
"""In place of a trouble: the batch could not be read at all; it counts as one."""


@attrs.frozen(kw_only=True, order=True)
class RefusedRows:
    """Rows that never became readings, counted.

    Attributes
    ----------
    day : date
        China's day of their arrival.
    sender, channel : str
        As the envelope has them; empty where there is none.
    trouble : str
        A :class:`~dafeng.meters.arrivals.records.Trouble`, or :data:`BATCH`.
    count : int
    known : int
        Of rows whose meter nobody knew: :func:`known_digests` of the sender as the
        register was then. Otherwise, and of rows that an older dafeng counted, 0.
    """

    day: date
    sender: str
    channel: str
    trouble: str
    count: int
    known: int = 0


@attrs.frozen(kw_only=True)
class Compacted:
    """What a compaction brought from the journal to the readings.

    Attributes
    ----------
    batches, readings : int
    refused : tuple of RefusedRows
    meters : frozenset of str
        Meters with new readings.
    sequence : int
        Last entry of the journal that is in.
    """

    batches: int
    readings: int
    refused: tuple[RefusedRows, ...]
    meters: frozenset[str]
    sequence: int


@attrs.frozen(kw_only=True)
class RolledUp:
    """What a roll-up changed.

    Attributes
    ----------
    meters : frozenset of str
        Meters that were looked at, those made by formula included.
    hours, days : int
        Rows that are new or have other numbers.
    whole : int
        Meters that were passed over from their first reading.
    """

    meters: frozenset[str]
    hours: int
    days: int
    whole: int


@attrs.frozen(kw_only=True)
class Tidied:
    """Files that putting the tables in order wrote, and removed."""

    written: int
    removed: int


@attrs.frozen(kw_only=True, eq=False)
class Marks:
    """Readings by meter and day, counted; a reading at midnight closes the day before.

    Attributes
    ----------
    meter, day : array of int32
        Index in the tree; days since 1970.
    came, used : array of int32
        Readings that came, and those that can be used.
    flags : array of int32, shape (n, 12)
        Readings by :class:`~dafeng.meters.flags.Flag`, in the order of the bits.
    """

    meter: Int32
    day: Int32
    came: Int32
    used: Int32
    flags: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.day)
