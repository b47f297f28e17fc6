"""``dafeng plan read FILE`` gives the plan as a table, as JSON or as a workbook."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from rich.cells import cell_len

from tests.cli.running import dafeng

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """清河区碳达峰实施方案

一、主要目标
到2025年,非化石能源消费比重达到20%左右,单位地区生产总值能耗比2020年下降15.5%。
二、重点任务
(一)能源绿色低碳转型行动
1.大力发展新能源。到2025年,光伏发电装机容量达到60万千瓦以上。(责任单位:区发展改革委、区工业和信息化局)
"""
KEYS = {
    "document",
    "clauses",
    "targets",
    "tasks",
    "units",
    "projects",
    "milestones",
    "findings",
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "清河区.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_json_is_one_object_with_the_keys_of_the_contract(plan: Path) -> None:
    ended = dafeng("plan", "read", plan, "--format", "json")
    read = json.loads(ended.stdout)
    assert set(read) == KEYS
    for target in read["targets"]:
        start, end = target["span"]
        assert TEXT[start:end] == target["quote"]
    assert {t["value"] for t in read["targets"]} == {20, 15.5, 60}


def test_the_result_alone_is_on_stdout(plan: Path) -> None:
    ended = dafeng("plan", "read", plan, "--format", "json")
    json.loads(ended.stdout)
    assert "3 targets" in ended.stderr


def test_a_table_in_a_pipe_is_aligned_as_a_terminal_shows_chinese(plan: Path) -> None:
    lines = dafeng("plan", "read", plan).stdout.decode().splitlines()
    assert len(lines) == 1 + 3
    heads = ["编号", "条款", "指标", "目标", "年份"]
    starts = [cell_len(lines[0].partition(head)[0]) for head in heads[:4]]
    for line in lines[1:]:
        for start in starts[1:]:
            before, at, seen = "", 0, iter(line)
            while at < start:
                before += (char := next(seen))
                at += cell_len(char)
            assert at == start
            assert before.endswith("  ")


def test_a_workbook_opens_and_has_one_row_per_target(plan: Path) -> None:
    ended = dafeng("plan", "read", plan, "--format", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(ended.stdout))
    values = [row for row in book["目标"].iter_rows(values_only=True) if any(row)]
    assert sum(str(row[0]).startswith("T") for row in values) == 3


@pytest.mark.parametrize("form", ["table", "json", "xlsx"])
def test_a_file_holds_the_bytes_that_stdout_would_have(
    plan: Path, tmp_path: Path, form: str
) -> None:
    shown = dafeng("plan", "read", plan, "--format", form).stdout
    target = tmp_path / "out"
    ended = dafeng("plan", "read", plan, "--format", form, "-o", target)
    assert ended.stdout == b""
    assert target.read_bytes() == shown


def test_a_finding_that_blocks_ends_with_1_and_any_other_with_0(plan: Path) -> None:
    ended = dafeng("plan", "read", plan, "--format", "json")
    findings = json.loads(ended.stdout)["findings"]
    blocks = any(finding["severity"] == "error" for finding in findings)
    assert ended.code == (1 if blocks else 0)
