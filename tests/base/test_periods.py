"""Periods tile time and read back what they print."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind

years = st.integers(1970, 2100)
periods = st.one_of(
    st.builds(Period.year, years),
    st.builds(Period.half, years, st.integers(1, 2)),
    st.builds(Period.quarter, years, st.integers(1, 4)),
    st.builds(Period.month, years, st.integers(1, 12)),
    st.builds(Period.five_year_plan, st.integers(4, 40)),
)


@given(periods)
def test_code_and_chinese_name_are_read_back(period: Period):
    assert Period.parse(period.code) == period
    assert Period.parse(period.name_zh) == period
    assert str(period) == period.code


@given(periods)
def test_neighbours_leave_no_day_between(period: Period):
    assert period.next().start == period.end + timedelta(days=1)
    assert period.next().previous() == period
    assert period.previous() < period < period.next()


@given(periods, st.sampled_from(PeriodKind))
def test_children_fill_their_parent_without_gap_or_overlap(
    period: Period, kind: PeriodKind
):
    assume(kind < period.kind)
    children = period.children(kind)
    assert len(children) == period.kind // kind
    assert children[0].start == period.start
    assert children[-1].end == period.end
    assert all(a.next() == b for a, b in zip(children, children[1:], strict=False))
    assert all(period.contains(child) for child in children)


@given(periods)
def test_a_period_contains_its_first_and_last_day_and_no_other_beside(period: Period):
    day = timedelta(days=1)
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert not period.contains(period.start - day)
    assert not period.contains(period.end + day)
    assert period.contains(period)
    assert not period.contains(period.next())


@given(periods, periods)
def test_containing_is_the_same_by_days_and_by_periods(one: Period, other: Period):
    both = one.contains(other.start) and one.contains(other.end)
    assert one.contains(other) is both


@given(st.lists(periods, max_size=6))
def test_periods_sort_by_first_day_and_longer_first(some: list[Period]):
    order = [(p.start, -p.kind) for p in sorted(some)]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025", "2025"),
        ("2025年", "2025"),
        ("２０２５年", "2025"),
        ("2025年底", "2025"),
        ("2025年末", "2025"),
        ("2025-06", "2025-06"),
        ("2025年6月", "2025-06"),
        ("2025年12月底", "2025-12"),
        ("2025Q2", "2025Q2"),
        ("2025年二季度", "2025Q2"),
        ("2025年第3季度", "2025Q3"),
        ("2025H1", "2025H1"),
        ("2025年下半年", "2025H2"),
        ("十四五", "FYP14"),
        ("“十四五”时期", "FYP14"),
        ("「十五五」期间", "FYP15"),
        ("“十五五”末", "2030"),
        ("“十四五”期末", "2025"),
        ("九五", "FYP09"),
        ("FYP14", "FYP14"),
    ],
)
def test_wordings_of_plans_are_read(text: str, code: str):
    assert Period.parse(text).code == code


def test_the_fourteenth_plan_runs_from_2021_to_2025():
    plan = Period.five_year_plan(14)
    assert (plan.start, plan.end) == (date(2021, 1, 1), date(2025, 12, 31))
    assert plan.number == 14
    assert [year.code for year in plan.children(PeriodKind.YEAR)] == [
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-13", "2025Q5", "2025年13月", "近期", "五", "二五", "2025H3"],
)
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(BadInputError):
        Period.parse(text)


def test_impossible_parts_are_refused():
    with pytest.raises(BadInputError, match="not number 5"):
        Period.quarter(2025, 5)
    with pytest.raises(BadInputError, match="regular from the 3rd"):
        Period.five_year_plan(2)
    with pytest.raises(BadInputError, match="cannot start in month"):
        Period(PeriodKind.QUARTER, 12 * 2025 + 1)
    with pytest.raises(BadInputError, match="no parts"):
        Period.month(2025, 6).children(PeriodKind.QUARTER)


@given(st.text(max_size=10))
def test_any_text_is_a_period_or_a_clear_refusal(text: str):
    with contextlib.suppress(BadInputError):
        period = Period.parse(text)
        assert Period.parse(period.code) == period
