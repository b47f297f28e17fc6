"""``dafeng lmdi --input``: effects that add up to the change, with no rest.

The case of three factors and two cells, 1971 to 1974, is a test of the public program
LMDIR (M. Heun; method: Ang, 2005); its effects were computed there.
"""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cli.test_account_house import exact, run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

CHAINED = {
    "id": "LMDI-3",
    "category": "decomposition",
    "inputs": {
        "X": {
            "1971": [[1, 10, 2], [4, 5, 3]],
            "1972": [[4, 5, 3], [5, 6, 4]],
            "1973": [[8, 2, 4], [5, 7, 5]],
            "1974": [[10, 1, 5], [6, 8, 6]],
        }
    },
}
EFFECTS = {
    "1972": ("69.79006598", "-9.455125793", "39.66505981"),
    "1973": ("42.96021467", "-34.31902656", "50.3588119"),
    "1974": ("54.01064234", "-9.021284671", "54.01064234"),
}
TWO_TIMES = {"inputs": {"C0": 100, "Ct": 120, "X0": [10, 10], "Xt": [10, 12]}}


def decompose(folder: Path, content: object, *more: str) -> Ended:
    file = folder / "case.json"
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return run_here("lmdi", "--input", file, *more)


def test_effects_are_the_published_ones_and_add_up(tmp_path: Path) -> None:
    ended = decompose(tmp_path, CHAINED, "--format", "json")
    assert ended.code == 0
    values = exact(ended.stdout)["values"]
    changes = {"1972": 100, "1973": 59, "1974": 99}
    for year, published in EFFECTS.items():
        effects = [Decimal(str(effect)) for effect in values[year]]
        for effect, expected in zip(effects, published, strict=True):
            assert abs(effect - Decimal(expected)) < Decimal("1e-7")
        assert abs(sum(effects, Decimal(0)) - changes[year]) < Decimal("1e-9")


def test_the_table_has_a_line_for_each_effect_and_each_total(tmp_path: Path) -> None:
    rows = decompose(tmp_path, CHAINED).stdout.decode().splitlines()
    assert rows[0].split() == ["期间", "因素", "效应"]
    assert [row.split()[-1] for row in rows if "合计" in row] == ["100", "59", "99"]


def test_a_multiplicative_decomposition_multiplies_up(tmp_path: Path) -> None:
    asked = ("--method", "multiplicative", "--format", "json")
    values = exact(decompose(tmp_path, TWO_TIMES, *asked).stdout)["values"]
    product = Decimal(1)
    for effect in values["effects"]:
        product *= Decimal(str(effect))
    assert abs(product - Decimal("1.2")) < Decimal("1e-12")


def test_numbers_may_be_written_as_text(tmp_path: Path) -> None:
    texts = {"inputs": {"C0": "100", "Ct": "120", "X0": ["10", 10], "Xt": [10, "12"]}}
    as_text = decompose(tmp_path, texts, "--format", "json")
    assert as_text.stdout == decompose(tmp_path, TWO_TIMES, "--format", "json").stdout


def test_a_list_of_cases_gives_each_with_its_name(tmp_path: Path) -> None:
    two = [CHAINED, {"id": "SHORT", "category": "decomposition", **TWO_TIMES}]
    ended = decompose(tmp_path, two)
    assert ended.code == 0
    assert "LMDI-3" in ended.stdout.decode()
    assert "SHORT" in ended.stdout.decode()
    told = exact(decompose(tmp_path, two, "--format", "json").stdout)
    assert [each["id"] for each in told] == ["LMDI-3", "SHORT"]


def test_a_workbook_has_a_sheet_a_case(tmp_path: Path) -> None:
    ended = decompose(tmp_path, CHAINED, "--format", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(ended.stdout))
    assert book.sheetnames == ["LMDI-3"]


def test_an_expectation_that_fails_ends_with_1(tmp_path: Path) -> None:
    wrong: dict[str, Any] = {
        **TWO_TIMES,
        "expected": {"total": 21},
        "tolerance": {"type": "abs", "value": 1e-9},
    }
    ended = decompose(tmp_path, wrong)
    assert ended.code == 1
    assert "expected 21" in ended.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"inputs": ', "not JSON"),
        ("[]", "no case"),
        ({"id": "HALF", "inputs": {"C0": 1}}, "X0"),
    ],
    ids=["broken", "empty", "missing key"],
)
def test_a_case_that_cannot_be_used_ends_with_2(
    tmp_path: Path, content: object, told: str
) -> None:
    ended = decompose(tmp_path, content)
    assert ended.code == 2
    assert ended.stdout == b""
    assert "case.json" in ended.stderr
    assert told in ended.stderr


def test_bad_use_ends_with_3(tmp_path: Path) -> None:
    assert run_here("lmdi").code == 3
    ended = decompose(tmp_path, TWO_TIMES, "--method", "guess")
    assert ended.code == 3
    assert "guess" in ended.stderr


def test_a_case_of_another_category_is_no_decomposition(tmp_path: Path) -> None:
    other = {"category": "waste", "inputs": {"W_t": 1, "fcf": 0.4}}
    ended = decompose(tmp_path, other)
    assert ended.code == 2
    assert "no case is a decomposition (category waste)" in ended.stderr
