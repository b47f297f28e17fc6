"""The steps of a task: how far they are, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import attrs

from dafeng.base.findings import Finding, Severity


@attrs.frozen(kw_only=True)
class Milestone:
    """One step of a task; ``done_on`` None is not done."""

    order: int
    title: str
    due_on: date
    done_on: date | None = None


def steps_done(steps: Iterable[Milestone], on: date) -> int:
    """How many steps were done by a day."""
    return sum(step.done_on is not None and step.done_on <= on for step in steps)


def check_milestones(
    steps: Sequence[Milestone], *, due_on: date, on: date
) -> tuple[Finding, ...]:
    """Look for steps that stand out of order; nothing is put right.

    Parameters
    ----------
    steps : sequence of Milestone
    due_on : date
        Deadline of the task.
    on : date
        The day of the check.
    """
    ordered = sorted(steps, key=lambda step: step.order)
    return (
        *_reversed(ordered),
        *_beyond(ordered, due_on),
        *_skipped(ordered),
        *_ahead(ordered, on),
    )


def _reversed(steps: Sequence[Milestone]) -> Iterator[Finding]:
    for earlier, later in pairwise(steps):
        if later.due_on < earlier.due_on:
            yield Finding(
                code="milestone.order",
                severity=Severity.WARNING,
                place=later.title,
                value=f"{later.due_on}",
                rule="Steps are due in their order.",
                hint=(
                    f"“{earlier.title}”在前，期限却是 {earlier.due_on}；"
                    "请核对次序或期限。"
                ),
            )


def _beyond(steps: Sequence[Milestone], due_on: date) -> Iterator[Finding]:
    for step in steps:
        if step.due_on > due_on:
            yield Finding(
                code="milestone.after_deadline",
                severity=Severity.WARNING,
                place=step.title,
                value=f"{step.due_on}",
                rule="A step is due no later than its task.",
                hint=f"任务期限是 {due_on}；请提前节点或申请延期。",
            )


def _skipped(steps: Sequence[Milestone]) -> Iterator[Finding]:
    """Steps that were done although one before them was not."""
    waiting: Milestone | None = None
    for step in steps:
        if step.done_on is None:
            waiting = waiting or step
        elif waiting is not None:
            yield Finding(
                code="milestone.skipped",
                severity=Severity.WARNING,
                place=step.title,
                value=f"{step.done_on}",
                rule="A step is done after those before it.",
                hint=f"前面的“{waiting.title}”尚未完成；请补记完成日或调整次序。",
            )


def _ahead(steps: Sequence[Milestone], on: date) -> Iterator[Finding]:
    for step in steps:
        if step.done_on is not None and step.done_on > on:
            yield Finding(
                code="milestone.future",
                severity=Severity.ERROR,
                place=step.title,
                value=f"{step.done_on}",
                rule="What is done lies in the past.",
                hint=f"完成日晚于 {on}；请填写实际完成的日期。",
            )
