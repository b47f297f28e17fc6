"""The energy balance: layout, standard coal, closure, totals for the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.accounts.balance.cells import (
        balance_cells,
        check_cells,
        lake_cells,
        sound_cells,
    )
    from dafeng.accounts.balance.closure import energy_balance
    from dafeng.accounts.balance.layout import (
        FEEDSTOCK,
        balance_line,
        balance_lines,
        carrier,
        carriers,
        flow_rule,
        row_label,
    )
    from dafeng.accounts.balance.records import (
        BalanceCell,
        BalanceLine,
        Basis,
        Carrier,
        CarrierKind,
        Closure,
        Coefficient,
        EnergyBalance,
        Entry,
        EqualValue,
        Nature,
        Part,
        Tolerances,
        Totals,
    )
    from dafeng.accounts.balance.shares import EnergyMix, MixOfConsumption, energy_mix
    from dafeng.accounts.balance.sheets import balance_workbook
    from dafeng.accounts.balance.standard_coal import (
        coefficients,
        edition_of,
        equal_value,
    )
    from dafeng.accounts.balance.totals import BalanceTotals, totals_from_balance

__all__ = [
    "BalanceCell",
    "BalanceLine",
    "BalanceTotals",
    "Basis",
    "Carrier",
    "CarrierKind",
    "Closure",
    "Coefficient",
    "EnergyBalance",
    "EnergyMix",
    "Entry",
    "EqualValue",
    "FEEDSTOCK",
    "MixOfConsumption",
    "Nature",
    "Part",
    "Tolerances",
    "Totals",
    "balance_cells",
    "balance_line",
    "balance_lines",
    "balance_workbook",
    "carrier",
    "carriers",
    "check_cells",
    "coefficients",
    "edition_of",
    "energy_balance",
    "energy_mix",
    "equal_value",
    "flow_rule",
    "lake_cells",
    "row_label",
    "sound_cells",
    "totals_from_balance",
]

__getattr__ = lazy_door(
    __name__,
    {
        "cells": ["balance_cells", "check_cells", "lake_cells", "sound_cells"],
        "closure": ["energy_balance"],
        "standard_coal": ["coefficients", "edition_of", "equal_value"],
        "layout": [
            "FEEDSTOCK",
            "balance_line",
            "balance_lines",
            "carrier",
            "carriers",
            "flow_rule",
            "row_label",
        ],
        "records": [
            "BalanceCell",
            "BalanceLine",
            "Basis",
            "Carrier",
            "CarrierKind",
            "Closure",
            "Coefficient",
            "EnergyBalance",
            "Entry",
            "EqualValue",
            "Nature",
            "Part",
            "Tolerances",
            "Totals",
        ],
        "shares": ["EnergyMix", "MixOfConsumption", "energy_mix"],
        "sheets": ["balance_workbook"],
        "totals": ["BalanceTotals", "totals_from_balance"],
    },
)
