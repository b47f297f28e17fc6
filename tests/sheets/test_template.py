"""A form goes out, a person works on it, and it comes back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.findings import Severity
from dafeng.sheets import (
    Column,
    Reading,
    Sheet,
    Template,
    column,
    read_workbook,
    write_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


class Firmness(StrEnum):
    BINDING = "binding"
    EXPECTED = "expected"


@attrs.frozen(kw_only=True)
class Goal:
    code: str = column("编号")
    value: Decimal | None = column("目标值", unit="%", hint="只填数字")
    year: int | None = column("年份")
    firmness: Firmness = column(
        "刚性", labels={Firmness.BINDING: "约束性", Firmness.EXPECTED: "预期性"}
    )
    units: tuple[str, ...] = column("责任单位")
    day: dt.date | None = column("报送日期")
    note: str = column("备注", default="")

    def __attrs_post_init__(self) -> None:
        if self.year is not None and self.year < 2000:
            msg = "The year lies before 2000."
            raise ValueError(msg)


GOALS = Template(Goal, name="目标")
NAMES = st.text("甲乙丙丁区局委", min_size=1, max_size=6)
GOAL = st.builds(
    Goal,
    code=NAMES,
    value=st.none() | st.decimals(-1000, 1000, places=2, allow_nan=False),
    year=st.none() | st.integers(2000, 2060),
    firmness=st.sampled_from(Firmness),
    units=st.lists(NAMES, max_size=3).map(tuple),
    day=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)),
    note=NAMES | st.just(""),
)
FULL = Goal(
    code="T001",
    value=Decimal("15.5"),
    year=2025,
    firmness=Firmness.BINDING,
    units=("甲局", "乙委"),
    day=dt.date(2024, 3, 1),
    note="",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms") / "goals.xlsx"


def after(path: Path, change: Callable[[Worksheet], None]) -> Reading[Goal]:
    """Write two goals, let a person change the sheet, read it back."""
    write_workbook(path, [GOALS.sheet([FULL, attrs.evolve(FULL, code="T002")])])
    book = openpyxl.load_workbook(path)
    change(book["目标"])
    book.save(path)
    return GOALS.read(read_workbook(path))


@settings(max_examples=40, deadline=None)
@given(goals=st.lists(GOAL, max_size=6))
def test_records_come_back_as_they_went(file: Path, goals: list[Goal]):
    write_workbook(file, [GOALS.sheet(goals, note="示例数据(合成)")])
    reading = GOALS.read(read_workbook(file))
    assert list(reading.records) == goals
    assert reading.findings == ()


def test_an_empty_form_offers_the_words_for_choices(file: Path):
    write_workbook(file, [GOALS.sheet()])
    page = openpyxl.load_workbook(file)["目标"]
    rules = page.data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {None, '"约束性,预期性"'}
    assert GOALS.read(read_workbook(file)).rows == ()


def test_columns_may_move_and_heads_may_be_retyped(file: Path):
    def change(page: Worksheet) -> None:
        page.move_range("A1:A3", cols=8)
        page["B1"] = " 目标 值(%)"
        page.insert_rows(1, amount=3)
        page["A1"] = "某区目标表"

    reading = after(file, change)
    assert reading.records == (FULL, attrs.evolve(FULL, code="T002"))
    assert [row.place for row in reading.rows] == [
        "goals.xlsx 目标!B5",
        "goals.xlsx 目标!B6",
    ]
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("cell", "content", "code"),
    [
        ("A2", None, "sheet.required"),
        ("B2", "约15", "sheet.not_a_number"),
        ("B2", "#DIV/0!", "sheet.formula_error"),
        ("B2", "=1+2", "sheet.formula_error"),
        ("C2", 2025.5, "sheet.not_whole"),
        ("D2", "强制", "sheet.choice"),
        ("F2", "去年", "sheet.not_a_date"),
        ("C2", 1999, "sheet.row"),
    ],
)
def test_a_bad_cell_is_named_and_its_row_left_out(
    file: Path, cell: str, content: object, code: str
):
    reading = after(file, lambda page: page.__setitem__(cell, content))
    (finding,) = reading.findings
    assert finding.code == code
    assert finding.severity is Severity.ERROR
    place = "A2" if cell == "A2" or code == "sheet.row" else cell
    assert finding.place == f"goals.xlsx 目标!{place}"
    assert finding.rule
    assert finding.hint
    assert [goal.code for goal in reading.records] == ["T002"]


def test_numbers_and_days_typed_as_text_are_taken_and_said(file: Path):
    def change(page: Worksheet) -> None:
        page["B2"] = "1,234.5"
        page["C2"] = "2030"
        page["F2"] = "2024-06-30"

    reading = after(file, change)
    first = reading.records[0]
    assert (first.value, first.year) == (Decimal("1234.5"), 2030)
    assert first.day == dt.date(2024, 6, 30)
    assert [(finding.code, finding.severity) for finding in reading.findings] == [
        ("sheet.number_as_text", Severity.WARNING),
        ("sheet.number_as_text", Severity.WARNING),
        ("sheet.date_as_text", Severity.WARNING),
    ]


def test_a_cell_in_percent_format_means_what_it_shows(file: Path):
    def change(page: Worksheet) -> None:
        page["B2"] = 0.155
        page["B2"].number_format = "0.0%"
        page["C3"] = 20.25
        page["C3"].number_format = "0%"

    reading = after(file, change)
    assert reading.records == (FULL,)
    assert [(finding.code, finding.severity) for finding in reading.findings] == [
        ("sheet.percent_cell", Severity.INFO),
        ("sheet.percent_cell", Severity.ERROR),
    ]


@pytest.mark.parametrize(
    ("heading", "severity"),
    [("目标值(万吨)", Severity.ERROR), ("目标值", Severity.WARNING)],
)
def test_a_head_with_another_unit_is_said(file: Path, heading: str, severity: Severity):
    reading = after(file, lambda page: page.__setitem__("B1", heading))
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("sheet.unit", severity)
    assert (finding.place, finding.value) == ("goals.xlsx 目标!B1", heading)


def test_a_head_cell_over_two_columns_is_said(file: Path):
    reading = after(file, lambda page: page.merge_cells("A1:B1"))
    codes = {finding.code: finding.place for finding in reading.findings}
    assert codes["sheet.merged_head"] == "goals.xlsx 目标!A1"
    assert codes["sheet.no_column"] == "goals.xlsx 目标"


def test_a_head_over_two_rows_is_read(file: Path):
    def change(page: Worksheet) -> None:
        page.insert_rows(2)
        for letter in "ABCDEFG":
            page.merge_cells(f"{letter}1:{letter}2")

    reading = after(file, change)
    assert len(reading.records) == 2
    assert reading.findings == ()


def test_missing_repeated_and_foreign_columns_are_said(file: Path):
    def change(page: Worksheet) -> None:
        page["D1"] = "年份"
        page["H1"] = "我的记号"

    found = {f.code: f.severity for f in after(file, change).findings}
    assert found == {
        "sheet.no_column": Severity.ERROR,
        "sheet.repeated_column": Severity.ERROR,
        "sheet.unknown_column": Severity.INFO,
    }


def test_a_workbook_without_the_sheet_or_its_head_is_said(file: Path):
    other = Sheet(name="别的", columns=[Column(title="甲")], rows=[("乙",)])
    write_workbook(file, [other, attrs.evolve(other, name="又一")])
    (finding,) = GOALS.read(read_workbook(file)).findings
    assert (finding.code, finding.value) == ("sheet.missing", "别的、又一")
    write_workbook(file, [other])
    (finding,) = GOALS.read(read_workbook(file)).findings
    assert (finding.code, finding.place) == ("sheet.no_head", "goals.xlsx 别的")


def test_a_field_that_no_cell_can_hold_is_a_mistake_of_the_caller():
    @attrs.frozen
    class Odd:
        parts: list[int] = column("部分")

    with pytest.raises(TypeError, match="parts"):
        Template(Odd, name="s")
