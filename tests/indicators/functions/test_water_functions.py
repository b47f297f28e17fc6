"""Water that is used, used again, lost and treated."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 85 again and 15 fresh of 100.
    ("C10", "reused=85 fresh=15", "85"),
    # 21,000,000 of 42,000,000 m3.
    ("E03", "reclaimed=21000000 treated=42000000", "50"),
    # 19 of 20 t.
    ("E16", "treated=19 generated=20", "95"),
    # 42 of 43.75.
    ("E18", "treated=42 generated=43.75", "96"),
    # 215,000,000 m3.
    ("M01", "water=215000000", "2.15"),
    # 42 after 50 m3: 8/50.
    ("M02", "now=42 base=50", "16"),
    # 200,000,000 m3 over 4,000,000 万元.
    ("M02.intensity", "water=200000000 gdp=4000000", "50"),
    # 9 after 10.
    ("M03", "now=9 base=10", "10"),
    # 18,000,000 m3 over 2,000,000 万元.
    ("M03.intensity", "water=18000000 value_added=2000000", "9"),
    # 4.5 of 50.
    ("M05", "lost=4.5 supplied=50", "9"),
    ("M06", "water=30000000", "0.3"),
    # 30 of 200.
    ("M11", "nonconventional=30 water=200", "15"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
