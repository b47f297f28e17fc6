"""The store of meters: journal to readings, readings to hours and days, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.meters.store.bringing import bring_readings
    from dafeng.meters.store.records import Compacted, Marks, RefusedRows, RolledUp
    from dafeng.meters.store.store import MeterStore

__all__ = [
    "Compacted",
    "Marks",
    "MeterStore",
    "RefusedRows",
    "RolledUp",
    "bring_readings",
]

__getattr__ = lazy_door(
    __name__,
    {
        "bringing": ["bring_readings"],
        "records": ["Compacted", "Marks", "RefusedRows", "RolledUp"],
        "store": ["MeterStore"],
    },
)
