"""The sample district holds together."""

from __future__ import annotations

from collections import Counter

from dafeng.base.indicators import indicator_register
from dafeng.base.places import place_tree
from dafeng.plan.records import ClauseKind, TargetKind
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    load_sample_plan,
    sample_organisations,
    sample_places,
)


def test_the_plan_has_its_clauses_boxes_and_tasks() -> None:
    plan = load_sample_plan()
    kinds = Counter(clause.kind for clause in plan.clauses)
    assert kinds[ClauseKind.BOX] == 10
    assert kinds[ClauseKind.CHAPTER] == 5
    assert kinds[ClauseKind.ITEM] == 32
    assert len(plan.tasks) == 39
    assert sum(len(task.responsible) for task in plan.tasks) == 183


def test_the_plan_carries_facts_and_no_sentences() -> None:
    plan = load_sample_plan()
    assert plan.text == ""
    assert {target.quote for target in plan.targets} == {""}
    longest = max(len(target.indicator) for target in plan.targets)
    assert longest <= 24


def test_fifty_five_targets_have_printed_figures() -> None:
    figured = [
        target
        for target in load_sample_plan().targets
        if target.value is not None
        and target.kind is not TargetKind.PROHIBITION
        and target.id not in {"T004", "T043", "T066", "T069", "T094"}
    ]
    assert len(figured) == 55


def test_every_code_of_a_target_is_in_the_register() -> None:
    register = indicator_register()
    for target in load_sample_plan().targets:
        if target.indicator_code is not None:
            assert register.get(target.indicator_code).code == target.indicator_code


def test_objects_refer_to_what_exists() -> None:
    plan = load_sample_plan()
    clauses = {clause.id for clause in plan.clauses}
    targets = {target.id for target in plan.targets}
    projects = {project.id for project in plan.projects}
    units = {unit.name for unit in plan.units}
    for task in plan.tasks:
        assert task.clause in clauses
        assert set(task.targets) <= targets
        assert set(task.projects) <= projects
        assert {one.name for one in task.responsible} <= units
    for target in plan.targets:
        assert target.clause in clauses
        assert set(target.responsible) <= units


def test_every_single_unit_of_the_plan_is_an_organisation() -> None:
    names = {one.name_zh for one in sample_organisations()}
    for unit in load_sample_plan().units:
        if unit.kind.value != "group":
            assert unit.name in names


def test_towns_stand_under_the_district_in_the_tree_of_places() -> None:
    tree = place_tree(extra=sample_places())
    towns = tree.children(SAMPLE_PLACE_CODE)
    assert len(towns) == 18
    kinds = Counter(one.kind for one in sample_organisations())
    assert kinds["township"] == 18


def test_parents_stand_before_their_children() -> None:
    seen = {""}
    for one in sample_organisations():
        assert one.parent in seen
        seen.add(one.code)
