"""The review workbook gives back what was written, and says what it cannot read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from dafeng.plan import read_text
from dafeng.plan.records import Direction, Softness, TargetKind
from dafeng.plan.workbook import (
    Comparator,
    MilestoneRow,
    ProjectRow,
    ReviewRows,
    TargetRow,
    TaskRow,
    UnitKind,
    UnitRow,
    Verdict,
    read_review,
    review_rows,
    review_sheets,
)
from dafeng.sample import demo_plan_text
from dafeng.sheets import read_workbook, workbook_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.plan.workbook import ReviewReading

WORDS = st.text(alphabet="甲乙丙丁能耗碳AB12%()", min_size=1, max_size=12).filter(
    lambda text: not text.replace("%", "").replace(".", "").isdigit()
)
NAMES = st.lists(WORDS, max_size=3, unique=True).map(tuple)
FIGURES = st.decimals(0, 10**9, places=2).map(lambda value: value.normalize())
SHARES = st.decimals(0, 1, places=3).map(lambda value: value.normalize())
KEYS = st.none() | st.from_regex(r"[TKPMU][0-9]{3}", fullmatch=True)
OPTIONAL = st.none() | WORDS

TARGET_ROWS = st.builds(
    TargetRow,
    key=KEYS,
    verdict=st.sampled_from(Verdict),
    clause=WORDS,
    indicator=WORDS,
    indicator_code=OPTIONAL,
    comparator=st.none() | st.sampled_from(Comparator),
    value=st.none() | FIGURES,
    value_max=st.none() | FIGURES,
    unit=OPTIONAL,
    direction=st.sampled_from(Direction),
    year=st.none() | st.integers(2000, 2060),
    base_year=st.none() | st.integers(2000, 2060),
    kind=st.sampled_from(TargetKind),
    softness=st.sampled_from(Softness),
    scope=OPTIONAL,
    responsible=NAMES,
    confidence=SHARES,
    quote=OPTIONAL,
    stamp=OPTIONAL,
)
TASK_ROWS = st.builds(
    TaskRow,
    key=KEYS,
    verdict=st.sampled_from(Verdict),
    clause=WORDS,
    title=WORDS,
    action=OPTIONAL,
    lead=NAMES,
    support=NAMES,
    implement=NAMES,
    targets=NAMES,
    projects=NAMES,
    confidence=SHARES,
    stamp=OPTIONAL,
)
PROJECT_ROWS = st.builds(
    ProjectRow,
    key=KEYS,
    verdict=st.sampled_from(Verdict),
    clause=WORDS,
    name=WORDS,
    type=OPTIONAL,
    place=OPTIONAL,
    capacity=st.none() | FIGURES,
    unit=OPTIONAL,
    period=OPTIONAL,
    confidence=SHARES,
    quote=OPTIONAL,
    stamp=OPTIONAL,
)
MILESTONE_ROWS = st.builds(
    MilestoneRow,
    key=KEYS,
    verdict=st.sampled_from(Verdict),
    clause=WORDS,
    begins=OPTIONAL,
    ends=WORDS,
    text=WORDS,
    confidence=SHARES,
    quote=OPTIONAL,
    stamp=OPTIONAL,
)
UNIT_ROWS = st.builds(
    UnitRow,
    key=KEYS,
    verdict=st.sampled_from(Verdict),
    name=WORDS,
    kind=st.sampled_from(UnitKind),
    variants=NAMES,
    stamp=OPTIONAL,
)
ROWS = st.builds(
    ReviewRows,
    targets=st.lists(TARGET_ROWS, max_size=3).map(tuple),
    tasks=st.lists(TASK_ROWS, max_size=3).map(tuple),
    projects=st.lists(PROJECT_ROWS, max_size=3).map(tuple),
    milestones=st.lists(MILESTONE_ROWS, max_size=3).map(tuple),
    units=st.lists(UNIT_ROWS, max_size=3).map(tuple),
)


def read_back(path: Path, content: bytes) -> ReviewReading:
    path.write_bytes(content)
    return read_review(read_workbook(path))


def records(reading: ReviewReading) -> ReviewRows:
    return ReviewRows(
        targets=tuple(row.record for row in reading.targets),
        tasks=tuple(row.record for row in reading.tasks),
        projects=tuple(row.record for row in reading.projects),
        milestones=tuple(row.record for row in reading.milestones),
        units=tuple(row.record for row in reading.units),
    )


@given(ROWS)
def test_what_is_written_is_read_back(
    tmp_path_factory: object, rows: ReviewRows
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"  # type: ignore[attr-defined]
    reading = read_back(path, workbook_bytes(review_sheets(rows)))
    assert reading.findings == ()
    assert records(reading) == rows


def test_a_plan_that_was_read_goes_out_undecided_and_comes_back_whole(
    tmp_path: Path,
) -> None:
    plan = read_text(demo_plan_text())
    rows = review_rows(plan)
    content = workbook_bytes(review_sheets(rows, note="示例数据(合成)"))
    reading = read_back(tmp_path / "a.xlsx", content)
    assert reading.findings == ()
    assert records(reading) == rows
    assert [row.key for row in rows.targets] == [one.id for one in plan.targets]
    assert {row.verdict for row in rows.targets} == {Verdict.OPEN}


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = review_rows(read_text(demo_plan_text()))
    assert workbook_bytes(review_sheets(rows)) == workbook_bytes(review_sheets(rows))


def test_words_of_the_lists_can_be_chosen_in_the_cells(tmp_path: Path) -> None:
    row = UnitRow(key="U01", name="区发改委", variants=(), stamp=None)
    content = workbook_bytes(review_sheets(ReviewRows(units=(row,))))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["单位"]
    assert [cell.value for cell in sheet[2]][:4] == [
        "U01",
        "待确认",
        "区发改委",
        "其他",
    ]
    sheet["B2"], sheet["D2"] = "确认", "部门"
    book.save(tmp_path / "b.xlsx")
    (back,) = read_review(read_workbook(tmp_path / "b.xlsx")).units
    assert (back.record.verdict, back.record.kind) == (Verdict.CONFIRM, "bureau")
    assert back.place == "b.xlsx 单位!A2"


def test_a_cell_that_cannot_be_read_is_a_finding_and_its_row_is_left_out(
    tmp_path: Path,
) -> None:
    plan = read_text(demo_plan_text())
    rows = ReviewRows(projects=review_rows(plan).projects[:1])
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(review_sheets(rows))))
    book["项目"]["G2"] = "五"
    book.save(tmp_path / "c.xlsx")
    reading = read_review(read_workbook(tmp_path / "c.xlsx"))
    assert reading.projects == ()
    assert [(f.code, f.place) for f in reading.findings] == [
        ("sheet.not_a_number", "c.xlsx 项目!G2")
    ]


def test_a_workbook_of_something_else_is_one_finding(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "工资"
    book.create_sheet("考勤")
    book.save(tmp_path / "d.xlsx")
    reading = read_review(read_workbook(tmp_path / "d.xlsx"))
    assert [(f.code, f.value) for f in reading.findings] == [
        ("review.no_sheet", "工资、考勤")
    ]
