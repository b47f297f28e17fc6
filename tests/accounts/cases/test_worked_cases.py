"""Published worked cases, in the form that `account run --input` takes.

``data/accounting.json``: facts of public programs and documents, each with its source.
``data/published.json``: IPCC 2006 Guidelines (volume 2 table 1.4; volume 3 equations
2.4 and 2.8, tables 2.1 and 4.1), IPCC Good Practice Guidance 2000 (clinker), US EPA
(a therm of gas), 省级清单指南 2011 (ready factors), GB/T 32151.34-2024 (steam),
GB/T 2589-2020, announcements of electricity factors, 钢铁企业指南 2013 (electrodes).
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from dafeng.accounts.cases import case_json, evaluate_case, read_cases

DATA = Path(__file__).parent / "data"
CASES = {
    case["id"]: case
    for name in ("accounting.json", "published.json")
    for case in read_cases(DATA / name)
}
KINDS = {
    "GBT32151-34-FUEL": "combustion",
    "CN-GRID-CHANGE-2023": "factor-change",
    "GBT2589-2008": "standard-coal",
    "CE-PLAUSIBILITY": "plausibility",
    "LMDI-ADD-3P": "decomposition",
    "LMDI-ZERO": "decomposition",
    "LMDI-EQUAL": "decomposition",
    "MC-UNBIASED": "draws",
    "IPCC-U-PRODUCT": "product-rule",
    "IPCC-U-SUM": "sum-rule",
    "FOD-SINGLE": "landfill",
    "BFG-TRAP": "compared-sets",
}


def expected_leaves(case):
    """How many figures a case expects."""
    expected = case["expected"]
    if isinstance(expected, str):
        return len(case["inputs"])
    told = {k: v for k, v in expected.items() if not k.endswith("_tolerance_pct")}
    return sum(
        len(value) if isinstance(value, list | dict) else 1 for value in told.values()
    )


@pytest.mark.parametrize("name", CASES)
def test_a_published_case_passes_in_every_figure(name):
    result = evaluate_case(CASES[name])
    failed = [check for check in result.comparisons if not check.passed]
    assert not failed
    assert result.passed is True
    assert not result.blocked
    assert len(result.comparisons) == expected_leaves(CASES[name])


@pytest.mark.parametrize("name", KINDS)
def test_the_shape_decides_what_is_computed(name):
    case = {key: value for key, value in CASES[name].items() if key != "id"}
    assert evaluate_case(case).kind == KINDS[name]
    nameless = {key: value for key, value in case.items() if key != "category"}
    assert evaluate_case(nameless).kind == KINDS[name]


@pytest.mark.parametrize("name", CASES)
def test_a_case_without_expectation_gives_the_same_values(name):
    case = CASES[name]
    keep = ("expected", "tolerance")
    if isinstance(case["expected"], str):
        keep = ("tolerance",)
    bare = {key: value for key, value in case.items() if key not in keep}
    told, alone = evaluate_case(case), evaluate_case(bare)
    assert alone.rows == told.rows
    for key, value in alone.values.items():
        assert told.values[key] == value


@pytest.mark.parametrize("name", CASES)
def test_numbers_as_text_change_nothing(name):
    def as_text(value):
        if isinstance(value, dict):
            return {key: as_text(each) for key, each in value.items()}
        if isinstance(value, list):
            return [as_text(each) for each in value]
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return str(value) if number else value

    case = CASES[name]
    texts = {**case, "inputs": as_text(case["inputs"])}
    assert evaluate_case(texts).values == evaluate_case(case).values


@pytest.mark.parametrize("name", CASES)
def test_a_result_goes_through_json_unchanged(name):
    told = case_json(evaluate_case(CASES[name]))
    again = json.loads(json.dumps(told, ensure_ascii=False, allow_nan=False))
    assert again == told
    assert told["passed"] is True
    assert set(told) == {
        "id",
        "title",
        "category",
        "kind",
        "values",
        "rows",
        "findings",
        "checks",
        "passed",
    }


@pytest.mark.parametrize("name", CASES)
def test_a_moved_expectation_fails(name):
    if name == "CE-PLAUSIBILITY":
        moved = {**CASES[name], "expected": {"flagged": 3}}
    elif isinstance(CASES[name]["expected"], str):
        column = next(
            key
            for key in CASES[name]["inputs"][0]
            if key.startswith(("expected", "published"))
        )
        rows = [dict(row) for row in CASES[name]["inputs"]]
        rows[0][column] = Decimal(str(rows[0][column])) + 7
        moved = {**CASES[name], "inputs": rows}
    else:
        first = next(iter(CASES[name]["expected"]))
        moved = {**CASES[name], "expected": {first: Decimal("123456.7")}}
    result = evaluate_case(moved)
    assert result.passed is False
    assert result.blocked


def test_keys_of_the_values_are_those_of_the_case():
    for name, case in CASES.items():
        if isinstance(case["expected"], dict):
            wanted = {k for k in case["expected"] if not k.endswith("_tolerance_pct")}
            assert wanted <= set(evaluate_case(case).values), name


def test_the_written_formula_shows_the_numbers():
    rows = evaluate_case(CASES["GBT32151-34-FUEL"]).rows
    assert rows[0].written == "42.652 × 0.0202 × 0.98 × 44/12"
    assert rows[1].written == "10000 × 0.038931 × 0.0153 × 0.99 × 44/12"
    assert rows[2].written == "2 × 0.0153 × 0.99 × 44/12"


def test_implausible_coefficients_name_the_digit_to_look_for():
    result = evaluate_case(CASES["CE-PLAUSIBILITY"])
    assert [finding.place for finding in result.findings] == [
        f"inputs[{index}].printed" for index in range(4)
    ]
    assert "1.7143 kgce" in result.findings[0].rule
    assert "-58.3 %" in result.findings[0].rule
