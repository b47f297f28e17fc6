"""Days of a case: until when a unit answers and the office reviews, and what is late.

No function knows what day it is: the day is an argument.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from dafeng.supervision.ladder import rung_on
from dafeng.supervision.records import (
    AT_UNIT,
    Asks,
    CaseAct,
    CaseHand,
    CaseState,
    CaseStep,
    DayKind,
)
from dafeng.work import WorkCalendar, work_calendar

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

SOON_DAYS = 3
"""A case's deadline is near from so many days before."""


class CaseUrgency(StrEnum):
    """How the deadline of a case stands to a day."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NONE = "none"
    """Nobody has to do anything by a day."""


@attrs.frozen(kw_only=True)
class CaseDays:
    """A case as its days are reckoned.

    Attributes
    ----------
    state : CaseState
    asks : Asks
    reply_by : date or None
        Last day to answer.
    review_by : date or None
        Last day on which the office looks at the answer.
    rectify_by : date or None
        Last day of what is not done yet in the plan of rectification.
    """

    state: CaseState = attrs.field(converter=CaseState)
    asks: Asks = Asks.REPLY
    reply_by: date | None = None
    review_by: date | None = None
    rectify_by: date | None = None


@attrs.frozen(kw_only=True)
class Turn:
    """Who has to do what by when; ``by`` None is without a day."""

    who: CaseHand
    act: CaseAct
    by: date | None = None

    def urgency(self, on: date, *, soon_days: int = SOON_DAYS) -> CaseUrgency:
        """Say how the turn stands to a day; its last day is still in time."""
        if self.by is None:
            return CaseUrgency.NONE
        if self.by < on:
            return CaseUrgency.OVERDUE
        if self.by <= on + timedelta(days=soon_days):
            return CaseUrgency.SOON
        return CaseUrgency.LATER


def reply_day(
    step: CaseStep | str, issued_on: date, *, calendar: WorkCalendar | None = None
) -> date | None:
    """Return until when a step asks for an answer; None where it asks for nothing.

    The day of issue does not count.

    Examples
    --------
    >>> reply_day("supervise", date(2026, 11, 2))
    datetime.date(2026, 11, 16)
    """
    rung = rung_on(step, issued_on)
    if rung.reply_days is None:
        return None
    if rung.reply_kind is DayKind.CALENDAR:
        return issued_on + timedelta(days=rung.reply_days)
    return (calendar or work_calendar()).after(issued_on, rung.reply_days)


def review_day(
    step: CaseStep | str, replied_on: date, *, calendar: WorkCalendar | None = None
) -> date | None:
    """Return until when the office looks at an answer; working days."""
    days = rung_on(step, replied_on).review_days
    return (
        None if days is None else (calendar or work_calendar()).after(replied_on, days)
    )


def unsure_days(issued_on: date, reply_by: date | None) -> tuple[Finding, ...]:
    """Return a finding for each year whose public holidays are not known yet."""
    return () if reply_by is None else work_calendar().unsure(issued_on, reply_by)


def turn_of(case: CaseDays) -> Turn | None:
    """Say whose turn it is; None once a case has ended."""
    state = case.state
    if state is CaseState.DRAFT:
        return Turn(who=CaseHand.OFFICE, act=CaseAct.CHECK)
    if state is CaseState.CHECKED:
        return Turn(who=CaseHand.SIGNER, act=CaseAct.ISSUE)
    if state is CaseState.ISSUED:
        return Turn(who=CaseHand.UNIT, act=CaseAct.RECEIVE, by=case.reply_by)
    if state is CaseState.RECEIVED and case.asks is Asks.NOTHING:
        return Turn(who=CaseHand.OFFICE, act=CaseAct.CLOSE)
    if state in AT_UNIT:
        return Turn(who=CaseHand.HEAD, act=CaseAct.REPLY, by=case.reply_by)
    if state is CaseState.REPLIED:
        return Turn(who=CaseHand.OFFICE, act=CaseAct.ACCEPT, by=case.review_by)
    if state is CaseState.ACCEPTED:
        return Turn(who=CaseHand.OFFICE, act=CaseAct.REVIEW, by=case.rectify_by)
    if state is CaseState.REVIEWED:
        return Turn(who=CaseHand.OFFICE, act=CaseAct.CLOSE)
    return None


def case_urgency(case: CaseDays, on: date) -> CaseUrgency:
    """Say how the deadline of a case stands to a day.

    Examples
    --------
    >>> late = CaseDays(state="received", reply_by=date(2026, 11, 16))
    >>> case_urgency(late, date(2026, 11, 17)).value
    'overdue'
    """
    turn = turn_of(case)
    return CaseUrgency.NONE if turn is None else turn.urgency(on)


def step_after_silence(
    step: CaseStep | str, case: CaseDays, on: date
) -> CaseStep | None:
    """Return the step that is proposed because no answer came; None while it may."""
    unanswered = case.state in AT_UNIT and case.asks is Asks.REPLY
    if not unanswered or case.reply_by is None or case.reply_by >= on:
        return None
    return rung_on(step, on).follows
