"""Packaged factors and replacements: where they come from, reckoned a second time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from dafeng.assessment.allocation import packaged_fuels, packaged_replacements
from dafeng.assessment.allocation.mix_tables import in_force
from dafeng.base.errors import BadInputError
from dafeng.factors import factor_book

YEAR = 2025
CARBON_TO_CO2 = Fraction(44, 12)
FUELS = {"coal": "BITUMINOUS", "coke": "COKE", "oil": "DIESEL", "gas": "NATURAL_GAS"}


def value(row: str) -> Fraction:
    return Fraction(factor_book().get(row).value)


@pytest.mark.parametrize("fuel", FUELS)
def test_a_fuels_factor_is_carbon_times_oxidation_per_standard_coal(fuel: str) -> None:
    code = FUELS[fuel]
    heat = value("STD_COAL.ncv@GBT2589") / 1000  # GJ per tce
    expected = (
        value(f"{code}.carbon_content@ENT24-A")
        * value(f"{code}.oxidation_rate@ENT24-A")
        * CARBON_TO_CO2
        * heat
    )
    packaged = packaged_fuels(YEAR)[fuel]
    assert round(expected, 4) == Fraction(packaged.factor)
    assert code in packaged.source


def test_the_factor_of_power_is_the_grids_per_calorific_standard_coal() -> None:
    # kg per kWh over kgce per kWh.
    expected = value("GRID_CN.grid_average_national@MEE-2023") / value(
        "ELEC_CE.coal_equivalent@GBT2589"
    )
    assert round(expected, 4) == Fraction(packaged_fuels(YEAR)["electricity"].factor)
    assert packaged_fuels(YEAR)["electricity"].basis == "calorific"


def test_the_factor_of_heat_is_the_default_per_standard_coal() -> None:
    # t per GJ over kgce per MJ = tce per GJ.
    expected = value("HEAT_DEFAULT.ef_heat@GBT32150-2025") / value(
        "HEAT_CE.coal_equivalent@GBT2589"
    )
    assert round(expected, 4) == Fraction(packaged_fuels(YEAR)["heat"].factor)


def test_every_replacement_names_known_fuels_and_its_source() -> None:
    known = {*packaged_fuels(YEAR), "stated"}
    replaced: dict[str, Decimal] = {}
    for each in packaged_replacements(YEAR):
        assert {each.fuel, each.by} <= known
        assert each.source
        replaced[each.fuel] = replaced.get(each.fuel, Decimal(0)) + each.share
    assert all(0 < share <= 1 for share in replaced.values())


def test_a_factor_holds_for_mixes_of_its_years_only() -> None:
    assert "electricity" not in packaged_fuels(2022)
    assert "electricity" in packaged_fuels(2023)
    assert packaged_replacements(2020) == ()


def test_a_new_row_takes_the_place_of_one_that_has_ended() -> None:
    rows = [row("coal", "2013", "2025"), row("coal", "2026", ""), row("gas", "", "")]
    assert list(in_force(rows, 2025, "fuel")) == [rows[0], rows[2]]
    assert list(in_force(rows, 2026, "fuel")) == [rows[1], rows[2]]


def test_two_rows_that_hold_in_a_year_are_refused() -> None:
    rows = [row("coal", "2013", ""), row("coal", "2026", "")]
    assert list(in_force(rows, 2025, "fuel")) == rows[:1]
    with pytest.raises(BadInputError, match="coal stands twice for 2026") as caught:
        list(in_force(rows, 2026, "fuel"))
    assert caught.value.code == "allocation.table"


def row(fuel: str, since: str, until: str) -> dict[str, str]:
    return {"fuel": fuel, "effective_from": since, "effective_to": until}
