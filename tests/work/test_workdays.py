"""Working days: weekdays, less holidays, plus make-up days, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.work import work_calendar
from dafeng.work.workdays import calendar_of

CALENDAR = work_calendar()


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Tue 30 Sep 2025; off 1 to 8 October; Thu 9, Fri 10, and Sat 11 made up.
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date(2025, 9, 30), 4, date(2025, 10, 13)),
        # Sat 14 Feb 2026 is made up; off 15 to 23 February; Tue 24.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        # Off Sat 4 to Mon 6 April 2026.
        (date(2026, 4, 3), 1, date(2026, 4, 7)),
        # A plain week; the start may be a Sunday.
        (date(2025, 3, 9), 5, date(2025, 3, 14)),
    ],
)
def test_days_count_past_holidays_and_make_up_days(
    start: date, days: int, end: date
) -> None:
    assert CALENDAR.after(start, days) == end


def test_thirty_working_days_over_the_may_holiday_of_2026() -> None:
    # From Thu 23 April: 24, 27 to 30 April (5); off 1 to 5 May; 6, 7, 8 and Sat 9 (9);
    # 11 to 15 (14), 18 to 22 (19), 25 to 29 May (24); 1 to 5 June (29); Mon 8 (30).
    assert CALENDAR.after(date(2026, 4, 23), 30) == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("year", "worked"),
    [
        # All days less 104 weekend days and the public holidays of the year
        # (11 until 2024, 13 from 2025 on): 366 - 104 - 11; 365 - 104 - 13.
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ],
)
def test_a_year_has_as_many_working_days_as_the_law_leaves(
    year: int, worked: int
) -> None:
    assert CALENDAR.between(date(year - 1, 12, 31), date(year, 12, 31)) == worked


@given(st.dates(date(2023, 6, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_counting_back_what_was_counted_forth_gives_the_days(
    start: date, days: int
) -> None:
    end = CALENDAR.after(start, days)
    assert CALENDAR.works(end)
    assert CALENDAR.between(start, end) == days


def test_a_year_without_a_table_counts_weekdays_and_says_so() -> None:
    assert CALENDAR.after(date(2031, 4, 30), 1) == date(2031, 5, 1)
    (finding,) = CALENDAR.unsure(date(2026, 12, 20), date(2027, 1, 20))
    assert (finding.code, finding.place) == ("calendar.no_year", "2027")
    assert CALENDAR.unsure(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_no_time_to_answer_is_refused() -> None:
    with pytest.raises(BadInputError, match="1 or more"):
        CALENDAR.after(date(2026, 1, 5), 0)


def row(first: str, last: str, kind: str = "holiday") -> dict[str, str]:
    return {"first": first, "last": last, "kind": kind}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row("2027-01-01", "2027-01-03", "off")], "none of holiday, workday"),
        ([row("2027-01-32", "2027-02-01")], "must be days"),
        ([row("2027-01-03", "2027-01-01")], "no span"),
        ([row("2026-12-31", "2027-01-01")], "within one year"),
        ([row("2027-01-04", "2027-01-04", "workday")], "is a weekday"),
        ([row("2027-01-01", "2027-01-02")] * 2, "line 3: 2027-01-01 stands"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(
    rows: list[dict[str, str]], told: str
) -> None:
    with pytest.raises(BadInputError, match=told) as error:
        calendar_of(rows)
    assert error.value.code == "workdays.bad"


def test_every_weekday_off_is_in_the_table_of_its_year() -> None:
    assert CALENDAR.years == (2024, 2025, 2026)
    assert all(day.weekday() > 4 for day in CALENDAR.workdays)
    assert not CALENDAR.holidays & CALENDAR.workdays
    new_year = date(2026, 1, 1)
    assert not any(CALENDAR.works(new_year + timedelta(days=n)) for n in range(3))
