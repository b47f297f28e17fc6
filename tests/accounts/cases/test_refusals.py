"""What a case is told off for: findings refuse a row, errors refuse the file."""

from __future__ import annotations

import pytest

from dafeng.accounts.cases import evaluate_case, read_cases
from dafeng.base.errors import BadInputError, UnitError

DIESEL = {
    "fuel": "diesel",
    "activity": 1,
    "unit": "t",
    "ncv": "42.652",
    "cc": "0.0202",
    "of": "0.98",
}


def burned(**changes):
    row = {key: value for key, value in {**DIESEL, **changes}.items() if value != ""}
    return evaluate_case({"category": "stationary combustion", "inputs": [row]})


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"activity": -1}, "case.negative_activity", "inputs[0].activity"),
        ({"unit": "furlong"}, "case.unknown_unit", "inputs[0].unit"),
        ({"unit": "km"}, "case.unknown_unit", "inputs[0].unit"),
        ({"path": "heat"}, "case.unknown_unit", "inputs[0].unit"),
        ({"of": "1.2"}, "case.oxidation_range", "inputs[0].of"),
        ({"of": "-0.1"}, "case.oxidation_range", "inputs[0].of"),
        ({"ncv_set": "A", "cc_set": "B"}, "case.mixed_sets", "inputs[0]"),
        ({"unit": "GJ"}, "combustion.double_heating_value", "inputs[0].ncv"),
        (
            {"unit": "TJ", "path": "heat"},
            "combustion.double_heating_value",
            "inputs[0].ncv",
        ),
        (
            {"fuel": "moonshine", "ncv": "", "cc": "", "of": ""},
            "case.unknown_fuel",
            "inputs[0].fuel",
        ),
        (
            {"factor_set": "SET-OF-NOBODY", "ncv": "", "cc": "", "of": ""},
            "factor.mixed_sets",
            "inputs[0]",
        ),
    ],
)
def test_a_bad_row_is_refused_and_its_sum_is_unknown(changes, code, place):
    result = burned(**changes)
    assert (code, place) in [(f.code, f.place) for f in result.findings]
    assert result.blocked
    assert result.passed is None
    assert result.values["sum_tCO2"] is None
    assert result.rows[0].value is None


def test_a_refused_row_leaves_the_others_alone():
    rows = [DIESEL, {**DIESEL, "fuel": "gasoline", "activity": -1}]
    values = evaluate_case({"inputs": rows}).values
    assert values["diesel_tCO2"] is not None
    assert values["gasoline_tCO2"] is None
    assert values["sum_tCO2"] is None


def test_a_refused_row_fails_an_expectation():
    case = {"inputs": [{**DIESEL, "of": 2}], "expected": {"diesel_tCO2": "3.0959"}}
    assert evaluate_case(case).passed is False


def test_a_number_that_fits_no_printed_unit_is_read_by_its_size_and_said():
    by_size = burned(ncv="42652", cc="20.2")
    assert by_size.values["diesel_tCO2"] == burned().values["diesel_tCO2"]
    assert [f.code for f in by_size.findings] == ["case.unit_by_size"] * 2
    assert not by_size.blocked


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"cc": ""}, "case.missing", "inputs[0].cc"),
        ({"ncv": ""}, "case.missing", "inputs[0].ncv"),
        ({"of": ""}, "case.missing", "inputs[0].of"),
        ({"activity": ""}, "case.missing", "inputs[0].activity"),
        ({"ncv": "viel"}, "case.number", "inputs[0].ncv"),
        ({"ncv": "NaN"}, "case.number", "inputs[0].ncv"),
        ({"ncv": True}, "case.number", "inputs[0].ncv"),
        ({"activity": "1e999999x"}, "case.number", "inputs[0].activity"),
        ({"activity": "1e999999"}, "case.number", "inputs[0].activity"),
        ({"activity": [1]}, "case.number", "inputs[0].activity"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_path(changes, code, path):
    with pytest.raises(BadInputError) as caught:
        burned(**changes)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"{path}:")


def test_a_parameter_in_a_unit_of_another_kind_is_refused():
    with pytest.raises(UnitError, match=r"inputs\[0\]\.ncv") as caught:
        burned(ncv_unit="km")
    assert caught.value.code == "unit.dimension"


