"""What is wrong with a ladder that an office writes for itself; nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.supervision.records import CaseStep, Rung


def check_ladder(rungs: Sequence[Rung], *, on: date) -> tuple[Finding, ...]:
    """Say where the rows in force on a day contradict each other.

    Parameters
    ----------
    rungs : sequence of Rung
        As ``ladder_of`` reads them.
    """
    held = {rung.step: rung for rung in rungs if rung.in_force(on)}
    return (*_gone(held, rungs), *_dangling(held), *_circles(held), *_unsure(held))


def _gone(held: dict[CaseStep, Rung], rungs: Sequence[Rung]) -> Iterator[Finding]:
    for step in dict.fromkeys(rung.step for rung in rungs):
        if step not in held:
            yield Finding(
                code="ladder.lapsed",
                severity=Severity.WARNING,
                place=step.value,
                rule="A step of the ladder has a row in force.",
                hint="Give it a row that holds on the day, or drop its rows.",
            )


def _dangling(held: dict[CaseStep, Rung]) -> Iterator[Finding]:
    for step, rung in held.items():
        if rung.follows is not None and rung.follows not in held:
            yield Finding(
                code="ladder.dangling",
                severity=Severity.ERROR,
                place=step.value,
                value=rung.follows.value,
                rule="What follows silence is a step with a row in force.",
                hint="Add a row for the step that follows, or name another.",
            )


def _circles(held: dict[CaseStep, Rung]) -> Iterator[Finding]:
    for step in held:
        seen, at = [step], held[step].follows
        while at is not None and at in held and at not in seen:
            seen.append(at)
            at = held[at].follows
        if at is step:
            yield Finding(
                code="ladder.circle",
                severity=Severity.ERROR,
                place=step.value,
                value=" > ".join(one.value for one in (*seen, step)),
                rule="Steps that follow silence come to an end.",
                hint="Let the last step be followed by none.",
            )


def _unsure(held: dict[CaseStep, Rung]) -> Iterator[Finding]:
    for step, rung in held.items():
        if rung.verified == "U":
            yield Finding(
                code="ladder.unsure",
                severity=Severity.INFO,
                place=step.value,
                value=rung.source,
                rule="A row rests on a document that somebody read.",
                hint="Confirm it with the office, and mark it V or S.",
            )
