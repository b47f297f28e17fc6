"""Forest, land, straw, manure, film, soil."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 14,000 + 1,000 ha of 150,000 ha.
    ("H01", "forest=14000 shrub=1000 land=150000", "10"),
    # 14,000 ha are 210,000 亩.
    ("H60", "forest=14000", "21"),
    ("H02", "volume=812000", "81.2"),
    # 303,000 - 300,000 = 3,000 t of carbon, times 44/12 are 11,000 t of CO2.
    ("H03.stock-change", "now=303000 before=300000", "1.1"),
    # An account writes what is taken up as negative.
    ("H03.account", "sinks=-11000", "1.1"),
    # 5,715 of 150,000 ha.
    ("H04", "red_line=5715 land=150000", "3.81"),
    # 100 ha are 1 km2.
    ("H43", "red_line=5715", "57.15"),
    # 196,000 of 200,000 t.
    ("H05.ledger", "used=196000 collectable=200000", "98"),
    # 250,000 t of grain x 1.2 x 0.8 = 240,000 t; 228,000/240,000.
    ("H05.yield", "used=228000 grain=250000 ratio=1.2 collection=0.8", "95"),
    # 430 of 500.
    ("H06", "used=430 generated=500", "86"),
    # 170 of 200 t.
    ("H07", "recovered=170 used=200", "85"),
    # 76 of 80 farms.
    ("H08", "equipped=76 farms=80", "95"),
    # 24,000,000 kg over 80,000 ha.
    ("H09", "nutrients=24000000 area=80000", "300"),
    # 24,000,000 kg are 24,000 t.
    ("H27", "nutrients=24000000", "2.4"),
    # 285 after 300.
    ("H09.decrease", "now=285 base=300", "5"),
    # 16 g/kg on 30 亩 and 20 g/kg on 10 亩: 480 + 200 over 40.
    ("H13.weighted", "weighted=680 area=40", "17"),
    # 60 of 100.
    ("H15", "protected=60 wetland=100", "60"),
    # 1,520 of 4,000 ha.
    ("H17", "green=1520 built_up=4000", "38"),
    # 4,800,000 m2 for 400,000 people.
    ("H19", "parks=4800000 residents=400000", "12"),
    # 900 of 1,000.
    ("H30", "used=900 generated=1000", "90"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
