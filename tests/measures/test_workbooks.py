"""The library as a workbook: what goes out comes back, with addresses."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dafeng.measures import (
    MeasureError,
    library_sheets,
    measure_library,
    potential_sheet,
    read_measures,
    read_potentials,
)
from dafeng.sample import sample_measures
from dafeng.sheets import workbook_bytes, write_workbook


def test_the_whole_library_comes_back_as_it_went_out(tmp_path: Path) -> None:
    path = tmp_path / "library.xlsx"
    write_workbook(path, library_sheets(measure_library()))
    assert read_measures(path) == measure_library()


def test_potentials_come_back_as_they_went_out(tmp_path: Path) -> None:
    path = tmp_path / "district.xlsx"
    write_workbook(path, [potential_sheet(sample_measures())])
    assert read_potentials(path, measure_library()) == sample_measures()


def test_the_same_library_gives_the_same_bytes() -> None:
    first, again = (
        workbook_bytes(library_sheets(measure_library()), title="x") for _ in range(2)
    )
    assert first == again


def test_the_empty_form_is_a_library_without_measures(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_workbook(path, [*library_sheets(), potential_sheet()])
    assert read_measures(path) == ()
    assert read_potentials(path, measure_library()) == ()


def test_a_bad_cell_is_named_by_its_address(tmp_path: Path) -> None:
    path = tmp_path / "library.xlsx"
    write_workbook(path, library_sheets(measure_library()[:3]))
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book["作用"][1]]
    book["作用"].cell(3, heads.index("强度") + 1).value = 1.5
    book["作用"].cell(1, len(heads) + 1).value = "备注"
    book.save(path)
    with pytest.raises(MeasureError) as caught:
        read_measures(path)
    unknown, strength = caught.value.findings
    assert unknown.code == "measure.unknown_column"
    assert unknown.value == "备注"
    column = openpyxl.utils.get_column_letter(heads.index("强度") + 1)
    assert strength.place == f"library.xlsx 作用!{column}3"
    assert (strength.value, strength.rule) == ("1.5", "strength is from 0 to 1.")


def test_a_formula_without_value_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.xlsx"
    write_workbook(path, library_sheets(measure_library()[:1]))
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book["措施"][1]]
    book["措施"].cell(2, heads.index("寿命 (年)") + 1).value = "#DIV/0!"
    book["措施"].cell(2, heads.index("寿命 (年)") + 1).data_type = "e"
    book.save(path)
    with pytest.raises(MeasureError) as caught:
        read_measures(path)
    assert "measure.cell_error" in {each.code for each in caught.value.findings}


def test_a_workbook_without_the_sheets_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    write_workbook(path, [potential_sheet()])
    with pytest.raises(MeasureError, match="措施") as caught:
        read_measures(path)
    assert [each.code for each in caught.value.findings] == ["measure.no_sheet"] * 2


def test_a_sheet_without_head_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsx"
    write_workbook(path, library_sheets())
    book = openpyxl.load_workbook(path)
    book["措施"].delete_rows(1)
    book["措施"].cell(1, 1).value = "备注"
    book.save(path)
    with pytest.raises(MeasureError) as caught:
        read_measures(path)
    assert "measure.no_column" in {each.code for each in caught.value.findings}
