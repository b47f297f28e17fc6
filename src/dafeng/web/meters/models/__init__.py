"""What the room keeps in the database."""

from __future__ import annotations

from dafeng.web.meters.models.arrivals import Gateway, MonthQuality, RefusedCount
from dafeng.web.meters.models.balance import BalanceStatement
from dafeng.web.meters.models.corrections import MeterCorrection
from dafeng.web.meters.models.counts import ArrivalCount
from dafeng.web.meters.models.energy import EnergyDigest
from dafeng.web.meters.models.hours import HoursEdition, HoursRow
from dafeng.web.meters.models.papers import MonthlyStatement, Tariff
from dafeng.web.meters.models.points import (
    Calibration,
    Exchange,
    Kind,
    Level,
    MeteringNeed,
    MeterPoint,
    Role,
    level_of,
)
from dafeng.web.meters.models.settled import Settled

__all__ = [
    "ArrivalCount",
    "BalanceStatement",
    "Calibration",
    "EnergyDigest",
    "Exchange",
    "Gateway",
    "HoursEdition",
    "HoursRow",
    "Kind",
    "Level",
    "MeterCorrection",
    "MeterPoint",
    "MeteringNeed",
    "MonthQuality",
    "MonthlyStatement",
    "RefusedCount",
    "Role",
    "Settled",
    "Tariff",
    "level_of",
]
