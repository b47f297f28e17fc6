"""A number that a case states and nobody reads is told, never dropped in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dafeng.accounts.cases import evaluate_case

DIESEL = {
    "fuel": "diesel",
    "activity": 1,
    "unit": "t",
    "ncv": 42.652,
    "cc": 0.0202,
    "of": 0.98,
}
PUBLISHED = Path(__file__).parent / "data"


def codes(case: dict[str, object]) -> list[tuple[str, str]]:
    return [(f.code, f.place) for f in evaluate_case(case).findings]


def test_a_number_that_nobody_reads_is_named() -> None:
    case = {"category": "combustion", "inputs": [{**DIESEL, "moisture": 0.12}]}
    assert codes(case) == [("case.unread", "inputs[0].moisture")]


def test_words_and_what_is_expected_need_not_be_read() -> None:
    row = {**DIESEL, "remark": "of the boiler house", "expected_tCO2": 3.1}
    assert codes({"category": "combustion", "inputs": [row]}) == []


@pytest.mark.parametrize("file", sorted(PUBLISHED.glob("*.json")), ids=lambda p: p.stem)
def test_every_number_of_the_published_cases_is_read(file: Path) -> None:
    for case in json.loads(file.read_text(encoding="utf-8")):
        told = [place for code, place in codes(case) if code == "case.unread"]
        assert told == [], case["id"]


def test_burned_waste_as_the_national_guide_states_it() -> None:
    # CCW x FCF x EF x 44/12 of wet waste: 10,000 t x 0.2 x 0.39 x 0.95 x 44/12.
    inputs = {"W_t": 10000, "ccw": 0.2, "fcf": 0.39, "ef": 0.95}
    made = evaluate_case({"category": "waste", "inputs": inputs})
    assert made.values["co2_t"] == 2717
    assert made.findings == ()


def test_waste_water_of_a_population() -> None:
    # 800,000 heads x 40 g x 365 d = 11,680 t BOD; x 0.6 x 0.165.
    inputs = {"population": 800000, "bod_g": 40, "b0": "0.6", "mcf": "0.165"}
    made = evaluate_case({"category": "waste water", "inputs": inputs})
    assert made.values["ch4_kg"] == 1156320
    assert made.findings == ()


def test_power_is_known_by_its_unit() -> None:
    inputs = {"activity": 1000, "unit": "MWh", "region": "天津", "year": 2022}
    made = evaluate_case({"category": "purchased electricity", "inputs": inputs})
    assert float(str(made.values["total_tCO2e"])) == 704.1
