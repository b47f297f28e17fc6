"""The written table: a row for each address, method and owner; a column for each role.

A cell is the status of the answer, or ``login`` where somebody is sent to sign in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

TABLE = Path(__file__).parent.parent / "rights_table.csv"
KEY = ("address", "method", "whose")


@attrs.frozen(order=True)
class RowKey:
    """What is asked for: an address, how, and whose thing it is about.

    ``whose`` is ``own`` or ``other`` where the address names a thing of a unit, and
    empty where it names none, or one of the whole district.
    """

    address: str
    method: str
    whose: str = ""

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.method, self.address, self.whose) if part
        )


Table = dict[RowKey, dict[str, str]]


def read_table() -> Table:
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            RowKey(*(row.pop(part) for part in KEY)): row
            for row in csv.DictReader(lines)
        }


def written(table: Mapping[RowKey, Mapping[str, str]], who: Iterable[str]) -> str:
    names = list(who)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*KEY, *names])
    for key in sorted(table):
        cells = table[key]
        writer.writerow([*attrs.astuple(key), *(cells[name] for name in names)])
    return out.getvalue()
