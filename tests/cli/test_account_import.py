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


def rows_of_gas(path: Path, *rows: str) -> Path:
    """A CSV of the gas company."""
    head = "年份,街镇代码,行业,供气量(万立方米)"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025,999999,金属制品,1", "intake.place"),
        ("2095,,金属制品,1", "intake.year"),
        ('2025,,金属制品,"85,2"', "intake.not_a_number"),
    ],
)
def test_a_slip_is_told_and_nothing_is_stored(
    home: Path, tmp_path: Path, row: str, code: str
) -> None:
    before = versions(home)
    file = rows_of_gas(tmp_path / "gas.csv", row)
    for more in ((), ("--batches",)):
        names = ("--entered-by", "张三", "--approve", "李四")
        ended = bring(home, file, *names, *more)
        assert ended.code == 1
        assert code in ended.stderr
        assert "Nothing was stored" in ended.stderr
    assert versions(home) == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_stores_nothing_and_says_so(
    home: Path, tmp_path: Path, kind: str
) -> None:
    before = versions(home)
    file = tmp_path / f"{kind}.xlsx"
    assert run_here("account", "template", kind, "--output", file).code == 0
    for more in ((), ("--batches",)):
        names = ("--entered-by", "张三", "--approve", "李四")
        ended = bring(home, file, *names, *more)
        assert ended.code == 0
        assert "no rows" in ended.stderr
    assert versions(home) == before


def test_who_entered_is_named_before_somebody_approves(
    home: Path, tmp_path: Path
) -> None:
    file = rows_of_gas(tmp_path / "gas.csv", "2025,,金属制品,1")
    ended = bring(home, file, "--approve", "李四")
    assert ended.code == 2
    assert ended.stdout == b""
    assert "--entered-by" in ended.stderr


def test_an_import_knows_the_districts_regions_and_what_was_stated_before(
    home: Path, tmp_path: Path
) -> None:
    power = tmp_path / "grid.csv"
    power.write_text(
        "年份,用电类别,售电量(万千瓦时)\n2022,金属制品,1\n", encoding="utf-8"
    )
    looked = bring(home, power, "--entered-by", "张三", "--format", "json")
    assert exact(looked.stdout)["findings"] == []  # a factor of the province is there
    names = ("--entered-by", "张三", "--approve", "李四")
    first = rows_of_gas(tmp_path / "first.csv", "2023,120118999,玻璃制造,100")
    assert bring(home, first, *names).code == 0
    jumped = rows_of_gas(tmp_path / "second.csv", "2024,120118999,玻璃制造,100000")
    looked = bring(home, jumped, "--entered-by", "张三")
    assert looked.code == 0
    assert "intake.jump" in looked.stderr
    assert "1000000.000 m3" in looked.stderr


def test_a_long_file_is_stored_whole_and_once_with_batches(
    home: Path, tmp_path: Path
) -> None:
    rows = [f"2025,120118{n:06},金属制品,{n}.5" for n in range(1, 20_011)]
    file = rows_of_gas(tmp_path / "long.csv", *rows)
    names = ("--entered-by", "张三", "--approve", "李四", "--format", "json")
    before = versions(home)
    looked = bring(home, file, "--batches", "--entered-by", "张三")
    assert looked.code == 0
    assert "20,010 rows read" in looked.stderr
    assert versions(home) == before
    stored = bring(home, file, "--batches", *names)
    assert stored.code == 0
    assert exact(stored.stdout)["stored"]["rows"] == 20_010
    again = bring(home, file, *names)
    assert exact(again.stdout)["stored"]["duplicate"] is True
    assert len(versions(home).splitlines()) == len(before.splitlines()) + 1
    shown = run_here("lake", "show", "activity", "--format", "json", "--home", home)
    new = [r for r in exact(shown.stdout)["rows"] if r["place"][6:9] == "020"]
    assert all(row["approved_by"] == "李四" for row in new)


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
