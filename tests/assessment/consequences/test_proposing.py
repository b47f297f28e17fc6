"""What the rules propose: each condition, the ladder, ids, and who is spared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment.consequences import propose, unsure_dates
from dafeng.assessment.consequences.happenings import happenings
from dafeng.assessment.consequences.owners import unit_named
from dafeng.assessment.consequences.proposing import proposal_id
from dafeng.assessment.consequences.scene import Scene
from dafeng.assessment.lights import light_rules, work_standing
from dafeng.assessment.records import (
    AssessedUnit,
    Duty,
    Exemption,
    Falsification,
    Member,
    Point,
    Return,
    Role,
    State,
    Step,
)
from tests.assessment.consequences.scenes import (
    AS_OF,
    HELPER,
    LEAD,
    case,
    goal,
    missing,
    notice,
    proposed,
    rules_of,
    score,
    standing,
    work,
)


def test_a_missed_binding_target_proposes_a_circular_with_facts_and_dates() -> None:
    made = proposed(standing())[LEAD, "T1"]
    assert (made.step, made.rule, made.clause) == (
        Step.CIRCULAR,
        "target-missed",
        "三(五)1",
    )
    assert made.facts == "“绿色建筑占比”未达标：2025年最终值未达到要求。"
    assert made.figure == "2025年实际91.5%，2025年目标不低于100%"
    # 30 working days after Wed 20 May 2026: 21, 22 (2); 25 to 29 (7); June 1 to 5
    # (12), 8 to 12 (17), 15 to 18 (21), off 19 to 21, 22 to 26 (26), 29, 30 (28),
    # 1 and 2 July.
    assert made.reply_by == date(2026, 7, 2)
    assert made.demand == "于2026年7月2日前报送未完成原因、整改措施和完成时限。"
    assert made.id == proposal_id("target-missed", LEAD, "T1", "2025")


@pytest.mark.parametrize(
    ("state", "softness", "rule"),
    [
        (State.MISSED, "binding", "target-missed"),
        (State.MISSED, "strive", "target-off-track-soft"),
        (State.MISSED, "expected", "target-off-track-soft"),
        (State.OFF_TRACK, "binding", "target-off-track"),
        (State.OFF_TRACK, "expected", "target-off-track-soft"),
        (State.AT_RISK, "binding", "target-at-risk"),
        (State.DIRECTIONAL_NO, "binding", "target-direction"),
    ],
)
def test_the_lead_answers_by_state_and_firmness(
    state: State, softness: str, rule: str
) -> None:
    found = proposed(standing(state), goals=(goal(softness=softness),))
    assert found[LEAD, "T1"].rule == rule


@pytest.mark.parametrize(
    "state",
    [
        State.MET,
        State.ON_TRACK,
        State.DIRECTIONAL_YES,
        State.UNKNOWN,
        State.DELEGATED_UNSET,
    ],
)
def test_good_and_unknown_targets_propose_nothing(state: State) -> None:
    assert proposed(standing(state, value=None, period="")) == {}


def test_who_helps_is_reminded_and_not_accused() -> None:
    assert proposed(standing())[HELPER, "T1"].step is Step.REMIND


def test_missing_data_reminds_who_states_the_series_once_it_is_late() -> None:
    late, on_the_day = missing("住建", date(2026, 4, 30)), missing("统计", AS_OF)
    found = proposed(
        standing(State.UNKNOWN, value=None, period="", missing=(late, on_the_day)),
        units=(AssessedUnit(name="区住建委"), AssessedUnit(name="区统计局")),
    )
    ((at, made),) = found.items()
    assert at == ("区住建委", "T1")
    assert (made.step, made.rule) == (Step.REMIND, "data-late")
    assert "2025年" in made.facts
    assert "应于2026年4月30日前报送" in made.facts
    assert made.figure == "缺1项数据"


def test_an_owner_whom_no_unit_or_two_could_be_keeps_its_short_name() -> None:
    unknown = standing(
        State.UNKNOWN, value=None, missing=(missing("住建", date(2026, 4, 30)),)
    )
    two = (AssessedUnit(name="区住建委"), AssessedUnit(name="市住建委"))
    assert list(proposed(unknown, units=two)) == [("住建", "T1")]
    assert list(proposed(unknown, units=())) == [("住建", "T1")]


@pytest.mark.parametrize(
    ("percent", "lights", "rule"),
    [
        # On 20 May 140 of 365 days are gone: 38.36 % is planned.
        (38, "yinchuan-2025", None),
        (28, "yinchuan-2025", "task-yellow"),
        (5, "yinchuan-2025", "task-red"),
        (28, "guangyuan", "task-yellow"),
    ],
)
def test_a_task_answers_by_its_light(
    percent: int, lights: str, rule: str | None
) -> None:
    late = work(percent=Decimal(percent))
    found = proposed(works=(late,), lights=lights)
    assert rules_of(found).get((LEAD, late.id)) == rule


def test_a_red_card_of_guangyuan_calls_the_head_in() -> None:
    late = work(due_on=date(2026, 5, 19), percent=Decimal(99))
    made = proposed(works=(late,), lights="guangyuan")[LEAD, late.id]
    assert (made.step, made.rule) == (Step.INTERVIEW, "task-out-of-reach")
    assert made.figure == "进度99%，序时进度100%，逾期1天"


def test_a_second_yellow_leads_to_a_supervision_order() -> None:
    slow = work(percent=Decimal(28))
    before = notice(subject=slow.id, step="remind")
    made = proposed(works=(slow,), notices=(before,))[LEAD, slow.id]
    assert (made.step, made.rule) == (Step.SUPERVISE, "task-yellow-again")


def test_a_letter_whose_time_still_runs_is_no_repeat() -> None:
    slow = work(percent=Decimal(28))
    runs = notice(subject=slow.id, step="remind", reply_by=AS_OF, replied_on=None)
    assert proposed(works=(slow,), notices=(runs,)) == {}
    commended = notice(subject=slow.id, step="commend")
    found = proposed(works=(slow,), notices=(commended,))
    assert found[LEAD, slow.id].step is Step.REMIND


@pytest.mark.parametrize(
    ("due_on", "rule"),
    [
        (date(2026, 5, 20), None),
        (date(2026, 5, 19), "task-yellow"),
        (date(2026, 4, 21), "task-yellow"),
        (date(2026, 4, 20), "task-overdue"),
        (date(2026, 2, 20), "task-overdue"),
        (date(2026, 2, 19), "task-long-overdue"),
    ],
)
def test_the_longer_a_task_is_overdue_the_higher_the_step(
    due_on: date, rule: str | None
) -> None:
    late = work(due_on=due_on, percent=Decimal(95))
    assert rules_of(proposed(works=(late,))).get((LEAD, late.id)) == rule


@pytest.mark.parametrize(
    ("due_on", "rule"),
    [
        (date(2026, 5, 20), None),
        (date(2026, 5, 19), "return-late"),
        (date(2026, 4, 20), "return-long-late"),
    ],
)
def test_a_report_that_did_not_come_is_asked_for(
    due_on: date, rule: str | None
) -> None:
    owed = Return(unit=LEAD, form="月报", period="2026-04", due_on=due_on)
    found = proposed(returns=(owed,))
    assert rules_of(found).get((LEAD, "月报:2026-04")) == rule


def test_a_report_that_came_by_the_day_is_none() -> None:
    came = Return(
        unit=LEAD,
        form="月报",
        period="2026-04",
        due_on=date(2026, 5, 10),
        received_on=AS_OF,
    )
    assert proposed(returns=(came,)) == {}


@pytest.mark.parametrize(
    ("grade", "best", "rule"),
    [
        ("不合格", "不合格", "unit-failed"),
        ("不合格", "", "unit-failed"),
        ("不合格", "合格", None),
        ("合格", "合格", None),
        ("优秀", "优秀", None),
        ("", "", None),
    ],
)
def test_a_grade_accuses_only_if_unknown_figures_could_not_lift_it(
    grade: str, best: str, rule: str | None
) -> None:
    found = proposed(scores=(score(grade=grade, best=best),))
    assert rules_of(found).get((LEAD, "")) == rule


def test_a_failed_unit_reports_in_writing_within_thirty_working_days() -> None:
    made = proposed(scores=(score(grade="不合格"),))[LEAD, ""]
    assert made.step is Step.SUPERVISE
    assert made.reply_by == date(2026, 7, 2)
    assert made.figure == "得分71.25，第3名"
    assert made.facts == "考核等次为不合格。"


def test_before_the_rules_of_2026_a_failed_unit_had_thirty_days() -> None:
    found = proposed(scores=(score(grade="不合格"),), as_of=date(2026, 4, 22))
    made = found[LEAD, ""]
    assert (made.rule, made.reply_by) == (
        "unit-failed-before-2026",
        date(2026, 5, 22),
    )


def test_a_result_that_passed_with_missed_items_is_named_in_a_circular() -> None:
    items = tuple(
        Point(
            rule="support",
            subject=f"s-{n}",
            points=Decimal(n),
            of=Decimal(1),
            state=state,
        )
        for n, state in enumerate(("missed", "met", "missed", "unknown"))
    )
    whole = score("全区", kind="district", points=items)
    made = proposed(scores=(whole,), scheme="grade-2026")["全区", ""]
    assert (made.step, made.rule) == (Step.CIRCULAR, "unit-passed-with-missed")
    assert made.reply_by is None
    assert made.facts == "考核等次为合格；2项指标未达标。"
    assert proposed(scores=(whole,)) == {}
    all_met = score("全区", kind="district", points=items[1:2])
    assert proposed(scores=(all_met,), scheme="grade-2026") == {}


def test_a_unit_answers_for_the_targets_that_it_leads_and_for_no_other() -> None:
    led, helped = (score(name) for name in (LEAD, HELPER))
    made = proposed(standing(), scores=(led, helped), scheme="grade-2026")
    assert "牵头的目标未达标：绿色建筑占比" in made[LEAD, ""].facts
    assert (HELPER, "") not in made


def test_falsified_data_call_the_head_in_whatever_the_grade() -> None:
    found = Falsification(unit=LEAD, found_on=AS_OF, document="核查报告1号")
    made = proposed(scores=(score(grade="优秀"),), falsifications=(found,))[LEAD, ""]
    assert (made.step, made.rule) == (Step.INTERVIEW, "unit-falsified")
    assert "核查报告1号" in made.facts
    later = Falsification(unit=LEAD, found_on=date(2026, 5, 21), document="2号")
    done = standing(State.MET, evidence=("验收单",))
    best = (score(grade="优秀"),)
    found_later = proposed(done, scores=best, falsifications=(later,))
    assert found_later[LEAD, ""].step is Step.COMMEND


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"replied_on": None}, "answer-overdue"),
        ({"replied_on": None, "step": "supervise"}, "answer-overdue"),
        ({"replied_on": None, "step": "remind"}, "reminder-unanswered"),
        ({"replied_on": None, "step": "commend"}, None),
        ({"replied_on": None, "reply_by": AS_OF}, None),
        ({"replied_on": None, "reply_by": None}, None),
        ({"replied_on": date(2026, 5, 21)}, "answer-overdue"),
        ({"replied_on": AS_OF}, None),
    ],
)
def test_a_letter_that_nobody_answered_leads_one_step_up(
    changed: dict[str, Any], rule: str | None
) -> None:
    found = proposed(standing(State.MET), notices=(notice(**changed),))
    assert rules_of(found).get((LEAD, "T1")) == rule


def test_a_target_missed_again_after_a_circular_calls_the_head_in() -> None:
    made = proposed(standing(), notices=(notice(),))[LEAD, "T1"]
    assert (made.step, made.rule) == (Step.INTERVIEW, "target-missed-again")


def test_each_unit_gets_the_strongest_step_about_a_subject_and_no_second() -> None:
    late = standing(missing=(missing(LEAD, date(2026, 4, 30)),))
    found = proposed(late)
    assert len(found) == 2
    assert found[LEAD, "T1"].step is Step.CIRCULAR


def test_a_group_that_leads_answers_as_a_whole_and_its_members_are_reminded() -> None:
    town, other = "城东镇", "城西镇"
    found = proposed(
        standing(duties=(Duty(unit="各乡镇", role=Role.LEAD),)),
        units=(AssessedUnit(name="各乡镇", kind="group"),),
        members=(
            Member(group="各乡镇", unit=town),
            Member(group="各乡镇", unit=other, valid_to=date(2025, 6, 30)),
        ),
    )
    assert rules_of(found) == {
        ("各乡镇", "T1"): "target-missed",
        (town, "T1"): "target-with-others",
    }
    assert found["各乡镇", "T1"].step is Step.CIRCULAR


def test_a_unit_with_a_duty_of_its_own_answers_for_that() -> None:
    town = "城东镇"
    found = proposed(
        standing(
            duties=(
                Duty(unit="各乡镇", role=Role.LEAD),
                Duty(unit=town, role=Role.LEAD),
            )
        ),
        members=(Member(group="各乡镇", unit=town),),
    )
    assert rules_of(found) == {
        ("各乡镇", "T1"): "target-missed",
        (town, "T1"): "target-missed",
    }


def test_a_group_without_a_roster_and_groups_in_groups_are_no_obstacle() -> None:
    group = AssessedUnit(name="各园区", kind="group")
    told = standing(duties=(Duty(unit="各园区", role=Role.LEAD),))
    assert list(proposed(told, units=(group,))) == [("各园区", "T1")]
    nested = (
        Member(group="各园区", unit="镇属园区"),
        Member(group="镇属园区", unit="东园"),
        Member(group="镇属园区", unit="各园区"),
    )
    assert rules_of(proposed(told, members=nested)) == {
        ("各园区", "T1"): "target-missed",
        ("东园", "T1"): "target-with-others",
    }


@pytest.mark.parametrize(
    ("exempted", "left"),
    [
        ({"unit": LEAD}, [HELPER]),
        ({"unit": ""}, []),
        ({"unit": LEAD, "valid_to": date(2025, 12, 30)}, [LEAD, HELPER]),
        ({"unit": LEAD, "valid_from": date(2026, 1, 1)}, [LEAD, HELPER]),
        ({"unit": LEAD, "subject": "T2"}, [LEAD, HELPER]),
    ],
)
def test_an_exempted_subject_proposes_nothing(
    exempted: dict[str, Any], left: list[str]
) -> None:
    plain = {"subject": "T1", "ground": "机构改革", "approved_by": "区政府"}
    found = proposed(standing(), exemptions=(Exemption(**(plain | exempted)),))
    assert [unit for unit, _ in found] == left


OWED = Return(unit=LEAD, form="月报", period="2026-04", due_on=date(2026, 5, 10))
UNANSWERED = notice(subject="月报:2026-04", replied_on=None)


@pytest.mark.parametrize(
    ("subject", "left"),
    [("月报", []), ("月报:2026-04", []), ("月报:2026-03", [LEAD, LEAD])],
)
def test_an_exemption_names_one_report_or_its_form(
    subject: str, left: list[str]
) -> None:
    free = Exemption(unit=LEAD, subject=subject, ground="并表", approved_by="区政府")
    held = case(returns=(OWED,), notices=(UNANSWERED,), exemptions=(free,))
    told = Scene(case=held, standings=(), works=(), scores=())
    assert [one.unit for one in happenings(told)] == left


def test_a_group_is_exempt_when_everybody_in_it_is() -> None:
    free = Exemption(unit="各镇", subject="月报", ground="并表", approved_by="区政府")
    towns = (Member(group="各镇", unit="东镇"), Member(group="各镇", unit="西镇"))
    owed = attrs.evolve(OWED, unit="各镇")
    rest: dict[str, Any] = {"returns": (owed,), "members": towns}
    assert proposed(exemptions=(free,), **rest) == {}
    one = attrs.evolve(free, unit="东镇")
    assert list(proposed(exemptions=(one,), **rest)) == [("各镇", "月报:2026-04")]


def test_a_reply_date_in_a_year_without_holidays_is_a_finding() -> None:
    held = case(as_of=date(2026, 12, 21))
    made = propose(held, (standing(),), (), ())
    (finding,) = unsure_dates(made, held.as_of)
    assert finding.place == "2027"
    assert unsure_dates(propose(case(), (standing(),), (), ()), AS_OF) == ()
    assert unsure_dates((), held.as_of) == ()


THINGS = [
    standing(),
    standing(State.OFF_TRACK, id="T2", indicator="光伏装机"),
    standing(State.AT_RISK, id="T3", indicator="公交占比"),
    standing(State.UNKNOWN, id="T4", missing=(missing("住建", date(2026, 1, 1)),)),
]
TASKS = [
    work(id=f"三(五){n}", percent=Decimal(percent))
    for n, percent in enumerate((0, 10, 28, 40), start=2)
]
SCORES = [score(grade="不合格"), score(HELPER, grade="优秀")]


def all_proposed(things: list[Any], tasks: list[Any], scores: list[Any]) -> Any:
    goals = tuple(goal(id=one.id) for one in things)
    held = case(goals=goals, works=tuple(tasks), notices=(notice(),))
    rules = light_rules("yinchuan-2025")
    works = [work_standing(one, AS_OF, rules) for one in tasks]
    return propose(held, things, works, scores)


@given(st.permutations(THINGS), st.permutations(TASKS), st.permutations(SCORES))
def test_the_order_of_what_goes_in_changes_nothing(
    things: list[Any], tasks: list[Any], scores: list[Any]
) -> None:
    assert all_proposed(things, tasks, scores) == all_proposed(THINGS, TASKS, SCORES)


def test_the_strongest_comes_first_then_unit_and_subject() -> None:
    found = all_proposed(THINGS, TASKS, SCORES)
    assert (found[0].step, found[0].unit, found[0].subject) == (
        Step.INTERVIEW,
        LEAD,
        "T1",
    )
    reminders = [one for one in found if one.step is Step.REMIND]
    assert reminders == sorted(reminders, key=lambda one: (one.unit, one.subject))


def test_who_is_named_in_a_circular_is_not_commended() -> None:
    best = (score(grade="优秀"), score(HELPER, grade="优秀"))
    done = standing(State.MET, id="T2", evidence=("验收单",))
    found = proposed(standing(), done, scores=best)
    assert (LEAD, "") not in found
    assert found[HELPER, ""].step is Step.COMMEND
    supervised = proposed(standing(State.OFF_TRACK), done, scores=best)
    assert supervised[LEAD, ""].step is Step.COMMEND


@pytest.mark.parametrize(
    ("owner", "unit"),
    [
        ("区住建委", "区住建委"),
        ("规划资源", "市规划资源局东城分局"),
        ("双碳办", "区“双碳”领导小组办公室"),
        ("机关事务", "区机关事务管理局"),
        ("交通运输", "区交通局"),
        ("委", "委"),
        ("镇", "镇"),
        ("环境", "环境"),
        ("气象", "气象"),
        ("", ""),
    ],
)
def test_an_owner_s_short_name_means_the_one_unit_that_it_can_mean(
    owner: str, unit: str
) -> None:
    names = [
        "区住建委",
        "市规划资源局东城分局",
        "区“双碳”领导小组办公室",
        "区机关事务管理局",
        "区交通局",
        "市生态环境局",
        "区生态环境局",
    ]
    assert unit_named(owner, names) == unit


def test_an_id_stays_with_rule_unit_subject_and_period_alone() -> None:
    first = proposed(standing())[LEAD, "T1"]
    corrected = proposed(standing(value=Decimal("93.1")))[LEAD, "T1"]
    next_year = proposed(standing(), period="2026")[LEAD, "T1"]
    assert corrected.id == first.id
    assert corrected.figure != first.figure
    assert next_year.id != first.id


def test_a_range_and_a_target_without_a_figure_are_worded() -> None:
    within = standing(target=Decimal(10), target_max=Decimal(12), comparator="~")
    assert proposed(within)[LEAD, "T1"].figure.endswith("目标约10至12%")
    plain = standing(State.DIRECTIONAL_NO, target=None, reason="")
    made = proposed(plain)[LEAD, "T1"]
    assert made.figure == "2025年实际91.5%"
    assert made.facts == "“绿色建筑占比”方向不符。"
