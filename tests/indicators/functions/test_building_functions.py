"""New buildings, heat, and public institutions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # All of 120,000 m2.
    ("F01", "prefabricated=120000 new=120000", "100"),
    # 45,000 of 60,000 m2.
    ("F02", "prefabricated=45000 new=60000", "75"),
    # 0.5 of 40,000 m2 and 0.65 of 20,000 m2: 20,000 + 13,000 over 60,000.
    ("F03.mean", "weighted=33000 area=60000", "55"),
    # (40 + 12 + 14)/(100 - 12) = 66/88.
    ("F03.building", "structure=40 walls=12 fit_out=14 absent=12", "75"),
    # 90,000 of 120,000 m2.
    ("F04", "green=90000 new=120000", "75"),
    # 80,000 of 80,000 m2.
    ("F05", "five_step=80000 housing=80000", "100"),
    # 50,000 m2 are 5 万m2.
    ("F06", "amount=50000", "5"),
    # 6 of 40 systems.
    ("F07", "retrofitted=6 sources=40", "15"),
    # 8,000 of 100,000 tce.
    ("F08", "renewable=8000 energy=100000", "8"),
    # 25,000 of 50,000 m2.
    ("F09", "covered=25000 roofs=50000", "50"),
    # 9.7 after 10.
    ("F10", "now=9.7 base=10", "3"),
    # 97,000 t are 97,000,000 kg, over 10,000,000 m2.
    ("F10.level", "emissions=97000 area=10000000", "9.7"),
    ("F15", "area=123000", "12.3"),
    # 7 of 8 projects.
    ("F16", "applied=7 required=8", "87.5"),
    # 120,000 + 45,000 m2.
    ("F36", "civil=120000 industrial=45000", "16.5"),
    ("F37", "green=90000", "9"),
    # 30 of 120.
    ("F17", "starred=30 new=120", "25"),
    # 120 + 45 of 120 + 80.
    ("F18", "civil=120 industrial=45 new_civil=120 new_industrial=80", "82.5"),
    # 55 of 100.
    ("F19", "electricity=55 energy=100", "55"),
    ("F41", "energy=830000", "83"),
    # 15 of 120 GJ.
    ("F34", "lost=15 put_in=120", "12.5"),
    # 100,000 + 150,000 + 250,000 t.
    ("F35", "services=100000 public=150000 households=250000", "50"),
    # 4 of 16.
    ("F39", "metered=4 heated=16", "25"),
    # 19 of 20.
    ("B44", "clean=19 heated=20", "95"),
    # 150,000 tce are 150,000,000 kgce, over 10,000,000 m2.
    ("B18", "energy=150000 area=10000000", "15"),
    # 36.6 after 40: 3.4/40.
    ("F11", "now=36.6 base=40", "8.5"),
    # 40,000 t are 40,000,000 kg, over 1,000,000 m2.
    ("F11.level", "emissions=40000 area=1000000", "40"),
    # 9.5 after 10.
    ("F12", "now=9.5 base=10", "5"),
    # 10,000 tce are 10,000,000 kgce, over 1,000,000 m2.
    ("F12.level", "energy=10000 area=1000000", "10"),
    # 19.4 after 20: 0.6/20.
    ("F13", "now=19.4 base=20", "3"),
    # 1,000,000 m3 for 50,000 persons.
    ("F13.level", "water=1000000 persons=50000", "20"),
    # 65 of 100.
    ("F14", "electricity=65 energy=100", "65"),
    # 1 of 40.
    ("F14.coal", "coal=1 energy=40", "2.5"),
    # 180 after 200.
    ("F25", "now=180 base=200", "10"),
    # 10,000 tce are 10,000,000 kgce, for 50,000 persons.
    ("F25.level", "energy=10000 persons=50000", "200"),
    ("F26", "energy=12300", "1.23"),
    ("F27", "emissions=45600", "4.56"),
    # 1.23 after 1.64: 0.41/1.64.
    ("F26.decrease", "now=1.23 base=1.64", "25"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
