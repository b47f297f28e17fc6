"""Parks, projects, lists, and duties that are done."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 300 of 1,200 kWh come over no public grid.
    ("B11", "physical=300 total=1200", "25"),
    ("B48", "count=2", "2"),
    ("B75", "count=2", "2"),
    ("C05", "count=2", "2"),
    # 1,000 t replaced for 800 t new: more than equal.
    ("C07.replacement", "replaced=1000 new=800", "125"),
    # 3 of 4.
    ("C07.review", "reviewed=3 due=4", "75"),
    ("C08", "count=17", "17"),
    ("C08.energy", "amount=456000", "45.6"),
    # 94 of 100.
    ("C16", "used=94 approved=100", "94"),
    ("C34", "count=1", "1"),
    ("C35", "count=4", "4"),
    ("C58", "count=21", "21"),
    ("C60", "projects=1", "1"),
    # 3 of 4 parks.
    ("D07", "done=3 parks=4", "75"),
    # 5 of 8 steps.
    ("G18", "done=5 due=8", "62.5"),
    ("H57", "count=1", "1"),
    # 60,000 t over 300,000 tce.
    ("I01", "emissions=60000 energy=300000", "0.2"),
    # 270 of 300.
    ("I02", "clean=270 energy=300", "90"),
    # 5,000 t over 10,000 tce.
    ("I03", "emissions=5000 energy=10000", "0.5"),
    # 19 of 20 firms.
    ("I04", "on_time=19 due=20", "95"),
    # 228 of 240: 20 firms, 12 months.
    ("I05", "on_time=228 due=240", "95"),
    # 12 of 15.
    ("I06", "closed=12 issued=15", "80"),
    # 29 of 29.
    ("I07", "done=29 due=29", "100"),
    ("I08", "count=6", "6"),
    # 18 of 24.
    ("I09", "with_plan=18 key=24", "75"),
    ("I10", "count=33", "33"),
    # 900 t over 600 t.
    ("I11", "emissions=900 output=600", "1.5"),
    # 1.35 after 1.5.
    ("I11.decrease", "now=1.35 base=1.5", "10"),
    # 1,120 used where 1,000 were approved: 12 % too much.
    ("I12", "actual=1120 approved=1000", "12"),
    # 7 of 10.
    ("I13", "accepted=7 operating=10", "70"),
    ("J04", "count=40", "40"),
    ("J06", "count=5", "5"),
    # 84 of 112 tasks.
    ("J07", "done=84 due=112", "75"),
    # 12 of 15 targets.
    ("J08", "met=12 judged=15", "80"),
    # 63 of 90 offices.
    ("J15", "saving=63 offices=90", "70"),
    ("J20", "count=3", "3"),
    ("J22", "count=2", "2"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
