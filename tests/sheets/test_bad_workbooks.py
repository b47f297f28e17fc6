"""Workbooks that cannot be used: one sentence, and never a crash or a flood."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import get_column_letter

from dafeng.base.errors import BadInputError
from dafeng.sheets import Column, Sheet, read_workbook, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = workbook_bytes(
    [Sheet(name="目标", columns=[Column(title="甲")], rows=[("乙",), (3,)])]
)
PARTS = zipfile.ZipFile(io.BytesIO(GOOD)).namelist()
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the good workbook with some of its parts changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in source.namelist():
            made.writestr(entry, change(entry, source.read(entry)))
    return target.getvalue()


def with_sheet(content: bytes) -> bytes:
    return repacked(
        lambda entry, old: content if entry == "xl/worksheets/sheet1.xml" else old
    )


def sheet_of(rows: bytes) -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + rows + b"</sheetData></worksheet>"
    )


def refusal(path: Path, data: bytes) -> BadInputError:
    path.write_bytes(data)
    with pytest.raises(BadInputError) as caught:
        read_workbook(path)
    message = str(caught.value)
    assert repr(path.name) in message
    assert message.endswith(".")
    return caught.value


CASES = {
    "workbook.empty": b"",
    "workbook.unknown_type": b"a,b\n1,2\n",
    "workbook.encrypted": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "workbook.broken": GOOD[: len(GOOD) // 2],
    "workbook.bomb": with_sheet(
        b'<!DOCTYPE x [<!ENTITY a "ha">]>' + sheet_of(b"<row><c><v>1</v></c></row>")
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_each_kind_of_bad_workbook_is_told_apart(tmp_path: Path, code: str):
    assert refusal(tmp_path / "plan.xlsx", CASES[code]).code == code


def test_an_old_workbook_is_not_called_encrypted(tmp_path: Path):
    old = COMPOUND + "Workbook".encode("utf-16-le")
    error = refusal(tmp_path / "plan.xls", old)
    assert error.code == "workbook.unknown_type"
    assert "save it as .xlsx" in str(error)


def test_a_missing_file_a_folder_and_a_large_file_are_refused_unread(tmp_path: Path):
    with pytest.raises(BadInputError) as caught:
        read_workbook(tmp_path / "none.xlsx")
    assert caught.value.code == "workbook.not_found"
    with pytest.raises(BadInputError) as caught:
        read_workbook(tmp_path)
    assert caught.value.code == "workbook.is_folder"
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(BadInputError, match="200 MB") as caught:
        read_workbook(path)
    assert caught.value.code == "workbook.too_large"


def test_a_document_renamed_to_xlsx_is_no_workbook(tmp_path: Path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("word/document.xml", "<document/>")
    error = refusal(tmp_path / "plan.xlsx", target.getvalue())
    assert error.code == "workbook.unknown_type"


def test_one_far_cell_costs_nothing(tmp_path: Path):
    far = b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_sheet(sheet_of(far)))
    (cell,) = read_workbook(path).sheets[0].cells.values()
    assert cell.address == "目标!XFD1048576"


def test_cells_spread_far_apart_are_refused(tmp_path: Path):
    rows = b"".join(
        b'<row r="%d"><c r="XFD%d"><v>7</v></c></row>' % (row, row)
        for row in range(1, 2000)
    )
    error = refusal(tmp_path / "plan.xlsx", with_sheet(sheet_of(rows)))
    assert error.code == "workbook.too_large"


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path):
    bomb = with_sheet(sheet_of(b"<row></row>" * 6_000_000))
    assert len(bomb) < 1_000_000
    assert refusal(tmp_path / "plan.xlsx", bomb).code == "workbook.bomb"


@settings(max_examples=150, deadline=None)
@given(
    part=st.sampled_from(PARTS),
    at=st.floats(0, 1, exclude_max=True),
    piece=st.sampled_from([b"", b"\x00", b"<", b"9", b'"']),
)
def test_damage_anywhere_is_an_answer_and_not_a_crash(
    part: str, at: float, piece: bytes, tmp_path_factory: pytest.TempPathFactory
):
    def damage(entry: str, old: bytes) -> bytes:
        place = int(at * len(old))
        return old[:place] + piece + old[place + 1 :] if entry == part else old

    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(repacked(damage))
    with suppress(BadInputError):
        assert len(read_workbook(path).sheets) <= 1


def test_errors_merged_cells_and_missing_results_are_read_as_such(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "数据 1"
    page["A1"] = "表头"
    page.merge_cells("A1:C2")
    page["A3"] = "#N/A"
    page["B3"] = "=A1"
    page["C3"] = 0.1
    page["D3"] = True
    book.save(path)
    grid = read_workbook(path).sheets[0]
    assert {cell.address: cell.error for cell in grid.cells.values()} == {
        "'数据 1'!A1": "",
        "'数据 1'!A3": "#N/A",
        "'数据 1'!B3": "#UNCALCULATED",
        "'数据 1'!C3": "",
        "'数据 1'!D3": "",
    }
    assert str(grid.cells[3, 3].value) == "0.1"
    assert grid.cells[3, 4].value is True
    block = grid.merged_at(2, 3)
    assert block is not None
    assert (block.last_row, block.last_column) == (2, 3)
    assert grid.merged_at(3, 1) is None


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")]
)
def test_addresses_count_like_a_spreadsheet(column: int, letters: str):
    from dafeng.sheets.records import cell_address, column_letters

    assert column_letters(column) == letters == get_column_letter(column)
    assert cell_address("Sheet2", 14, column) == f"Sheet2!{letters}14"
