"""What is recovered, used, sorted, treated."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 490,000 of 500,000 t.
    ("D01", "recovered=490000 generated=500000", "98"),
    # 36,600 of 40,000 t.
    ("D02", "products=36600 processed=40000", "91.5"),
    # 6,000 + 86,000 = 92,000 of 100,000 t.
    ("D03", "parts=6000 material=86000 processed=100000", "92"),
    ("D04", "count=10", "10"),
    ("D05", "count=2", "2"),
    ("D06", "count=1", "1"),
    # 60 of 200 t.
    ("D08", "regular=60 retired=200", "30"),
    # 6,000 after 5,000 元/t.
    ("D09", "now=6000 base=5000", "20"),
    # 4,000,000 万元 are 40,000,000,000 元, over 8,000,000 t.
    ("D09.level", "gdp=4000000 material=8000000", "5000"),
    # 9 of 12 cities.
    ("D10", "covered=9 target=12", "75"),
    ("D11", "recovered=490000", "49"),
    ("D12", "volume=81000", "81000"),
    # 300 of 1,200 t.
    ("D13", "recycled=300 material=1200", "25"),
    ("D25", "count=4", "4"),
    # 4,500 of 5,000 万件.
    ("D28", "green=4500 parcels=5000", "90"),
    ("D29", "count=1", "1"),
    # 76 of 90 generated and 5 of old stock: 76/95.
    ("C09", "used=76 generated=90 stock=5", "80"),
    # 114 used of 100: old stock went too.
    ("D14", "used=114 generated=100", "114"),
    # 42 of 60.
    ("D15", "used=42 generated=60", "70"),
    # 292,000 t are 292,000,000 kg; over 800,000 people 365 kg, over 365 days 1 kg.
    ("D37", "generated=292000 residents=800000", "1"),
    # 152 of 160 communities.
    ("E01", "sorting=152 communities=160", "95"),
    # All of 250,000 t.
    ("E02", "treated=250000 collected=250000", "100"),
    # 60 + 45 = 105 of 300.
    ("E04", "recycled=60 composted=45 generated=300", "35"),
    # 60 + 45 + 75 = 180; collected 240 and the 60 taken out before: 300.
    ("E05", "recycled=60 composted=45 incinerated=75 collected=240", "60"),
    # 10 of 250.
    ("E06", "landfilled=10 collected=250", "4"),
    # 600,000 t over 2,000,000 万元.
    ("E07", "generated=600000 value_added=2000000", "0.3"),
    # 0.27 after 0.3.
    ("E07.decrease", "now=0.27 base=0.3", "10"),
    # 500 of 800 t/d.
    ("E09", "incineration=500 total=800", "62.5"),
    # 54 of 60 t.
    ("E12", "used=54 generated=60", "90"),
    # 99 of 100 t.
    ("E14", "treated=99 generated=100", "99"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
