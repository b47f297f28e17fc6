"""Whether approvals are still good: lapse without a start, term, and what is missing.

An energy review lapses when building has not begun within two years; acceptance is due
six months after the trial run began. Rules are rows with validity (``data/``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.findings import Finding, Severity
from dafeng.base.tables import packaged_rows
from dafeng.projects.months import months_later
from dafeng.projects.records import (
    Approval,
    ApprovalKind,
    Project,
    ProjectClass,
    Review,
    Stage,
)
from dafeng.projects.stages import stage_facts
from dafeng.projects.times import times

_ROOM = "dafeng.projects"
_INDUSTRY = range(6, 47)
"""Divisions of GB/T 4754 that are industry: mining, making, power, gas and water."""
_RUNNING = (Stage.OPERATING, Stage.MONITORED)


class ApprovalState(StrEnum):
    """Where an approval stands on a day."""

    GOOD = "good"
    USED = "used"
    """Building began in time: it cannot lapse any more."""
    LAPSING = "lapsing"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class ApprovalStands:
    """An approval on a day.

    Attributes
    ----------
    until : date or None
        Last day on which it is good; None where it has no end, or none is known.
    days_left : int or None
        Until then; below 0 when it is over.
    rule : str
        Source of the rule that gave the end; empty for what the paper itself says.
    """

    approval: Approval
    state: ApprovalState
    until: date | None = None
    days_left: int | None = None
    rule: str = ""


@attrs.frozen(kw_only=True)
class _Term:
    kind: ApprovalKind
    months: int | None
    from_start: bool
    first: date | None
    last: date | None
    source: str


@attrs.frozen(kw_only=True)
class _Need:
    stage: Stage
    kind: ApprovalKind
    only: str
    first: date | None
    last: date | None
    source: str


@cache
def _terms() -> tuple[_Term, ...]:
    return tuple(
        _Term(
            kind=ApprovalKind(row["kind"]),
            months=int(row["months"]) if row["months"] else None,
            from_start=row["counts"] == "start",
            first=day_or_none(row["valid_from"]),
            last=day_or_none(row["valid_to"]),
            source=row["source"],
        )
        for row in packaged_rows(_ROOM, "approval_rules.csv")
    )


@cache
def _needs() -> tuple[_Need, ...]:
    return tuple(
        _Need(
            stage=Stage(row["stage"]),
            kind=ApprovalKind(row["kind"]),
            only=row["only"],
            first=day_or_none(row["valid_from"]),
            last=day_or_none(row["valid_to"]),
            source=row["source"],
        )
        for row in packaged_rows(_ROOM, "approval_needs.csv")
    )


def approval_stands(
    approval: Approval, *, started: date | None, on: date
) -> ApprovalStands:
    """Say whether an approval is good on a day.

    Parameters
    ----------
    started : date or None
        When building began.
    on : date

    Notes
    -----
    The rule is the one in force on the day of the paper. A paper that says its own end
    ends then, whatever the rule says. The day itself does not count: the last day of a
    term is the day of the same number (Civil Code, articles 201 and 202).
    """
    term = _term_of(approval)
    from_start = term is not None and term.from_start
    until, rule = _end(approval, term)
    if until is None:
        unknown = term is None or term.months is not None
        state = ApprovalState.UNKNOWN if unknown else ApprovalState.GOOD
        return ApprovalStands(approval=approval, state=state)
    left = (until - on).days
    if from_start and started is not None and started <= min(until, on):
        state = ApprovalState.USED
    elif left < 0:
        state = ApprovalState.LAPSED
    elif left <= times()["lapsing-soon"]:
        state = ApprovalState.LAPSING
    else:
        state = ApprovalState.GOOD
    return ApprovalStands(
        approval=approval, state=state, until=until, days_left=left, rule=rule
    )


def approvals_of(project: Project, on: date) -> tuple[ApprovalStands, ...]:
    """Where every approval of a project stands on a day, in their order."""
    return tuple(
        approval_stands(one, started=project.started, on=on)
        for one in project.approvals
    )


def missing_approvals(project: Project, on: date) -> tuple[ApprovalKind, ...]:
    """Kinds that the stage asks for and that are not there, or are over, on a day."""
    good = {
        one.approval.kind
        for one in approvals_of(project, on)
        if one.state is not ApprovalState.LAPSED
    }
    return tuple(need.kind for need in _asked(project, on) if need.kind not in good)


def acceptance_due(project: Project) -> date | None:
    """Last day for the acceptance of a project on trial; None without a trial run."""
    if project.trial_from is None:
        return None
    return months_later(project.trial_from, times()["acceptance-after-trial"])


def approval_findings(project: Project, on: date) -> tuple[Finding, ...]:
    """What is wrong with the approvals of a project on a day."""
    return (
        *_lapses(project, on),
        *(
            Finding(
                code="project.approval_missing",
                severity=Severity.ERROR,
                place=project.name,
                value=need.kind.value,
                rule=f"A project that is {project.stage} needs it: {need.source}.",
                hint="Enter its number and day, or correct the stage.",
            )
            for need in _asked(project, on)
            if need.kind in missing_approvals(project, on)
        ),
    )


def _lapses(project: Project, on: date) -> Iterable[Finding]:
    for one in approvals_of(project, on):
        if one.state in (ApprovalState.LAPSED, ApprovalState.LAPSING):
            lapsed = one.state is ApprovalState.LAPSED
            yield Finding(
                code=f"project.approval_{one.state}",
                severity=Severity.ERROR if lapsed else Severity.WARNING,
                place=project.name,
                value=f"{one.approval.kind} {one.approval.number} {one.until}".strip(),
                rule=one.rule or "The paper says until when it is good.",
                hint="Begin in time, or apply anew.",
            )
        elif one.state is ApprovalState.UNKNOWN:
            yield Finding(
                code="project.approval_undated",
                severity=Severity.WARNING,
                place=project.name,
                value=f"{one.approval.kind} {one.approval.number}".strip(),
                rule="Whether an approval is good follows from its day.",
                hint="Enter the day of the paper.",
            )
    due = acceptance_due(project)
    accepted = any(one.kind is ApprovalKind.ACCEPTANCE for one in project.approvals)
    if due is not None and due < on and not accepted and project.stage is Stage.TRIAL:
        yield Finding(
            code="project.acceptance_late",
            severity=Severity.ERROR,
            place=project.name,
            value=due.isoformat(),
            rule="Acceptance follows within 6 months of the trial run.",
            hint="Enter the acceptance, or have it made.",
        )


def _asked(project: Project, on: date) -> list[_Need]:
    """Needs of the stage and of those before it, as far as they concern the project."""
    listed = stage_facts(project.stage).listed
    stages = {Stage.APPROVED} if project.stage is Stage.APPROVED else set()
    if listed in (ProjectClass.BUILDING, ProjectClass.EXISTING):
        stages |= {Stage.BUILDING}
    if project.stage in _RUNNING or listed is ProjectClass.EXISTING:
        stages |= {Stage.OPERATING}
    return [
        need
        for need in _needs()
        if need.stage in stages
        and holds_on(need.first, need.last, on)
        and _concerns(need, project)
    ]


def _concerns(need: _Need, project: Project) -> bool:
    if need.only == "separate":
        return project.review is Review.SEPARATE
    if need.only == "industry":
        return bool(project.industry) and int(project.industry[:2]) in _INDUSTRY
    return True


def _term_of(approval: Approval) -> _Term | None:
    for term in _terms():
        if term.kind is approval.kind and (
            approval.dated is None or holds_on(term.first, term.last, approval.dated)
        ):
            return term
    return None


def _end(approval: Approval, term: _Term | None) -> tuple[date | None, str]:
    if approval.until is not None:
        return approval.until, ""
    if term is None or term.months is None or approval.dated is None:
        return None, ""
    return months_later(approval.dated, term.months), term.source
