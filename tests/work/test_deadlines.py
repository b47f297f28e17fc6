"""Deadlines on a frozen day against a list made by hand; turns of recurring tasks."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.work import (
    Recurrence,
    TaskState,
    Urgency,
    due_soon,
    next_due,
    overdue,
    urgency,
)

TODAY = date(2026, 3, 31)


@attrs.frozen
class Job:
    name: str
    state: str
    due_on: date


# Each with what a clerk would say about it on 31 March 2026.
JOBS = [
    Job("late and running", "in-progress", date(2026, 3, 30)),
    Job("late and never accepted", "assigned", date(2025, 12, 31)),
    Job("late and returned", "returned", date(2026, 3, 1)),
    Job("extended to a day that is over too", "extended", date(2026, 3, 15)),
    Job("due today", "accepted", date(2026, 3, 31)),
    Job("due in a week", "in-progress", date(2026, 4, 7)),
    Job("due in eight days", "in-progress", date(2026, 4, 8)),
    Job("handed in late, waits for the office", "submitted", date(2026, 3, 1)),
    Job("verified", "verified", date(2026, 3, 1)),
    Job("closed", "closed", date(2026, 3, 1)),
    Job("suspended", "suspended", date(2026, 3, 1)),
    Job("cancelled", "cancelled", date(2026, 3, 1)),
    Job("never given out", "draft", date(2026, 3, 1)),
]


def test_what_is_overdue_equals_the_hand_list() -> None:
    assert [job.name for job in overdue(JOBS, TODAY)] == [
        "late and running",
        "late and never accepted",
        "late and returned",
        "extended to a day that is over too",
    ]


def test_what_is_due_soon_equals_the_hand_list() -> None:
    assert [job.name for job in due_soon(JOBS, TODAY)] == ["due today", "due in a week"]
    wide = due_soon(JOBS, TODAY, soon_days=8)
    assert [job.name for job in wide][-1] == "due in eight days"


@given(st.sampled_from(TaskState), st.dates(), st.dates())
def test_nothing_is_overdue_and_due_soon_at_once(
    state: TaskState, due_on: date, on: date
) -> None:
    job = [Job("one", state.value, due_on)]
    assert not (overdue(job, on) and due_soon(job, on))


@given(st.sampled_from(TaskState), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_last_day_is_in_time(state: TaskState, day: date) -> None:
    assert urgency(state, day, day) in (Urgency.SOON, Urgency.NONE)


@pytest.mark.parametrize(
    ("first", "recurrence", "after", "due"),
    [
        # Monthly on the 31st: the last day of shorter months, the 31st again after.
        (date(2025, 1, 31), "monthly", date(2025, 1, 31), date(2025, 2, 28)),
        (date(2025, 1, 31), "monthly", date(2025, 2, 28), date(2025, 3, 31)),
        (date(2024, 1, 31), "monthly", date(2024, 2, 1), date(2024, 2, 29)),
        (date(2025, 3, 31), "quarterly", date(2025, 6, 30), date(2025, 9, 30)),
        (date(2025, 6, 30), "half-yearly", date(2025, 7, 1), date(2025, 12, 30)),
        (date(2024, 2, 29), "yearly", date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 29), "yearly", date(2027, 3, 1), date(2028, 2, 29)),
        # A day before the first is answered with the first.
        (date(2025, 3, 31), "quarterly", date(2024, 5, 1), date(2025, 3, 31)),
    ],
)
def test_the_next_turn_is_counted_from_the_first_day(
    first: date, recurrence: str, after: date, due: date
) -> None:
    assert next_due(first, Recurrence(recurrence), after=after) == due


@given(
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.sampled_from([r for r in Recurrence if r is not Recurrence.ONCE]),
    st.integers(-500, 5000),
)
def test_the_next_turn_lies_after_the_day_and_no_turn_between(
    first: date, recurrence: Recurrence, days: int
) -> None:
    after = date.fromordinal(first.toordinal() + days)
    due = next_due(first, recurrence, after=after)
    assert due > after or due == first
    assert due >= first
    again = next_due(first, recurrence, after=date.fromordinal(due.toordinal() - 1))
    assert again == due


def test_what_comes_once_has_no_next_turn() -> None:
    with pytest.raises(BadInputError, match="no next due day") as error:
        next_due(TODAY, Recurrence.ONCE, after=TODAY)
    assert error.value.code == "task.not_recurring"
