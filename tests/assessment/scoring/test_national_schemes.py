"""The two national models by hand: met or not met of 2026, points of 2014.

Source: institutions of the assessment rules of 2026 (5 control and 9 support
indicators) and of 2014 (100 points, two vetoes); the working stands in comments.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.assessment.records import (
    Exemption,
    Falsification,
    Judgement,
    State,
    UnitScore,
)
from dafeng.assessment.schemes import load_scheme
from dafeng.assessment.scoring import DISTRICT
from tests.assessment.scoring.cases import (
    Told,
    case,
    goal,
    judged,
    known,
    member,
    unknown,
)

ITEMS = tuple(
    item.id for rule in load_scheme("grade-2026").rules for item in rule.items
)
CONTROL, SUPPORT = ITEMS[:5], ITEMS[5:]


def graded(judgements: Iterable[Judgement], **more: object) -> UnitScore:
    told = Told(case=case("grade-2026", judgements=tuple(judgements), **more))
    (found,) = told.scored("grade-2026").units
    return found


def all_but(*missed: str) -> list[Judgement]:
    return [judged(item, met=item not in missed) for item in ITEMS]


def test_the_model_of_2026_has_five_control_and_nine_support_indicators() -> None:
    assert (len(CONTROL), len(SUPPORT)) == (5, 9)


@pytest.mark.parametrize(
    ("missed", "points", "grade"),
    [
        # All 14 met.
        ((), 14, "优秀"),
        # No control indicator missed, 1 and 2 support indicators missed: below 3.
        (SUPPORT[:1], 13, "合格"),
        (SUPPORT[:2], 12, "合格"),
        # 3 support indicators missed.
        (SUPPORT[:3], 11, "不合格"),
        # Any control indicator missed.
        (CONTROL[4:], 13, "不合格"),
        (CONTROL[:1] + SUPPORT[:2], 11, "不合格"),
    ],
)
def test_the_number_of_missed_indicators_decides(
    missed: tuple[str, ...], points: int, grade: str
) -> None:
    found = graded(all_but(*missed))
    assert (found.name, found.kind, found.rank) == (DISTRICT, "district", None)
    assert (found.score, found.grade, found.best) == (points, grade, grade)
    assert sum(point.points for point in found.points) == points
    assert sum(point.of for point in found.points) == 14


def test_an_unknown_indicator_is_not_met_formally_and_met_at_best() -> None:
    found = graded(word for word in all_but() if word.item != "control-1")
    assert (found.score, found.grade, found.best) == (Decimal(13), "不合格", "优秀")
    point = found.points[0]
    assert (point.subject, point.state, point.points) == ("control-1", "unknown", 0)
    assert point.reason == (
        "二氧化碳排放总量：计划中没有本年度的相应目标（A01），按未知计，不得分。"
    )


def test_falsified_data_of_any_unit_fail_the_district_and_its_points_stay() -> None:
    found = Falsification(
        unit="甲局", found_on=date(2026, 5, 1), document="核查通报〔2026〕3号"
    )
    failed = graded(all_but(), falsifications=(found,))
    assert (failed.score, failed.grade, failed.best) == (14, "不合格", "不合格")
    assert failed.vetoes == (
        "甲局数据弄虚作假（核查通报〔2026〕3号），直接评为“不合格”。",
    )


def test_without_a_judgement_the_final_figure_of_the_target_decides() -> None:
    # Industry needs both of its indicators: energy is met, carbon is missed.
    energy = goal("T1", definition="C01")
    carbon = goal("T2", definition="C02")
    forest = goal("T3", definition="H02.survey")
    told = Told(
        case=case("grade-2026", goals=(energy, carbon, forest)),
        standings=(known(energy, "1"), known(carbon, "0.9"), known(forest, "1")),
    )
    (found,) = told.scored("grade-2026").units
    states = {point.subject: point.state for point in found.points}
    assert (states["support-3"], states["support-9"]) == ("missed", "met")
    assert found.score == 1
    industry = next(p for p in found.points if p.subject == "support-3")
    assert industry.evidence == ("表T1", "表T2")
    assert industry.reason == "工业节能降碳：T1（指标T1）达标；T2（指标T2）未达标。"


@pytest.mark.parametrize(
    "more",
    [
        {"settled": False},
        {"value": None, "period": "", "completion": None},
        {"evidence": ()},
        {"completion": None, "period": "2024"},
    ],
)
def test_a_figure_that_is_not_final_known_and_proven_leaves_an_item_unknown(
    more: dict[str, object],
) -> None:
    forest = goal("T1", definition="H02")
    told = Told(
        case=case("grade-2026", goals=(forest,)),
        standings=(attrs.evolve(known(forest, "1"), **more),),
    )
    (found,) = told.scored("grade-2026").units
    assert found.points[-1].state == "unknown"
    assert found.score == 0


@pytest.mark.parametrize(
    "more", [{"year": 2030}, {"year": 2020}, {"scope": "某镇"}, {"definition": "H021"}]
)
def test_targets_of_other_years_parts_and_indicators_do_not_count(
    more: dict[str, object],
) -> None:
    forest = goal("T1", **{"definition": "H02", **more})
    told = Told(
        case=case("grade-2026", goals=(forest,)), standings=(known(forest, "1"),)
    )
    assert told.scored("grade-2026").units[0].score == 0


def test_a_mere_direction_counts_only_where_no_figure_is_promised() -> None:
    # 森林蓄积量 is 增长 and nothing more; of the energy mix a share is promised too.
    forest = goal("T1", definition="H02", kind="directional")
    mix = goal("T2", definition="A05.calorific", kind="directional")
    part = goal("T3", definition="A05.calorific")
    right = {"state": State.DIRECTIONAL_YES}
    told = Told(
        case=case("grade-2026", goals=(forest, mix, part)),
        standings=(known(forest, "1", **right), unknown(mix), known(part, "1")),
    )
    (found,) = told.scored("grade-2026").units
    states = {point.subject: point.state for point in found.points}
    assert (states["support-9"], states["control-5"]) == ("met", "met")


def test_items_stand_in_the_order_of_the_scheme() -> None:
    (found,) = points_case("1").scored("points-2014").units
    subjects = [point.subject for point in found.points]
    assert subjects[:4] == ["yearly", "cumulative", "industry", "saving"]


def test_the_departments_word_stands_before_the_figure_and_is_told() -> None:
    forest = goal("T1", definition="H02")
    told = Told(
        case=case(
            "grade-2026",
            goals=(forest,),
            judgements=(judged("support-9", met=False),),
        ),
        standings=(known(forest, "1"),),
    )
    scores = told.scored("grade-2026")
    assert scores.units[0].points[-1].state == "missed"
    assert "部门评价不达标（市发展改革委，评价意见support-9）" in (
        scores.units[0].points[-1].reason
    )
    assert [f.code for f in scores.findings] == ["assessment.judgement_conflict"]


@pytest.mark.parametrize(
    "more", [{"document": " "}, {"judged_on": date(2026, 11, 2)}, {"item": "control-9"}]
)
def test_a_word_without_paper_of_a_later_day_or_of_no_item_does_not_count(
    more: dict[str, object],
) -> None:
    word = judged(**{"item": "control-1", "met": True, **more})
    assert graded([word]).score == 0


def test_the_newest_word_counts_and_the_stricter_one_of_a_day() -> None:
    earlier = judged("control-1", met=False, judged_on=date(2026, 5, 1))
    later = judged("control-1", met=True)
    stricter = judged("control-1", met=False)
    assert graded([later, earlier]).score == 1
    assert graded([later, stricter]).score == 0
    assert graded([stricter, later]).score == 0


@pytest.mark.parametrize("unit", ["", DISTRICT])
def test_an_exempt_item_is_one_item_less(unit: str) -> None:
    gone = Exemption(
        unit=unit, subject="control-3", ground="辖区无用煤", approved_by="市发展改革委"
    )
    found = graded(all_but("control-3"), exemptions=(gone,))
    assert (found.score, found.grade) == (13, "优秀")
    point = next(p for p in found.points if p.subject == "control-3")
    assert (point.points, point.of) == (0, 0)
    assert point.reason == (
        "经市发展改革委批准不参加考核（辖区无用煤），权重由其余各项分摊。"
    )


def test_an_item_all_of_whose_targets_are_exempt_is_not_asked() -> None:
    coal = goal("T1", definition="A03")
    gone = Exemption(subject="T1", ground="辖区无用煤", approved_by="市发展改革委")
    words = [word for word in all_but() if word.item != "control-3"]
    told = Told(
        case=case(
            "grade-2026", goals=(coal,), exemptions=(gone,), judgements=tuple(words)
        ),
        standings=(known(coal, "0.5"),),
    )
    (found,) = told.scored("grade-2026").units
    assert (found.score, found.grade) == (13, "优秀")


def test_where_everything_is_exempt_there_is_no_score_and_no_grade() -> None:
    gone = tuple(
        Exemption(subject=item, ground="试点期", approved_by="市政府") for item in ITEMS
    )
    found = graded(all_but(), exemptions=gone)
    assert (found.score, found.grade, found.best, found.rank) == (None, "", "", None)


def test_the_district_is_assessed_without_any_roster() -> None:
    forest = goal("T1", lead="各镇", definition="H02")
    told = Told(
        case=case(
            "grade-2026", goals=(forest,), members=(member("子镇", "各乡镇园区"),)
        ),
        standings=(known(forest, "1"),),
    )
    assert told.scored("grade-2026").units[0].score == 1


def points_case(cumulative: str | None) -> Told:
    """2014: everything but the completion of the cumulative goal is fixed."""
    yearly = goal("T1", definition="A02", base_year=2024)
    longer = goal("T2", definition="A02", base_year=2020)
    structure = goal("T3", definition="C03", year=2030, base_year=2020)
    saving = goal("T4", definition="B01", base_year=2020)
    energy = goal("T5", definition="A05")
    words = (
        judged("pilots", met=True),
        judged("division", met=True),
        judged("statistics", met=True),
        judged("funds", met=False),
        judged("public", met=True),
    )
    far = unknown(longer) if cumulative is None else known(longer, cumulative)
    return Told(
        case=case(
            "points-2014",
            goals=(yearly, longer, structure, saving, energy),
            judgements=words,
        ),
        standings=(
            known(yearly, "1"),
            far,
            known(structure, "0.9", settled=False),
            known(saving, "0.8"),
            known(energy, "1"),
        ),
    )


def test_the_points_of_2014_follow_completion() -> None:
    # Goals 25 + 25; industry 0.9 * 6 = 5.4, saving 0.8 * 6 = 4.8, energy 6; forest and
    # transport unknown 0; pilots 4, division 5, statistics 5, funds 0, labels unknown
    # 0, public 4: 50 + 5.4 + 4.8 + 6 + 4 + 5 + 5 + 4 = 84.2.
    # Were forest 4, transport 4 and labels 2 there: 94.2.
    (found,) = points_case("1").scored("points-2014").units
    assert (found.score, found.grade, found.best) == (Decimal("84.20"), "良好", "优秀")
    assert found.vetoes == ()
    assert sum(point.points for point in found.points) == found.score
    assert sum(point.of for point in found.points) == 100


def test_a_missed_cumulative_goal_fails_whatever_the_points() -> None:
    # 25 * 0.96 = 24 in place of 25: 83.2, and still failed.
    (found,) = points_case("0.96").scored("points-2014").units
    assert (found.score, found.grade, found.best) == (
        Decimal("83.20"),
        "不合格",
        "不合格",
    )
    assert found.vetoes == (
        "单位地区生产总值二氧化碳排放累计进度目标未达标，等级最高为“不合格”。",
    )


def test_an_unknown_cumulative_goal_fails_formally_only() -> None:
    # 84.2 - 25 = 59.2; at best 94.2.
    (found,) = points_case(None).scored("points-2014").units
    assert (found.score, found.grade, found.best) == (
        Decimal("59.20"),
        "不合格",
        "优秀",
    )


def test_a_judged_miss_leaves_the_points_of_the_way_but_never_all() -> None:
    told = points_case("1")
    against = judged("cumulative", met=False)
    words = (*told.case.judgements, against)
    held = Told(
        case=case("points-2014", goals=told.case.goals, judgements=words),
        standings=told.standings,
    )
    (found,) = held.scored("points-2014").units
    assert (found.score, found.grade) == (Decimal("59.20"), "不合格")


def test_a_scheme_that_no_longer_holds_is_told() -> None:
    codes = [f.code for f in points_case("1").scored("points-2014").findings]
    assert codes == ["scheme.not_in_force"]
