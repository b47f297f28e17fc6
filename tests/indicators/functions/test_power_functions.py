"""Generation, capacity, storage, and what of the power is green."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 1.2 of 4.8 亿kWh.
    ("B04", "clean=120000000 total=480000000", "25"),
    ("B05", "amount=280.5", "280.5"),
    # 98 used and 2 curtailed of 100.
    ("B06.utilisation", "used=98 curtailed=2", "98"),
    # 60 of 80 generated stay in the district.
    ("B06.local", "absorbed=60 generated=80", "75"),
    # 30 MW beside 200 MW.
    ("B07.power", "storage=30000 projects=200000", "15"),
    # 60,000 kWh from 30,000 kW last two hours.
    ("B07.duration", "energy=60000 power=30000", "2"),
    # (300 + 180)/4,800.
    ("B10", "physical=300 contracts=180 total=4800", "10"),
    # 300/4,800.
    ("B10.physical", "physical=300 total=4800", "6.25"),
    # 960/4,800.
    ("B12", "renewable=960 total=4800", "20"),
    # 720/4,800.
    ("B34", "renewable=720 total=4800", "15"),
    # 45,000 of 900,000 kW.
    ("B13", "response=45000 peak=900000", "5"),
    ("B15", "amount=12.5", "12.5"),
    ("B16", "amount=120", "120"),
    ("B17", "amount=20", "20"),
    # 120 + 160.
    ("B21", "wind=120 solar=160", "280"),
    # 285 of 300.
    ("B29", "nonfossil=285 total=300", "95"),
    # 120 + 150 + 6 = 276 of 300.
    ("B30", "wind=120 solar=150 biomass=6 total=300", "92"),
    # 3.3 of 4.4.
    ("B31", "nonfossil=3.3 total=4.4", "75"),
    # 345,000,000 kWh.
    ("B32", "generation=345000000", "3.45"),
    # 1.1 of 4.4.
    ("B33", "renewable=1.1 total=4.4", "25"),
    # 4,812,000,000 kWh.
    ("B35", "electricity=4812000000", "48.12"),
    # 200 - 193 = 7 of 200.
    ("B64", "supplied=200 sold=193", "3.5"),
    # 120 + 150 of 300.
    ("B86", "wind=120 solar=150 total=300", "90"),
    ("B68", "count=2", "2"),
    ("B69", "electricity=150000000", "1.5"),
    ("B71", "electricity=80000000", "0.8"),
    ("J11", "count=76", "76"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
