"""Cases in the many forms that people write them in, each with its hand calculation.

``data/*_forms.json``: keys in Chinese and English, units behind symbols and numbers,
and what has to be refused; ``source`` is the calculation by hand.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from dafeng.accounts.cases import evaluate_case, read_cases
from dafeng.base.errors import BadInputError, UnitError

DATA = Path(__file__).parent / "data"
CASES = {
    case["id"]: case
    for file in sorted(DATA.glob("*_forms.json"))
    for case in read_cases(file)
}
DIESEL = {"fuel": "diesel", "unit": "t", "ncv": 42.652, "cc": 0.0202, "of": 0.98}


@pytest.mark.parametrize("name", CASES)
def test_a_case_of_any_form_comes_to_what_was_calculated_by_hand(name):
    result = evaluate_case(CASES[name])
    assert [check for check in result.comparisons if not check.passed] == []
    assert result.passed is True


def codes(case):
    return [finding.code for finding in evaluate_case(case).findings]


@pytest.mark.parametrize(
    "name",
    ["FORM-GAS-MJ", "FORM-GAS-POOR", "FORM-HEAT-KG"],
)
def test_a_unit_that_was_told_from_the_size_is_said(name):
    assert "case.unit_by_size" in codes(CASES[name])


@pytest.mark.parametrize("name", ["POWER-WAN", "COAL-UNIT", "FORM-KCAL", "FORM-GAS-EF"])
def test_a_unit_that_is_stated_or_usual_is_not(name):
    assert codes(CASES[name]) == []


@pytest.mark.parametrize("text", ["85,2", "1,23,456", "12,34.5"])
def test_a_comma_that_parts_no_thousands_is_refused(text):
    case = {"category": "combustion", "inputs": [{**DIESEL, "activity": text}]}
    with pytest.raises(BadInputError, match="decimals take a point") as caught:
        evaluate_case(case)
    assert caught.value.code == "case.number"


@pytest.mark.parametrize("name", ["phase_of_the_moon", "x_GJ", "steam_tCH4", "refund"])
def test_a_name_that_no_figure_fits_has_none(name):
    case = {
        "category": "combustion",
        "inputs": [{**DIESEL, "activity": 1}],
        "expected": {name: "3.1"},
    }
    result = evaluate_case(case)
    assert result.values[name] is None
    assert result.passed is False


def test_rows_of_no_known_shape_are_looked_at_only_for_their_quality():
    rows = [{"a": 1, "b": 2}, {"a": 3, "b": 4}]
    with pytest.raises(BadInputError, match="Known: "):
        evaluate_case({"category": "livestock", "inputs": rows})
    assert evaluate_case({"category": "data quality", "inputs": rows}).passed is None


def test_a_number_that_nobody_used_withholds_every_figure():
    row = {**DIESEL, "activity": 1, "moisture": 0.12}
    result = evaluate_case({"category": "combustion", "inputs": [row]})
    assert result.blocked
    assert result.values["sum_tCO2"] is None
    assert [each.value for each in result.rows] == [None]


@pytest.mark.parametrize("method", ["LMDI-II", "Laspeyres", "additive multiplicative"])
def test_a_method_that_is_not_known_is_refused(method):
    inputs = {"C0": 100, "Ct": 120, "X0": [50, 2], "Xt": [60, 2]}
    case = {"category": "decomposition", "inputs": inputs, "method": method}
    with pytest.raises(BadInputError, match="additive or multiplicative"):
        evaluate_case(case)


def test_an_aggregate_in_another_unit_is_decomposed_and_said():
    inputs = {"C0": 1000, "Ct": 1200, "X0": [50, 2], "Xt": [60, 2]}
    result = evaluate_case({"category": "decomposition", "inputs": inputs})
    assert [finding.code for finding in result.findings] == ["case.value_scaled"]
    assert result.values["total"] == Decimal(200)


def test_a_sum_is_written_with_brackets_behind_its_amount():
    inputs = {"clinker_t": 10, "cao_fraction": "0.65", "mgo_fraction": "0.02"}
    row = evaluate_case({"inputs": inputs, "formula": "44/56, 44/40"}).rows[0]
    assert row.written == "10 × (0.65 × 44/56 + 0.02 × 44/40)"


def test_a_key_may_be_the_unit_of_its_amount():
    stated = {"inputs": {"MWh": 1000, "ef": "0.5703"}}
    assert evaluate_case(stated).values["sum_tCO2"] == Decimal("570.3")
    inputs = {"kWh": 1000}
    case = {"inputs": inputs, "region": "华北", "year": 2023, "category": "power"}
    assert evaluate_case(case).values["sum_tCO2"] == Decimal("0.6361")


def test_names_that_say_nothing_are_matched_by_their_order():
    case = {
        "inputs": [
            {**DIESEL, "activity": 1},
            {**DIESEL, "activity": 2, "fuel": "gasoline"},
        ],
        "expected": {"a_tCO2": "3.096", "b_tCO2": "6.192", "sum_tCO2": "9.288"},
    }
    assert evaluate_case(case).passed is True


def test_a_factor_that_fits_no_unit_is_refused():
    row = {"fuel": "coal", "activity": 10, "unit": "t", "ef": "94.6"}
    with pytest.raises(UnitError, match="state its unit") as caught:
        evaluate_case({"category": "combustion", "inputs": [row]})
    assert caught.value.code == "unit.missing"


def test_a_negative_factor_is_refused():
    row = {"animal": "pig", "heads": 10, "ef": -1}
    result = evaluate_case({"category": "livestock", "inputs": [row]})
    assert result.values["total_tCO2e"] is None
    assert result.blocked
    burned = {"category": "combustion", "inputs": [{**DIESEL, "activity": 1, "cc": -1}]}
    assert evaluate_case(burned).values["sum_tCO2"] is None
