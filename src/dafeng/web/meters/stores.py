"""Where the house keeps its readings: in the lake, beside its evidence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from dafeng.lake import Lake
from dafeng.meters.store.store import MeterStore


def house_meters() -> MeterStore:
    """The store of this house; its tables are made by the first reading.

    A process keeps it: its threads share the syncs of what arrives.
    """
    return _store_in(Path(settings.LAKE_ROOT))


@cache
def _store_in(folder: Path) -> MeterStore:
    return MeterStore(Lake(folder))
