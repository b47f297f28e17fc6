"""``dafeng account template`` and ``import``: a form goes out, comes back, is stored
once two persons have had it in hand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cli.test_account_house import exact, made_house, run_here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.cli.running import Ended

KINDS = [
    "statistics",
    "industry",
    "grid",
    "gas",
    "heat",
    "fuel_sales",
    "transport",
    "farming",
    "waste",
    "enterprise",
]
GOOD = (2025, None, None, "金属制品", "燃烧", None, 1234.5, None)
NEGATIVE = (2025, None, None, "橡胶和塑料制品", "燃烧", None, -3, None)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_house(tmp_path_factory.mktemp("house"))


def filled(path: Path, *rows: Sequence[Any]) -> Path:
    """The form of the gas company with rows in it, as an office would fill it."""
    empty = run_here("account", "template", "gas").stdout
    book = openpyxl.load_workbook(io.BytesIO(empty))
    sheet = book.worksheets[0]
    for place, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            sheet.cell(place, column).value = value
    book.save(path)
    return path


def bring(home: Path, file: Path, *more: str) -> Ended:
    return run_here("account", "import", file, *more, "--home", home)


def versions(home: Path) -> bytes:
    return run_here("lake", "versions", "activity", "--home", home).stdout


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_form(kind: str) -> None:
    listed = exact(run_here("account", "template", "--format", "json").stdout)
    assert [each["kind"] for each in listed] == KINDS
    form = run_here("account", "template", kind)
    assert form.code == 0
    assert form.stdout == run_here("account", "template", kind).stdout
    sheet = openpyxl.load_workbook(io.BytesIO(form.stdout)).worksheets[0]
    heads = [str(cell.value) for cell in sheet[2]]
    (known,) = (each for each in listed if each["kind"] == kind)
    titles = [column["title"] for column in known["columns"] if column["required"]]
    assert all(any(head.startswith(title) for head in heads) for title in titles)


def test_a_finding_names_the_cell_and_nothing_is_stored(
    home: Path, tmp_path: Path
) -> None:
    before = versions(home)
    file = filled(tmp_path / "gas.xlsx", GOOD, NEGATIVE)
    ended = bring(home, file, "--entered-by", "张三", "--approve", "李四")
    assert ended.code == 1
    assert "gas.xlsx 燃气!G4" in ended.stderr
    assert "intake.negative" in ended.stderr
    assert "Nothing was stored" in ended.stderr
    assert versions(home) == before
    told = exact(bring(home, file, "--format", "json").stdout)
    assert told["blocked"] is True
    assert told["stored"] is None
    (finding,) = (f for f in told["findings"] if f["severity"] == "error")
    assert finding["value"] == "-3 万m3"
    assert finding["rule"]
    assert finding["hint"]


def test_a_good_form_is_looked_at_approved_once_and_known_again(
    home: Path, tmp_path: Path
) -> None:
    before = versions(home)
    file = filled(tmp_path / "gas.xlsx", GOOD)
    looked = bring(home, file, "--entered-by", "张三")
    assert looked.code == 0
    assert looked.stdout.decode().splitlines()[1].split() == [
        "fuel.stationary",
        "NATURAL_GAS",
        "2025",
        "1",
        "12345000.000",
        "m3",
    ]
    assert "Nothing is stored yet" in looked.stderr
    assert versions(home) == before

    same = bring(home, file, "--entered-by", "张三", "--approve", " 张三 ")
    assert same.code == 2
    assert same.stdout == b""
    assert "another person approves" in same.stderr
    assert versions(home) == before

    asked = ("--entered-by", "张三", "--approve", "李四")
    stored = bring(home, file, *asked)
    assert stored.code == 0
    assert "Stored 1 rows" in stored.stderr
    after = versions(home)
    assert len(after.splitlines()) == len(before.splitlines()) + 1

    again = bring(home, file, *asked, "--format", "json")
    assert again.code == 0
    assert exact(again.stdout)["stored"]["duplicate"] is True
    assert versions(home) == after

    shown = run_here("lake", "show", "activity", "--format", "json", "--home", home)
    (row,) = (r for r in exact(shown.stdout)["rows"] if r["entered_by"] == "张三")
    assert row["approved_by"] == "李四"
    assert row["quantity_e3"] == 12_345_000_000
    assert row["stated"] == "1234.5 万m3"
    assert "燃气!G3" in row["evidence"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.xlsx", b"no workbook", "looks like no known form"),
        ("notes.csv", "甲,乙\n1,2\n".encode(), "looks like no known form"),
    ],
)
def test_a_file_like_no_form_ends_with_2_and_lists_the_kinds(
    home: Path, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ended = bring(home, file)
    assert ended.code == 2
    assert ended.stdout == b""
    assert name in ended.stderr
    assert told in ended.stderr
    assert all(kind in ended.stderr for kind in KINDS)


def test_a_missing_file_is_named(home: Path, tmp_path: Path) -> None:
    ended = bring(home, tmp_path / "gone.xlsx")
    assert ended.code == 2
    assert "gone.xlsx" in ended.stderr


def test_an_unknown_kind_ends_with_2(home: Path, tmp_path: Path) -> None:
    file = filled(tmp_path / "gas.xlsx", GOOD)
    ended = bring(home, file, "--kind", "water")
    assert ended.code == 2
    assert "'water'" in ended.stderr
