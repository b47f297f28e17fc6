"""What is missing to a target, and whose it is: measures, drivers, units, weather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.pathways.gap.drivers import DriverGap, DriverPart, gap_by_drivers
    from dafeng.pathways.gap.measures import Gap, Part, gap_by_measures
    from dafeng.pathways.gap.shapley import Shares, shapley_shares
    from dafeng.pathways.gap.units import UnitPart, gap_by_units
    from dafeng.pathways.gap.weather import Corrected, correct, degree_days

__all__ = [
    "Corrected",
    "DriverGap",
    "DriverPart",
    "Gap",
    "Part",
    "Shares",
    "UnitPart",
    "correct",
    "degree_days",
    "gap_by_drivers",
    "gap_by_measures",
    "gap_by_units",
    "shapley_shares",
]

__getattr__ = lazy_door(
    __name__,
    {
        "drivers": ["DriverGap", "DriverPart", "gap_by_drivers"],
        "measures": ["Gap", "Part", "gap_by_measures"],
        "shapley": ["Shares", "shapley_shares"],
        "units": ["UnitPart", "gap_by_units"],
        "weather": ["Corrected", "correct", "degree_days"],
    },
)
