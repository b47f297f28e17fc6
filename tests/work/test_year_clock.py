"""The office's year: rows with validity, and what falls due when."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.work import (
    Actor,
    ClockRule,
    DayRule,
    Opens,
    Recurrence,
    Sureness,
    clock_items,
    clock_rules,
    clock_rules_of,
)

ROW = {
    "code": "one",
    "title_zh": "事项",
    "title_en": "Something",
    "actor": "office",
    "recurrence": "yearly",
    "about": "-1",
    "begins": "01-05",
    "due": "03-31",
    "opens": "nothing",
    "place": "",
    "source": "示例通知",
    "sureness": "U",
    "effective_from": "",
    "effective_to": "",
    "note_zh": "",
    "note_en": "",
}


def items_in(rules: list[ClockRule], year: int) -> list[tuple[str, str]]:
    found = clock_items(rules, date(year, 1, 1), date(year, 12, 31))
    return [(item.key, item.due_on.isoformat()) for item in found]


def test_a_yearly_row_about_the_year_before_falls_due_in_the_year_after() -> None:
    assert items_in(list(clock_rules_of([ROW])), 2026) == [("one@2025", "2026-03-31")]


def test_a_quarterly_row_falls_due_days_after_each_quarter() -> None:
    row = ROW | {"recurrence": "quarterly", "about": "0", "begins": "+1", "due": "+15"}
    assert items_in(list(clock_rules_of([row])), 2026) == [
        ("one@2025Q4", "2026-01-15"),
        ("one@2026Q1", "2026-04-15"),
        ("one@2026Q2", "2026-07-15"),
        ("one@2026Q3", "2026-10-15"),
    ]


def test_a_monthly_row_forty_days_on_has_twelve_turns_in_a_year() -> None:
    row = ROW | {"recurrence": "monthly", "about": "0", "begins": "+1", "due": "+40"}
    found = items_in(list(clock_rules_of([row])), 2026)
    assert len(found) == 12
    assert found[0] == ("one@2025-11", "2026-01-09")


def test_a_half_yearly_row_comes_twice() -> None:
    row = ROW | {
        "recurrence": "half-yearly",
        "about": "0",
        "begins": "+1",
        "due": "+15",
    }
    assert items_in(list(clock_rules_of([row])), 2026) == [
        ("one@2025H2", "2026-01-15"),
        ("one@2026H1", "2026-07-15"),
    ]


def test_a_changed_rule_holds_from_its_day_on_under_the_same_code() -> None:
    old = ROW | {"effective_to": "2025-12-31"}
    new = ROW | {"effective_from": "2026-01-01", "due": "04-30"}
    rules = list(clock_rules_of([old, new]))
    assert items_in(rules, 2025) == [("one@2024", "2025-03-31")]
    assert items_in(rules, 2026) == [("one@2025", "2026-04-30")]


def test_a_row_of_another_place_is_left_out() -> None:
    rules = clock_rules_of([ROW | {"place": "12"}])
    span = date(2026, 1, 1), date(2026, 12, 31)
    assert clock_items(rules, *span, place="310101") == ()
    assert len(clock_items(rules, *span, place="120101")) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due": "13-01"}, "year_clock.day"),
        ({"due": "02-29"}, "year_clock.day"),
        ({"due": "soon"}, "year_clock.day"),
        ({"due": ""}, "year_clock.day"),
        ({"due": "+x"}, "year_clock.day"),
        ({"begins": "04-01"}, "year_clock.bad"),
        ({"recurrence": "monthly"}, "year_clock.bad"),
        ({"recurrence": "once"}, "year_clock.bad"),
        ({"begins": "+1", "due": "+15"}, "year_clock.bad"),
        ({"actor": "nobody"}, "year_clock.bad"),
        ({"about": "5"}, "year_clock.bad"),
        ({"effective_from": "someday"}, "year_clock.bad"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(
    change: dict[str, str], code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        clock_rules_of([ROW | change])
    assert caught.value.code == code


def test_two_rows_of_one_code_may_not_hold_at_the_same_time() -> None:
    with pytest.raises(BadInputError, match="at the same time"):
        clock_rules_of([ROW, ROW | {"effective_from": "2030-01-01"}])


def test_a_missing_column_is_told() -> None:
    row = {name: cell for name, cell in ROW.items() if name != "opens"}
    with pytest.raises(BadInputError, match="opens"):
        clock_rules_of([row])


@pytest.mark.parametrize("text", ["03-31", "+15", "-10", "+0"])
def test_a_day_is_written_as_it_was_read(text: str) -> None:
    assert DayRule.parse(text).text == text


def test_the_packaged_calendar_has_the_days_that_the_law_names() -> None:
    found = dict(items_in(list(clock_rules()), 2026))
    assert found["ets-report@2025"] == "2026-03-31"
    assert found["disclosure@2025"] == "2026-03-15"
    assert found["ets-surrender@2025"] == "2026-12-31"
    assert found["division@2026"] == "2026-03-31"


def test_every_row_of_the_packaged_calendar_names_its_source() -> None:
    for rule in clock_rules():
        assert rule.source
        assert rule.title_en.isascii(), rule.code
        assert rule.sureness in Sureness


def test_a_turn_knows_its_period_and_its_first_day() -> None:
    rule = ClockRule(
        code="meeting",
        title_zh="会议",
        title_en="Meeting",
        actor=Actor.GROUP,
        recurrence=Recurrence.HALF_YEARLY,
        begins=DayRule.parse("-10"),
        due=DayRule.parse("+20"),
        opens=Opens.DECISION,
        source="示例规则",
        sureness=Sureness.UNCONFIRMED,
    )
    item = rule.on(Period.half(2026, 1))
    assert (item.begins_on, item.due_on) == (date(2026, 6, 20), date(2026, 7, 20))
    assert item.key == "meeting@2026H1"
