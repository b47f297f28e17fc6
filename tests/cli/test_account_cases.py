"""``dafeng account run --input``: a self-contained case, without a house.

The expected 21.62188809 t is example 2 of GB/T 32151.34-2024, annex C: 10^4 m3 of
natural gas x 389.31 GJ x 0.0153 tC/GJ x 0.99 x 44/12.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cli.test_account_house import exact, run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

GAS = {"activity": 1, "unit": "10^4 Nm3", "ncv": 389.31, "cc": 0.0153, "of": 0.99}


def case(**changed: Any) -> dict[str, Any]:
    return {
        "id": "GAS",
        "title": "Natural gas by volume",
        "category": "stationary combustion",
        "inputs": [{"fuel": "natural gas", **GAS}],
        "expected": {"sum_tCO2": 21.62188809},
        "tolerance": {"type": "abs", "value": 1e-9},
        **changed,
    }


def evaluate(folder: Path, content: object, *more: str) -> Ended:
    file = folder / "case.json"
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return run_here("account", "run", "--input", file, *more)


def test_a_single_case_gives_its_figure_with_the_numbers_filled_in(
    tmp_path: Path,
) -> None:
    ended = evaluate(tmp_path, case())
    assert ended.code == 0
    text = ended.stdout.decode()
    assert "10000 × 0.038931 × 0.0153 × 0.99 × 44/12" in text
    assert "21.62188809" in text
    assert ended.stderr.strip() == "GAS: 1 figures as expected"


def test_a_single_case_is_one_object_and_a_list_is_a_list(tmp_path: Path) -> None:
    one = exact(evaluate(tmp_path, case(), "--format", "json").stdout)
    assert one["id"] == "GAS"
    assert one["passed"] is True
    two = [case(), case(id="OTHER")]
    told = exact(evaluate(tmp_path, two, "--format", "json").stdout)
    assert [each["id"] for each in told] == ["GAS", "OTHER"]
    assert told[0] == one


def test_numbers_may_be_written_as_text(tmp_path: Path) -> None:
    texts = {key: str(value) for key, value in GAS.items()}
    ended = evaluate(tmp_path, case(inputs=[{"fuel": "natural gas", **texts}]))
    assert ended.code == 0


def test_a_case_that_expects_nothing_passes_and_gives_its_figure(
    tmp_path: Path,
) -> None:
    plain = case()
    del plain["expected"], plain["tolerance"]
    told = exact(evaluate(tmp_path, plain, "--format", "json").stdout)
    assert told["passed"] is None
    assert str(told["values"]["sum_tCO2"]) == "21.62188809"


def test_an_expectation_that_fails_ends_with_1_and_both_figures(tmp_path: Path) -> None:
    ended = evaluate(tmp_path, case(expected={"sum_tCO2": 22.5}))
    assert ended.code == 1
    assert b"21.62188809" in ended.stdout
    assert "21.62188809, expected 22.5" in ended.stderr
    assert "Decimal" not in ended.stderr


def test_a_case_as_a_workbook(tmp_path: Path) -> None:
    ended = evaluate(tmp_path, case(), "--format", "xlsx")
    (sheet,) = openpyxl.load_workbook(io.BytesIO(ended.stdout)).worksheets
    assert sheet.title == "GAS"
    assert sheet.cell(2, 3).value == 21.62188809


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"id": ', "not JSON"),
        ("[]", "no case"),
        ("3", "no case"),
        (case(inputs=[{"fuel": "gas", "unit": "t", "ncv": 1, "of": 1}]), "GAS: inputs"),
        (
            case(inputs=[{"fuel": "gas", **GAS, "activity": "much"}]),
            "inputs[0].activity",
        ),
        ({"category": "stationary combustion"}, "json: inputs"),
    ],
    ids=["broken", "empty", "number", "missing key", "no number", "no inputs"],
)
def test_a_case_that_cannot_be_used_ends_with_2_and_its_path(
    tmp_path: Path, content: object, told: str
) -> None:
    ended = evaluate(tmp_path, content)
    assert ended.code == 2
    assert ended.stdout == b""
    assert "case.json" in ended.stderr
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"activity": -1}, "case.negative_activity"),
        ({"unit": "furlong"}, "case.unknown_unit"),
    ],
)
def test_bad_data_is_a_finding_and_ends_with_1(
    tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    plain = case(inputs=[{"fuel": "natural gas", **GAS, **changed}])
    del plain["expected"]
    ended = evaluate(tmp_path, plain)
    assert ended.code == 1
    assert code in ended.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    ended = run_here("account", "run", "--input", tmp_path / "gone.json")
    assert ended.code == 2
    assert "gone.json" in ended.stderr


def test_a_case_of_a_list_that_cannot_be_used_leaves_the_others(tmp_path: Path) -> None:
    bad = case(id="BAD", inputs=[{"fuel": "gas", **GAS, "activity": "much"}])
    ended = evaluate(tmp_path, [bad, case()], "--format", "json")
    assert ended.code == 2
    assert exact(ended.stdout)["id"] == "GAS"
    assert "BAD: inputs[0].activity" in ended.stderr
