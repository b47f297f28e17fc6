"""A second breach of the same rule within the look-back is a repeated one."""

from __future__ import annotations

from datetime import date

from dafeng.inspections import Breach, earlier_breaches, rules_on

NOW = date(2026, 5, 18)
RULES = rules_on(NOW)


def breach(on: date, rule: str = "《办法》第十条", name: str = "a") -> Breach:
    return Breach(id=name, rule=rule, found_on=on)


def earlier(*past: Breach) -> list[date]:
    found = earlier_breaches(breach(NOW, name="now"), past, RULES)
    return [one.found_on for one in found]


def test_the_same_rule_counts_however_it_is_written() -> None:
    first = breach(date(2025, 4, 1), "办法 第十条")
    second = breach(date(2026, 1, 9), "“办法”第十条", "b")
    assert earlier(second, first) == [date(2025, 4, 1), date(2026, 1, 9)]


def test_another_rule_and_a_rule_that_nobody_cited_do_not_count() -> None:
    assert earlier(breach(date(2025, 4, 1), "《办法》第十一条")) == []
    nothing = breach(NOW, " ", "now")
    assert earlier_breaches(nothing, [breach(date(2025, 4, 1), "")], RULES) == ()


def test_what_is_older_than_the_look_back_is_forgotten() -> None:
    """36 months to the day: the day before still counts."""
    assert earlier(breach(date(2023, 5, 18))) == []
    assert earlier(breach(date(2023, 5, 19))) == [date(2023, 5, 19)]


def test_the_same_visit_and_later_ones_are_not_earlier() -> None:
    assert earlier(breach(NOW), breach(date(2026, 6, 1))) == []
