"""Decisions: a person confirms or declines once; a corrected result takes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dafeng.assessment.consequences import (
    Decision,
    ProposalStand,
    Ruling,
    Stand,
    decide,
    stand_of_proposals,
)
from dafeng.assessment.records import Proposal, Step
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.plain import record_from_json, record_to_json


def proposal(name: str = "p1", **changed: Any) -> Proposal:
    plain: dict[str, Any] = {
        "id": name,
        "step": Step.CIRCULAR,
        "unit": "甲局",
        "subject": name.upper(),
        "rule": "target-missed",
        "clause": "三(一)1",
        "facts": "未完成。",
        "figure": "9%",
        "demand": "整改。",
    }
    return Proposal(**(plain | changed))


def decision(name: str = "p1", ruling: str = "confirmed", **changed: Any) -> Decision:
    plain: dict[str, Any] = {
        "proposal": name,
        "ruling": ruling,
        "by": "王五",
        "decided_on": date(2026, 5, 21),
        "reason": "情况属实",
    }
    return Decision(**(plain | changed))


def stands(*found: ProposalStand) -> dict[str, Stand]:
    return {one.proposal.id: one.stand for one in found}


def test_a_proposal_waits_until_somebody_decides() -> None:
    first, second = proposal("p1"), proposal("p2")
    found = stand_of_proposals((first, second), (), (decision("p2", "declined"),))
    assert stands(*found) == {"p1": Stand.PROPOSED, "p2": Stand.DECLINED}
    assert found[1].reason == "情况属实"


def test_a_decision_survives_a_rerun_and_new_facts_are_marked() -> None:
    now = proposal(figure="9.2%")
    (found,) = stand_of_proposals((now,), (proposal(),), (decision(),))
    assert (found.stand, found.changed) == (Stand.CONFIRMED, True)
    (same,) = stand_of_proposals((proposal(),), (proposal(),), (decision(),))
    assert not same.changed


def test_a_corrected_result_withdraws_what_it_no_longer_carries() -> None:
    (gone,) = stand_of_proposals((), (proposal(),))
    assert gone.stand is Stand.WITHDRAWN
    assert gone.reason == "更正后的结果不再支持该建议。"


def test_a_confirmed_one_that_is_gone_waits_for_a_person_to_take_it_back() -> None:
    (gone,) = stand_of_proposals((), (proposal(),), (decision(),))
    assert gone.stand is Stand.TO_WITHDRAW
    assert gone.reason.endswith("须由人撤回。")
    (after,) = decide((gone,), decision(ruling="withdrawn", reason="数据更正"))
    assert (after.stand, after.reason) == (Stand.WITHDRAWN, "数据更正")
    history = (decision(), decision(ruling="withdrawn", reason="数据更正"))
    assert stand_of_proposals((), (proposal(),), history) == (after,)


def test_a_declined_one_that_is_gone_stays_declined() -> None:
    (gone,) = stand_of_proposals((), (proposal(),), (decision(ruling="declined"),))
    assert gone.stand is Stand.DECLINED


def test_what_is_gone_names_the_step_that_came_instead() -> None:
    milder = proposal("p9", subject="P1", step=Step.REMIND, rule="target-at-risk")
    now, gone = stand_of_proposals((milder,), (proposal(),))
    assert now.stand is Stand.PROPOSED
    assert gone.reason == "更正后的结果改为建议“提醒”（规则target-at-risk）。"


def test_deciding_gives_new_stands_and_leaves_the_others() -> None:
    open_ones = stand_of_proposals((proposal("p1"), proposal("p2")))
    after = decide(open_ones, decision("p1"))
    assert stands(*after) == {"p1": Stand.CONFIRMED, "p2": Stand.PROPOSED}
    assert stands(*open_ones) == {"p1": Stand.PROPOSED, "p2": Stand.PROPOSED}
    assert after[0].decision == decision("p1")


@pytest.mark.parametrize("ruling", ["declined", "withdrawn"])
def test_a_refusal_needs_a_reason(ruling: str) -> None:
    with pytest.raises(BadInputError, match="one sentence why") as error:
        decide(stand_of_proposals((proposal(),)), decision(ruling=ruling, reason=" "))
    assert error.value.code == "decision.no_reason"


def test_a_confirmation_needs_no_reason_but_a_person() -> None:
    open_ones = stand_of_proposals((proposal(),))
    (after,) = decide(open_ones, decision(reason=""))
    assert after.stand is Stand.CONFIRMED
    with pytest.raises(BadInputError, match="say who"):
        decide(open_ones, decision(by=""))


def test_deciding_twice_is_refused() -> None:
    decided = decide(stand_of_proposals((proposal(),)), decision())
    with pytest.raises(BadInputError, match="confirmed by 王五 on 2026-05-21") as error:
        decide(decided, decision(ruling="declined"))
    assert error.value.code == "decision.twice"
    with pytest.raises(BadInputError, match="once"):
        stand_of_proposals((proposal(),), (), (decision(), decision()))


def test_deciding_about_a_withdrawn_one_is_refused() -> None:
    gone = stand_of_proposals((), (proposal(),))
    with pytest.raises(BadInputError, match="is withdrawn") as error:
        decide(gone, decision())
    assert error.value.code == "decision.withdrawn"
    taken_back = stand_of_proposals((), (proposal(),), (decision(),))
    with pytest.raises(BadInputError, match="is withdrawn"):
        decide(taken_back, decision(ruling="declined"))


def test_only_what_was_confirmed_and_is_gone_can_be_taken_back() -> None:
    for held in (
        stand_of_proposals((proposal(),)),
        decide(stand_of_proposals((proposal(),)), decision()),
    ):
        with pytest.raises(BadInputError, match="nothing to take back") as error:
            decide(held, decision(ruling="withdrawn"))
        assert error.value.code == "decision.not_to_withdraw"
    with pytest.raises(BadInputError, match="nothing to take back"):
        stand_of_proposals((proposal(),), (), (decision(ruling="withdrawn"),))


def test_a_decision_about_nothing_says_which_proposals_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"'p7'.*There are: p1"):
        decide(stand_of_proposals((proposal(),)), decision("p7"))
    with pytest.raises(NotFoundError, match="none"):
        stand_of_proposals((), (), (decision("p7"),))


def test_stands_and_decisions_are_written_and_read_back() -> None:
    (found,) = decide(stand_of_proposals((proposal(),)), decision())
    assert record_from_json(record_to_json(found), ProposalStand) == found
    assert found.decision is not None
    assert found.decision.ruling is Ruling.CONFIRMED
