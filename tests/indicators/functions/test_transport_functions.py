"""Turnover, travel, freight, roads, chargers and fleets."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.indicators.functions.working import reckoned

WORKED = [
    # 0.808 after 1: 19.2 % less.
    ("G01", "now=0.808 base=1", "19.2"),
    # 404,000 t over 505,000 万吨公里.
    ("G01.intensity", "emissions=404000 turnover=505000", "0.8"),
    # 400,000 + 60,000 + 5,000; 100,000/10 = 10,000 by road, 30,000/1 by rail.
    (
        "G01.turnover",
        "road_freight=400000 road_passengers=100000 rail_freight=60000 "
        "rail_passengers=30000 water_freight=5000",
        "505000",
    ),
    # 720 of 1,000 trips.
    ("G02", "green=720 trips=1000", "72"),
    # 6 of 12 firms.
    ("G03", "multimodal=6 firms=12", "50"),
    ("G04", "count=2", "2"),
    # 1,800,000 of 20,000,000 passengers.
    ("G05", "rail=1800000 passengers=20000000", "9"),
    # 5 lines at 4 stations.
    ("G06.mean", "lines=5 stations=4", "1.25"),
    ("G08", "amount=512", "512"),
    # 8,000 of 8,000 t.
    ("G09", "recovered=8000 old=8000", "100"),
    # 7,600 of 8,000 t.
    ("G10", "used=7600 recovered=8000", "95"),
    # 45 of 60.
    ("G11", "connected=45 listed=60", "75"),
    # 120 of 800 trucks.
    ("G12.electric", "electric=120 trucks=800", "15"),
    # 30 of 600.
    ("G12.hybrid", "hybrid=30 trucks=600", "5"),
    # 250 of 1,000.
    ("G12.lng", "lng=250 trucks=1000", "25"),
    # 45,000 of 300,000.
    ("G13", "new_energy=45000 vehicles=300000", "15"),
    # 1,500 of 6,000.
    ("G14", "new_energy=1500 vehicles=6000", "25"),
    # 30 of 150 万t.
    ("G15", "rail_water=300000 bulk=1500000", "20"),
    # 190 of 200.
    ("G16", "new_energy=190 buses=200", "95"),
    # 36 of 45 areas.
    ("G19", "covered=36 communities=45", "80"),
    # 9,000 of 20,000.
    ("G20", "new_energy=9000 sold=20000", "45"),
    # 45,000 vehicles at 18,000 chargers.
    ("G24", "vehicles=45000 chargers=18000", "2.5"),
    # 120 of 480.
    ("G34", "public=120 motor=480", "25"),
    # 280 of 400.
    ("G35", "new_energy=280 taxis=400", "70"),
    # 3 of 8.
    ("G45", "with_siding=3 firms=8", "37.5"),
    ("G46", "emissions=512300", "51.23"),
    # 18 of 20.
    ("G53", "covered=18 townships=20", "90"),
    ("G57", "count=2", "2"),
    # 2 of 40.
    ("G61", "rail=2 freight=40", "5"),
    ("G29", "freight=20000", "2"),
]


@pytest.mark.parametrize(("definition", "inputs", "value"), WORKED)
def test_the_function_gives_the_value_worked_by_hand(definition, inputs, value):
    assert reckoned(definition, inputs) == Fraction(value)
