"""Groups as a whole, letters that still run, falsified data, and who earns praise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dafeng.assessment.consequences import (
    Decision,
    Stand,
    awaiting,
    propose,
    stand_of_proposals,
)
from dafeng.assessment.records import (
    AssessedUnit,
    Duty,
    Exemption,
    Falsification,
    Member,
    Role,
    State,
    Step,
)
from tests.assessment.consequences.scenes import (
    AS_OF,
    HELPER,
    LEAD,
    case,
    notice,
    proposed,
    rules_of,
    score,
    standing,
    work,
)

TOWNS = (Member(group="各镇", unit="东镇"), Member(group="各镇", unit="西镇"))
TOGETHER = (Duty(unit="各镇", role=Role.LEAD),)


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (State.MISSED, "target-missed"),
        (State.OFF_TRACK, "target-off-track"),
        (State.AT_RISK, "target-at-risk"),
    ],
)
def test_a_group_that_leads_hears_what_a_lead_hears(state: State, rule: str) -> None:
    found = proposed(standing(state, duties=TOGETHER), members=TOWNS)
    assert rules_of(found)["各镇", "T1"] == rule
    assert {one.step for (unit, _), one in found.items() if unit != "各镇"} <= {
        Step.REMIND
    }


def test_a_group_is_never_called_in_for_an_interview_about_a_target() -> None:
    before = notice(unit="各镇")
    made = proposed(standing(duties=TOGETHER), members=TOWNS, notices=(before,))
    assert made["各镇", "T1"].step is Step.CIRCULAR


def test_a_group_that_helps_hears_nothing_and_one_that_is_exempt_neither() -> None:
    helps = (Duty(unit=LEAD, role=Role.LEAD), Duty(unit="各镇"))
    found = proposed(standing(duties=helps), members=TOWNS)
    assert list(rules_of(found)) == [(LEAD, "T1")]
    free = Exemption(unit="各镇", subject="T1", ground="并表", approved_by="区政府")
    alone = standing(duties=TOGETHER)
    assert proposed(alone, members=TOWNS, exemptions=(free,)) == {}


@pytest.mark.parametrize("scheme", ["grade-2026", "points-2014", "district-2023"])
def test_who_falsified_is_called_in_under_every_scheme(scheme: str) -> None:
    whole = score("全区", kind="district", grade="不合格")
    papers = (
        Falsification(unit=LEAD, found_on=date(2026, 3, 2), document="2号"),
        Falsification(unit=LEAD, found_on=date(2025, 3, 1), document="1号"),
        # Found before the period began: that year has answered for it.
        Falsification(unit=HELPER, found_on=date(2024, 12, 31), document="旧"),
    )
    found = proposed(scores=(whole,), scheme=scheme, falsifications=papers)
    made = found[LEAD, ""]
    assert (made.step, made.rule) == (Step.INTERVIEW, "unit-falsified")
    assert made.facts == (
        "2025年3月1日认定存在数据造假（1号）；2026年3月2日认定存在数据造假（2号）。"
    )
    assert made.figure == "得分--"
    assert (HELPER, "") not in found
    assert found["全区", ""].step is Step.SUPERVISE


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        # The same circular waits for its answer; so does a stronger step.
        ({}, None),
        ({"reply_by": AS_OF}, None),
        ({"step": "interview"}, None),
        ({"replied_on": date(2026, 5, 19)}, None),
        # A weaker one, another subject, another unit, one that asks for no answer.
        ({"step": "supervise"}, "target-missed"),
        ({"subject": "T2"}, "target-missed"),
        ({"unit": HELPER}, "target-missed"),
        ({"step": "commend"}, "target-missed"),
        ({"reply_by": None, "issued_on": AS_OF}, "target-missed"),
        # Not sent yet on the day.
        ({"issued_on": date(2026, 5, 21)}, "target-missed"),
    ],
)
def test_a_step_is_not_proposed_again_while_its_letter_runs(
    changed: dict[str, Any], rule: str | None
) -> None:
    runs = {"reply_by": date(2026, 6, 30), "replied_on": None} | changed
    found = proposed(standing(), notices=(notice(**runs),))
    assert rules_of(found).get((LEAD, "T1")) == rule


def test_a_confirmed_step_whose_letter_runs_is_not_taken_back() -> None:
    first = propose(case(), (standing(),), (), ())
    said = next(one for one in first if one.unit == LEAD)
    letter = notice(reply_by=date(2026, 6, 30), replied_on=None)
    held = case(notices=(letter,))
    now, runs = (make(held, (standing(),), (), ()) for make in (propose, awaiting))
    assert [one.id for one in runs] == [said.id]
    assert said.id not in {one.id for one in now}
    confirmed = Decision(
        proposal=said.id, ruling="confirmed", by="李某", decided_on=AS_OF
    )

    def stand(waiting: tuple[Any, ...]) -> Stand:
        stands = stand_of_proposals(now, first, (confirmed,), waiting)
        return next(one.stand for one in stands if one.proposal.id == said.id)

    assert stand(runs) is Stand.CONFIRMED
    # The target was met after all: nothing waits, a person takes it back.
    assert stand(awaiting(held, (standing(State.MET),), (), ())) is Stand.TO_WITHDRAW


PAPER = ("验收单",)
BEST = (score(grade="优秀"),)


def done(**changed: Any) -> Any:
    return standing(State.MET, **({"evidence": PAPER} | changed))


@pytest.mark.parametrize(
    ("told", "praised"),
    [
        (done(), True),
        (done(year=None), True),
        # Settled in another year, without a paper, by word alone, not settled, missed.
        (done(year=2024), False),
        (done(evidence=()), False),
        (done(definition="plan.state"), False),
        (done(settled=False), False),
        (standing(State.UNKNOWN, value=None), False),
        # What one member of a group did is not known.
        (done(duties=TOGETHER), False),
    ],
)
def test_praise_asks_for_a_target_that_was_reached_with_figures(
    *, told: Any, praised: bool
) -> None:
    name = "东镇" if told.duties == TOGETHER else LEAD
    best = (score(name, grade="优秀"),)
    found = proposed(told, scores=best, members=TOWNS)
    assert ((name, "") in found) is praised


@pytest.mark.parametrize(
    ("changed", "praised"),
    [
        ({}, True),
        ({"state": "verified"}, True),
        ({"percent": None}, False),
        ({"state": "verified", "percent": Decimal(99)}, False),
        ({"state": "in-progress"}, False),
        ({"evidence": ()}, False),
        ({"reported_on": None}, False),
        # Done before the period: praise was due then.
        ({"reported_on": date(2024, 12, 31)}, False),
    ],
)
def test_a_task_that_was_done_in_the_period_earns_praise_as_well(
    *, changed: dict[str, Any], praised: bool
) -> None:
    plain: dict[str, Any] = {
        "state": "closed",
        "percent": Decimal(100),
        "evidence": PAPER,
        "reported_on": date(2025, 12, 20),
    }
    found = proposed(works=(work(**(plain | changed)),), scores=BEST)
    assert ((LEAD, "") in found) is praised


@pytest.mark.parametrize(
    ("percent", "praised"),
    # On 20 May 2026 38.36 % is planned: 38 is green, 28 yellow, 5 red.
    [(38, True), (28, False), (5, False)],
)
def test_who_leads_a_task_that_lies_behind_is_not_commended(
    *, percent: int, praised: bool
) -> None:
    late = work(percent=Decimal(percent))
    both = (*BEST, score(HELPER, grade="优秀"))
    found = proposed(done(), works=(late,), scores=both)
    assert ((LEAD, "") in found) is praised
    assert (HELPER, "") in found


@pytest.mark.parametrize(
    ("changed", "figure"),
    [
        (
            {"definition": "plan.state", "value": Decimal(0), "unit": "1"},
            "2025年责任单位报告尚未实现，应于2025年实现",
        ),
        (
            {"definition": "plan.state", "value": Decimal(1), "year": None},
            "2025年责任单位报告已实现",
        ),
        ({"definition": "plan.state", "value": None, "period": ""}, "实际值--"),
        (
            {"definition": "plan.progress", "value": Decimal(62), "year": 2030},
            "2025年进度62%，2030年目标不低于100%",
        ),
        (
            {"unit": "1", "value": Decimal("0.5"), "target": Decimal(1)},
            "2025年实际0.5，2025年目标不低于1",
        ),
    ],
)
def test_what_a_unit_reports_of_itself_is_no_number_with_a_unit(
    changed: dict[str, Any], figure: str
) -> None:
    units = (AssessedUnit(name=LEAD),)
    assert proposed(standing(**changed), units=units)[LEAD, "T1"].figure == figure
