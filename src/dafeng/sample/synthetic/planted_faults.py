"""Numbers that never came, came late, are doubted, or were measured beside.

``observation_faults.csv`` names each; everything else came in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.indicators import Basis, Quality
from dafeng.sample.synthetic.anchors import E6, rounded_down

if TYPE_CHECKING:
    from dafeng.sample.synthetic.stated import Statement


def with_faults(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements as they really came."""
    faults: dict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in packaged_rows("dafeng.sample", "observation_faults.csv"):
        faults[row["series"], row["period"]].append(row)
    for one in statements:
        found = faults.get((one.row.series, one.row.period), [])
        if one.row.scope or not found:
            yield one
            continue
        for fault in found:
            yield from _as_it_came(one, fault)


def _as_it_came(one: Statement, fault: Mapping[str, str]) -> Iterator[Statement]:
    noted = attrs.evolve(one.row, note=fault["note"])
    match fault["fault"]:
        case "absent":
            return
        case "late":
            day = date.fromisoformat(fault["learned_on"])
            yield attrs.evolve(one, learned_on=day, row=noted)
        case "doubtful":
            doubted = attrs.evolve(noted, quality=Quality.D.value, approved_by="")
            yield attrs.evolve(one, row=doubted)
        case "measured":
            yield one
            moved = noted.value_e6 * (E6 + int(fault["parts"])) // E6
            measured = attrs.evolve(
                noted,
                value_e6=rounded_down(moved, 0),
                basis=Basis.MEASURED.value,
                quality=Quality.A.value,
                evidence=f"示范{fault['note']}读数{noted.period}",
            )
            yield attrs.evolve(one, row=measured)
        case other:
            msg = f"observation_faults.csv: {other!r} is no fault."
            raise ValueError(msg)
