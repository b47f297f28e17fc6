"""The workbook of a division: a cover with the matrix, a sheet for each unit."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import attrs
import openpyxl

from dafeng.assessment.division import (
    DivisionInputs,
    SignOff,
    divide,
    division_workbook,
)
from dafeng.assessment.records import Exemption, Member
from dafeng.sample import load_sample_plan
from tests.assessment.division.small_plans import (
    milestone,
    plan,
    project,
    target,
    task,
    unit,
)


def rows_of(data: bytes, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return list(book[name].iter_rows(values_only=True))


def test_the_same_division_gives_the_same_bytes() -> None:
    first = division_workbook(divide(load_sample_plan(), 2025))
    assert division_workbook(divide(load_sample_plan(), 2025)) == first


def test_there_is_a_sheet_for_each_unit_between_cover_and_findings() -> None:
    made = divide(load_sample_plan(), 2025)
    book = openpyxl.load_workbook(io.BytesIO(division_workbook(made)))
    units = [sheet.unit for sheet in made.sheets]
    assert book.sheetnames == ["总表", *units, "发现"]


def test_the_cover_adds_up_to_the_matrix() -> None:
    made = divide(load_sample_plan(), 2025)
    note, head, *tasks, sums = rows_of(division_workbook(made), "总表")
    assert "2025 年度任务分工" in note[0]
    assert len(tasks) == 39
    roles = [cell for row in tasks for cell in row[3:] if cell is not None]
    assert len(roles) == 183
    assert sums[2] == sum(sums[3:]) == 183
    at = head.index("区发改委")
    assert sums[at] == sum(row[at] is not None for row in tasks) == 24


SMALL = plan(
    tasks=[
        task("一", "甲局 各镇", targets=("T1",), projects=("P1",), action="行动"),
        task("二"),
    ],
    targets=[target("T1", "30", 2024, scope="城区", responsible=("甲局",))],
    units=[unit("甲局"), unit("各镇", "group")],
    milestones=[milestone("一", "2024-08", "验收")],
    projects=[project("P1", "一", "2023—2024年")],
)
GIVEN = DivisionInputs(
    members=(Member(group="各镇", unit="东镇", valid_from=date(2024, 3, 1)),),
    exemptions=(
        Exemption(subject="一", unit="各镇", ground="无业务", approved_by="区"),
    ),
)


def test_a_units_sheet_lists_what_belongs_to_each_task_and_who_signs() -> None:
    data = division_workbook(divide(SMALL, 2024, GIVEN), note="示例数据")
    note, head, *rows = rows_of(data, "甲局")
    assert note[0].startswith("甲局。")
    assert note[0].endswith("示例数据")
    assert head[7:11] == ("一季度", "二季度", "三季度", "四季度")
    assert [row[0] for row in rows] == ["任务", "目标", "节点", "项目", *["签收"] * 3]
    duty, goal, *_ = rows
    assert duty[1:6] == ("一", "任务一", "牵头", "当年有到期", "行动")
    assert duty[9] == "进度100% 验收"
    assert goal[5:11] == (
        "2024年 ≥30 %",
        "≥30 %",
        "进度25%(建议)",
        "进度50%(建议)",
        "进度75%(建议)",
        "30 %",
    )
    assert goal[12] == "范围:城区"


def test_a_towns_sheet_says_by_which_group_and_from_what_it_is_exempt() -> None:
    data = division_workbook(divide(SMALL, 2024, GIVEN))
    duty = rows_of(data, "东镇")[2]
    assert duty[12] == "豁免:无业务(区批准)(自2024-03-01起);按组:各镇(自2024-03-01起)"
    members = [row for row in rows_of(data, "各镇") if row[0] == "成员"]
    assert members[0][2] == "东镇(自2024-03-01起)"


def test_the_offices_sheet_says_that_nobody_is_named() -> None:
    data = division_workbook(divide(SMALL, 2024, GIVEN))
    duty = rows_of(data, "碳达峰碳中和工作领导小组办公室")[2]
    assert duty[3] == "未明确"
    assert "双碳办暂存" in duty[12]


def test_a_signed_sheet_shows_who_signed() -> None:
    made = divide(SMALL, 2024)
    signed = SignOff(unit_head="张某", signed_on=date(2024, 1, 8), office="李某")
    sheets = tuple(attrs.evolve(sheet, sign_off=signed) for sheet in made.sheets)
    data = division_workbook(attrs.evolve(made, sheets=sheets))
    last = [row[2:4] for row in rows_of(data, "甲局")[-3:]]
    assert last == [("单位负责人", "张某"), ("日期", "2024-01-08"), ("双碳办", "李某")]


def test_names_that_a_sheet_cannot_have_are_cut_and_kept_apart() -> None:
    long = "某" * 40
    named = plan(tasks=[task("一", f"{long}甲 {long}乙 甲/乙 总表")])
    data = division_workbook(divide(named, 2024))
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert names[1:5] == ["某" * 31, "某" * 29 + " 2", "甲 乙", "总表 2"]
