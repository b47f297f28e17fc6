"""``dafeng tasks``: division, changes and coverage, in every form."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dafeng.accounts import LEDGER
from dafeng.assessment import Case, Member, case_to_json
from dafeng.base.days import CHINA
from dafeng.lake import Lake
from dafeng.plan import plan_to_json
from dafeng.sample import load_sample_plan, sample_facts
from dafeng.sample.sector_plans import sector_plan_texts
from tests.cli.running import dafeng
from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """示范区碳达峰实施方案

一、重点任务

（一）推广绿色出行。到2025年，绿色出行比例达到70%以上。（责任单位：区交通局、各镇）

（二）控制煤炭消费。禁止新建燃煤锅炉。（责任单位：区发改委）
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.fixture
def plan_json(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    told = json.dumps(plan_to_json(load_sample_plan()), ensure_ascii=False)
    file.write_text(told, encoding="utf-8")
    return file


def house_of(home: Path, place: str) -> Path:
    """A house whose lake knows a district, and nothing else."""
    (schema,) = (one for one in LEDGER if one.name == "district")
    Lake(home / "lake").append(
        schema,
        [{"place": place, "name": "gwp", "value": "AR5"}],
        key="test",
        learned_at=datetime(2023, 1, 1, tzinfo=UTC),
    )
    return home


def shown(*arguments: str | Path) -> Any:
    ended = run_here("tasks", *arguments, "--format", "json")
    assert ended.code in (0, 1), ended.stderr
    return json.loads(ended.stdout)


# -- division


def test_the_table_has_a_line_for_each_unit(plan_json: Path) -> None:
    ended = dafeng("tasks", "division", "--plan", plan_json, "--year", "2025")
    assert ended.code == 0
    head, *lines = ended.stdout.decode().splitlines()
    assert head.split()[:3] == ["单位", "牵头", "配合"]
    assert len(lines) == 43
    (line,) = (line for line in lines if line.startswith("区发改委"))
    assert line.split()[1:3] == ["12", "12"]
    assert "39 tasks, 183 task-unit pairs" in ended.stderr
    assert "target.no_responsible" in ended.stderr
    assert ended.stderr.splitlines()[-1].endswith("more findings.")


def test_json_holds_sheets_matrix_and_findings(plan_json: Path) -> None:
    made = shown("division", "--plan", plan_json, "--year", "2025")
    assert (made["year"], made["span"], made["last_year"]) == (2025, "within", 2050)
    assert len(made["matrix"]) == 183
    assert made["matrix"][0] == {"task": "三(一)1", "unit": "区工信局", "role": "lead"}
    rows = [
        row
        for sheet in made["sheets"]
        for row in (*sheet["lead"], *sheet["support"], *sheet["unassigned"])
    ]
    assert sum(row["reach"] == "named" for row in rows) == 183
    (goal,) = (t for t in rows[0]["targets"] if t["id"] == "T028")
    assert (goal["value"], goal["asked"], goal["timing"]) == (15.5, 15.5, "due")
    due = {day["on"] for one in goal["evidence"] for day in one["due"]}
    assert due == {"2026-04-30"}


def test_a_workbook_goes_to_a_file_or_a_pipe(plan_json: Path, tmp_path: Path) -> None:
    arguments = ["tasks", "division", "--plan", plan_json, "--year", "2025"]
    piped = run_here(*arguments, "--format", "xlsx")
    file = tmp_path / "division.xlsx"
    written = run_here(*arguments, "--format", "xlsx", "--output", file)
    assert (piped.code, written.code, written.stdout) == (0, 0, b"")
    assert file.read_bytes() == piped.stdout
    names = openpyxl.load_workbook(io.BytesIO(piped.stdout)).sheetnames
    assert (names[0], names[-1], len(names)) == ("总表", "发现", 45)


def test_one_unit_has_its_tasks_and_targets_on_lines(small: Path) -> None:
    ended = run_here(
        *["tasks", "division", "--plan", small, "--year", "2025", "--unit", "区交通局"]
    )
    lines = [line.split() for line in ended.stdout.decode().splitlines()[1:]]
    assert [line[:2] for line in lines] == [["任务", "一(一)"], ["目标", "一(一)"]]
    assert "牵头" in lines[0]
    assert "≥70" in lines[1]


def test_a_unit_without_a_sheet_is_bad_input_that_names_the_others(
    small: Path,
) -> None:
    ended = run_here(
        *["tasks", "division", "--plan", small, "--year", "2025", "--unit", "东镇"]
    )
    assert (ended.code, ended.stdout) == (2, b"")
    assert "区交通局、各镇、区发改委" in ended.stderr


def test_a_case_brings_rosters_and_goals(small: Path, tmp_path: Path) -> None:
    case = Case(
        place="120118",
        period="2025",
        as_of=datetime(2026, 1, 1, tzinfo=CHINA).date(),
        scheme="district-2023",
        members=(Member(group="各镇", unit="东镇"),),
    )
    file = tmp_path / "case.json"
    file.write_bytes(case_to_json(case))
    made = shown(
        *["division", "--plan", small, "--input", file],
        *["--year", "2025", "--unit", "东镇"],
    )
    (sheet,) = made["sheets"]
    assert [row["through"][0]["group"] for row in sheet["support"]] == ["各镇"]


def test_without_a_year_it_is_this_years_division(small: Path) -> None:
    before = datetime.now(CHINA).year
    made = shown("division", "--plan", small)
    assert made["year"] in {before, datetime.now(CHINA).year}


def test_the_case_of_a_year_brings_owners_rosters_and_exemptions(
    plan_json: Path, tmp_path: Path
) -> None:
    case = sample_facts(2025, date(2026, 1, 1))
    file = tmp_path / "case.json"
    file.write_bytes(case_to_json(case))
    made = shown("division", "--plan", plan_json, "--input", file, "--year", "2025")
    assert len(made["matrix"]) == 183
    units = {sheet["unit"] for sheet in made["sheets"]}
    assert len(units) > 43
    assert "group.no_roster" not in {f["code"] for f in made["findings"]}
    placed = {
        target["id"]
        for sheet in made["sheets"]
        for row in (*sheet["lead"], *sheet["support"], sheet)
        for target in row["targets"]
    }
    assert placed == {goal.id for goal in case.goals} - {"T087"}


def test_a_lake_alone_is_no_house_and_knows_no_plan(tmp_path: Path) -> None:
    home = house_of(tmp_path / "house", "110101")
    ended = run_here("tasks", "division", "--home", home, "--year", "2025")
    assert (ended.code, ended.stdout) == (2, b"")
    assert "There is no house" in ended.stderr
    assert "--plan" in ended.stderr


def test_without_a_house_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    ended = run_here("tasks", "division", "--home", tmp_path / "none")
    assert ended.code == 2
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"{", "no JSON"), (b"[1]", "no JSON object"), (b"{}", "document")],
)
def test_a_broken_plan_file_is_bad_input(
    tmp_path: Path, content: bytes, word: str
) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    ended = run_here("tasks", "division", "--plan", file, "--year", "2025")
    assert (ended.code, ended.stdout) == (2, b"")
    assert word in ended.stderr


