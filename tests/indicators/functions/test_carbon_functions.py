"""Emissions, intensities and their decrease."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 3,456,789 t are 345.6789 万t.
    ("A01", "emissions=3456789", "345.6789"),
    # 340 after 400: 60/400.
    ("A01.decrease", "now=340 base=400", "15"),
    # 412 after 400: 12 more, 12/400 = 3 %.
    ("A01.growth", "now=412 before=400", "3"),
    # 1.2 after 1.5: 0.3 less, 0.3/1.5 = 20 %.
    ("A02", "now=1.2 base=1.5", "20"),
    # 1.8 after 1.5: 0.3 more, so the decrease is -20 %.
    ("A02", "now=1.8 base=1.5", "-20"),
    # 0.83 after 1: 17 % less.
    ("A02.2025prices", "now=0.83 base=1", "17"),
    # 3,000,000 t over 2,500,000 万元.
    ("A02.intensity", "emissions=3000000 gdp=2500000", "1.2"),
    # 2,100,000 t over 3,000,000 万元.
    ("A02.intensity.2025prices", "emissions=2100000 gdp=3000000", "0.7"),
    # 4,000,000 t of all gases.
    ("A06", "emissions=4000000", "400"),
    # 380 after 400: 20/400.
    ("A06.decrease", "now=380 base=400", "5"),
    # 3,200,000 t for 800,000 people: 4 t each.
    ("A07", "emissions=3200000 residents=800000", "4"),
    # 396 after 400: 4 less, -1 %: the peak lies behind.
    ("A08", "now=396 before=400", "-1"),
    # 1.9 after 2: 0.1/2 = 5 %.
    ("A09", "now=1.9 base=2", "5"),
    # 3,800,000 t over 2,000,000 tce.
    ("A09.level", "emissions=3800000 energy=2000000", "1.9"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
