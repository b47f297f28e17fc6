"""The next step that the ladder proposes for each of many cases, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import attrs

from dafeng.supervision.deadlines import CaseDays, step_after_silence
from dafeng.supervision.ladder import rung_on
from dafeng.supervision.records import AT_UNIT, ENDED, Asks, CaseState, CaseStep


class Why(StrEnum):
    """Why a step is proposed, or why none is."""

    SILENT = "silent"
    """No answer came in time: the ladder's next step."""
    TOP = "top"
    """No answer came in time, and the ladder has no further step."""
    IN_TIME = "in-time"
    """The unit may still answer."""
    NO_TERM = "no-term"
    """An answer is asked for, but no day was set."""
    ANSWERED = "answered"
    """It is the office's turn: the answer is there."""
    UNSIGNED = "unsigned"
    """It was not issued yet."""
    NOTHING_ASKED = "nothing-asked"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class LadderCase:
    """A case as the ladder sees it; ``name`` is how its owner knows it."""

    name: str = attrs.field(validator=attrs.validators.min_len(1))
    step: CaseStep = attrs.field(converter=CaseStep)
    days: CaseDays


@attrs.frozen(kw_only=True)
class ProposedStep:
    """What the ladder proposes for a case; ``step`` None is nothing.

    Attributes
    ----------
    source, verified : str
        Row of the ladder that says so, with its mark; empty where no row is asked.
    """

    case: LadderCase
    why: Why
    step: CaseStep | None = None
    source: str = ""
    verified: str = ""


def steps_proposed(
    cases: Iterable[LadderCase], *, on: date
) -> tuple[ProposedStep, ...]:
    """Say for each case, in the order given, what the ladder proposes on a day.

    Examples
    --------
    >>> days = CaseDays(state="received", reply_by=date(2026, 11, 16))
    >>> one = LadderCase(name="3号", step="remind", days=days)
    >>> (made,) = steps_proposed([one], on=date(2026, 11, 17))
    >>> made.step.value, made.why.value
    ('supervise', 'silent')
    """
    return tuple(_proposed(case, on) for case in cases)


def _proposed(case: LadderCase, on: date) -> ProposedStep:
    why = _why(case.days, on)
    if why is not Why.SILENT:
        return ProposedStep(case=case, why=why)
    rung = rung_on(case.step, on)
    step = step_after_silence(case.step, case.days, on)
    return ProposedStep(
        case=case,
        why=Why.SILENT if step is not None else Why.TOP,
        step=step,
        source=rung.source,
        verified=rung.verified,
    )


def _why(days: CaseDays, on: date) -> Why:
    if days.state in ENDED:
        return Why.ENDED
    if days.state in (CaseState.DRAFT, CaseState.CHECKED):
        return Why.UNSIGNED
    if days.asks is Asks.NOTHING:
        return Why.NOTHING_ASKED
    if days.state not in AT_UNIT:
        return Why.ANSWERED
    if days.reply_by is None:
        return Why.NO_TERM
    return Why.SILENT if days.reply_by < on else Why.IN_TIME
