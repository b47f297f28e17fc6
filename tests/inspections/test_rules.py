"""Risk points, quotas and dates by the rows of the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.inspections import (
    NoticeForm,
    Severity,
    class_quotas,
    follow_up_dates,
    least_quota,
    next_recheck,
    risk_parts,
    risk_points,
    rules_of,
    rules_on,
)
from dafeng.inspections.rules import TABLES
from tests.inspections.building import ON, found, mixed, subject

RULES = rules_on(ON)


def points(**facts: object) -> int:
    return risk_points(subject(1, **facts), RULES, on=ON)  # type: ignore[arg-type]


def test_points_add_up_from_the_rows() -> None:
    """1 for everybody, 1 for 6000 tce, 3 for never looked at."""
    assert points() == 5
    parts = risk_parts(subject(1), RULES, on=ON)
    assert [(one.rule.kind, one.points) for one in parts] == [
        ("base", 1),
        ("energy", 1),
        ("since-never", 3),
    ]


def test_of_a_scale_only_the_highest_step_counts() -> None:
    assert points(energy=60_000) == 1 + 4 + 3
    assert points(looked_on=date(2024, 2, 1)) == 1 + 1 + 2


def test_unknown_energy_is_neither_small_nor_zero() -> None:
    assert points(energy=None) > points(energy=0)


def test_findings_count_up_to_the_cap_and_within_the_look_back() -> None:
    grave = (found(Severity.GRAVE), found(Severity.GRAVE), found(Severity.MINOR))
    assert points(past=grave) == points() + RULES.finding_cap
    old = (found(Severity.GRAVE, date(2022, 1, 1)),)
    assert points(past=old) == points()


def test_what_is_still_open_counts_however_old() -> None:
    old = (found(Severity.MINOR, date(2020, 1, 1), still_open=True),)
    assert points(past=old) == points() + 2


def test_what_came_after_the_day_does_not_count() -> None:
    later = date(2026, 5, 1)
    assert points(past=(found(Severity.GRAVE, later),), looked_on=later) == points()


@given(st.integers(least_quota(mixed(), RULES), 60))
def test_parts_of_a_quota_add_up_to_it(quota: int) -> None:
    parts = class_quotas(mixed(), RULES, quota=quota)
    assert sum(one.quota for one in parts) == quota
    assert all(one.floor <= one.quota <= one.eligible for one in parts)
    assert all(
        one.by_chance >= RULES.random_share * one.quota > one.by_chance - 1
        for one in parts
    )


def test_the_least_quota_is_the_sum_of_the_floors() -> None:
    least = least_quota(mixed(), RULES)
    parts = class_quotas(mixed(), RULES, quota=least)
    assert all(one.quota == one.floor for one in parts)


def test_dates_follow_the_severity_and_skip_days_off() -> None:
    """30 days after 2026-04-08 is Friday 8 May; 10 days later Monday 18 May."""
    dates = follow_up_dates(Severity.SERIOUS, RULES, found_on=date(2026, 4, 8))
    assert dates.notice is NoticeForm.ORDER
    assert dates.due_on == date(2026, 5, 8)
    assert dates.recheck_on == date(2026, 5, 18)
    weekend = follow_up_dates(Severity.GRAVE, RULES, found_on=date(2026, 5, 9))
    assert weekend.due_on == date(2026, 5, 25)


def test_a_term_that_somebody_set_is_kept() -> None:
    dates = follow_up_dates(
        Severity.MINOR, RULES, found_on=date(2026, 4, 8), due_on=date(2026, 6, 30)
    )
    assert dates.due_on == date(2026, 6, 30)
    assert dates.recheck_on == date(2026, 7, 15)
    assert dates.notice is NoticeForm.OPINION


def test_what_is_not_put_right_is_looked_at_again() -> None:
    assert next_recheck(Severity.GRAVE, RULES, looked_on=date(2026, 5, 26)) == date(
        2026, 6, 5
    )


def test_the_same_rows_are_the_same_edition() -> None:
    assert rules_on(date(2026, 3, 2)).edition == rules_on(date(2026, 9, 1)).edition
    tables = {name: list(packaged_rows("dafeng.inspections", name)) for name in TABLES}
    tables["draw.csv"][0]["value"] = "0.5"
    changed = rules_of(tables, ON)
    assert changed.edition != RULES.edition
    assert changed.random_share == Decimal("0.5")


def test_a_rule_without_a_row_for_the_day_is_said() -> None:
    with pytest.raises(NotFoundError) as caught:
        rules_on(date(2010, 1, 1))
    assert caught.value.code == "rules.none"


def test_every_row_has_source_mark_and_validity() -> None:
    for name in TABLES:
        for row in packaged_rows("dafeng.inspections", name):
            assert row["source"]
            assert row["verified"] in {"V", "S", "U"}
            assert {"effective_from", "effective_to"} <= set(row)
