"""Lights of tasks and targets: both conventions, bounds, and what has no light."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment.light_rules import light_rules_of, packaged_light_rules
from dafeng.assessment.lights import (
    light_rules,
    target_light,
    work_standing,
    worst_light,
)
from dafeng.assessment.records import Light, Progress, Standing, State, Work
from dafeng.assessment.schedule import (
    months_waiting,
    overdue_days,
    pace_needed,
    planned_percent,
)
from dafeng.base.errors import BadInputError, NotFoundError

YINCHUAN, GUANGYUAN = light_rules("yinchuan-2025"), light_rules("guangyuan")
BEGINS, DUE = date(2025, 1, 1), date(2025, 4, 10)
"""100 days: the nth day asks for n percent."""


def day(number: int) -> date:
    return BEGINS + timedelta(days=number - 1)


def task(**changed: Any) -> Work:
    plain: dict[str, Any] = {
        "id": "三(一)1",
        "clause": "三(一)1",
        "title": "建设光伏",
        "state": "in-progress",
        "begins_on": BEGINS,
        "due_on": DUE,
        "percent": Decimal(40),
    }
    return Work(**(plain | changed))


@pytest.mark.parametrize(
    ("number", "percent", "light"),
    [
        (50, "50", Light.GREEN),
        (50, "40.01", Light.GREEN),
        (50, "40", Light.YELLOW),
        (50, "20", Light.YELLOW),
        (50, "19.99", Light.RED),
        (50, "90", Light.GREEN),
    ],
)
def test_yinchuan_takes_ten_to_thirty_points_behind_as_yellow(
    number: int, percent: str, light: Light
) -> None:
    stands = work_standing(task(percent=Decimal(percent)), day(number), YINCHUAN)
    assert stands.light is light
    assert stands.planned == Decimal("50.00")


def test_the_reason_is_one_sentence_with_the_figures() -> None:
    stands = work_standing(task(), day(70), YINCHUAN)
    assert stands.reason == "进度40%，低于序时进度30个百分点。"
    assert stands.rule == "yinchuan-2025.behind"


@pytest.mark.parametrize(
    ("on", "light", "rule"),
    [
        (date(2025, 2, 28), Light.GREY, ""),
        (date(2025, 3, 10), Light.YELLOW, "not-started"),
        (date(2025, 6, 9), Light.YELLOW, "not-started"),
        (date(2025, 6, 10), Light.RED, "not-started-long"),
    ],
)
def test_yinchuan_work_that_should_have_begun_is_red_after_three_months(
    on: date, light: Light, rule: str
) -> None:
    waiting = task(
        state="assigned",
        percent=None,
        begins_on=date(2025, 3, 10),
        due_on=date(2025, 12, 31),
    )
    stands = work_standing(waiting, on, YINCHUAN)
    assert stands.light is light
    assert stands.rule.endswith(rule)


def test_a_month_from_the_31st_ends_with_the_shorter_month() -> None:
    waiting = task(state="accepted", percent=None, begins_on=date(2025, 1, 31))
    assert months_waiting(waiting, date(2025, 2, 27)) == 0
    assert months_waiting(waiting, date(2025, 2, 28)) == 1


def test_an_approved_extension_or_suspension_is_a_good_reason() -> None:
    for state in ("extended", "suspended"):
        stands = work_standing(
            task(state=state, percent=None), date(2025, 4, 10), YINCHUAN
        )
        assert stands.light is Light.GREY
        assert not stands.overdue


@pytest.mark.parametrize(
    ("percent", "light", "rule"),
    [
        ("50", Light.BLUE, "on-time"),
        ("49.99", Light.YELLOW, "slow"),
        # Twice the planned pace: (100 - p) / (100 - 50) = 2 at p = 0, not above it.
        ("0", Light.YELLOW, "slow"),
    ],
)
def test_guangyuan_is_blue_on_time_and_yellow_while_it_can_be_reached(
    percent: str, light: Light, rule: str
) -> None:
    stands = work_standing(task(percent=Decimal(percent)), day(50), GUANGYUAN)
    assert (stands.light, stands.rule) == (light, f"guangyuan.{rule}")


def test_guangyuan_is_red_when_the_rest_needs_more_than_twice_the_pace() -> None:
    # Day 60: 40 are left of the time; 20 done leaves 80, twice; 19 leaves 81.
    reachable = work_standing(task(percent=Decimal(20)), day(60), GUANGYUAN)
    lost = work_standing(task(percent=Decimal(19)), day(60), GUANGYUAN)
    assert (reachable.light, lost.light) == (Light.YELLOW, Light.RED)
    assert "2.02倍" in lost.reason


def test_work_that_has_not_begun_stands_at_zero_for_the_pace() -> None:
    waiting = task(state="assigned", percent=None)
    assert work_standing(waiting, day(1), GUANGYUAN).light is Light.YELLOW
    assert work_standing(waiting, day(51), GUANGYUAN).light is Light.RED
    assert "进度0%" in work_standing(waiting, day(51), GUANGYUAN).reason


def test_the_last_day_counts_as_one_day_that_is_left() -> None:
    # 1 % of the time is the last day; 2 % of the work in it is twice the pace.
    assert pace_needed(task(percent=Decimal(98)), DUE) == 2
    assert pace_needed(task(percent=Decimal(97)), DUE) == 3
    assert pace_needed(task(), DUE + timedelta(days=1)) is None


def test_overdue_is_derived_and_no_green() -> None:
    nearly = task(percent=Decimal(95))
    on_the_day = work_standing(nearly, DUE, YINCHUAN)
    after = work_standing(nearly, DUE + timedelta(days=1), YINCHUAN)
    assert (on_the_day.overdue, on_the_day.light) == (False, Light.GREEN)
    assert (after.overdue, after.light) == (True, Light.YELLOW)
    assert after.reason == "已超过完成时限1天。"
    red = work_standing(nearly, DUE + timedelta(days=1), GUANGYUAN)
    assert red.light is Light.RED


@pytest.mark.parametrize(
    ("state", "percent", "days"),
    [
        ("assigned", None, 5),
        ("in-progress", "100", 5),
        ("returned", "100", 5),
        ("extended", "60", 5),
        ("submitted", "60", 5),
        ("submitted", "100", 0),
        ("submitted", None, 0),
        ("verified", None, 0),
        ("closed", None, 0),
        ("draft", None, 0),
        ("suspended", "10", 0),
        ("cancelled", "10", 0),
    ],
)
def test_only_work_that_was_not_handed_in_is_overdue(
    state: str, percent: str | None, days: int
) -> None:
    work = task(state=state, percent=Decimal(percent) if percent else None)
    assert overdue_days(work, DUE + timedelta(days=5)) == days
    assert overdue_days(work, DUE) == 0


def test_unknown_progress_is_grey_and_says_why() -> None:
    silent = work_standing(task(percent=None), day(50), YINCHUAN)
    assert (silent.light, silent.rule) == (Light.GREY, "")
    assert silent.reason == "尚未报送进度，无法判断。"
    returned = work_standing(task(state="returned"), day(50), YINCHUAN)
    assert returned.light is Light.GREY
    assert "退回" in returned.reason
    undated = work_standing(task(due_on=None), day(50), YINCHUAN)
    assert (undated.planned, undated.light) == (None, Light.GREY)
    waits = work_standing(task(state="submitted", percent=None), day(50), YINCHUAN)
    assert waits.reason == "已报送，待核实。"


def test_silence_does_not_hide_that_the_day_is_past() -> None:
    stands = work_standing(task(percent=None), DUE + timedelta(days=1), YINCHUAN)
    assert (stands.overdue, stands.light) == (True, Light.YELLOW)


@pytest.mark.parametrize("state", ["draft", "suspended", "cancelled"])
def test_what_is_not_under_way_has_no_light(state: str) -> None:
    stands = work_standing(task(state=state), DUE + timedelta(days=9), GUANGYUAN)
    assert (stands.light, stands.overdue) == (Light.GREY, False)
    assert stands.reason.endswith("不亮灯。")


@pytest.mark.parametrize("state", ["closed", "verified"])
def test_finished_work_has_the_light_of_what_is_on_time(state: str) -> None:
    done = task(state=state, percent=Decimal(100))
    late = DUE + timedelta(days=9)
    assert work_standing(done, late, YINCHUAN).light is Light.GREEN
    assert work_standing(done, late, GUANGYUAN).light is Light.BLUE


def test_a_verified_part_is_judged_like_any_progress() -> None:
    part = task(state="verified", percent=Decimal(10))
    assert work_standing(part, day(50), YINCHUAN).light is Light.RED


def test_dates_that_run_backwards_are_not_known() -> None:
    assert planned_percent(task(due_on=date(2024, 1, 1)), day(5)) is None


@given(
    st.integers(1, 400),
    st.integers(-50, 500),
    st.decimals(0, 100, places=2),
    st.decimals(0, 100, places=2),
)
def test_more_progress_never_makes_a_light_worse(
    length: int, offset: int, one: Decimal, other: Decimal
) -> None:
    work = task(due_on=BEGINS + timedelta(days=length - 1))
    on = BEGINS + timedelta(days=offset)
    low, high = sorted((one, other))
    order = [Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN]
    for rules in (YINCHUAN, GUANGYUAN):
        worse, better = (
            work_standing(task(percent=p, due_on=work.due_on), on, rules).light
            for p in (low, high)
        )
        assert order.index(worse) <= order.index(better)


@given(st.integers(1, 400), st.integers(-50, 450))
def test_planned_progress_grows_by_equal_days_from_zero_to_the_whole(
    length: int, offset: int
) -> None:
    work = task(due_on=BEGINS + timedelta(days=length - 1))
    today = planned_percent(work, BEGINS + timedelta(days=offset))
    before = planned_percent(work, BEGINS + timedelta(days=offset - 1))
    assert today is not None
    assert before is not None
    assert 0 <= today <= 100
    inside = 0 <= offset < length
    assert today - before == (Fraction(100, length) if inside else 0)


def test_the_light_of_a_target_follows_its_state() -> None:
    lights = {
        state: target_light(
            Standing(id="T1", clause="", indicator="", definition="", state=state)
        )
        for state in State
    }
    assert [s for s, light in lights.items() if light is Light.GREY] == [
        State.UNKNOWN,
        State.DELEGATED_UNSET,
    ]
    assert lights[State.AT_RISK] is Light.YELLOW
    assert lights[State.MISSED] is lights[State.DIRECTIONAL_NO] is Light.RED
    assert lights[State.MET] is Light.GREEN


def test_the_worst_of_several_lights_is_the_darkest_that_is_known() -> None:
    assert worst_light([Light.BLUE, Light.GREY, Light.GREEN]) is Light.BLUE
    assert worst_light([Light.GREY]) is worst_light([]) is Light.GREY


def test_each_packaged_row_has_its_source_and_mark() -> None:
    assert set(packaged_light_rules()) == {"yinchuan-2025", "guangyuan"}
    for rules in packaged_light_rules().values():
        for row in rules.rules:
            assert row.source
            assert row.verified in ("V", "S", "U")
    assert YINCHUAN.in_force(date(2025, 3, 18))
    assert not YINCHUAN.in_force(date(2025, 3, 17))


def test_unknown_light_rules_say_which_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"'blau'.*yinchuan-2025, guangyuan"):
        light_rules("blau")


def row(**changed: str) -> dict[str, str]:
    plain = {
        "rule": "on-time",
        "measure": "behind",
        "at_least": "",
        "more_than": "",
        "light": "green",
        "reason": "按时",
        "source": "测试",
        "verified": "U",
    }
    return plain | changed


LATE = row(rule="late", at_least="10", light="red")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "there is no row"),
        ([LATE], "must take every value"),
        ([row(), LATE], "takes all that it could"),
        ([row(rule="a", more_than="5", light="red"), LATE, row()], "takes all"),
        ([LATE, LATE, row()], "stands twice"),
        ([row(rule="a", light="grey", at_least="1"), row()], "grey is for"),
        ([row(rule="a", at_least="1", more_than="2"), row()], "not both"),
        ([row(measure="speed")], "speed"),
        ([row(light="pink")], "pink"),
        ([row(at_least="ten")], "on-time"),
        ([row(reason="{wrong}")], "may name planned"),
    ],
)
def test_light_rules_that_cannot_work_are_refused(
    rows: list[dict[str, str]], told: str
) -> None:
    with pytest.raises(BadInputError, match=told) as error:
        light_rules_of("own", rows)
    assert error.value.code == "light_rules.bad"


def test_own_light_rules_decide_by_their_own_bounds() -> None:
    own = light_rules_of("own", [LATE, row(light="blue")])
    assert work_standing(task(), day(50), own).light is Light.RED
    assert work_standing(task(), day(49), own).light is Light.BLUE


def test_every_state_of_a_task_gets_a_sentence() -> None:
    for state in Progress:
        for percent in (None, Decimal(40)):
            stands = work_standing(
                task(state=state, percent=percent), day(50), YINCHUAN
            )
            assert stands.reason.endswith("。")
            assert "--" not in stands.reason


@pytest.mark.parametrize("convention", ["yinchuan-2025", "guangyuan"])
def test_progress_before_the_planned_start_is_said_as_that(convention: str) -> None:
    early = Work(
        id="W1",
        clause="三",
        title="任务",
        state="in-progress",
        begins_on=date(2026, 3, 1),
        due_on=date(2026, 12, 31),
        percent=Decimal(80),
    )
    rules = light_rules(convention)
    found = work_standing(early, date(2025, 12, 31), rules)
    assert found.reason == "尚未到计划启动时间，已有进度80%。"
    assert (found.planned, found.light) == (0, rules.on_time)
    begun = work_standing(early, date(2026, 3, 1), rules)
    assert begun.reason.startswith("进度80%，序时进度0.33%")
