"""Cases in friendly JSON: what is read, what is refused, and written back the same."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from dafeng.assessment.allocation import (
    Allocation,
    AllocationCase,
    AllocationError,
    Band,
    CarbonWay,
    Direction,
    Driver,
    PartyKind,
    Spread,
    allocate,
    case_from_json,
    case_to_json,
    read_case,
)
from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json, record_to_json
from tests.assessment.allocation.test_allocation_coupling import joint_cases
from tests.assessment.allocation.test_allocation_sums import full_cases

if TYPE_CHECKING:
    from pathlib import Path

FULL: dict[str, Any] = {
    "place": "990101",
    "title": "分解方案",
    "year": 2026,
    "base_year": 2025,
    "energy": {"total": 1000.5, "step": 0.5, "reserve_share": 0.02, "unit": "万tce"},
    "carbon": 2500,
    "rule": "history",
    "parameters": {
        "years": [2024, 2025],
        "drop_lowest": 1,
        "driver": "output",
        "converge_by": "population",
        "converge_year": 2035,
        "indices": {"population": "up", "x": "down"},
        "spread": "tilt",
        "tilt": 0.25,
        "mixture": {"history": 0.6, "output": "0.4"},
        "fuels": {"coal": 2.7, "peat": {"factor": 3.1, "source": "化验"}},
        "replacements": [{"fuel": "coal", "by": "gas", "share": 0.1, "source": "方案"}],
        "mix_year": 2024,
        "dirtier": 0.01,
        "carbon_by": "rule",
    },
    "parties": [
        {
            "unit": "甲镇",
            "kind": "town",
            "energy": {"2024": 90, "2025": 100.25, "lower": 80, "upper": 120},
            "carbon": {"history": {"2025": 260}, "fixed": 250},
            "value_added": 12,
            "output": 5,
            "population": 3000,
            "fuels": {"coal": 60, "peat": {"amount": 40, "factor": 3}},
            "band": {"low": 0.9, "high": 1.05},
            "dropped_years": {"2024": "停产"},
            "figures": {"x": 7},
        },
        {"unit": "乙园", "kind": "park", "energy": {"exempt": 5, "benchmark": 0.2}},
    ],
    "synthetic": True,
}


def read(document: object) -> AllocationCase:
    return case_from_json(json.dumps(document).encode())


def test_every_field_of_a_case_is_read() -> None:
    case = read(FULL)
    assert (case.place, case.title, case.synthetic) == ("990101", "分解方案", True)
    assert (case.year, case.base_year, case.rule) == (2026, 2025, "history")
    assert case.energy.total == Decimal("1000.5")
    assert case.energy.reserve_share == Decimal("0.02")
    assert (case.energy.step, case.energy.unit) == (Decimal("0.5"), "万tce")
    assert (case.carbon.total, case.carbon.unit) == (2500, "tCO2")
    settings = case.parameters
    assert (settings.years, settings.drop_lowest) == ((2024, 2025), 1)
    assert (settings.driver, settings.converge_by) == (
        Driver.OUTPUT,
        Driver.POPULATION,
    )
    assert settings.indices[1].direction is Direction.DOWN
    assert settings.spread is Spread.TILT
    assert [(one.rule, one.share) for one in settings.mixture] == [
        ("history", Decimal("0.6")),
        ("output", Decimal("0.4")),
    ]
    assert [(one.factor, one.source) for one in settings.fuels] == [
        (Decimal("2.7"), ""),
        (Decimal("3.1"), "化验"),
    ]
    assert settings.replacements[0].share == Decimal("0.1")
    assert settings.carbon_by is CarbonWay.RULE
    town, park = case.parties
    assert [(one.year, one.value) for one in town.energy.history] == [
        (2024, 90),
        (2025, Decimal("100.25")),
    ]
    assert (town.energy.lower, town.energy.upper, town.carbon.fixed) == (80, 120, 250)
    assert town.fuels[1].factor == 3
    assert town.band == Band(low=Decimal("0.9"), high=Decimal("1.05"))
    assert town.dropped_years[0].ground == "停产"
    assert park.kind is PartyKind.PARK
    assert (park.energy.exempt, park.energy.benchmark) == (5, Decimal("0.2"))


def test_what_is_read_is_written_back_the_same() -> None:
    assert case_from_json(case_to_json(read(FULL))) == read(FULL)


@given(full_cases())
def test_cases_at_random_are_written_back_the_same(case: AllocationCase) -> None:
    assert case_from_json(case_to_json(case)) == case


@given(joint_cases())
def test_an_allocation_is_read_back_from_its_bytes(case: AllocationCase) -> None:
    done = allocate(case)
    assert record_from_json(record_to_json(done), Allocation) == done


def without(name: str) -> dict[str, Any]:
    return {field: value for field, value in FULL.items() if field != name}


@pytest.mark.parametrize(
    ("change", "told", "place"),
    [
        ({"year": "2026"}, '"2026" is not a whole number', "year"),
        ({"year": True}, "true is not a whole number", "year"),
        ({"energy": {"total": "many"}}, '"many" is not a number', "energy.total"),
        ({"energy": {"total": 1e99}}, "1E+99 is not a number", "energy.total"),
        ({"energy": {"total": True}}, "true is not a number", "energy.total"),
        ({"energy": {"unit": "tce"}}, "required field missing", "energy.total"),
        ({"energy": {"total": 1, "unit": 5}}, "5 is not a text", "energy.unit"),
        ({"carbon": [1]}, "[1] is not a number", "carbon.total"),
        ({"parties": {"a": 1}}, '{"a": 1} is not a list', "parties"),
        ({"parties": [3]}, "3 is not an object", "parties[0]"),
        ({"parties": [{"kind": "town"}]}, "required field missing", "parties[0].unit"),
        (
            {"parties": [{"unit": "A", "kind": "city"}]},
            '"city" is not one of town, park, enterprise, other',
            "parties[0].kind",
        ),
        (
            {"parties": [{"unit": "A", "energy": {"2025": "?"}}]},
            '"?" is not a number',
            "parties[0].energy.history['2025'].value",
        ),
        (
            {"parties": [{"unit": "A", "energy": {"history": {"last": 1}}}]},
            '"last" is not a whole number',
            "parties[0].energy.history['last'].year",
        ),
        (
            {"parties": [{"unit": "A", "energy": {"2025": 1, "history": {}}}]},
            "years stand both beside and in history",
            "parties[0].energy",
        ),
        (
            {"parties": [{"unit": "A", "energi": {}}]},
            "energi: unknown field; expected unit, kind, energy",
            "parties[0]",
        ),
        (
            {"parties": [{"unit": "A", "energy": {"max": 1}}]},
            "max: unknown field; expected history, lower",
            "parties[0].energy",
        ),
        (
            {"parties": [{"unit": "A", "fuels": {"coal": {"factor": 1}}}]},
            "required field missing",
            "parties[0].fuels['coal'].amount",
        ),
        (
            {"parameters": {"fuels": {"coal": {"fuel": "gas", "factor": 1}}}},
            "coal is the fuel already",
            "parameters.fuels",
        ),
        ({"parties": [{"unit": "A", "fuels": 5}]}, "5 is not an object", "fuels"),
        (
            {"parameters": {"drop_lowest": 1.5}},
            "1.5 is not a whole number",
            "parameters.drop_lowest",
        ),
        (
            {"parameters": {"spread": "wide"}},
            '"wide" is not one of share, tilt',
            "parameters.spread",
        ),
        (
            {"parameters": {"replacements": [{"fuel": "coal"}]}},
            "required field missing",
            "parameters.replacements[0].by",
        ),
        ({"synthetic": "yes"}, '"yes" is not true or false', "synthetic"),
        ({"colour": 1}, "colour: unknown field; expected place, title, year", "$"),
    ],
)
def test_a_field_of_another_kind_is_refused_with_its_place(
    change: dict[str, Any], told: str, place: str
) -> None:
    with pytest.raises(AllocationError) as caught:
        read(FULL | change)
    assert caught.value.code == "case.fields"
    problem = caught.value.problems[0]
    assert problem.startswith(told)
    assert problem.endswith(f"{place}.")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"year": 26}, "year: 26 is not a year, such as 2025"),
        ({"parameters": {"years": [2024, 5]}}, "parameters.years: 5 is not a year"),
        ({"parameters": {"mix_year": 24}}, "parameters.mix_year: 24 is not a year"),
        (
            {"parties": [{"unit": "A", "energy": {"25": 1}}]},
            "parties 'A'.energy.history: 25 is not a year",
        ),
        (
            {"parties": [{"unit": "A", "dropped_years": {"24": "停产"}}]},
            "parties 'A'.dropped_years: 24 is not a year",
        ),
    ],
)
def test_a_number_that_is_no_year_is_refused_before_anything_is_split(
    change: dict[str, Any], told: str
) -> None:
    with pytest.raises(AllocationError, match=told):
        allocate(read(FULL | change))


@pytest.mark.parametrize("name", ["year", "base_year", "rule", "parties"])
def test_a_missing_field_is_named(name: str) -> None:
    with pytest.raises(AllocationError, match=rf"field missing @ \$\.{name}"):
        read(without(name))


def test_what_is_null_is_not_stated() -> None:
    party = {"unit": "A", "energy": {"2024": None, "2025": 1}, "kind": None}
    nothing = {"title": None, "parameters": {"tilt": None, "fuels": {"coal": None}}}
    (read_back,) = read(FULL | nothing | {"parties": [party]}).parties
    assert [one.year for one in read_back.energy.history] == [2025]
    assert read_back.kind is PartyKind.TOWN


def test_a_case_is_written_as_people_write_it() -> None:
    told = json.loads(case_to_json(read(FULL)))
    assert told["carbon"] == {"total": 2500, "unit": "tCO2"}
    assert told["parameters"]["indices"] == {"population": "up", "x": "down"}
    assert told["parameters"]["fuels"]["coal"] == 2.7
    town, park = told["parties"]
    assert town["fuels"] == {"coal": 60, "peat": {"amount": 40, "factor": 3}}
    assert town["energy"]["history"] == {"2024": 90, "2025": 100.25}
    assert park == {
        "unit": "乙园",
        "kind": "park",
        "energy": {"exempt": 5, "benchmark": 0.2},
    }


def test_a_number_that_no_double_shows_is_written_as_a_text() -> None:
    exact = "0.12345678901234567890"
    case = read(FULL | {"energy": {"total": 1, "reserve_share": exact}})
    assert json.loads(case_to_json(case))["energy"]["reserve_share"] == exact


def test_a_rule_can_be_given_from_outside() -> None:
    given = json.dumps(without("rule")).encode()
    assert case_from_json(given, rule="output").rule == "output"


def test_everything_wrong_in_a_file_is_told_at_once() -> None:
    bad = {"year": "1", "rule": 5, "parties": [{"unit": "A", "population": "?"}]}
    with pytest.raises(AllocationError) as caught:
        read(bad)
    assert {problem.split(" @ ")[1] for problem in caught.value.problems} == {
        "$.base_year.",
        "$.year.",
        "$.rule.",
        "$.parties[0].population.",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b'{"year": NaN}', "NaN is not a whole number"),
        (b'{"energy": Infinity}', "Infinity is not a number"),
        (b"[1]", r"\[1\] is not an object"),
        (b'{"year": 2026, "year": 2027}', "'year' stands twice"),
    ],
)
def test_what_is_no_case_is_refused(text: bytes, told: str) -> None:
    with pytest.raises(AllocationError, match=told):
        case_from_json(text)


def test_a_file_is_named_where_it_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="There is no file") as caught:
        read_case(tmp_path / "none.json")
    assert caught.value.code == "case.not_found"
    file = tmp_path / "case.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(
        AllocationError, match=r"case\.json: required field missing @ \$\.year"
    ):
        read_case(file)
