"""The life of a project: lawful moves alone, from plan to monitoring or to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.projects import (
    ProjectClass,
    Stage,
    StageAct,
    StageRefusedError,
    moves_from,
    stage_after,
    stage_facts,
    stage_moves,
)
from dafeng.projects.stages import moves_of

REVIEW = ["screen", "file", "take", "appraise", "approve"]
WHOLE = [*REVIEW, "start", "try", "accept", "operate", "monitor"]


def after(acts: list[str]) -> str:
    stage = Stage.PLANNED
    for act in acts:
        stage = stage_after(stage, act)
    return stage.value


def test_a_project_with_a_review_of_its_own_goes_all_the_way() -> None:
    assert after(WHOLE) == "monitored"
    more = ["exceed", "rectify", "clear", "monitor"]
    assert after([*WHOLE, *more]) == "monitored"
    assert after([*WHOLE, "exceed", "rectify", "penalise"]) == "penalised"


def test_one_that_only_hands_in_its_figures_skips_the_review() -> None:
    assert after(["screen", "exempt", "start"]) == "building"


def test_correction_refusal_and_change_lead_back() -> None:
    assert after(["screen", "file", "correct", "file"]) == "filed"
    assert after([*WHOLE[:4], "refuse", "file"]) == "filed"
    assert after([*WHOLE[:6], "ask-change", "approve-change", "resume"]) == "building"
    assert after([*WHOLE[:6], "ask-change", "refuse-change"]) == "building"


@given(st.sampled_from(list(Stage)), st.sampled_from(list(StageAct)))
def test_only_moves_of_the_table_are_possible(stage: Stage, act: StageAct) -> None:
    possible = {move.act for move in moves_from(stage)}
    if act in possible:
        assert stage_after(stage, act) in Stage
        return
    with pytest.raises(StageRefusedError) as caught:
        stage_after(stage, act)
    assert set(caught.value.possible) == possible
    assert caught.value.fields["stage"] == stage.value


def test_every_stage_can_be_reached_and_stands_in_one_list() -> None:
    reached = {Stage.PLANNED} | {move.goal for move in stage_moves()}
    assert reached == set(Stage)
    lists = {stage_facts(stage).listed for stage in Stage}
    assert lists == set(ProjectClass)


def test_nothing_leads_out_of_a_cancelled_project() -> None:
    assert moves_from(Stage.CANCELLED) == ()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("fly", "planned", "building")], "line 2"),
        ([("start", "approved", "building")] * 2, "line 3"),
    ],
)
def test_a_table_that_cannot_be_is_refused(
    rows: list[tuple[str, str, str]], told: str
) -> None:
    given_rows = [
        {"act": act, "from": source, "to": goal, "reason": ""}
        for act, source, goal in rows
    ]
    with pytest.raises(BadInputError, match=told) as caught:
        moves_of(given_rows)
    assert caught.value.code == "moves.bad"
