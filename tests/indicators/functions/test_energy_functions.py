"""Use of energy, what it consists of, and intensity."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 25,000 t are 2.5 万t.
    ("A03", "coal=25000", "2.5"),
    ("A03", "coal=0", "0"),
    # 123,400 t.
    ("A04", "oil=123400", "12.34"),
    # 30 of 240 万tce: 1/8.
    ("A05.equal-value", "nonfossil=300000 total=2400000", "12.5"),
    # 9 of 180 万tce: 1/20.
    ("A05.calorific", "nonfossil=90000 total=1800000", "5"),
    # 10,000,000 kWh at 0.3 kgce are 3,000 tce; (7,000 + 3,000)/100,000.
    ("A05.physical", "local=7000 outside=10000000 rate=0.3 total=100000", "10"),
    # (10,000,000 + 20,000,000) kWh at 0.3 kgce are 9,000 tce; 16,000/100,000.
    (
        "A05.certificates",
        "local=7000 physical=10000000 contracts=20000000 rate=0.3 total=100000",
        "16",
    ),
    # 0.51 after 0.6: 0.09/0.6 = 15 %.
    ("B01.equal-value", "now=0.51 base=0.6", "15"),
    # 0.45 after 0.5: 0.05/0.5 = 10 %.
    ("B01.calorific", "now=0.45 base=0.5", "10"),
    # 0.36 after 0.4: 0.04/0.4 = 10 %.
    ("B01.fossil", "now=0.36 base=0.4", "10"),
    # 2,400,000 tce over 4,000,000 万元.
    ("B01.equal-value.intensity", "energy=2400000 gdp=4000000", "0.6"),
    # 2,000,000 tce over 4,000,000 万元.
    ("B01.calorific.intensity", "energy=2000000 gdp=4000000", "0.5"),
    # 2,400,000 - 300,000 - 100,000 = 2,000,000 tce over 4,000,000 万元.
    (
        "B01.fossil.intensity",
        "energy=2400000 nonfossil=300000 feedstock=100000 gdp=4000000",
        "0.5",
    ),
    # 2,345,600 tce.
    ("B02.equal-value", "energy=2345600", "234.56"),
    ("B02.calorific", "energy=1987000", "198.7"),
    # 684,000 of 1,800,000 tce: 38 %.
    ("B03", "electricity=684000 final=1800000", "38"),
    # 1,500,000,000 m3 are 15 亿m3.
    ("B08", "gas=1500000000", "15"),
    # 240,000 of 2,400,000 tce.
    ("B09", "renewable=240000 total=2400000", "10"),
    # 50,000 of 2,000,000 tce.
    ("B19", "coal=50000 total=2000000", "2.5"),
    # 800,000 of 2,000,000 tce.
    ("B20", "gas=800000 total=2000000", "40"),
    # 300,000 of 2,000,000 tce.
    ("B72", "oil=300000 total=2000000", "15"),
    # 50,000 + 300,000 + 800,000 = 1,150,000 tce.
    ("B73", "coal=50000 oil=300000 gas=800000", "115"),
    # 1,150,000 of 2,000,000 tce.
    ("B74", "coal=50000 oil=300000 gas=800000 total=2000000", "57.5"),
    # 1,800,000 of 2,000,000 tce reach the user.
    ("B76", "final=1800000 total=2000000", "90"),
    # 1,080 after 1,200 kWh: 120/1,200.
    ("B36", "now=1080 base=1200", "10"),
    # 4,800,000,000 kWh over 4,000,000 万元.
    ("B36.intensity", "electricity=4800000000 gdp=4000000", "1200"),
    ("B56", "renewable=245000", "24.5"),
    ("B85", "installations=3", "3"),
    ("B66", "coal=1500", "0.15"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
