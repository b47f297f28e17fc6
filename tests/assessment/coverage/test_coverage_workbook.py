"""The workbook of a coverage."""

from __future__ import annotations

import io

import openpyxl

from dafeng.assessment.coverage import coverage, coverage_workbook
from dafeng.sample import load_sample_plan
from dafeng.sample.sector_plans import sample_city_plan, sample_sector_plans


def made() -> bytes:
    found = coverage(load_sample_plan(), sample_sector_plans(), [sample_city_plan()])
    return coverage_workbook(found, note="示例数据")


def test_the_same_coverage_gives_the_same_bytes() -> None:
    assert made() == made()


def test_there_is_a_sheet_for_each_question() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    assert book.sheetnames == ["冲突", "链接", "承接", "未承接", "缺口", "发现"]
    note, _, *rows = book["冲突"].iter_rows(values_only=True)
    assert note[0].endswith("示例数据")
    (row,) = rows
    assert row[0] == "公用充电桩"
    assert (row[3], row[6], row[7]) == (
        "2025年 ≥500 台",
        "2025年 ≥400 台",
        "低于上级要求",
    )


def test_covered_and_open_tasks_are_all_tasks() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    covered = {row[0] for row in book["承接"].iter_rows(min_row=3, values_only=True)}
    still = {row[0] for row in book["未承接"].iter_rows(min_row=3, values_only=True)}
    assert covered | still == {task.clause for task in load_sample_plan().tasks}
    reasons = [row[3] for row in book["承接"].iter_rows(min_row=3, values_only=True)]
    assert any("目标衔接(二(一)1 T028" in text for text in reasons)
