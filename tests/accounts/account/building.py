"""Rows for the tests of the account, with everything that a test does not say."""

from __future__ import annotations

from typing import Any

from dafeng.accounts import Account, ActivityRow, Evidence, Settings, run_account
from dafeng.factors import factor_book

DISTRICT = "990101"
TOWN = "990101100"


def row(row_id: str, quantity_e3: int, **said: Any) -> ActivityRow:
    """A statistic of the district about gas in industry, unless said otherwise."""
    facts: dict[str, Any] = {
        "stream": "statistics",
        "flow": "fuel.stationary",
        "sector": "industry",
        "item": "NATURAL_GAS",
        "unit": "m3",
        "year": 2022,
        "place": DISTRICT,
        "grade": "C",
        "evidence": "form 1, D14",
        "entered_by": "test",
        **said,
    }
    facts.setdefault("period", str(facts["year"]))
    return ActivityRow(row_id=row_id, quantity_e3=quantity_e3, **facts)


def own(row_id: str, quantity_e3: int, owner: str, **said: Any) -> ActivityRow:
    """What an enterprise in a town reports."""
    facts = {"stream": "enterprise", "place": TOWN, "grade": "B", **said}
    return row(row_id, quantity_e3, owner=owner, **facts)


def settings(**said: Any) -> Settings:
    """An account of the district and 2022, unless said otherwise."""
    facts: dict[str, Any] = {
        "place": DISTRICT,
        "year": 2022,
        "regions": ("天津", "华北", "CN", "World"),
        "responsible": (("industry", "bureau-i"), ("industry.heat", "bureau-h")),
        **said,
    }
    return Settings(**facts)


POWER = {"flow": "power.bought", "item": "ELECTRICITY", "unit": "kWh"}
GREEN = {"flow": "power.green", "item": "ELECTRICITY", "unit": "kWh"}
HEAT = {"flow": "heat.bought", "item": "HEAT", "unit": "GJ"}
DAIRY = {
    "flow": "farming.enteric",
    "item": "ENTERIC_CATTLE_DAIRY",
    "unit": "头",
    "sector": "farming",
}


def small_district() -> list[ActivityRow]:
    """A district with totals, three enterprises, a heat plant and its customer."""
    return [
        row("gas", 1_000_000_000_000),
        row("power", 5_000_000_000_000, **POWER),
        row("cows", 10_000_000, **DAIRY),
        row("food-2015", 100_000_000, year=2015, sector="waste", **FOOD),
        row("food-2022", 90_000_000, year=2022, sector="waste", **FOOD),
        own("E1-gas", 300_000_000_000, "E1", sector="industry.steel.pipe"),
        own("E1-power", 1_000_000_000_000, "E1", **POWER),
        own("E1-green", 200_000_000_000, "E1", proof="GEC-7", **GREEN),
        own("E1-lime", 1_000_000, "E1", **LIMESTONE),
        own("E2-heat", 40_000_000, "E2", counterparty="E3", **HEAT),
        own("E3-gas", 1_300_000_000, "E3", flow="fuel.heat", sector="industry.heat"),
        own(
            "E3-heat",
            40_000_000,
            "E3",
            **{**HEAT, "flow": "heat.sold", "sector": "industry.heat"},
        ),
    ]


FOOD = {"flow": "waste.landfill", "item": "MSW_FOOD.WET.MANAGED", "unit": "t"}
LIMESTONE = {"flow": "process.carbonate", "item": "CARB_CALCITE", "unit": "t"}


def account(*rows: ActivityRow, **said: Any) -> Account:
    """The account of some rows."""
    return run_account(Evidence(rows=tuple(rows)), factor_book(), settings(**said))
