"""Whatever the plan: nothing is lost, nothing counted twice, order does not matter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.assessment.division import DivisionInputs, Reach, Timing, divide
from dafeng.assessment.records import Exemption, Member
from dafeng.assessment.rosters import Roster
from dafeng.base.days import holds_on
from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_to_json
from tests.assessment.division.small_plans import milestone, plan, target, task, unit

if TYPE_CHECKING:
    from dafeng.plan import Plan

UNITS = ["甲局", "乙局", "各镇", "各园区", "双碳办"]
TOWNS = ["东镇", "西镇", "南园"]
YEARS = st.integers(2020, 2032)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    keys = [f"T{n}" for n in range(draw(st.integers(0, 6)))]
    targets = [
        target(
            key,
            draw(st.sampled_from([None, "0", "15.5", "30"])),
            draw(st.none() | YEARS),
            clause=draw(st.sampled_from(["一", "二", "九"])),
            responsible=tuple(draw(st.sets(st.sampled_from(UNITS), max_size=2))),
        )
        for key in keys
    ]
    held = st.sets(st.sampled_from(keys)) if keys else st.just(set())
    tasks = [
        task(
            draw(st.sampled_from(["一", "二", "三"])),
            " ".join(draw(st.lists(st.sampled_from(UNITS), max_size=3))),
            targets=tuple(sorted(draw(held))),
        )
        for _ in range(draw(st.integers(0, 5)))
    ]
    steps = [
        milestone(draw(st.sampled_from(["一", "九"])), str(draw(YEARS)), f"节点{n}")
        for n in range(draw(st.integers(0, 3)))
    ]
    groups = [unit("各镇", "group"), unit("各园区", "group")]
    known = [unit("甲局"), unit("乙局"), *groups]
    if draw(st.booleans()):
        known.append(unit("双碳办", "office"))
    return plan(tasks=tasks, targets=targets, units=known, milestones=steps)


@st.composite
def members(draw: st.DrawFn) -> Member:
    begins = draw(st.none() | st.dates(date(2021, 1, 1), date(2026, 1, 1)))
    length = st.dates(begins or date(2021, 1, 1), date(2030, 1, 1))
    return Member(
        group=draw(st.sampled_from(["各镇", "各园区"])),
        unit=draw(st.sampled_from(TOWNS)),
        valid_from=begins,
        valid_to=draw(st.none() | length),
    )


@settings(max_examples=60, deadline=None)
@given(plans(), st.lists(members(), max_size=5), YEARS)
def test_nothing_is_lost_and_nothing_counted_twice(
    plan: Plan, rosters: list[Member], year: int
) -> None:
    made = divide(plan, year, DivisionInputs(members=tuple(rosters)))
    rows = [(sheet.unit, row) for sheet in made.sheets for row in sheet.tasks]
    assert {row.key for _, row in rows} == set(made.tasks)
    named = [(row.key, u, row.role) for u, row in rows if row.reach is Reach.NAMED]
    assert sorted(named) == sorted((p.task, p.unit, p.role) for p in made.matrix)
    # A task stands once on a sheet.
    assert len({(row.key, u) for u, row in rows}) == len(rows)
    placed = {t.id for sheet in made.sheets for t in sheet.all_targets}
    expected = {
        t.id
        for t in plan.targets
        if t.year is None or (t.year >= year and made.span.value != "before")
    }
    assert placed == expected


@settings(max_examples=40, deadline=None)
@given(
    plans(), st.permutations([Member(group="各镇", unit=u) for u in TOWNS]), st.data()
)
def test_the_order_of_rosters_and_exemptions_does_not_matter(
    plan: Plan, rosters: list[Member], data: st.DataObject
) -> None:
    rosters += [Member(group="各园区", unit="南园", valid_from=date(2024, 5, 1))]
    exemptions = [
        Exemption(subject=subject, unit=u, ground="无业务", approved_by="区")
        for subject in ("一", "T0", "T77")
        for u in ("", "东镇")
    ]
    first = DivisionInputs(members=tuple(rosters), exemptions=tuple(exemptions))
    other = DivisionInputs(
        members=tuple(sorted(rosters, key=repr)),
        exemptions=tuple(data.draw(st.permutations(exemptions))),
    )
    one, two = divide(plan, 2024, first), divide(plan, 2024, other)
    assert record_to_json(one) == record_to_json(two)


@settings(max_examples=40, deadline=None)
@given(plans(), YEARS)
def test_a_target_is_due_in_one_year_only(plan: Plan, year: int) -> None:
    made = divide(plan, year)
    due = {
        row.id
        for sheet in made.sheets
        for row in sheet.all_targets
        if row.timing is Timing.DUE
    }
    assert (
        due == {t.id for t in plan.targets if t.year == year} or made.span != "within"
    )


GROUPS = ["各镇", "各园区", "各乡镇园区"]
NESTED = st.builds(
    Member,
    group=st.sampled_from(GROUPS),
    unit=st.sampled_from([*GROUPS, *TOWNS]),
    valid_from=st.none() | st.dates(date(2024, 1, 1), date(2024, 6, 30)),
    valid_to=st.none() | st.dates(date(2024, 7, 1), date(2024, 12, 30)),
).filter(lambda one: one.group != one.unit)


def circular(roster: Roster) -> bool:
    try:
        roster.require(GROUPS)
    except BadInputError as error:
        return error.code == "assessment.roster_circle"
    return False


@settings(max_examples=150, deadline=None)
@given(st.lists(NESTED, max_size=7))
def test_sheets_hold_on_each_day_whom_scores_take_a_group_apart_into(
    rows: list[Member],
) -> None:
    # Membership changes on these days only.
    days = {date(2024, 1, 1), date(2024, 12, 31)}
    days |= {one.valid_from for one in rows if one.valid_from}
    days |= {one.valid_to + timedelta(days=1) for one in rows if one.valid_to}
    rosters = [Roster.of(rows, (), day) for day in sorted(days)]
    held = plan(tasks=[task(name, name) for name in GROUPS])
    inputs = DivisionInputs(members=tuple(rows))
    if any(map(circular, rosters)):
        with pytest.raises(BadInputError, match="stand in one another"):
            divide(held, 2024, inputs)
        return
    made = divide(held, 2024, inputs)
    for roster in rosters:
        for group in GROUPS:
            reached = {
                sheet.unit
                for sheet in made.sheets
                for row in sheet.tasks
                if row.key == group and sheet.unit not in GROUPS
                if any(
                    holds_on(each.begins_on, each.ends_on, roster.day)
                    for each in row.through
                )
            }
            assert reached == set(roster.expand(group)) - set(GROUPS)
