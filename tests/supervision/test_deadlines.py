"""Days of a case: working days, whose turn it is, what is late, what follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.supervision import (
    Asks,
    CaseAct,
    CaseDays,
    CaseHand,
    CaseState,
    CaseStep,
    CaseUrgency,
    Subject,
    case_moves_from,
    case_urgency,
    check_case,
    reply_day,
    review_day,
    step_after_silence,
    turn_of,
    unsure_days,
)
from dafeng.supervision.checks import CaseDraft
from dafeng.work import work_calendar

MONDAY = date(2026, 11, 2)
ANSWERED = (
    CaseState.REPLIED,
    CaseState.RETURNED,
    CaseState.ACCEPTED,
    CaseState.REVIEWED,
)
"""States that a case which asks for nothing never comes to."""
days = st.dates(date(2024, 1, 1), date(2026, 11, 30))


def test_ten_working_days_leave_the_national_holidays_out() -> None:
    assert reply_day("supervise", date(2025, 9, 30)) == date(2025, 10, 21)
    assert reply_day("commend", MONDAY) is None
    assert review_day("supervise", MONDAY) == date(2026, 11, 9)
    assert review_day("commend", MONDAY) is None


@given(days, st.sampled_from(CaseStep))
def test_an_answer_is_due_on_a_working_day_after_the_issue(
    issued: date, step: CaseStep
) -> None:
    due = reply_day(step, issued)
    if due is not None:
        assert due > issued
        assert work_calendar().works(due)


@given(st.sampled_from(CaseState), st.sampled_from(Asks), days, days)
def test_late_is_who_has_a_turn_whose_day_is_over(
    state: CaseState, asks: Asks, due: date, on: date
) -> None:
    case = CaseDays(state=state, asks=asks, reply_by=due, review_by=due, rectify_by=due)
    turn = turn_of(case)
    late = turn is not None and turn.by is not None and turn.by < on
    assert (case_urgency(case, on) is CaseUrgency.OVERDUE) is late


@given(st.sampled_from(CaseState), st.sampled_from(Asks))
def test_whose_turn_it_is_can_do_what_is_to_be_done(
    state: CaseState, asks: Asks
) -> None:
    turn = turn_of(CaseDays(state=state, asks=asks))
    possible = {move.act for move in case_moves_from(state, asks=asks)}
    walked = asks is Asks.REPLY or state not in ANSWERED
    if turn is not None and walked:
        assert turn.act in possible


def test_the_last_day_is_in_time_and_three_days_before_it_is_near() -> None:
    case = CaseDays(state="received", reply_by=date(2026, 11, 16))
    told = {
        offset: case_urgency(case, date(2026, 11, 16) + timedelta(days=offset)).value
        for offset in (-4, -3, 0, 1)
    }
    assert told == {-4: "later", -3: "soon", 0: "soon", 1: "overdue"}


def test_a_case_that_waits_for_a_signature_is_never_late() -> None:
    case = CaseDays(state="checked", reply_by=date(2026, 11, 2))
    assert case_urgency(case, date(2027, 1, 1)) is CaseUrgency.NONE
    turn = turn_of(case)
    assert turn is not None
    assert (turn.who, turn.act) == (CaseHand.SIGNER, CaseAct.ISSUE)


def test_silence_proposes_the_next_step_only_after_the_last_day() -> None:
    case = CaseDays(state="received", reply_by=date(2026, 11, 16))
    assert step_after_silence("remind", case, date(2026, 11, 16)) is None
    later = date(2026, 11, 17)
    assert step_after_silence("remind", case, later) is CaseStep.SUPERVISE
    replied = CaseDays(state="replied", reply_by=date(2026, 11, 16))
    assert step_after_silence("remind", replied, later) is None
    praised = CaseDays(state="issued", asks=Asks.NOTHING)
    assert step_after_silence("commend", praised, later) is None


def test_a_year_without_a_table_of_holidays_is_said() -> None:
    [found] = unsure_days(date(2031, 1, 2), date(2031, 1, 20))
    assert found.code == "calendar.no_year"
    assert unsure_days(MONDAY, None) == ()


# Drafts -------------------------------------------------------------------------------

WHOLE = {
    "step": "supervise",
    "subjects": (Subject(unit="水务局"),),
    "item": "节水",
    "basis": ("三(一)1 9.2%",),
    "facts": "滞后。",
    "demand": "整改。",
    "reply_by": date(2026, 11, 16),
    "contact": "张同志 88880000",
}


def codes(**facts: object) -> list[str]:
    draft = CaseDraft(**(WHOLE | facts))
    return [one.code for one in check_case(draft, on=MONDAY)]


def test_a_whole_draft_has_no_findings() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"basis": ()}, "case.no_basis"),
        ({"item": " "}, "case.no_item"),
        ({"facts": ""}, "case.no_facts"),
        ({"demand": ""}, "case.no_demand"),
        ({"contact": ""}, "case.no_contact"),
        ({"subjects": ()}, "case.no_unit"),
        ({"reply_by": None}, "case.no_reply_by"),
        ({"reply_by": MONDAY}, "case.reply_past"),
        ({"reply_by": date(2026, 11, 15)}, "case.reply_day_off"),
        ({"step": "interview"}, "case.no_meeting"),
        ({"step": "commend"}, "case.asks_nothing"),
    ],
)
def test_each_thing_that_is_missing_is_said(
    facts: dict[str, object], code: str
) -> None:
    assert codes(**facts) == [code]


def test_only_a_circular_names_several_units_and_then_asks_for_no_answer() -> None:
    two = (Subject(unit="甲", rank=1), Subject(unit="乙", rank=2))
    assert codes(subjects=two) == ["case.one_unit", "case.many_no_reply"]
    assert codes(step="circular", subjects=two) == ["case.many_no_reply"]
    assert codes(step="circular", subjects=two, reply_by=None) == []
    twice = (Subject(unit="甲", rank=0), Subject(unit="甲"))
    assert codes(step="circular", subjects=twice, reply_by=None) == [
        "case.unit_twice",
        "case.rank",
    ]
