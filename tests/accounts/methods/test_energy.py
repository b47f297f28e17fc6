"""Combustion, power and heat, each by a second way.

Second ways: carbon that goes in is carbon that comes out as CO2; ready factors of the
provincial guide against their parts; the worked values of GB/T 32151.34-2024.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.methods import method, methods_for
from dafeng.accounts.methods.combustion import (
    DoubleHeatingValueError,
    check_heat_path,
    mass_of_volume,
)
from dafeng.accounts.methods.heat import steam_heat
from dafeng.factors import Request, choose, factor_book

positive = st.fractions(min_value=Fraction(1, 1000), max_value=1000)
shares = st.fractions(min_value=0, max_value=1)

BY_MASS = method("combustion.mass.stationary").formula
BY_VOLUME = method("combustion.volume.heat").formula
BY_HEAT = method("combustion.heat.power").formula


def numbers(ncv, cc, of):
    return {"NCV": Fraction(ncv), "CC": Fraction(cc), "OF": Fraction(of)}


def test_diesel_and_gas_give_the_worked_values():
    assert float(BY_MASS.value(numbers("42.652", "0.0202", "0.98"))) == pytest.approx(
        3.095909637333333, abs=1e-15
    )
    gas = BY_VOLUME.value(numbers("0.038931", "0.0153", "0.99")) * 10**4
    assert gas == Fraction("21.62188809")
    heat = BY_HEAT.value({"CC": Fraction("0.0153"), "OF": Fraction("0.99")}) * 2
    assert heat == Fraction("0.111078")


@given(positive, positive, shares)
def test_carbon_that_burns_is_the_carbon_of_the_co2(ncv, cc, of):
    tonnes = BY_MASS.value(numbers(ncv, cc, of))
    carbon_in_co2 = tonnes * Fraction(12, 44)
    assert carbon_in_co2 == ncv * cc * of


@given(positive, positive, shares)
def test_heat_of_a_fuel_gives_what_its_mass_gives(ncv, cc, of):
    heat = ncv
    by_heat = BY_HEAT.value({"CC": cc, "OF": of}) * heat
    assert by_heat == BY_MASS.value(numbers(ncv, cc, of))


@given(positive, positive, shares, positive)
def test_emission_scales_with_each_part(ncv, cc, of, k):
    once = BY_MASS.value(numbers(ncv, cc, of))
    assert BY_MASS.value(numbers(ncv * k, cc, of)) == once * k
    assert BY_MASS.value(numbers(ncv, cc * k, of)) == once * k


def test_ready_factors_of_the_provincial_guide_are_the_product_of_their_parts():
    book = factor_book()
    compared = 0
    for row in book.rows:
        if row.factor_set != "PG2011-NCV2008" or not row.parameter.startswith("ef_"):
            continue
        unit = {"ef_mass": "t", "ef_volume": "m3"}[row.parameter]
        found = methods_for("fuel.stationary", row.code, unit)
        (parts, ready) = [each for each in found if each.gas == "CO2"]
        request = {"item": row.code, "gas": "CO2", "year": 2015, "regions": ("CN",)}
        bound = "PG2011-NCV2008"
        both = [
            each.formula.value(
                {
                    filled.need.symbol: filled.value
                    for filled in choose(
                        book, Request(needs=each.needs, factor_set=bound, **request)
                    ).filled
                }
            )
            for each in (parts, ready)
        ]
        step = Fraction(1, 10 ** -row.value.as_tuple().exponent)
        assert abs(both[0] - both[1]) <= step * Fraction(51, 100), row.id
        compared += 1
    assert compared >= 25


def test_the_words_of_combustion_carry_the_numbers():
    words = {"NCV": "42.652 GJ/t", "CC": "0.0202 tC/GJ", "OF": "0.98"}
    text = BY_MASS.written(words)
    assert text == "42.652 GJ/t × 0.0202 tC/GJ × 0.98 × 44/12"
    assert str(BY_HEAT) == "CC × OF × 44/12"


def test_a_heating_value_beside_heat_is_refused():
    check_heat_path("inputs[2]", ncv=None)
    with pytest.raises(
        DoubleHeatingValueError, match=r"inputs\[2\].*389\.31"
    ) as caught:
        check_heat_path("inputs[2]", ncv=Decimal("389.31"))
    assert caught.value.code == "combustion.double_heating_value"


def test_litres_weigh_by_their_density():
    assert mass_of_volume(1000, Decimal(845)) == Fraction(845, 1000)


def test_sold_and_green_power_are_counted_as_bought_power_is():
    formulas = {
        str(method(f"power.{flow}.{basis}").formula)
        for flow in ("bought", "sold", "green")
        for basis in ("average", "residual", "fossil", "enterprise")
    }
    assert formulas == {"EF / 1000"}
    value = method("power.bought.average").formula.value({"EF": Fraction("0.7041")})
    assert value == Fraction("0.0007041")


@pytest.mark.parametrize(
    ("basis", "factor"),
    [("average", "0.5366"), ("residual", "0.5856"), ("fossil", "0.8325")],
)
def test_each_grid_factor_of_2022_is_found_by_its_name(basis, factor):
    (power,) = methods_for("power.bought", "ELECTRICITY", "kWh", power=basis)
    request = Request(
        item="ELECTRICITY", needs=power.needs, gas="CO2", year=2022, regions=("CN",)
    )
    (filled,) = choose(factor_book(), request).filled
    assert filled.value == Fraction(factor)


def test_the_suppliers_heat_factor_comes_before_the_default():
    supplier, default = methods_for("heat.bought", "HEAT", "GJ")
    assert (supplier.id, default.id) == ("heat.bought.supplier", "heat.bought.default")
    request = Request(
        item="HEAT", needs=default.needs, gas="CO2", year=2022, regions=("CN",)
    )
    (filled,) = choose(factor_book(), request).filled
    assert filled.value == Fraction("0.11")


def test_steam_is_heat_by_its_enthalpy():
    # GB/T 32151.34-2024 as worked in a public program: 0.335643 t for a tonne.
    assert steam_heat(1, Decimal("3051.3")) * Fraction("0.11") == Fraction("0.335643")
    above = steam_heat(1, Decimal("3051.3"), Decimal("83.74"))
    assert above == Fraction("2.96756")