# -- changes


def test_changes_between_two_years(small: Path) -> None:
    found = shown("changes", "2024", "2025", "--plan", small)
    assert (found["before"], found["after"]) == (2024, 2025)
    kinds = {(one["unit"], one["kind"]) for one in found["changes"]}
    assert ("区交通局", "asked") in kinds
    piped = run_here(
        *["tasks", "changes", "2024", "2025", "--plan", small, "--format", "xlsx"]
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(piped.stdout)).worksheets
    assert sheet.max_row >= len(found["changes"]) + 1
    table = run_here("tasks", "changes", "2024", "2025", "--plan", small)
    lines = table.stdout.decode().splitlines()
    assert lines[0].split() == ["单位", "变化", "编号", "内容", "前", "后"]
    assert len(lines) == len(found["changes"]) + 1


# -- coverage


@pytest.fixture
def sectors(tmp_path: Path) -> list[Path]:
    files = []
    for key, text in sector_plan_texts().items():
        file = tmp_path / f"{key}.txt"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


def test_coverage_shows_conflicts_first_and_blocks(
    plan_json: Path, sectors: list[Path]
) -> None:
    *below, city = sectors
    ended = run_here("tasks", "coverage", plan_json, *below, "--above", city)
    assert ended.code == 1
    _, first, *_ = ended.stdout.decode().splitlines()
    assert first.startswith("冲突")
    assert "公用充电桩" in first
    assert ended.stderr.startswith("1 conflict, 3 weaker figures,")
    told = ended.stderr.splitlines()[1]
    assert told.startswith("blocks: ")
    assert "target.conflict" in told


def test_coverage_as_json_and_as_a_workbook(
    plan_json: Path, sectors: list[Path], tmp_path: Path
) -> None:
    *below, city = sectors
    found = shown("coverage", plan_json, *below, "--above", city)
    assert len(found["conflicts"]) == 1
    covered = {cover["task"]["key"] for cover in found["covers"]}
    still = {task["key"] for task in found["uncovered"]}
    assert len(covered | still) == 39
    assert not covered & still
    file = tmp_path / "coverage.xlsx"
    ended = run_here(
        *["tasks", "coverage", plan_json, *below, "--format", "xlsx", "-o", file]
    )
    assert (ended.code, ended.stdout) == (1, b"")
    assert openpyxl.load_workbook(file).sheetnames[0] == "冲突"


def test_without_a_conflict_coverage_is_done(small: Path, sectors: list[Path]) -> None:
    ended = run_here("tasks", "coverage", small, sectors[0])
    assert ended.code == 0
    assert ended.stdout.decode().splitlines()[1].split()[0] != "冲突"


def test_one_plan_given_twice_is_refused(small: Path) -> None:
    ended = run_here("tasks", "coverage", small, small)
    assert (ended.code, ended.stdout) == (2, b"")
    assert "示范区碳达峰实施方案" in ended.stderr


def test_coverage_without_a_sector_plan_is_bad_use(small: Path) -> None:
    assert run_here("tasks", "coverage", small).code == 3
