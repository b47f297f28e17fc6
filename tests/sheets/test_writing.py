"""Sheets written and read back."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.sheets import (
    Column,
    Kind,
    Sheet,
    read_workbook,
    workbook_bytes,
    write_file,
    write_workbook,
)

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=4, allow_nan=False
).map(lambda number: number + 0)  # no minus zero
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(lambda text: "_x" not in text)
DAYS = st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2100, 1, 1))
ROWS = st.lists(
    st.tuples(
        st.none() | TEXTS,
        st.none() | NUMBERS,
        st.none() | st.integers(-(10**14), 10**14),
        st.none() | DAYS,
    ),
    max_size=8,
)
COLUMNS = (
    Column(title="原文"),
    Column(title="目标值", unit="%", kind=Kind.NUMBER),
    Column(title="年份", kind=Kind.INTEGER),
    Column(title="日期", kind=Kind.DATE),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets") / "plan.xlsx"


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_what_is_written_is_read_back(file: Path, rows: list[tuple[object, ...]]):
    write_workbook(file, [Sheet(name="目标", columns=COLUMNS, rows=rows)])
    grid = read_workbook(file).sheets[0]
    width = range(1, len(COLUMNS) + 1)
    back = [
        tuple(
            grid.cells[row, at].value if (row, at) in grid.cells else None
            for at in width
        )
        for row in range(2, len(rows) + 2)
    ]
    assert back == rows


def test_same_sheets_give_the_same_bytes():
    sheets = [
        Sheet(name="一", columns=COLUMNS, rows=[("a", Decimal("1.50"), 2030, None)]),
        Sheet(name="二", columns=[Column(title="项", choices=["x" * 200, "y" * 200])]),
    ]
    first = workbook_bytes(sheets, title="册", made_on=dt.date(2024, 5, 6))
    assert first == workbook_bytes(sheets, title="册", made_on=dt.date(2024, 5, 6))
    assert first != workbook_bytes(sheets, title="册", made_on=dt.date(2024, 5, 7))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(tmp_path: Path, text: str):
    path = tmp_path / "plan.xlsx"
    write_workbook(path, [Sheet(name="s", columns=[Column(title="t")], rows=[(text,)])])
    cell = openpyxl.load_workbook(path)["s"]["A2"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.quotePrefix
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_head_carries_units_and_stays_in_view(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    rows = [("非化石能源消费比重", Decimal("15.50"), 2025, dt.date(2023, 1, 2))]
    write_workbook(path, [Sheet(name="目标", columns=COLUMNS, rows=rows)])
    page = openpyxl.load_workbook(path)["目标"]
    assert [cell.value for cell in page[1]] == ["原文", "目标值 (%)", "年份", "日期"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:D2"
    assert page["B2"].number_format == "#,##0.00"
    assert page["C2"].number_format == "0"
    assert page["D2"].number_format == "yyyy-mm-dd"
    assert page["A1"].font.bold
    # nine characters of double width and a margin
    assert page.column_dimensions["A"].width == pytest.approx(21, abs=1)


def test_a_note_stands_above_the_head(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    sheet = Sheet(name="目标", columns=COLUMNS, note="示例数据(合成)")
    write_workbook(path, [sheet])
    page = openpyxl.load_workbook(path)["目标"]
    assert page["A1"].value == "示例数据(合成)"
    assert page["A1"].fill.fgColor.rgb == "FFFEF3C7"
    assert page["A2"].value == "原文"
    assert page.freeze_panes == "A3"


def test_choices_are_offered_as_a_list_however_long(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    many = [f"单位{number:03d}" for number in range(100)]
    columns = [
        Column(title="刚性", choices=["约束性", "预期性"], hint="选一项"),
        Column(title="单位", choices=many),
    ]
    write_workbook(path, [Sheet(name="目标", columns=columns)])
    book = openpyxl.load_workbook(path)
    short, long = book["目标"].data_validations.dataValidation
    assert (short.formula1, short.prompt) == ('"约束性,预期性"', "选一项")
    assert long.formula1 == "'可选值'!$A$1:$A$100"
    assert [row[0].value for row in book["可选值"].iter_rows()] == many


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (10**17 + 1, "15 digits"),
        (Decimal(1) / 3, "15 digits"),
        (float("nan"), "15 digits"),
        ("x" * 32_768, "32768 characters"),
        ("\ud800", "no workbook may hold"),
        (dt.date(1900, 1, 1), "1901"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_by_its_address(value: object, rule: str):
    sheet = Sheet(name="目标", columns=[Column(title="t")], rows=[(value,)])
    with pytest.raises(BadInputError, match=rule) as caught:
        workbook_bytes([sheet])
    assert caught.value.code == "workbook.bad_value"
    assert caught.value.fields["place"] == "目标!A2"


def test_a_refused_value_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"old")
    sheet = Sheet(name="目标", columns=[Column(title="t")], rows=[(10**17 + 1,)])
    with pytest.raises(BadInputError):
        write_workbook(path, [sheet])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_sheet_checks_its_name_titles_and_rows():
    one = [Column(title="t")]
    for name in ("", "a" * 32, "a/b", "'a", "a\n"):
        with pytest.raises(ValueError, match="name of a sheet"):
            Sheet(name=name, columns=one)
    with pytest.raises(ValueError, match="repeats the columns t"):
        Sheet(name="s", columns=one * 2)
    with pytest.raises(ValueError, match="no columns"):
        Sheet(name="s", columns=[])
    with pytest.raises(ValueError, match="Row 1 of sheet 's' has 2 values for 1"):
        Sheet(name="s", columns=one, rows=[("a", "b")])
    with pytest.raises(ValueError, match="different names"):
        workbook_bytes([Sheet(name="s", columns=one), Sheet(name="S", columns=one)])


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(max_workers=1) as pool:
        read = pool.submit(pipe.read_bytes)
        write_file(pipe, b"written")
        assert read.result(timeout=10) == b"written"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
