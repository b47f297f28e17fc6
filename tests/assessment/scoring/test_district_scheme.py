"""The district's own scheme, by hand.

A full case of three kinds of units; all fractions are worked in the comments.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dafeng.assessment.records import AssessedUnit, Falsification, State
from dafeng.base.errors import BadInputError
from dafeng.indicators import Quality
from tests.assessment.scoring.cases import (
    Told,
    case,
    goal,
    known,
    member,
    report,
    stands,
    unit_of,
    unknown,
    work,
)


@pytest.fixture(scope="module")
def told() -> Told:
    met = goal("T1", lead="甲局", support="乙局")
    behind = goal("T2", lead="甲局", support="各镇", softness="expected")
    unset = goal("T3", lead="甲局", kind="delegated")
    bare = goal("T4", lead="乙局")
    half = work("W1", lead="甲局", support="各镇", percent=Decimal(50))
    claimed = work("W2", lead="乙局", verified=False)
    return Told(
        case=case(
            goals=(met, behind, unset, bare),
            works=(half, claimed),
            returns=(
                report("甲局", "2025Q1"),
                report(
                    "甲局",
                    "2025Q2",
                    due_on=date(2025, 7, 10),
                    received_on=date(2025, 7, 13),
                    accepted=False,
                ),
            ),
            units=(
                AssessedUnit(name="甲局"),
                AssessedUnit(name="乙局"),
                AssessedUnit(name="子镇", kind="township"),
                AssessedUnit(name="丑镇", kind="township"),
                AssessedUnit(name="寅镇", kind="township"),
                AssessedUnit(name="各镇", kind="group"),
            ),
            members=(
                member("子镇"),
                member("丑镇", valid_from=date(2025, 12, 31)),
                member("寅镇", valid_to=date(2025, 12, 30)),
            ),
        ),
        standings=(
            known(met, "1"),
            known(behind, "0.8", quality=Quality.C),
            unknown(unset, State.DELEGATED_UNSET),
            unknown(bare),
        ),
        works=(stands(half), stands(claimed)),
    )


def test_a_bureau_with_targets_tasks_and_reports_is_scored_over_all_four_rules(
    told: Told,
) -> None:
    # Targets: T1 weighs 1 * 60 % = 0.6 and is done; T2 0.5 * 60 % = 0.3, done to 0.8;
    #   T3 is not handed down. (0.6 + 0.3 * 0.8) / 0.9 = 14/15, of 50: 46.6667
    # Tasks: W1 is half done, of 25: 12.5
    # Reports: in time 1, three days late 0.5; 0.75 of 15: 11.25
    # Quality: T1 B 1, T2 C 0.8, one report accepted, one returned; 2.8 / 4 of 10: 7
    # 46.6667 + 12.5 + 11.25 + 7 = 77.4167
    bureau = unit_of(told.scored(), "甲局")
    assert (bureau.score, bureau.grade, bureau.best) == (
        Decimal("77.42"),
        "合格",
        "合格",
    )
    assert bureau.vetoes == ()


def test_rules_that_ask_nothing_give_their_points_to_the_others(told: Told) -> None:
    # 乙局 owes no report: targets, tasks and quality make 85 points.
    # Targets: T1 weighs 1 * 40 % = 0.4, done; T4 1 * 100 %, unknown. 0.4 / 1.4 = 2/7
    # Tasks: W2 done but not confirmed: 0.8. Quality: the figure of T4 is not there: 0
    # (50 * 2/7 + 25 * 0.8 + 10 * 0) * 100 / 85 = 40.3361
    # Were T4 met and W2 confirmed: 100, and nothing would be missed.
    bureau = unit_of(told.scored(), "乙局")
    assert (bureau.score, bureau.grade, bureau.best) == (
        Decimal("40.34"),
        "不合格",
        "优秀",
    )


def test_members_of_the_last_day_share_what_the_group_supports(told: Told) -> None:
    # Each town: T2 0.8 of 50 = 40, W1 0.5 of 25 = 12.5; 52.5 of 75 points: 70
    scores = told.scored()
    for name in ("子镇", "丑镇"):
        town = unit_of(scores, name)
        assert (town.score, town.grade) == (Decimal("70.00"), "合格")
    gone = unit_of(scores, "寅镇")
    assert (gone.score, gone.grade, gone.best, gone.rank) == (None, "", "", None)


def test_equal_scores_share_a_rank_and_who_has_none_stands_last(told: Told) -> None:
    ranks = [(unit.name, unit.rank) for unit in told.scored().units]
    assert ranks == [
        ("甲局", 1),
        ("丑镇", 2),
        ("子镇", 2),
        ("乙局", 4),
        ("寅镇", None),
    ]


def test_every_point_says_why(told: Told) -> None:
    bureau = unit_of(told.scored(), "甲局")
    points = {(point.rule, point.subject): point for point in bureau.points}
    behind = points["targets", "T2"]
    # 0.3 / 0.9 of 50 is 16.6667, of which 0.8 is 13.3333
    assert (behind.points, behind.of) == (Decimal("13.33"), Decimal("16.66"))
    assert behind.weight == Decimal("0.333333")
    assert behind.evidence == ("表T2",)
    assert behind.state == "missed"
    assert behind.reason == "本期进度完成率80%，按比例得分。牵头责任份额60%。"
    unset = points["targets", "T3"]
    assert (unset.points, unset.of, unset.weight) == (0, 0, 0)
    assert unset.reason == "上级指标尚未下达，权重由其余各项分摊。"
    assert (
        points["tasks", "W1"].reason == "进度50%，计划100%，已核实。牵头责任份额60%。"
    )
    assert points["timeliness", "进展报表:2025Q2"].reason == (
        "2025-07-13报送，逾期3天，按50%计。"
    )
    assert points["quality", "T2"].reason == "数据质量C级，按80%计。"
    assert all(point.reason.endswith("。") for point in bureau.points)


def test_a_missed_binding_target_caps_the_grade_of_its_lead_alone() -> None:
    missed = goal("T1", lead="甲局", support="乙局")
    done = goal("T2", lead="甲局", support="乙局")
    # 甲局: (0.6 * 0.98 + 0.6) / 1.2 = 0.99 of 50, quality full: 59.4 of 60 -> 99.17
    # 乙局: 0.99 of 50 points of which only targets are asked -> 99
    told = Told(
        case=case(goals=(missed, done)),
        standings=(known(missed, "0.98"), known(done, "1")),
    )
    lead, support = (unit_of(told.scored(), name) for name in ("甲局", "乙局"))
    assert (lead.score, lead.grade, lead.best) == (Decimal("99.17"), "合格", "合格")
    assert lead.vetoes == ("T1（指标T1）未达标，等级最高为“合格”。",)
    assert (support.score, support.grade) == (Decimal("99.00"), "优秀")
    assert support.vetoes == ()


def test_an_unknown_binding_target_caps_the_formal_grade_but_not_the_best() -> None:
    # Twenty targets, one without a figure: 19 / 20 of 60 points are 95.
    goals = [goal(f"T{number:02}") for number in range(20)]
    standings = [known(one, "1") for one in goals[1:]]
    told = Told(
        case=case(goals=tuple(goals)), standings=(unknown(goals[0]), *standings)
    )
    found = unit_of(told.scored(), "甲局")
    assert (found.score, found.grade, found.best) == (Decimal("95.00"), "合格", "优秀")
    assert found.vetoes == (
        "T00（指标T00）没有可用的本期数据，按未达标计，等级最高为“合格”。",
    )


@pytest.mark.parametrize(
    ("more", "capped"),
    [
        ({"softness": "expected"}, False),
        ({"year": 2030, "base_year": 2020}, False),
        ({"year": None, "kind": "prohibition"}, True),
        ({"year": None, "kind": "level"}, False),
    ],
)
def test_only_binding_targets_that_are_due_in_the_period_cap(
    more: dict[str, object], *, capped: bool
) -> None:
    one = goal("T1", **more)
    told = Told(case=case(goals=(one,)), standings=(known(one, "0.95"),))
    assert bool(unit_of(told.scored(), "甲局").vetoes) is capped


def test_a_falsifier_fails_keeps_its_points_and_has_no_rank() -> None:
    one = goal("T1", lead="甲局", support="乙局")
    found = Falsification(
        unit="甲局", found_on=date(2026, 3, 1), document="核查通报〔2026〕3号"
    )
    told = Told(
        case=case(goals=(one,), falsifications=(found,)), standings=(known(one, "1"),)
    )
    scores = told.scored()
    falsifier, honest = (unit_of(scores, name) for name in ("甲局", "乙局"))
    assert (falsifier.score, falsifier.grade, falsifier.best) == (
        Decimal("100.00"),
        "不合格",
        "不合格",
    )
    assert sum(point.points for point in falsifier.points) == 100
    assert falsifier.rank is None
    assert falsifier.vetoes == (
        "甲局数据弄虚作假（核查通报〔2026〕3号），直接评为“不合格”。",
    )
    assert (honest.grade, honest.rank) == ("优秀", 1)


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 11, 2)])
def test_what_was_found_before_the_period_or_after_the_day_does_not_fail(
    day: date,
) -> None:
    one = goal("T1")
    found = Falsification(unit="甲局", found_on=day, document="通报")
    told = Told(
        case=case(goals=(one,), falsifications=(found,)), standings=(known(one, "1"),)
    )
    assert unit_of(told.scored(), "甲局").grade == "优秀"


@pytest.mark.parametrize(
    ("unit", "document"), [("甲局", " "), ("各镇", "核查通报〔2026〕3号")]
)
def test_a_falsification_needs_a_paper_and_one_unit(unit: str, document: str) -> None:
    found = Falsification(unit=unit, found_on=date(2026, 3, 1), document=document)
    told = Told(case=case(falsifications=(found,), members=(member("子镇"),)))
    with pytest.raises(BadInputError, match="Name the paper and who did it") as caught:
        told.scored()
    assert caught.value.code == "assessment.falsification"
