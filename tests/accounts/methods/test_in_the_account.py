"""Farming, waste and land in a whole account: signs, decay, memo, sinks."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from dafeng.accounts.evidence.reading import Evidence
from dafeng.accounts.methods.landfill import (
    DecayParameters,
    YearMass,
    first_order_decay,
)
from dafeng.accounts.records import Account, Boundary, Line, Settings
from dafeng.accounts.run import run_account
from dafeng.factors import factor_book
from tests.accounts.account.building import DISTRICT, row
from tests.accounts.methods.answering import REGIONS, YEAR

if TYPE_CHECKING:
    from dafeng.accounts.evidence.rows import ActivityRow

STATED = (
    ("farming.enteric", "farming", "ENTERIC_CATTLE_DAIRY", "头", 1000),
    ("waste.sewage", "waste", "MCF_COLL_TREAT_ANAEROB_A-REACTORS", "t", 1000),
    ("waste.sewage-recovered", "waste", "CH4", "t", 200),
    ("waste.incineration-power", "waste", "CN_MSW.CONTINUOUS", "t", 10_000),
    ("waste.incineration-biogenic", "waste", "CN_MSW.CONTINUOUS", "t", 10_000),
    ("process.switchgear", "industry", "SF6", "t", 1),
    ("land.forest", "land", "TREE_POPULUS", "m3", 10_000),
    ("land.harvest", "land", "TREE_POPULUS", "m3", 1000),
)
HEAPS = ((2001, 1500), (2015, 800), (2021, 300), (YEAR, 999))


def stated_rows() -> tuple[ActivityRow, ...]:
    this_year = [
        row(flow, 1000 * q, flow=flow, sector=sector, item=item, unit=unit, year=YEAR)
        for flow, sector, item, unit, q in STATED
    ]
    heaps = [
        row(
            f"heap {year}",
            1000 * tonnes,
            flow="waste.landfill",
            sector="waste",
            item="MSW_FOOD.WET.MANAGED",
            unit="t",
            year=year,
        )
        for year, tonnes in HEAPS
    ]
    return (*this_year, *heaps)


@cache
def account() -> Account:
    settings = Settings(place=DISTRICT, year=YEAR, regions=REGIONS)
    return run_account(Evidence(rows=stated_rows()), factor_book(), settings)


def lines(flow: str) -> list[Line]:
    return [line for line in account().lines if line.flow == flow]


def grams(flow: str) -> int:
    return sum(line.mass_g for line in lines(flow))


def test_nothing_stops_such_an_account() -> None:
    assert account().findings == ()


def test_a_thousand_cows_are_78_million_grams() -> None:
    assert grams("farming.enteric") == 78_000_000


def test_recovered_gas_is_a_negative_line() -> None:
    assert grams("waste.sewage") == 480_000_000
    assert grams("waste.sewage-recovered") == -200_000_000


def test_the_landfill_s_lines_are_the_series_of_its_deposits() -> None:
    parameters = DecayParameters(
        doc=Fraction("0.15"),
        doc_f=Fraction("0.7"),
        mcf=Fraction(1),
        ch4_fraction=Fraction("0.5"),
        k=Fraction("0.185"),
    )
    heaps = [YearMass(year=year, tonnes=Fraction(t)) for year, t in HEAPS]
    (year,) = first_order_decay(heaps, parameters, [YEAR])
    assert abs(grams("waste.landfill") - year.emitted * 10**6) <= 2
    assert {line.year for line in lines("waste.landfill")} == {YEAR}


def test_the_biogenic_memo_makes_no_line() -> None:
    assert lines("waste.incineration-biogenic") == []


def test_of_waste_the_control_total_counts_the_co2_of_what_makes_power() -> None:
    totals = {total.boundary: total.co2e_g for total in account().totals}
    burning = lines("waste.incineration-power")
    burned = sum(line.co2e_g for line in burning if line.gas == "CO2")
    assert totals[Boundary.CONTROL] == burned > 0
    assert totals[Boundary.TERRITORIAL] == sum(
        line.co2e_g for line in account().lines if not line.flow.startswith("land.")
    )


def test_sinks_are_growth_less_felling_and_stand_alone() -> None:
    totals = {total.boundary: total.co2e_g for total in account().totals}
    grown, felled = grams("land.forest"), grams("land.harvest")
    assert grown < 0 < felled
    assert totals[Boundary.SINKS] == grown + felled
