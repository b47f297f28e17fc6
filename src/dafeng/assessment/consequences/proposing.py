"""Which steps the rules propose: facts in, proposals out, nothing sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.consequences.happenings import Happening, happenings
from dafeng.assessment.consequences.records import About, ConsequenceRule
from dafeng.assessment.consequences.rules import ConsequenceRules, consequence_rules
from dafeng.assessment.consequences.scene import Scene
from dafeng.assessment.consequences.wording import day_words
from dafeng.assessment.records import (
    Case,
    Notice,
    Proposal,
    Standing,
    Step,
    UnitScore,
    WorkStanding,
)
from dafeng.work import WorkCalendar, work_calendar

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

_LADDER = (Step.COMMEND, Step.REMIND, Step.SUPERVISE, Step.CIRCULAR, Step.INTERVIEW)
_ACCUSES = frozenset({Step.SUPERVISE, Step.CIRCULAR, Step.INTERVIEW})
_BLAMES = frozenset({Step.CIRCULAR, Step.INTERVIEW})
"""Who is named in a circular or called in is not commended."""
_DIGITS = 16


@attrs.frozen(kw_only=True)
class Book:
    """The tables that proposals are made by.

    Attributes
    ----------
    rules : ConsequenceRules
    calendar : WorkCalendar
    """

    rules: ConsequenceRules = attrs.Factory(consequence_rules)
    calendar: WorkCalendar = attrs.Factory(work_calendar)


def propose(
    case: Case,
    standings: Sequence[Standing],
    works: Sequence[WorkStanding],
    scores: Sequence[UnitScore],
    book: Book | None = None,
) -> tuple[Proposal, ...]:
    """Return what the rules propose; a person decides about each.

    Each unit gets at most one proposal about a subject: the strongest; of two alike
    the rule that stands first in the table. What is not known leads to a reminder at
    most, an exempted subject to nothing, and a grade that is bad only because figures
    are missing accuses nobody. Who is named in a circular or called in for an interview
    is not commended. While a letter about the same unit and subject waits for its
    answer, no step is proposed that is not stronger: see :func:`awaiting`.

    Parameters
    ----------
    case : Case
        Its ``notices`` are what went out before.
    standings, works, scores : sequence
        The results of the case.
    book : Book, optional
        Default the packaged rules and calendar.

    Returns
    -------
    tuple of Proposal
        Strongest first, then by unit and subject; the order of the input is nothing.
    """
    found = _carried(case, standings, works, scores, book or Book())
    return tuple(one for one in found if not _waits(case, one))


def awaiting(
    case: Case,
    standings: Sequence[Standing],
    works: Sequence[WorkStanding],
    scores: Sequence[UnitScore],
    book: Book | None = None,
) -> tuple[Proposal, ...]:
    """Return what the result carries and a letter that still runs says already.

    Such a step is not proposed again; one that was confirmed is not taken back either.
    Parameters as in :func:`propose`.
    """
    found = _carried(case, standings, works, scores, book or Book())
    return tuple(one for one in found if _waits(case, one))


def _carried(
    case: Case,
    standings: Sequence[Standing],
    works: Sequence[WorkStanding],
    scores: Sequence[UnitScore],
    book: Book,
) -> tuple[Proposal, ...]:
    scene = Scene(case=case, standings=standings, works=works, scores=scores)
    rules = book.rules.on(case.as_of, case.scheme)
    best: dict[tuple[str, str], tuple[tuple[int, int, str], Proposal]] = {}
    for happening in happenings(scene):
        repeats = _repeats(case, happening)
        for order, rule in enumerate(rules):
            if not applies(rule, happening, repeats):
                continue
            made = _proposal(rule, happening, case, book.calendar)
            weight = (-_LADDER.index(rule.step), order, made.facts)
            at = (made.unit, made.subject)
            if at not in best or weight < best[at][0]:
                best[at] = (weight, made)
    found = _without_praise_for_the_blamed([made for _, made in best.values()])
    return tuple(sorted(found, key=_strongest_first))


def _waits(case: Case, made: Proposal) -> bool:
    """Whether a letter that is as strong is out, and its time to answer still runs."""
    return any(
        (one.unit, one.subject) == (made.unit, made.subject)
        and one.issued_on <= case.as_of
        and one.reply_by is not None
        and one.reply_by >= case.as_of
        and _LADDER.index(one.step) >= _LADDER.index(made.step)
        for one in case.notices
    )


def _without_praise_for_the_blamed(found: Sequence[Proposal]) -> Iterator[Proposal]:
    blamed = {one.unit for one in found if one.step in _BLAMES}
    for one in found:
        if one.step is not Step.COMMEND or one.unit not in blamed:
            yield one


def _strongest_first(made: Proposal) -> tuple[int, str, str]:
    return -_LADDER.index(made.step), made.unit, made.subject


def _repeats(case: Case, happening: Happening) -> tuple[Notice, ...]:
    """Letters about the same thing, with the time to answer over.

    One that still runs is no repeat: it is what this fact led to already.
    """
    return tuple(
        one
        for one in case.notices
        if (one.unit, one.subject) == (happening.unit, happening.subject)
        and one.step is not Step.COMMEND
        and (one.reply_by or one.issued_on) < case.as_of
    )


def applies(
    rule: ConsequenceRule, happening: Happening, before: Sequence[Notice] = ()
) -> bool:
    """Whether all conditions of a rule hold for what happened.

    Parameters
    ----------
    rule : ConsequenceRule
    happening : Happening
    before : sequence of Notice
        Letters that went to the unit about the subject, their time to answer over.
    """
    return (
        rule.about is happening.about
        and (not rule.parts or happening.part in rule.parts)
        and (not rule.light_rules or happening.light_rules in rule.light_rules)
        and (not rule.lights or happening.light in rule.lights)
        and (not rule.softness or happening.softness in rule.softness)
        and (not rule.settled or happening.settled is (rule.settled == "yes"))
        and (not rule.falsified or happening.falsified)
        and happening.achieved >= rule.achieved
        and not (rule.led_lights_spared & happening.led_lights)
        and happening.overdue_days >= rule.overdue_days
        and _in_state(rule, happening)
        and _graded(rule, happening)
        and _said_before(rule, happening, before)
    )


def _in_state(rule: ConsequenceRule, happening: Happening) -> bool:
    if not rule.states:
        return True
    if rule.about is About.UNIT:
        return bool(rule.states & happening.states)
    return happening.state in rule.states


def _graded(rule: ConsequenceRule, happening: Happening) -> bool:
    """Whether the grade is meant; to accuse, also if all unknown turned out well."""
    if not rule.grades:
        return True
    sure = rule.step not in _ACCUSES or happening.best in rule.grades
    return sure and happening.grade in rule.grades


def _said_before(
    rule: ConsequenceRule, happening: Happening, before: Sequence[Notice]
) -> bool:
    if rule.about is About.NOTICE:
        return not rule.earlier_steps or happening.step in rule.earlier_steps
    like = [
        one
        for one in before
        if not rule.earlier_steps or one.step in rule.earlier_steps
    ]
    return len(like) >= rule.repeats


def _proposal(
    rule: ConsequenceRule, happening: Happening, case: Case, calendar: WorkCalendar
) -> Proposal:
    reply_by = _reply_by(rule, case.as_of, calendar)
    return Proposal(
        id=proposal_id(rule.id, happening.unit, happening.subject, case.period),
        step=rule.step,
        unit=happening.unit,
        subject=happening.subject,
        rule=rule.id,
        clause=happening.clause,
        facts=happening.facts,
        figure=happening.figure,
        demand=rule.demand.format(reply_by=day_words(reply_by) if reply_by else ""),
        reply_by=reply_by,
    )


def _reply_by(
    rule: ConsequenceRule, as_of: date, calendar: WorkCalendar
) -> date | None:
    if rule.reply_days is None:
        return None
    if rule.working_days == "working":
        return calendar.after(as_of, rule.reply_days)
    return as_of + timedelta(days=rule.reply_days)


def proposal_id(rule: str, unit: str, subject: str, period: str) -> str:
    """Return the id that stays while rule, unit, subject and period do."""
    text = "\n".join((rule, unit, subject, period))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def unsure_dates(
    proposals: Iterable[Proposal], as_of: date, book: Book | None = None
) -> tuple[Finding, ...]:
    """Return findings about reply dates that fall into a year without holidays' table.

    Parameters
    ----------
    proposals : iterable of Proposal
    as_of : date
        The day from which the days were counted.
    book : Book, optional
    """
    book = book or Book()
    counted = {rule.id for rule in book.rules if rule.working_days == "working"}
    ends = [one.reply_by for one in proposals if one.rule in counted and one.reply_by]
    return book.calendar.unsure(as_of, max(ends)) if ends else ()
