"""Steps out of order are found and named; steps in order are left alone."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.findings import Severity, has_errors
from dafeng.work import Milestone, check_milestones, steps_done

TODAY, DEADLINE = date(2026, 6, 30), date(2026, 12, 31)


def step(order: int, month: int, done: date | None = None) -> Milestone:
    return Milestone(
        order=order, title=f"步骤{order}", due_on=date(2026, month, 28), done_on=done
    )


def codes(*steps: Milestone) -> list[tuple[str, str]]:
    found = check_milestones(steps, due_on=DEADLINE, on=TODAY)
    return [(one.code, one.place) for one in found]


def test_steps_in_order_are_left_alone() -> None:
    done = date(2026, 3, 1)
    assert codes(step(1, 3, done), step(2, 6), step(3, 9)) == []


def test_a_step_due_before_the_one_before_it_is_found() -> None:
    assert codes(step(1, 6), step(2, 3)) == [("milestone.order", "步骤2")]


def test_the_order_is_that_of_the_steps_not_of_the_list() -> None:
    assert codes(step(2, 6), step(1, 3)) == []


def test_a_step_after_the_deadline_is_found() -> None:
    late = Milestone(order=1, title="验收", due_on=DEADLINE + timedelta(days=1))
    assert codes(late) == [("milestone.after_deadline", "验收")]


def test_a_step_done_before_an_earlier_one_is_found() -> None:
    done = date(2026, 6, 1)
    assert codes(step(1, 3), step(2, 6, done)) == [("milestone.skipped", "步骤2")]


def test_a_step_done_tomorrow_is_an_error() -> None:
    tomorrow = TODAY + timedelta(days=1)
    found = check_milestones([step(1, 3, tomorrow)], due_on=DEADLINE, on=TODAY)
    assert has_errors(found)
    assert found[0].code == "milestone.future"
    assert found[0].severity is Severity.ERROR
    assert steps_done([step(1, 3, tomorrow)], TODAY) == 0


@given(st.lists(st.integers(1, 300), max_size=8))
def test_ascending_steps_done_from_the_front_are_never_doubted(gaps: list[int]) -> None:
    day, steps = date(2024, 1, 1), []
    for order, gap in enumerate(gaps, start=1):
        day += timedelta(days=gap)
        done = day if order <= len(gaps) // 2 else None
        steps.append(Milestone(order=order, title="步", due_on=day, done_on=done))
    assert check_milestones(steps, due_on=day, on=day) == ()
    assert steps_done(steps, day) == len(gaps) // 2