@pytest.mark.parametrize(
    "case",
    [
        {"category": "nonsense", "inputs": {"a": 1}},
        {"category": "stationary combustion", "inputs": []},
        {"category": "waste", "inputs": {"W_t": 1}},
    ],
)
def test_inputs_of_no_known_shape_are_told_the_known_ones(case):
    with pytest.raises(BadInputError, match="Known: ") as caught:
        evaluate_case(case)
    assert caught.value.code == "case.shape"


@pytest.mark.parametrize("case", [{}, [], "text"])
def test_a_case_is_an_object(case):
    with pytest.raises(BadInputError) as caught:
        evaluate_case(case)
    assert caught.value.code == "case.shape"


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "[1]", "3", '"case"'])
def test_a_file_without_a_case_is_refused(tmp_path, text):
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=r"case\.json") as caught:
        read_cases(path)
    assert caught.value.code == "case.file"


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="No such file"):
        read_cases(tmp_path / "nowhere.json")
    (tmp_path / "case.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInputError, match="UTF-8"):
        read_cases(tmp_path / "case.json")


def test_a_file_holds_one_case_or_a_list_or_a_list_under_cases(tmp_path):
    path = tmp_path / "case.json"
    for text in ('{"id": "a"}', '[{"id": "a"}]', '\ufeff{"cases": [{"id": "a"}]}'):
        path.write_text(text, encoding="utf-8")
        assert read_cases(path) == ({"id": "a"},)


def test_mixtures_of_compared_sets_are_refused():
    sets = {"ncv_GJ": "37.69", "cc": "0.0708", "of": "0.99"}
    case = {
        "category": "data quality",
        "inputs": {
            "volume_1e4_m3": 1,
            "setA": sets,
            "setB": {**sets, "cc": "0.0122"},
            "mix": {"ncv_from": "setA", "cc_from": "setB"},
        },
    }
    result = evaluate_case(case)
    assert result.values["mix_tCO2"] is None
    assert result.values["flagged"] == 1
    assert result.values["refused"] is True
    assert [f.place for f in result.findings] == ["inputs.mix"]
    assert [row.source for row in result.rows[:2]] == ["set setA", "set setB"]


def test_more_green_power_than_was_used_is_refused():
    inputs = {"bought_MWh": 10, "green_MWh": 11, "ef_average": "0.5", "proof": "C-1"}
    result = evaluate_case({"inputs": inputs})
    assert [f.code for f in result.findings] == ["case.more_green_than_used"]
    assert result.values["average_tCO2"] is None


def test_green_power_without_proof_is_not_deducted():
    inputs = {"bought_MWh": 10, "green_MWh": 4, "ef_average": "0.5", "proof": False}
    result = evaluate_case({"inputs": inputs})
    assert [f.code for f in result.findings] == ["case.green_without_proof"]
    assert result.values["average_tCO2"] == 5
    assert not result.blocked


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ({"inputs": [{"energy": "x", "ncv_kJ": 0, "printed": 1}]}, "inputs[0]"),
        (
            {
                "inputs": {
                    "W_t": [],
                    "doc": "0.1",
                    "doc_f": "0.5",
                    "mcf": 1,
                    "F": "0.5",
                    "k": "0.1",
                }
            },
            "inputs.W_t",
        ),
        ({"inputs": {"x": [1, 2], "u_pct": [3]}}, "inputs"),
        ({"inputs": [{"region": "a", "f2022": 1, "f2023": 2}, {}]}, "inputs[1]"),
        ({"inputs": [{"material": "a", "mass_t": 1, "ef": "0.4", "F": "x"}]}, "inputs"),
    ],
)
def test_an_empty_or_uneven_input_is_named_by_its_path(case, path):
    with pytest.raises(BadInputError) as caught:
        evaluate_case(case)
    assert str(caught.value).startswith(path)


def test_a_share_above_one_is_refused():
    inputs = {"W_t": 1, "fcf": "1.5", "cf": "0.4", "dm": "0.8", "of": 1}
    with pytest.raises(BadInputError, match=r"inputs\.fcf") as caught:
        evaluate_case({"category": "waste", "inputs": inputs})
    assert caught.value.code == "case.share"
