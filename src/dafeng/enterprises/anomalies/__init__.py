"""Anomalies: what is out of order in the daily energy of meters, and why it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.anomalies.cases import anomaly_answer, read_anomaly_case
    from dafeng.enterprises.anomalies.drivers import OutputUse, with_output
    from dafeng.enterprises.anomalies.finding import find_anomalies, find_imbalances
    from dafeng.enterprises.anomalies.records import (
        Anomaly,
        Branches,
        DayFact,
        DayTable,
        Kind,
        Rules,
    )

_OFFERED = {
    "cases": ["anomaly_answer", "read_anomaly_case"],
    "drivers": ["OutputUse", "with_output"],
    "finding": ["find_anomalies", "find_imbalances"],
    "records": ["Anomaly", "Branches", "DayFact", "DayTable", "Kind", "Rules"],
}

__all__ = [
    "Anomaly",
    "Branches",
    "DayFact",
    "DayTable",
    "Kind",
    "OutputUse",
    "Rules",
    "anomaly_answer",
    "find_anomalies",
    "find_imbalances",
    "read_anomaly_case",
    "with_output",
]

__getattr__ = lazy_door(__name__, _OFFERED)
