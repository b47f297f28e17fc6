"""The energy balance of an enterprise: what came in, where it went, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.balance.cases import (
        EnergyCase,
        energy_answer,
        read_energy_case,
    )
    from dafeng.enterprises.balance.closing import enterprise_balance
    from dafeng.enterprises.balance.metering import (
        Bought,
        BoughtMonth,
        MeteredUse,
        bought_of,
        less_converted,
        used_entries,
    )
    from dafeng.enterprises.balance.records import (
        BalanceFlow,
        CarrierBalance,
        CoalKind,
        CoalRate,
        CoalTotals,
        EnergyEntry,
        EnterpriseBalance,
        PlaceUse,
        Stage,
        StageName,
        Stated,
    )

_OFFERED = {
    "metering": [
        "Bought",
        "BoughtMonth",
        "MeteredUse",
        "bought_of",
        "less_converted",
        "used_entries",
    ],
    "cases": ["EnergyCase", "energy_answer", "read_energy_case"],
    "closing": ["enterprise_balance"],
    "records": [
        "BalanceFlow",
        "CarrierBalance",
        "CoalKind",
        "CoalRate",
        "CoalTotals",
        "EnergyEntry",
        "EnterpriseBalance",
        "PlaceUse",
        "Stage",
        "StageName",
        "Stated",
    ],
}

__all__ = [
    "BalanceFlow",
    "Bought",
    "BoughtMonth",
    "CarrierBalance",
    "CoalKind",
    "CoalRate",
    "CoalTotals",
    "EnergyCase",
    "EnergyEntry",
    "EnterpriseBalance",
    "MeteredUse",
    "PlaceUse",
    "Stage",
    "StageName",
    "Stated",
    "bought_of",
    "energy_answer",
    "enterprise_balance",
    "less_converted",
    "read_energy_case",
    "used_entries",
]

__getattr__ = lazy_door(__name__, _OFFERED)
