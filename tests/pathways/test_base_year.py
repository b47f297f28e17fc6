from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts import Line, total_g, within
from dafeng.pathways import base_year_of
from dafeng.pathways.base_year import OTHER
from dafeng.pathways.model import load_model
from tests.pathways.small_district import (
    line,
    small_account,
    small_lines,
    written,
)

if TYPE_CHECKING:
    from dafeng.pathways.records import BaseYear, Model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder: Path = tmp_path_factory.mktemp("district") / "model"
    return load_model(written(folder))


def cells(base: BaseYear) -> dict[tuple[str, str], tuple[float, int]]:
    return {(c.sector, c.carrier): (c.energy_tj, c.emission_g) for c in base.cells}


def base_of(model: Model, *lines: Line) -> BaseYear:
    account = small_account(lines or None)
    return base_year_of(account, model, seal="s", history=[]).base


def test_every_line_stands_in_one_cell(model: Model) -> None:
    found = cells(base_of(model))
    assert found["plants", "natural-gas"][1] == int(2.16e9 + 1.08e9)
    assert found["heat-supply", "natural-gas"][1] == int(6.48e9)
    assert found["heat-sold", "heat-sold"] == (-100.0, -11_000_000_000)
    assert found["power-sold", "electricity-sold"] == (-18.0, -3_000_000_000)


def test_energy_is_calorific(model: Model) -> None:
    found = cells(base_of(model))
    assert found["plants", "natural-gas"][0] == pytest.approx(1.5e6 * 0.0389 / 1e3)
    assert found["plants", "electricity"][0] == pytest.approx(9e6 * 3.6e-6)
    assert found["plants", "heat"][0] == pytest.approx(4e4 * 1e-3)
    assert found["waste", "waste"][0] == 0.0


def test_energy_of_a_flow_counts_once_for_all_its_gases(model: Model) -> None:
    wide = attrs.evolve(model, boundary="territorial")
    gases = [
        line("services", "fuel.stationary", "NATURAL_GAS", 1000, 10, gas=gas)
        for gas in ("CO2", "CH4", "N2O")
    ]
    (cell,) = base_of(wide, *gases).cells
    assert cell.emission_g == 30
    assert cell.energy_tj == pytest.approx(0.0389)


def test_green_power_is_bought_power_already(model: Model) -> None:
    bought = line("services", "power.bought", "ELECTRICITY", 1000, 600)
    green = line("services", "power.green", "ELECTRICITY", -500, -300)
    base = base_of(model, bought, green)
    assert sum(c.energy_tj for c in base.cells) == pytest.approx(0.0036)
    assert sum(c.emission_g for c in base.cells) == 300


def test_what_nobody_takes_is_kept_and_told(model: Model) -> None:
    lines = (*small_lines(), line("farming", "fuel.heat", "NATURAL_GAS", 10, 77))
    reading = base_year_of(small_account(lines), model, seal="", history=[])
    assert cells(reading.base)[OTHER, "natural-gas"][1] == 77
    (finding,) = reading.findings
    assert finding.code == "model.no_sector"
    assert finding.value == "farming fuel.heat: 1 lines, 77 g"


def test_a_sector_that_takes_nothing_is_told(model: Model) -> None:
    lines = tuple(one for one in small_lines() if one.sector != "waste")
    reading = base_year_of(small_account(lines), model, seal="", history=[])
    assert [(f.code, f.place) for f in reading.findings] == [
        ("model.empty_sector", "waste")
    ]


def test_a_carrier_that_nobody_knows_is_told(model: Model) -> None:
    unknown = attrs.evolve(small_lines()[0], item="PEAT")
    reading = base_year_of(small_account((unknown,)), model, seal="", history=[])
    assert "model.no_carrier" in [f.code for f in reading.findings]
    assert reading.base.cells[0].carrier == OTHER


def test_an_account_of_another_year_is_told(model: Model) -> None:
    reading = base_year_of(small_account(year=2020), model, seal="", history=[])
    assert [f.code for f in reading.findings] == ["model.other_year"]


def test_an_account_without_lines_is_told(model: Model) -> None:
    reading = base_year_of(small_account(()), model, seal="", history=[])
    assert [f.code for f in reading.findings] == ["model.empty_account"]


def test_history_ends_with_the_account(model: Model) -> None:
    past = [(2024, 1), (2023, 5), (2022, 4), (2025, 9)]
    base = base_year_of(small_account(), model, seal="", history=past).base
    total = total_g(within(small_lines(), model.boundary))
    assert base.history == ((2022, 4), (2023, 5), (2024, total))


def test_shares_say_of_what_a_sector_is_made(model: Model) -> None:
    base = base_of(model)
    town = {
        one.of: one.share
        for one in base.shares
        if (one.sector, one.carrier) == ("town", "electricity")
    }
    assert sum(town.values()) == pytest.approx(1.0)
    assert town["services"] == pytest.approx(3 * town["public"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["industry", "industry.heat", "farming", "waste", "land"]),
            st.sampled_from(["fuel.heat", "power.bought", "heat.sold", "fuel.mobile"]),
            st.sampled_from(["NATURAL_GAS", "BITUMINOUS"]),
            st.sampled_from(["CO2", "CH4"]),
            st.integers(-(10**13), 10**13),
        ),
        min_size=1,
    )
)
def test_no_gram_is_lost(
    model: Model, rows: list[tuple[str, str, str, str, int]]
) -> None:
    lines = tuple(
        attrs.evolve(line(sector, flow, item, 1, grams, gas=gas), id=str(at))
        for at, (sector, flow, item, gas, grams) in enumerate(rows)
    )
    base = base_of(model, *lines)
    counted = total_g(within(lines, model.boundary))
    assert sum(cell.emission_g for cell in base.cells) == counted
    assert base.history[-1] == (2024, counted)
