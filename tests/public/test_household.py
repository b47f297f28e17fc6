"""A household's emissions: lines with their factors, and what is not known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.factors import factor_book
from dafeng.factors.errors import UnknownFactorError
from dafeng.public import (
    MOST,
    Diet,
    DistrictFigure,
    Household,
    HouseholdError,
    WasteRoute,
    household_factors,
    household_footprint,
)
from dafeng.public.activity_factors import own_factors

FACTORS = household_factors(factor_book(), region="天津", year=2022)


def household(**facts: Any) -> Household:
    return Household(**({"persons": 2, "year": 2022, "region": "天津"} | facts))


def line(code: str, **facts: Any) -> Any:
    found = household_footprint(household(**facts), FACTORS)
    return next(one for one in found.lines if one.code == code)


def test_power_takes_the_factor_of_the_province_and_year() -> None:
    found = line("electricity_kwh", electricity_kwh=Decimal(1000))
    assert found.kg == Decimal("704.1")
    assert found.factor.used[0].name == "GRID_TIANJIN.grid_average_province@MEE-2022"
    assert found.factor.used[0].source.startswith("关于发布2022年电力")


def test_gas_is_reckoned_from_heating_value_carbon_and_oxidation() -> None:
    found = line("gas_m3", gas_m3=Decimal(100))
    # By hand: 389.31 GJ per 10^4 m3 x 0.0153 tC/GJ x 0.99 x 44/12, of 100 m3.
    assert found.kg == pytest.approx(Decimal("216.2"), abs=Decimal("0.1"))
    assert len({used.name.partition("@")[2] for used in found.factor.used[:3]}) == 1


def test_a_car_takes_its_own_petrol_or_the_usual() -> None:
    usual = line("car_km", car_km=Decimal(1000))
    own = line("car_km", car_km=Decimal(1000), car_litres_per_100km=Decimal("7.5"))
    assert usual.kg == own.kg
    assert usual.low < own.low
    assert usual.factor.used[0].name == "car_litres"
    assert own.factor.used[0].name.startswith("GASOLINE")


def test_a_heat_meter_counts_before_the_floor() -> None:
    both = line("heating", heated_m2=Decimal(90), heat_gj=Decimal(10))
    assert both.unit == "GJ"
    assert both.kg == Decimal(1100)
    floor = line("heating", heated_m2=Decimal(100))
    assert floor.kg == Decimal("3960")


def test_food_counts_every_person_and_day_and_waste_every_week() -> None:
    food = line("food", persons=3, diet=Diet.VEGAN)
    assert food.kg == Decimal("2.89") * 365 * 3
    burnt = line("waste", waste_kg_week=Decimal(10))
    dumped = line("waste", waste_kg_week=Decimal(10), waste_route=WasteRoute.LANDFILL)
    assert burnt.kg == Decimal(156)
    assert dumped.kg > burnt.kg


def test_an_unknown_input_is_left_out_and_named_and_zero_counts_as_zero() -> None:
    found = household_footprint(
        household(electricity_kwh=Decimal(1000), bus_km=Decimal(0)), FACTORS
    )
    assert found.kg == Decimal("704.1")
    assert "gas_m3" in found.unknown
    assert "bus_km" not in found.unknown
    assert not found.is_whole
    assert next(one for one in found.lines if one.code == "gas_m3").kg is None


def test_nothing_known_gives_no_sum_and_never_zero() -> None:
    found = household_footprint(household(), FACTORS)
    assert found.kg is None
    assert found.per_person(found.kg) is None
    assert len(found.unknown) == len(found.lines) == 12


def test_the_result_is_shared_among_its_people() -> None:
    found = household_footprint(
        household(persons=4, electricity_kwh=Decimal(1000)), FACTORS
    )
    assert found.per_person(found.kg) == Decimal("176.025")


def test_the_district_is_held_against_it_only_when_given() -> None:
    figure = DistrictFigure(kg=Decimal(9000), period="2023", version="1.0")
    assert household_footprint(household(), FACTORS).district is None
    found = household_footprint(household(), FACTORS, district=figure)
    assert found.district == figure


@given(st.decimals("0", "1000", places=2), st.integers(1, 9))
def test_lines_scale_with_what_is_used(amount: Decimal, times: int) -> None:
    once = line("gas_m3", gas_m3=amount)
    more = line("gas_m3", gas_m3=amount * times)
    assert more.kg == once.kg * times
    assert once.low <= once.kg <= once.high


def test_the_sum_is_that_of_its_lines_and_lies_in_its_span() -> None:
    facts = {name: Decimal(10) for name in MOST if name not in ("persons", "heat_gj")}
    found = household_footprint(household(diet=Diet.FISH, **facts), FACTORS)
    assert found.is_whole
    assert found.kg == sum(one.kg for one in found.lines if one.kg is not None)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.kg < found.high


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"persons": 0}, ("persons",)),
        ({"gas_m3": Decimal(-1)}, ("gas_m3",)),
        ({"bus_km": Decimal("NaN")}, ("bus_km",)),
        (
            {"electricity_kwh": Decimal(10**9), "rail_km": Decimal(-1)},
            ("electricity_kwh", "rail_km"),
        ),
    ],
)
def test_an_input_that_cannot_be_meant_is_named(
    facts: dict[str, Any], named: tuple[str, ...]
) -> None:
    with pytest.raises(HouseholdError) as caught:
        household(**facts)
    assert caught.value.fields["inputs"] == named


def test_a_missing_factor_and_an_unknown_region_are_refused() -> None:
    with pytest.raises(HouseholdError) as caught:
        household_footprint(household(), {})
    assert caught.value.code == "household.factor"
    with pytest.raises(UnknownFactorError):
        household_factors(factor_book(), region="火星", year=2022)


def test_without_a_region_the_nation_answers() -> None:
    found = household_factors(factor_book(), region="", year=2022)
    assert found["electricity_kwh"].kg == Decimal("0.5366")


def test_every_own_factor_has_source_validity_and_mark() -> None:
    for name, (used, low, high) in own_factors().items():
        assert used.source, name
        assert used.source_en, name
        assert used.valid_from, name
        assert used.mark in ("V", "S", "U"), name
        assert low <= used.value <= high, name
