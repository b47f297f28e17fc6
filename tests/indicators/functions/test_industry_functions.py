"""Industry, its firms and its equipment."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 0.338 after 0.4: 0.062/0.4 = 15.5 %.
    ("C01", "now=0.338 base=0.4", "15.5"),
    # 0.342 after 0.38: 0.038/0.38.
    ("C01.2025prices", "now=0.342 base=0.38", "10"),
    # 800,000 tce over 2,000,000 万元.
    ("C01.intensity", "energy=800000 value_added=2000000", "0.4"),
    # 760,000 tce over 2,000,000 万元.
    ("C01.intensity.2025prices", "energy=760000 value_added=2000000", "0.38"),
    # 0.45 after 0.5.
    ("C01.whole", "now=0.45 base=0.5", "10"),
    # 1,000,000 tce over 2,000,000 万元.
    ("C01.whole.intensity", "energy=1000000 value_added=2000000", "0.5"),
    # 0.83 after 1.
    ("C02", "now=0.83 base=1", "17"),
    # 1,660,000 t over 2,000,000 万元.
    ("C02.intensity", "emissions=1660000 value_added=2000000", "0.83"),
    # 1,250,000 of 5,000,000 万元.
    ("C03", "strategic=1250000 gdp=5000000", "25"),
    ("C04", "count=31", "31"),
    ("C06", "count=80", "80"),
    # 55 of 100 GJ.
    ("C11", "used=55 usable=100", "55"),
    # 30 tce are 30,000 kgce, over 200 t.
    ("C12", "energy=30 output=200", "150"),
    # 135 after 150: 15/150.
    ("C12.decrease", "now=135 base=150", "10"),
    # 640 of 800 kW.
    ("C13", "efficient=640 total=800", "80"),
    # 171 of 180 meters.
    ("C14", "automatic=171 required=180", "95"),
    # 9 of 12 firms.
    ("C15", "done=9 listed=12", "75"),
    # 0.97 after 1.
    ("C19", "now=0.97 base=1", "3"),
    # 1,940 t over 2,000 t.
    ("C19.level", "emissions=1940 output=2000", "0.97"),
    # 1.3 kWh in all for each kWh of equipment.
    ("C20", "total=1300 equipment=1000", "1.3"),
    ("C24", "count=12", "12"),
    ("C25", "count=3", "3"),
    # 45 of 300 万t.
    ("C27", "electric=450000 steel=3000000", "15"),
    # 90 of 300 万t.
    ("C29", "benchmark=90 capacity=300", "30"),
    ("C39", "count=1", "1"),
    # 240 of 1,200.
    ("C40", "green=240 total=1200", "20"),
    ("C41", "output=1234500", "123.45"),
    # 300,000 of 1,000,000 tce.
    ("C43", "electricity=300000 final=1000000", "30"),
    ("C44", "steel=3000000", "300"),
    ("C45", "count=14", "14"),
    ("C47", "count=8", "8"),
    ("C52", "capacity=0", "0"),
    ("C53", "count=2", "2"),
    # 18 of 24 key users.
    ("C56", "with_system=18 key=24", "75"),
    # 24 of 24 key users.
    ("C61", "connected=24 key=24", "100"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
