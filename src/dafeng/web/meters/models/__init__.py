"""What the room keeps in the database."""

from __future__ import annotations

from dafeng.web.meters.models.arrivals import Gateway, MonthQuality, RefusedCount
from dafeng.web.meters.models.counts import ArrivalCount
from dafeng.web.meters.models.energy import EnergyDigest
from dafeng.web.meters.models.papers import MonthlyStatement, Tariff
from dafeng.web.meters.models.points import (
    Calibration,
    Exchange,
    Kind,
    Level,
    MeteringNeed,
    MeterPoint,
    Role,
)
from dafeng.web.meters.models.settled import Settled

__all__ = [
    "ArrivalCount",
    "Calibration",
    "EnergyDigest",
    "Exchange",
    "Gateway",
    "Kind",
    "Level",
    "MeterPoint",
    "MeteringNeed",
    "MonthQuality",
    "MonthlyStatement",
    "RefusedCount",
    "Role",
    "Settled",
    "Tariff",
]
