"""Whatever the plans: a task is covered or open, and order does not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.assessment.coverage import (
    Level,
    Relation,
    SectorPlan,
    TaskDecision,
    coverage,
)
from dafeng.base.plain import record_to_json
from tests.assessment.division.small_plans import plan, target, task

if TYPE_CHECKING:
    from dafeng.plan import Plan, Target

TITLES = ["更新运输工具", "推动工业发展", "大力发展新能源", "加强统筹协调", "建筑节能"]
UNITS = ["甲局", "乙局", "丙局"]
NAMES = ["交通", "工业", "城建", "东镇"]


@st.composite
def targets(draw: st.DrawFn) -> list[Target]:
    return [
        target(
            f"T{n}",
            draw(st.sampled_from([None, "5", "10", "10.0", "20"])),
            draw(st.sampled_from([2025, 2030])),
            indicator=draw(st.sampled_from(["绿色出行比例", "森林覆盖率", "用能比重"])),
            indicator_code=draw(st.sampled_from([None, "G02", "H01"])),
            softness=draw(st.sampled_from(["binding", "strive"])),
            scope=draw(st.sampled_from([None, "全区", "建成区"])),
        )
        for n in range(draw(st.integers(0, 5)))
    ]


@st.composite
def plans(draw: st.DrawFn, title: str) -> Plan:
    promised = draw(targets())
    keys = [one.id for one in promised]
    held = st.sets(st.sampled_from(keys)) if keys else st.just(set())
    tasks = [
        task(
            f"{n}",
            " ".join(draw(st.lists(st.sampled_from(UNITS), max_size=2))),
            title=draw(st.sampled_from(TITLES)),
            targets=tuple(sorted(draw(held))),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    return plan(title=title, tasks=tasks, targets=promised)


@st.composite
def sector_lists(draw: st.DrawFn) -> list[SectorPlan]:
    return [
        SectorPlan(
            name=name,
            plan=draw(plans(name)),
            level=Level.TOWN if name == "东镇" else Level.SECTOR,
        )
        for name in NAMES[: draw(st.integers(0, 4))]
    ]


@settings(max_examples=60, deadline=None)
@given(plans("区方案"), sector_lists(), plans("市方案"), st.data())
def test_a_task_is_covered_or_uncovered_and_never_both(
    main: Plan, sectors: list[SectorPlan], city: Plan, data: st.DataObject
) -> None:
    carriers = [one.name for one in sectors if one.level is Level.SECTOR]
    pairs = [(one.clause, name) for one in main.tasks for name in carriers]
    decisions = [
        TaskDecision(
            task=key,
            plan=name,
            verdict=data.draw(st.sampled_from(["confirm", "reject"])),
            by="张某",
        )
        for key, name in pairs
        if data.draw(st.booleans())
    ]
    found = coverage(main, sectors, [city], decisions=decisions)
    covered = {cover.task.key for cover in found.covers}
    open_ = {one.key for one in found.uncovered}
    assert covered | open_ == {one.clause for one in main.tasks}
    assert not covered & open_
    said = {(cover.task.key, cover.plan) for cover in found.covers}
    for one in decisions:
        assert ((one.task, one.plan) in said) == (one.verdict == "confirm")


@settings(max_examples=60, deadline=None)
@given(plans("区方案"), sector_lists(), plans("市方案"), st.data())
def test_the_order_of_plans_and_targets_does_not_matter(
    main: Plan, sectors: list[SectorPlan], city: Plan, data: st.DataObject
) -> None:
    shuffled = [
        attrs.evolve(
            one,
            plan=attrs.evolve(
                one.plan,
                targets=tuple(data.draw(st.permutations(one.plan.targets))),
            ),
        )
        for one in data.draw(st.permutations(sectors))
    ]
    first, second = (
        attrs.evolve(
            coverage(main, given, [city]), unlinked=(), unowned_targets=(), findings=()
        )
        for given in (sectors, shuffled)
    )
    assert record_to_json(first) == record_to_json(second)


@settings(max_examples=60, deadline=None)
@given(plans("区方案"), plans("交通"))
def test_a_conflict_stands_once_and_weaker_on_one_side_is_none_on_the_other(
    main: Plan, other: Plan
) -> None:
    here = coverage(main, [SectorPlan(name="交通", plan=other)]).conflicts
    there = coverage(other, [SectorPlan(name="区方案", plan=main)]).conflicts
    said = [
        (c.first.target.id, c.second.target.id, c.first.plan, c.second.plan)
        for c in here
    ]
    assert len(set(said)) == len(said)
    assert {c.relation for c in (*here, *there)} <= {Relation.WEAKER}
    turned = {(c.second.target.id, c.first.target.id) for c in there}
    assert not turned & {(c.first.target.id, c.second.target.id) for c in here}


@settings(max_examples=40, deadline=None)
@given(plans("区方案"))
def test_a_plan_beside_itself_has_no_conflict_and_no_weaker_figure(
    main: Plan,
) -> None:
    # Unless it contradicts itself: then a place is paired with the other one.
    figures: dict[object, set[object]] = {}
    for one in main.targets:
        what = (one.indicator_code or one.indicator, one.year)
        figures.setdefault(what, set()).add((one.value, one.scope, one.softness))
    contradicts = any(len(said) > 1 for said in figures.values())
    found = coverage(main, [SectorPlan(name="副本", plan=main)])
    assert contradicts or not found.conflicts
    assert contradicts or not found.weaker
