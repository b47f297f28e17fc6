"""The sample's plan of 39 tasks and 183 task-unit pairs, divided year by year."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dafeng.assessment.division import DivisionInputs, Reach, Span, Timing, divide
from dafeng.assessment.records import Member
from dafeng.base.errors import NotFoundError
from dafeng.sample import load_sample_plan

OFFICE = '区"双碳"领导小组办公室'


@pytest.mark.parametrize("year", [2000, 2023, 2025, 2027, 2030, 2050, 2077])
def test_the_sheets_of_any_year_add_up_to_the_responsibility_matrix(year: int) -> None:
    plan = load_sample_plan()
    made = divide(plan, year)
    printed = Counter(
        (task.clause, one.name, one.role.value)
        for task in plan.tasks
        for one in task.responsible
    )
    on_sheets = Counter(
        (row.key, sheet.unit, str(row.role))
        for sheet in made.sheets
        for row in sheet.tasks
        if row.reach is Reach.NAMED
    )
    assert on_sheets == printed
    assert on_sheets.total() == len(made.matrix) == 183


@pytest.mark.parametrize("year", [2000, 2025, 2077])
def test_every_task_of_any_year_stands_on_a_sheet(year: int) -> None:
    made = divide(load_sample_plan(), year)
    placed = {row.key for sheet in made.sheets for row in sheet.tasks}
    assert placed == set(made.tasks) == {t.clause for t in load_sample_plan().tasks}


def test_every_target_of_the_year_stands_on_a_sheet() -> None:
    plan = load_sample_plan()
    made = divide(plan, 2025)
    placed = {row.id for sheet in made.sheets for row in sheet.all_targets}
    over = {t.id for t in plan.targets if t.year is not None and t.year < 2025}
    assert over == {"T087"}
    assert placed == {t.id for t in plan.targets} - over


def test_targets_without_a_unit_go_to_the_carbon_office_and_are_findings() -> None:
    made = divide(load_sample_plan(), 2025)
    kept = {row.id for row in made.sheet(OFFICE).targets}
    assert {"T009", "T011", "T049"} <= kept
    assert len(kept) == 30
    found = [f for f in made.findings if f.code == "target.no_responsible"]
    assert {f.value.split()[0] for f in found} == kept


def test_a_milestone_of_a_box_stands_under_the_task_above_it() -> None:
    made = divide(load_sample_plan(), 2025)
    (row,) = (r for r in made.sheet("区交通局").lead if r.key == "三(六)3")
    due = [m for m in row.milestones if m.timing is Timing.DUE]
    assert [(m.clause, m.ends) for m in due] == [("专栏9", "2025-12")]
    last = row.steps[-1]
    assert last.text == due[0].text
    assert not last.proposed
    assert [str(step.percent) for step in row.steps] == ["0", "0", "0", "100"]


def test_a_year_after_the_plan_keeps_the_tasks_without_their_dates() -> None:
    made = divide(load_sample_plan(), 2077)
    assert (made.span, made.first_year, made.last_year) == (Span.AFTER, 2023, 2050)
    timings = {row.timing for sheet in made.sheets for row in sheet.all_targets}
    assert timings == {Timing.STANDING}
    (said,) = (f for f in made.findings if f.code == "division.year_out_of_plan")
    assert (said.place, said.value) == ("2023—2050", "2077")


def test_a_year_before_the_plan_asks_for_nothing_dated() -> None:
    made = divide(load_sample_plan(), 2022)
    assert made.span is Span.BEFORE
    timings = {row.timing for sheet in made.sheets for row in sheet.all_targets}
    assert timings == {Timing.STANDING}


TOWNS = DivisionInputs(
    members=(
        Member(group="各乡镇园区", unit="王口镇"),
        Member(group="各乡镇", unit="王口镇", valid_from=date(2024, 7, 1)),
        Member(group="各乡镇", unit="独流镇", valid_to=date(2024, 3, 31)),
    )
)


def groups_of(year: int, unit: str) -> dict[str, list[tuple[str, date | None]]]:
    sheet = divide(load_sample_plan(), year, TOWNS).sheet(unit)
    return {
        row.key: [(each.group, each.begins_on) for each in row.through]
        for row in sheet.tasks
    }


def test_a_town_gets_what_the_plan_asks_of_its_groups() -> None:
    plan = load_sample_plan()
    of_groups = {
        task.clause
        for task in plan.tasks
        if {"各乡镇园区", "各乡镇"} & {r.name for r in task.responsible}
    }
    in_2025 = groups_of(2025, "王口镇")
    assert set(in_2025) == of_groups
    assert in_2025["三(七)3"] == [("各乡镇", None)]


def test_a_group_counts_only_for_the_days_of_the_roster() -> None:
    assert "三(七)3" not in groups_of(2023, "王口镇")
    assert groups_of(2024, "王口镇")["三(七)3"] == [("各乡镇", date(2024, 7, 1))]
    divided = divide(load_sample_plan(), 2025, TOWNS)
    with pytest.raises(NotFoundError, match="王口镇") as caught:
        divided.sheet("独流镇")
    assert caught.value.code == "division.no_unit"


def test_rows_through_a_group_are_not_counted_a_second_time() -> None:
    made = divide(load_sample_plan(), 2024, TOWNS)
    assert len(made.matrix) == 183
    rows = [row for sheet in made.sheets for row in sheet.tasks]
    assert sum(row.reach is Reach.NAMED for row in rows) == 183
    assert sum(row.reach is Reach.GROUP for row in rows) > 0


def test_groups_without_a_roster_are_findings() -> None:
    made = divide(load_sample_plan(), 2025, TOWNS)
    missing = {f.value for f in made.findings if f.code == "group.no_roster"}
    assert "各乡镇街道园区" in missing
    assert not missing & {"各乡镇园区", "各乡镇"}


def test_one_units_division_holds_its_tasks_only() -> None:
    made = divide(load_sample_plan(), 2025).only("区统计局")
    assert [sheet.unit for sheet in made.sheets] == ["区统计局"]
    assert [(pair.task, pair.unit) for pair in made.matrix] == [("三(四)1", "区统计局")]
    assert made.tasks == ("三(四)1",)
