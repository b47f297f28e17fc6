"""Plans beside the sample's: three of its bureaus, and one of a city above.

They are of our own wording and synthetic, and say so in their first line. The transport
plan has another figure for public charging points than the district's plan; the city
asks for more green travel than the district promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.assessment.coverage import Level, SectorPlan
from dafeng.plan import read_text

if TYPE_CHECKING:
    from dafeng.plan import Plan

_DATA = files("dafeng.sample").joinpath("data")
_SECTORS = {
    "industry": "工业领域碳达峰实施方案",
    "building": "城乡建设领域碳达峰实施方案",
    "transport": "交通运输领域碳达峰实施方案",
}
CITY = "city"


@cache
def sector_plan_texts() -> Mapping[str, str]:
    """Texts by key: ``industry``, ``building``, ``transport`` and ``city``."""
    return MappingProxyType({key: _text(key) for key in (*_SECTORS, CITY)})


@cache
def sample_sector_plans() -> tuple[SectorPlan, ...]:
    """The three sector plans as they are read."""
    return tuple(
        SectorPlan(name=name, plan=read_text(_text(key)), level=Level.SECTOR)
        for key, name in _SECTORS.items()
    )


@cache
def sample_city_plan() -> Plan:
    """The city's plan above the district's, as it is read."""
    return read_text(_text(CITY))


def _text(key: str) -> str:
    return _DATA.joinpath(f"sector-plan-{key}.txt").read_text("utf-8")
