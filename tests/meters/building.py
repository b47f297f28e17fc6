"""Small meters and series for the tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.meters.readings import Readings
from dafeng.meters.records import Limits, Meter, MeterKind, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
BEGIN_S = int(BEGIN.timestamp())
BEGIN_HOUR = BEGIN_S // 3600
WINDOW = Window(begin=BEGIN, end=BEGIN + timedelta(days=40))


def limits(**changed: Any) -> Limits:
    told: dict[str, Any] = {
        "most_per_hour": Fraction(1000),
        "step_s": 900,
        "gap_s": 1350,
        "stuck_s": 86400,
        "late_s": 7200,
        "spike_ratio": 10,
    }
    return Limits(**told | changed)


def meter(name: str = "M", **changed: Any) -> Meter:
    told: dict[str, Any] = {
        "id": name,
        "enterprise": "works",
        "carrier": "electricity",
        "unit": "kWh",
        "kind": MeterKind.REGISTER,
        "limits": limits(),
    }
    return Meter(**told | changed)


def readings(
    series: Sequence[Iterable[tuple[int, int]]], *, learned_after_s: int = 60
) -> Readings:
    """Series per meter of seconds after the begin and thousandths."""
    rows = [
        (place, (BEGIN_S + at) * 10**6, value)
        for place, one in enumerate(series)
        for at, value in one
    ]
    meters, ats, values = (
        np.array([row[column] for row in rows], np.int64) for column in range(3)
    )
    return Readings(
        meter=meters.astype(np.int32),
        at=ats,
        value=values,
        learned_at=ats + learned_after_s * 10**6,
        manual=np.zeros(len(rows), np.uint8),
    )
