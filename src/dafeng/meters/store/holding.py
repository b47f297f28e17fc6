"""Which of several rows about one fact holds, and what differs between two sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns: TypeAlias = dict[str, NDArray[Any]]

OWN = ("gone", "learned_at", "turn")


def arrays_of(table: pa.Table) -> Columns:
    """Return the columns of a table as arrays; moments as whole microseconds."""
    made: Columns = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.int64())
        made[name] = column.to_numpy()
    return made


def keys_of(meter: NDArray[np.int32], number: NDArray[Any]) -> NDArray[np.int64]:
    """One whole number for a meter and an hour or day; sorted as the pair."""
    made: NDArray[np.int64] = (meter.astype(np.int64) << 32) + number
    return made


def holding(columns: Columns, number: str) -> Columns:
    """Keep of each meter and hour (or day) the row that was learned last, in order.

    Parameters
    ----------
    columns : dict of str to array
        ``meter``, the ``number``, values and the columns of :data:`OWN`.
    number : str
        Name of the hour or day.
    """
    key = keys_of(columns["meter"], columns[number])
    order = np.argsort(key, kind="stable")  # of sorted runs: almost a merge
    key = key[order]
    same = key[1:] == key[:-1]
    if same.any():
        several = np.append(same, False) | np.append(False, same)
        places = np.flatnonzero(several)
        rows = order[places]
        again = np.lexsort(
            (columns["turn"][rows], columns["learned_at"][rows], key[places])
        )
        order[places] = rows[again]
        order = order[np.append(~same, True)]
    order = order[~columns["gone"][order]]
    return {name: column[order] for name, column in columns.items()}


@attrs.frozen(kw_only=True, eq=False)
class Changes:
    """What takes the place of stored rows.

    Attributes
    ----------
    new : array of int
        Rows of the new set that are not stored, or stored with other values.
    gone : array of int
        Rows of the stored set that the new one has no more.
    """

    new: NDArray[np.intp]
    gone: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.new) + len(self.gone)


def changes(
    new: Mapping[str, NDArray[Any]],
    stored: Mapping[str, NDArray[Any]],
    *,
    number: str,
    values: tuple[str, ...],
) -> Changes:
    """Compare two sets of rows, both by meter and number, each pair once."""
    keys = keys_of(new["meter"], new[number])
    had = keys_of(stored["meter"], stored[number])
    if not len(had):
        return Changes(new=np.arange(len(keys)), gone=np.zeros(0, np.intp))
    place = np.minimum(np.searchsorted(had, keys), len(had) - 1)
    same = had[place] == keys
    gone = np.ones(len(had), np.bool_)
    gone[place[same]] = False
    for name in values:
        same &= new[name] == stored[name][place]
    return Changes(new=np.flatnonzero(~same), gone=np.flatnonzero(gone))
