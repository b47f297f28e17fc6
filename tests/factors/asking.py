"""Requests as the tests ask them."""

from __future__ import annotations

from typing import Any

from dafeng.factors import Need, Request

REGIONS = ("天津", "华北", "CN", "World")
FUEL = (("ncv", "GJ/t"), ("carbon_content", "tC/GJ"), ("oxidation_rate", "1"))
GAS = (("ncv", "GJ/m3"), ("carbon_content", "tC/GJ"), ("oxidation_rate", "1"))


def ask(item: str, year: int, *needs: tuple[str, str], **more: Any) -> Request:
    """Ask for CO2 in a district of Tianjin, unless said otherwise."""
    more.setdefault("gas", "CO2")
    more.setdefault("regions", REGIONS)
    return Request(
        item=item,
        year=year,
        needs=tuple(Need(symbol=p, parameter=p, unit=unit) for p, unit in needs),
        **more,
    )


def power(year: int, parameter: str = "grid_average", **more: Any) -> Request:
    """Ask for a factor of bought power."""
    return ask("ELECTRICITY", year, (parameter, "tCO2/kWh"), **more)
