"""``dafeng indicators rebase``: a cut since another base year, worked by hand."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.cli.running import dafeng
from tests.cli.test_account_house import exact, run_here


def asked(cut: str, base: int, to: int, known: str, *more: str) -> list[str]:
    return [
        *("indicators", "rebase", "--cut", cut, "--base", str(base), "--to", str(to)),
        *(f"--known={known}", *more),
    ]


def test_a_later_base_leaves_less_to_cut() -> None:
    # 0.845 of 2020 and 0.918 of 2020: 1 - 845/918 = 73/918, in percent 3650/459.
    told = exact(run_here(*asked("15.5", 2020, 2025, "8.2", "--format", "json")).stdout)
    assert told == {
        "year": 2030,
        "base": 2020,
        "cut": exact(b"15.5"),
        "to": 2025,
        "known": exact(b"8.2"),
        "percent": exact(b"7.95207"),
        "exact": "3650/459",
        "formula": "1 − (1 − 15.5%) ÷ (1 − 8.2%)",
    }


def test_an_earlier_base_chains() -> None:
    # 0.82 of 2020, which was 0.52 of 2005: 1 - 0.4264.
    ended = run_here(*asked("18", 2020, 2005, "48", "--year", "2025"))
    assert ended.code == 0
    assert ended.stderr == "1 − (1 − 18%) × (1 − 48%) = 57.36 %.\n"
    line = ended.stdout.decode().splitlines()[-1].split()
    assert line[:4] == ["新口径", "2005", "2025", "57.36"]
    assert line[-1] == "1434/25"


def test_a_rise_in_between_asks_for_more() -> None:
    # 0.9 of 2020, when 2025 stood at 1.2 of it: 1 - 0.75.
    ended = run_here(*asked("10", 2020, 2025, "-20"))
    assert ended.stderr == "1 − (1 − 10%) ÷ (1 + 20%) = 25 %.\n"


def test_the_same_base_changes_nothing() -> None:
    told = exact(run_here(*asked("18", 2020, 2020, "0", "--format", "json")).stdout)
    assert (told["percent"], told["exact"], told["formula"]) == (
        18,
        "18",
        "1 − (1 − 18%)",
    )


def test_a_workbook_holds_the_three_lines() -> None:
    ended = run_here(*asked("18", 2020, 2005, "48", "--format", "xlsx"))
    (sheet,) = load_workbook(io.BytesIO(ended.stdout)).worksheets
    words = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert words[-3:] == ["原口径", "两基年之间", "新口径"]


@pytest.mark.parametrize(
    ("cut", "known", "word"),
    [
        ("much", "8.2", "--cut is 'much'"),
        ("15.5", "NaN", "--known is 'NaN'"),
        ("101", "8.2", "more than all of it"),
        ("15.5", "100", "Nothing was left in 2025"),
    ],
)
def test_what_is_no_cut_is_bad_input(cut: str, known: str, word: str) -> None:
    ended = run_here(*asked(cut, 2020, 2025, known))
    assert (ended.code, ended.stdout) == (2, b"")
    assert word in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_without_a_cut_it_is_bad_use() -> None:
    ended = dafeng("indicators", "rebase", "--base", "2020", "--to", "2025")
    assert ended.code == 3
