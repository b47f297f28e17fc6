"""Targets: what a figure of the period earns, and what is not asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.assessment.records import (
    Decree,
    Goal,
    PathPoint,
    Point,
    SeriesPoint,
    Standing,
    State,
)
from dafeng.indicators import Quality
from tests.assessment.scoring.cases import (
    Told,
    case,
    goal,
    known,
    own_scheme,
    unit_of,
    unknown,
)


def target_point(one: Goal, stands: Standing, **more: object) -> Point:
    told = Told(case=case(goals=(one,), **more), standings=(stands,))
    return unit_of(told.scored(), "甲局").points[0]


def gained(point: Point) -> Decimal:
    return point.points / point.of


@pytest.mark.parametrize(
    "state", [State.ON_TRACK, State.AT_RISK, State.OFF_TRACK, State.MISSED]
)
@pytest.mark.parametrize(("completion", "share"), [("1", 1), ("0.25", "0.25")])
def test_points_follow_completion_whatever_the_outlook_says(
    state: State, completion: str, share: object
) -> None:
    one = goal("T1", year=2030, base_year=2020)
    stands = attrs.evolve(known(one, completion), state=state, settled=False)
    # The target carries 50 of the 60 points that are asked, quality the rest.
    point = target_point(one, stands)
    assert point.of == Decimal("83.33")
    assert abs(gained(point) - Decimal(share)) < Decimal("0.001")


@pytest.mark.parametrize(
    "more",
    [
        {"state": State.UNKNOWN},
        {"value": None, "period": ""},
        # Met by a figure of an earlier year: no figure of the period.
        {"completion": None, "period": "2024"},
        # In the target's own year nothing but a settled figure counts.
        {"completion": None, "settled": False},
    ],
)
def test_a_target_without_a_figure_of_the_period_earns_nothing(
    more: dict[str, object],
) -> None:
    one = goal("T1")
    point = target_point(one, attrs.evolve(known(one, "1"), **more))
    assert (point.points, point.of) == (0, Decimal("83.33"))
    assert point.reason.startswith("没有本期数据，按未知计，不得分。")


def test_a_target_that_nobody_looked_at_is_unknown() -> None:
    told = Told(case=case(goals=(goal("T1"),)))
    found = unit_of(told.scored(), "甲局")
    assert (found.score, found.grade, found.best) == (0, "不合格", "优秀")


def test_a_settled_word_counts_where_the_figure_is_of_the_period() -> None:
    one = goal("T1", kind="prohibition", year=None)
    stands = attrs.evolve(known(one, "1"), completion=None)
    assert gained(target_point(one, stands)) == 1
    history = (SeriesPoint(period="2025", value=Decimal(80)),)
    later = attrs.evolve(stands, period="2026", history=history)
    assert gained(target_point(one, later)) == 1


def test_a_figure_without_evidence_earns_nothing_and_is_told() -> None:
    one = goal("T1")
    stands = attrs.evolve(known(one, "1"), evidence=(" ",))
    told = Told(case=case(goals=(one,)), standings=(stands,))
    scores = told.scored()
    found = unit_of(scores, "甲局")
    assert (found.score, found.grade, found.best) == (0, "不合格", "优秀")
    assert found.points[0].reason.startswith("数据没有佐证材料，不得分。")
    assert "assessment.no_evidence" in [f.code for f in scores.findings]


def test_a_scheme_may_ask_no_evidence(district_toml: str) -> None:
    lenient = own_scheme(
        district_toml,
        ("points = 50\nevidence = true", "points = 50\nevidence = false"),
    )
    one = goal("T1", lead="乙局", support="甲局")
    stands = attrs.evolve(known(one, "1"), evidence=())
    told = Told(case=case(goals=(one,)), standings=(stands,))
    assert unit_of(told.scored(lenient), "甲局").score == 100


@pytest.mark.parametrize(
    ("state", "points"),
    [
        (State.DIRECTIONAL_YES, 1),
        (State.DIRECTIONAL_NO, 0),
        (State.UNKNOWN, 0),
    ],
)
def test_a_direction_earns_all_or_nothing(state: State, points: int) -> None:
    one = goal("T1", kind="directional")
    stands = attrs.evolve(known(one, "1"), completion=None, state=state)
    assert gained(target_point(one, stands)) == points


def test_an_older_direction_is_no_direction_of_the_period() -> None:
    one = goal("T1", kind="directional")
    stands = attrs.evolve(
        known(one, "1"),
        completion=None,
        state=State.DIRECTIONAL_YES,
        period="2024",
    )
    assert gained(target_point(one, stands)) == 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"year": 2024}, "目标年份为2024年，已在当年考核，"),
        ({"year": 2030}, "自2025年起算，2025年尚未起步，"),
        ({"year": 2025, "base_year": 2025}, "自2025年起算，2025年尚未起步，"),
        (
            {"year": 2030, "base_year": 2020, "kind": "status"},
            "目标年份为2030年，此前不作要求，",
        ),
    ],
)
def test_what_is_not_due_is_not_asked_whatever_its_figure(
    more: dict[str, object], why: str
) -> None:
    one = goal("T1", **more)
    for stands in (known(one, "0.1"), unknown(one)):
        point = target_point(one, stands)
        assert (point.points, point.of, point.weight) == (0, 0, 0)
        assert point.reason == f"{why}权重由其余各项分摊。"


def test_a_target_whose_figure_is_not_due_yet_is_not_asked() -> None:
    one = goal("T1")
    for stands in (known(one, "0.1"), unknown(one)):
        point = target_point(one, attrs.evolve(stands, due=False))
        assert point.of == 0
        assert point.reason == "本期数据尚未到公布时间，权重由其余各项分摊。"


def test_a_target_without_a_year_counts_once_it_is_reached_and_proven() -> None:
    one = goal("T1", year=None)
    met = known(one, "1", quality=Quality.D)
    assert gained(target_point(one, met)) == 1
    for stands in (known(one, "0.9"), unknown(one), attrs.evolve(met, evidence=())):
        point = target_point(one, stands)
        assert (point.points, point.of) == (0, 0)
        assert point.reason == "方案未写年份，没有本期节点，权重由其余各项分摊。"


def test_what_counts_once_reached_is_never_held_against_its_lead() -> None:
    # Were its figure of quality D asked, taking it away would raise the score.
    one = goal("T1", year=None)
    told = Told(
        case=case(goals=(one,)), standings=(known(one, "1", quality=Quality.D),)
    )
    found = unit_of(told.scored(), "甲局")
    assert (found.score, found.vetoes) == (100, ())


def test_a_step_of_the_plan_or_of_the_citys_letter_makes_a_far_target_due() -> None:
    step = (PathPoint(year=2025, value=Decimal(40)),)
    one = goal("T1", year=2030, path=step)
    assert target_point(one, known(one, "0.5")).of > 0
    bare = goal("T1", year=2030)
    letter = Decree(
        goal="T1",
        number="津发改〔2025〕1号",
        issued_on=date(2025, 3, 1),
        value=Decimal(60),
        unit="%",
        path=step,
    )
    assert target_point(bare, known(bare, "0.5"), decrees=(letter,)).of > 0


def test_the_citys_year_stands_before_the_plans() -> None:
    one = goal("T1", year=2024)
    letter = Decree(
        goal="T1",
        number="津发改〔2025〕1号",
        issued_on=date(2025, 3, 1),
        value=Decimal(60),
        unit="%",
        year=2025,
    )
    assert target_point(one, known(one, "1"), decrees=(letter,)).of > 0


@pytest.mark.parametrize(
    ("key", "one", "stands"),
    [
        ("delegated_unset", goal("T1"), unknown(goal("T1"), State.DELEGATED_UNSET)),
        ("not_due", goal("T1", year=2030), unknown(goal("T1", year=2030))),
    ],
)
def test_a_scheme_may_ask_what_others_set_aside(
    key: str, one: Goal, stands: Standing, district_toml: str
) -> None:
    strict = own_scheme(district_toml, (f'{key} = "aside"', f'{key} = "count"'))
    told = Told(case=case(goals=(one,)), standings=(stands,))
    assert unit_of(told.scored(), "甲局").score is None
    assert unit_of(told.scored(strict), "甲局").score == 0


def test_a_scheme_may_leave_directions_out(district_toml: str) -> None:
    lenient = own_scheme(
        district_toml, ('directional = "count"', 'directional = "aside"')
    )
    one = goal("T1", kind="directional")
    told = Told(case=case(goals=(one,)), standings=(unknown(one),))
    found = unit_of(told.scored(lenient), "甲局")
    assert found.score is None
    assert found.points[0].reason == "方向性要求，不计分，权重由其余各项分摊。"


def test_softer_targets_weigh_less() -> None:
    goals = [
        goal(name, softness=softness)
        for name, softness in (("T1", "binding"), ("T2", "strive"), ("T3", "expected"))
    ]
    told = Told(
        case=case(goals=tuple(goals)),
        standings=tuple(known(one, "1") for one in goals),
    )
    points = unit_of(told.scored(), "甲局").points[:3]
    # Binding 1, strive 0.8, expected 0.5: 1 / 2.3, 0.8 / 2.3, 0.5 / 2.3
    assert [point.weight for point in points] == [
        Decimal("0.434783"),
        Decimal("0.347826"),
        Decimal("0.217391"),
    ]
