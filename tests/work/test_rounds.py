"""Which period a round is about, and from when until when it is open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.work import (
    Recurrence,
    ReportAct,
    ReportHand,
    ReportState,
    periods_to_report,
    report_move,
    report_moves,
    report_moves_from,
    report_period,
    round_days,
    round_rules,
)

ROUNDS = [r for r in Recurrence if r is not Recurrence.ONCE]
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("frequency", "period", "opens", "due"),
    [
        (Recurrence.MONTHLY, "2026-10", date(2026, 11, 1), date(2026, 11, 10)),
        (Recurrence.QUARTERLY, "2026Q3", date(2026, 10, 1), date(2026, 10, 15)),
        (Recurrence.HALF_YEARLY, "2026H1", date(2026, 7, 1), date(2026, 7, 20)),
        (Recurrence.YEARLY, "2026", date(2027, 1, 1), date(2027, 1, 31)),
        (Recurrence.MONTHLY, "2026-12", date(2027, 1, 1), date(2027, 1, 10)),
    ],
)
def test_a_round_opens_after_its_period_and_is_due_by_rule(
    frequency: Recurrence, period: str, opens: date, due: date
) -> None:
    days = round_days(frequency, Period.parse(period))
    assert (days.opens_on, days.due_on) == (opens, due)
    assert days.rule.verified == "U"
    assert days.rule.source


def test_every_frequency_has_a_rule_that_holds_today() -> None:
    assert {rule.frequency for rule in round_rules()} == set(ROUNDS)


def test_a_period_of_another_length_is_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        round_days(Recurrence.MONTHLY, Period.parse("2026Q3"))
    assert caught.value.code == "round.period"


def test_what_comes_once_has_no_round() -> None:
    with pytest.raises(BadInputError) as caught:
        report_period(Recurrence.ONCE, date(2026, 11, 30))
    assert caught.value.code == "round.once"


@given(frequency=st.sampled_from(ROUNDS), day=DAYS)
def test_one_reports_on_the_last_whole_period(frequency: Recurrence, day: date) -> None:
    period = report_period(frequency, day)
    assert period.end < day
    assert period.next().end >= day
    days = round_days(frequency, period)
    assert period.end < days.opens_on <= days.due_on
    assert days.opens_on - period.end == timedelta(days=1)


def test_periods_to_choose_from_go_back_without_a_gap() -> None:
    found = periods_to_report(Recurrence.QUARTERLY, date(2026, 11, 30), 4)
    assert [one.code for one in found] == ["2026Q3", "2026Q2", "2026Q1", "2025Q4"]


# Who does what with a report ----------------------------------------------------------


def test_every_state_leads_somewhere_and_every_act_is_somebodys() -> None:
    assert {move.before for move in report_moves()} == set(ReportState)
    assert {move.act for move in report_moves()} == set(ReportAct)
    pairs = [(move.act, move.before) for move in report_moves()]
    assert len(pairs) == len(set(pairs))


def test_only_the_verifier_makes_a_report_verified() -> None:
    into = [m for m in report_moves() if m.after is ReportState.VERIFIED]
    assert [(m.before, m.who) for m in into] == [
        (ReportState.CONFIRMED, ReportHand.VERIFIER)
    ]


def test_the_head_returns_before_and_the_office_after_confirming() -> None:
    before = report_move(ReportState.SUBMITTED, ReportAct.RETURN)
    after = report_move(ReportState.CONFIRMED, ReportAct.RETURN)
    assert (before.who, after.who) == (ReportHand.HEAD, ReportHand.VERIFIER)


def test_an_impossible_act_names_what_is_possible() -> None:
    with pytest.raises(BadInputError, match="return, verify") as caught:
        report_move(ReportState.CONFIRMED, ReportAct.RECALL)
    assert caught.value.code == "report.move"
    assert len(report_moves_from(ReportState.CONFIRMED)) == 2
