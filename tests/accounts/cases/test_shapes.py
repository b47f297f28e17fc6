"""Cases of other shapes, each beside a second way to its figure."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts.cases import evaluate_case
from dafeng.base.errors import BadInputError


def values(inputs, **case):
    return evaluate_case({"inputs": inputs, **case}).values


def fuel(name, amount, **more):
    return {"fuel": name, "activity": amount, "unit": "t", **more}


SET = {"ncv": "43.33", "cc": "0.0202", "of": "0.98"}


@settings(max_examples=30)
@given(
    st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=5),
    st.integers(1, 1000),
)
def test_rows_add_up_and_scale(amounts, k):
    once = values([fuel("diesel", a, **SET) for a in amounts])
    many = values([fuel("diesel", a * k, **SET) for a in amounts])
    assert float(many["sum_tCO2"]) == pytest.approx(
        k * float(once["sum_tCO2"]), rel=1e-12
    )
    assert float(once["sum_tCO2"]) == pytest.approx(
        math.fsum(map(float, once["tCO2"])), rel=1e-12
    )


@settings(max_examples=20)
@given(st.permutations(["1", "2.5", "30", "0.004"]))
def test_the_order_of_rows_changes_no_sum(amounts):
    rows = [fuel("diesel", a, **SET) for a in amounts]
    assert values(rows)["sum_tCO2"] == values(rows[::-1])["sum_tCO2"]


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("1000", "kg"), ("0.0001", "万t"), ("1", "吨"), ("0.001", "千吨")],
)
def test_units_of_an_activity_convert(amount, unit):
    row = {"fuel": "diesel", "activity": amount, "unit": unit, **SET}
    assert (
        values([row])["diesel_tCO2"] == values([fuel("diesel", 1, **SET)])["sum_tCO2"]
    )


@pytest.mark.parametrize("unit", ["10^4 Nm3", "10^4 m3", "万m3", "万立方米", "1e4 m3"])
def test_ten_thousand_cubic_metres_have_many_spellings(unit):
    row = {"fuel": "natural gas", "activity": 1, "unit": unit}
    row |= {"ncv": "389.31", "cc": "0.0153", "of": "0.99"}
    assert values([row])["gas_tCO2"] == Decimal("21.62188809")


@pytest.mark.parametrize(
    "heat",
    [
        {"ncv": "42.652"},
        {"ncv_GJ": "42.652"},
        {"ncv_kJ": 42652},
        {"ncv_MJ_per_kg": "42.652"},
        {"ncv": 42652, "ncv_unit": "kJ/kg"},
        {"ncv": "42,652", "ncv_unit": "kJ/kg"},
    ],
)
def test_a_heating_value_may_carry_its_unit(heat):
    row = {"fuel": "diesel", "activity": 1, "unit": "t", "cc": "0.0202", "of": "98%"}
    assert values([row | heat])["diesel_tCO2"] == Decimal("3.09590963733333")


def test_a_fuel_without_parameters_takes_one_set_of_the_tables():
    result = evaluate_case(
        {
            "category": "stationary combustion",
            "factor_set": "ENT24-A",
            "inputs": [fuel("柴油", 1), fuel("DIESEL", 1), fuel("diesel oil", 1)],
        }
    )
    assert {row.value for row in result.rows[:3]} == {Decimal("3.14512249333333")}
    assert {row.source for row in result.rows[:3]} == {
        "DIESEL.ncv@ENT24-A, DIESEL.carbon_content@ENT24-A, "
        "DIESEL.oxidation_rate@ENT24-A"
    }


def test_a_ready_factor_stands_for_the_three_parts():
    row = fuel("diesel", 10, ef="3.10", ef_unit="tCO2/t")
    assert values([row])["diesel_tCO2"] == 31
    row = fuel("diesel", 10, ef_kgCO2_per_kg="3.10")
    assert values([row])["diesel_tCO2"] == 31


def test_a_factor_per_heat_takes_the_heating_value_of_the_row():
    row = fuel("diesel", 10, ncv="43.0", ef=74100, ef_unit="kg/TJ")
    assert values([row])["diesel_tCO2"] == Decimal("31.863")
    heat = {"fuel": "diesel", "activity": 430, "unit": "GJ", "ef_kg_per_TJ": 74100}
    assert values([heat])["heat_tCO2"] == Decimal("31.863")
    with pytest.raises(BadInputError, match=r"inputs\[0\]\.ncv"):
        values([fuel("diesel", 10, ef=74100, ef_unit="kg/TJ")])


def test_three_gases_of_a_fuel_add_up_to_their_equivalent():
    row = {"fuel": "natural gas", "activity": 1000, "unit": "TJ"}
    row |= {"ef_co2": 56100, "ef_ch4": 1, "ef_n2o": "0.1"}
    found = values([row], category="stationary combustion", gwp="AR5")
    assert found["natural gas_tCO2"] == 56100
    assert found["sum_tCH4"] == 1
    assert found["sum_tN2O"] == Decimal("0.1")
    assert found["total_tCO2e"] == 56100 + 28 + Decimal("26.5")
    refused = evaluate_case({"inputs": [row | {"ncv": 48}]})
    assert [f.code for f in refused.findings] == ["combustion.double_heating_value"]
    assert refused.values["total_tCO2e"] is None


def test_two_fuels_with_the_same_last_word_keep_their_full_names():
    rows = [
        {
            "fuel": f,
            "activity": 1,
            "unit": "GJ",
            "cc": "0.0153",
            "of": 1,
            "path": "heat",
        }
        for f in ("natural gas", "coke oven gas")
    ]
    found = values(rows)
    assert {"natural_gas_tCO2", "coke_oven_gas_tCO2"} <= set(found)


def test_an_expectation_in_another_unit_or_spelling_is_understood():
    case = {
        "category": "stationary combustion",
        "inputs": fuel("LPG", 5, ncv="50.179", cc="0.0172", of="0.98"),
        "expected": {"lpg_kgCO2": "15506.65", "total_tCO2": "15.50665"},
        "tolerance": {"type": "rel", "value": "1e-6"},
    }
    result = evaluate_case(case)
    assert result.passed is True


def test_power_and_heat_come_from_the_tables_by_place_and_year():
    found = values(
        [
            {"item": "electricity", "activity": 1000, "unit": "MWh"},
            {"item": "heat", "activity": 500, "unit": "GJ"},
        ],
        category="purchased power and heat",
        place="120000",
        year=2022,
    )
    assert found["by_flow"] == {
        "power.bought": Decimal("704.1"),
        "heat.bought": Decimal(55),
    }
    assert found["total_tCO2e"] == Decimal("759.1")


def test_power_with_its_factor_beside_it():
    assert values({"electricity_MWh": 1000, "ef_tCO2_per_MWh": "0.5703"})[
        "electricity_tCO2"
    ] == Decimal("570.3")
    row = {"type": "electricity", "activity": 1, "unit": "GWh", "ef": "0.5703"}
    row |= {"ef_unit": "kgCO2/kWh"}
    assert values([row])["sum_tCO2"] == Decimal("570.3")


def test_livestock_gives_methane_and_its_equivalent():
    rows = [{"animal": "dairy cow", "heads": 100, "ef_kgCH4": 68}]
    found = values(rows, category="livestock", gwp="AR4")
    assert found["sum_tCH4"] == Decimal("6.8")
    assert found["total_tCO2e"] == Decimal("6.8") * 25
    stated = values(rows, category="livestock", gwp={"CH4": 28})
    assert stated["total_tCO2e"] == Decimal("190.4")


def test_an_account_of_lines_sums_its_flows_and_scopes():
    found = values(
        {
            "lines": [
                {"flow": "power.bought", "activity": 1000, "unit": "MWh"},
                {"flow": "power.sold", "activity": 100, "unit": "MWh"},
                {
                    "flow": "fuel.stationary",
                    "fuel": "natural gas",
                    "activity": 10,
                    "unit": "万m3",
                    "ncv": "389.31",
                    "cc": "0.0153",
                    "of": "0.99",
                },
                {"flow": "process.steel", "item": "STEEL_EAF", "activity": 10},
            ]
        },
        place="天津",
        year=2022,
        gwp="AR5",
    )
    power = Decimal("0.7041")
    assert found["indirect_tCO2e"] == power * 900
    assert found["direct_tCO2e"] == Decimal("216.2188809") + Decimal("1.8")
    assert found["total_tCO2e"] == sum(found["by_flow"].values())
    assert found["total_tCO2e"] == sum(line["value_tCO2e"] for line in found["lines"])
    assert found["gwp"] == "AR5GWP100"


def test_an_account_line_takes_its_symbols_inline():
    line = {
        "flow": "process.clinker",
        "item": "CLINKER",
        "activity": 100,
        "unit": "t",
        "factors": {"CaO": "0.65", "correction": "1.02"},
    }
    assert values({"lines": [line]})["total_tCO2e"] == Decimal("52.0303673323823")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"flow": "power.bought", "activity": 1, "unit": "t"}, "case.unknown_unit"),
        ({"flow": "power.bought", "activity": -1, "unit": "kWh"}, "negative"),
        ({"item": "moonshine", "activity": 1, "unit": "t"}, "case.unknown_fuel"),
        (
            {"flow": "fuel.stationary", "item": "DIESEL", "activity": 1, "unit": "GJ"}
            | {"ncv": 43},
            "double_heating",
        ),
        (
            {"flow": "process.steel", "item": "MOON", "activity": 1, "unit": "t"},
            "factor.missing",
        ),
    ],
)
def test_a_line_that_cannot_be_counted_leaves_the_total_unknown(line, code):
    result = evaluate_case({"inputs": {"lines": [line]}, "year": 2022})
    assert any(code in finding.code for finding in result.findings)
    assert result.values["total_tCO2e"] is None
    assert result.blocked


def test_carbonates_by_purity_and_share_calcined():
    row = {"material": "limestone", "mass_t": 1000, "ef": "0.43971"}
    assert values([row | {"purity": "0.95"}])["sum_tCO2"] == Decimal("417.7245")
    assert values([row | {"calcination": "0.9"}])["sum_tCO2"] == Decimal("395.739")
    both = values([row | {"purity": "95%", "calcination": "90%"}])
    assert both["sum_tCO2"] == Decimal("375.95205")


def test_clinker_takes_the_molar_masses_that_the_case_writes():
    inputs = {"clinker_t": 1, "cao_fraction": "0.65", "mgo_fraction": "0.02"}
    told = values(inputs, formula="E = M (CaO 44/56 + MgO 44/40)")
    exact = 0.65 * 44 / 56 + 0.02 * 44 / 40
    assert float(told["sum_tCO2"]) == pytest.approx(exact, rel=1e-14)
    assert told["sum_tCO2"] != values(inputs)["sum_tCO2"]


def test_a_balance_closes_up_to_its_statistical_difference():
    found = values(
        {
            "imports": 100,
            "exports": 10,
            "stock_change": 5,
            "transformation": -20,
            "losses": 1,
            "final": {"industry": 60, "households": [10, 3]},
        },
        category="balance",
    )
    assert found["available"] == 95
    assert found["final"] == 73
    assert found["statistical_difference"] == 1


def test_uncertainty_of_rows_joins_product_and_sum():
    rows = [{"x": 100, "u_activity_pct": 3, "u_factor_pct": 4}, {"x": 50, "u_pct": 10}]
    found = values(rows, category="uncertainty")
    assert float(found["u_pct"]) == pytest.approx(math.hypot(500, 500) / 150)


def test_a_product_of_percentages_in_a_list():
    assert values({"u_pct": [3, 4]})["u_pct"] == 5


def test_three_years_of_factors_compare_the_last_two():
    row = {"region": "华北", "f2021": "0.7120", "f2022": "0.6776", "f2023": "0.6361"}
    (change,) = values([row])["change_pct"].values()
    assert round(change, 3) == Decimal("-6.125")


def test_a_coefficient_per_ten_thousand_is_told_by_its_size():
    gas = {"energy": "gas", "activity": 1, "unit": "万m3"}
    power = {"energy": "power", "activity": 1, "unit": "万kWh"}
    for coefficient, row in (("13.3", gas), ("1.33", gas)):
        assert values([row | {"coefficient": coefficient}])["total_tce"] == Decimal(
            "13.3"
        )
    for coefficient in ("1.229", "0.1229"):
        assert values([power | {"coefficient": coefficient}])["total_tce"] == Decimal(
            "1.229"
        )


def test_without_a_tolerance_a_figure_agrees_as_far_as_it_was_printed():
    case = {"inputs": fuel("diesel", 1, **SET), "expected": {"diesel_tCO2": "3.15"}}
    assert evaluate_case(case).passed is True
    case["expected"] = {"diesel_tCO2": "3.14"}
    assert evaluate_case(case).passed is False


@pytest.mark.parametrize(
    ("tolerance", "passed"),
    [
        ({"type": "abs", "value": "0.01"}, True),
        ({"type": "abs", "value": "0.0001"}, False),
        ({"type": "rel", "value": "0.01"}, True),
        ({"type": "percent", "value": 1}, True),
        ({"type": "exact"}, False),
        ("exact", False),
        ("0.01", True),
    ],
)
def test_tolerances_are_absolute_relative_or_none(tolerance, passed):
    case = {
        "inputs": fuel("diesel", 1, **SET),
        "expected": {"diesel_tCO2": "3.15"},
        "tolerance": tolerance,
    }
    assert evaluate_case(case).passed is passed


def test_what_is_expected_and_not_computed_fails():
    case = {"inputs": {"u_pct": [3, 4], "note": "no such figure"}}
    result = evaluate_case({**case, "expected": {"phase_of_the_moon": {"new": 1}}})
    assert result.passed is False


def test_bad_rows_are_flagged_by_their_reasons():
    parts = {"ncv": "42.652", "cc": "0.0202", "of": "0.98"}
    rows = [
        {"item": "fine", "activity": 1, "unit": "t"},
        {"item": "negative", "activity": -1, "unit": "t"},
        {"item": "unit", "activity": 1, "unit": "furlong"},
        {"item": "share", "activity": 1, "of": "1.05"},
        {"item": "range", "value": 5, "low": 1, "high": 4},
        {"item": "span", "value": 5, "range": [6, 7]},
        {"item": "parts", **parts, "printed_ef": "2.1"},
        {"item": "sound parts", **parts, "printed_ef": "3.10"},
        {"item": "sets", "ncv_set": "A", "cc_set": "B"},
        {"item": "fine", "activity": 1, "unit": "t"},
    ]
    result = evaluate_case({"category": "data quality", "inputs": rows})
    assert result.kind == "flagged-rows"
    assert [f.code.partition(".")[2] for f in result.findings] == [
        "negative_activity",
        "unknown_unit",
        "oxidation_range",
        "outside_range",
        "outside_range",
        "factor_unlike_parts",
        "mixed_sets",
        "doubled_row",
    ]
    assert result.values["flagged"] == 8
    assert "sound parts" not in result.values["flagged_rows"]


def test_what_the_tables_answered_with_is_told():
    line = {"item": "clinker", "activity": 1, "unit": "t"}
    result = evaluate_case({"inputs": [line], "category": "process", "year": 2022})
    assert [f.code for f in result.findings] == ["factor.unverified"]
    line = {"item": "electricity", "activity": 1, "unit": "MWh", "year": 2024}
    result = evaluate_case({"inputs": [line], "category": "power"})
    assert [f.code for f in result.findings] == ["factor.estimate"]
    assert "MEE-2023" in result.findings[0].value
    assert not result.blocked


def test_a_figure_without_a_row_gets_one():
    rows = evaluate_case({"inputs": [fuel("diesel", a, **SET) for a in (1, 2)]}).rows
    assert (rows[-1].name, rows[-1].unit) == ("sum_tCO2", "tCO2")
    assert float(rows[-1].value) == pytest.approx(float(rows[0].value) * 3)
