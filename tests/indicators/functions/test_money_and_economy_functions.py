"""Green money, output, people, air and water."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 19 of 20 emitters.
    ("C18", "surrendered=19 listed=20", "95"),
    # 60 of 500.
    ("C21", "strategic=60 gdp=500", "12"),
    # 40 of 200.
    ("C22", "high_tech=40 industry=200", "20"),
    # 50 of 200.
    ("C23", "strategic=50 industry=200", "25"),
    # 70 of 200.
    ("C51", "intensive=70 industry=200", "35"),
    ("J01", "balance=456000", "45.6"),
    # 12,000 t, of which 30 of 80 million are lent.
    ("J02", "reduction=12000 loan=3000 investment=8000", "4500"),
    # 180 of 200.
    ("J03", "green=180 purchases=200", "90"),
    ("J10", "issued=25000", "2.5"),
    # 45 of 600.
    ("J14", "green=45 loans=600", "7.5"),
    # 292 of 365 days.
    ("K02", "good=292 valid=365", "80"),
    # 3 of 4 sections.
    ("K03", "good=3 sections=4", "75"),
    ("L01", "gdp=5123000", "512.3"),
    # 4,200,000 after 4,000,000.
    ("L02", "now=4200000 before=4000000", "5"),
    # 210 of 500.
    ("L03", "services=210 gdp=500", "42"),
    # 480,000 of 800,000.
    ("L04", "urban=480000 residents=800000", "60"),
    # 12.5 of 500.
    ("L05", "research=12.5 gdp=500", "2.5"),
    ("L06", "count=412", "412"),
    # 25 of 500.
    ("L07", "digital=25 gdp=500", "5"),
    # 212 after 200.
    ("L08", "now=212 before=200", "6"),
    # 190 of 500.
    ("L09", "manufacturing=190 gdp=500", "38"),
    # 320 for 80 times 10,000 people.
    ("L10", "patents=320 residents=800000", "4"),
    # 5,000,000 万元 by 400,000 people.
    ("L11", "gdp=5000000 employed=400000", "12.5"),
    # 5,000,000 万元 are 50,000,000,000 元, for 800,000 people.
    ("L12", "gdp=5000000 residents=800000", "62500"),
    ("L13", "contracts=98700", "9.87"),
    ("L14", "grain=254000", "25.4"),
    ("L15", "residents=787000", "78.7"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
