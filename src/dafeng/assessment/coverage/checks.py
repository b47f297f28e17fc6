"""What a person should look at where several plans stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dafeng.assessment.coverage.records import Obstacle, Relation
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import plain_number

if TYPE_CHECKING:
    from dafeng.assessment.coverage.records import (
        Cited,
        CitedTask,
        Conflict,
        Coverage,
        Link,
    )
    from dafeng.plan import Target


_CLASHES = {
    Relation.EXCLUSIVE: "Figures of plans for one area can be fulfilled together.",
    Relation.WEAKER: "A sector plan asks for no less than the district's plan.",
}


def check_coverage(found: Coverage) -> tuple[Finding, ...]:
    """All findings: conflicts first, they block; then other figures, then gaps."""
    return (
        *map(_conflict, found.conflicts),
        *map(_weaker, _worth_saying(found, found.weaker)),
        *map(_stricter, _worth_saying(found, found.stricter)),
        *map(_differing, found.differing),
        *_incomparable(found),
        *map(_uncovered, found.uncovered),
        *map(_unowned_target, found.unowned_targets),
        *map(_unowned_task, found.unowned_tasks),
        *map(_unlinked, found.unlinked),
    )


def _conflict(conflict: Conflict) -> Finding:
    first, second = conflict.first, conflict.second
    return Finding(
        code="target.conflict",
        severity=Severity.ERROR,
        place=_place(second),
        value=f"{_said(second)} / {figure(first.target)}",
        rule=_CLASHES[conflict.relation],
        hint=f"{_place(first)} says {figure(first.target)}; decide which one holds and "
        "correct the other.",
        span=second.target.span,
    )


def _worth_saying(found: Coverage, links: Iterable[Link]) -> Iterator[Link]:
    """Weaker or stricter figures, each once.

    A conflict says it already; and where the district's own plan differs from the
    city's, a sector plan that has the figure is not told of the city's a second time.
    """
    told = {(c.first, c.second) for c in found.conflicts}
    told |= {(c.first, again) for c in found.conflicts for again in c.also}
    follows = {
        link.lower
        for link in found.links
        if link.upper.plan == found.main and link.relation is not Relation.INCOMPARABLE
    }
    for link in links:
        repeated = link.upper.plan in found.above and link.lower in follows
        if (link.upper, link.lower) not in told and not repeated:
            yield link


def _weaker(link: Link) -> Finding:
    return Finding(
        code="target.weaker_than_superior",
        severity=Severity.WARNING,
        place=_place(link.lower),
        value=f"{_said(link.lower)} < {figure(link.upper.target)}",
        rule="A plan's value is not weaker than that of the plan above it.",
        hint=f"{_place(link.upper)} asks for {figure(link.upper.target)}; a district "
        "may set less than its city, and it is shown.",
        span=link.lower.target.span,
    )


def _stricter(link: Link) -> Finding:
    return Finding(
        code="target.stricter_than_superior",
        severity=Severity.INFO,
        place=_place(link.lower),
        value=f"{_said(link.lower)} > {figure(link.upper.target)}",
        rule="A plan may ask for more than the plan above it; who reads both knows.",
        hint=f"{_place(link.upper)} asks for {figure(link.upper.target)}; both hold, "
        "and the stricter one is what the plan below is held to.",
        span=link.lower.target.span,
    )


def _differing(one: Conflict) -> Finding:
    first, second = one.first, one.second
    return Finding(
        code="target.plans_differ",
        severity=Severity.WARNING,
        place=_place(second),
        value=f"{_said(second)} / {figure(first.target)}",
        rule="Sector plans have one figure for an indicator and year.",
        hint=f"{_place(first)} says {figure(first.target)}; both can hold. Agree on "
        "one, or leave the stricter one to stand.",
        span=second.target.span,
    )


def _incomparable(found: Coverage) -> Iterator[Finding]:
    """Figures of one indicator and year that do not compare; a missing one is known."""
    for link in found.links:
        if link.relation is not Relation.INCOMPARABLE or link.obstacle in (
            None,
            Obstacle.NO_FIGURE,
        ):
            continue
        yield Finding(
            code="target.incomparable",
            severity=Severity.INFO,
            place=_place(link.lower),
            value=f"{_said(link.lower)} / {figure(link.upper.target)}",
            rule="Figures of one indicator and year can be compared.",
            hint=f"They differ in {link.obstacle.value} from {_place(link.upper)}; "
            "state both in the same way, or reject the link.",
            span=link.lower.target.span,
        )


def _uncovered(task: CitedTask) -> Finding:
    return Finding(
        code="task.uncovered",
        severity=Severity.WARNING,
        place=f"{task.plan} {task.clause}",
        value=task.title,
        rule="Each task of the plan above is taken up by the plan below.",
        hint="No sector plan takes this up; add it to one, or confirm the plan that "
        "carries it out.",
    )


def _unowned_target(cited: Cited) -> Finding:
    return Finding(
        code="target.no_responsible",
        severity=Severity.WARNING,
        place=_place(cited),
        value=f"{cited.target.id} {cited.target.indicator}",
        rule="Somebody answers for a target.",
        hint="No responsible unit is named for this clause; name one.",
        span=cited.target.span,
    )


def _unowned_task(task: CitedTask) -> Finding:
    return Finding(
        code="task.no_responsible",
        severity=Severity.WARNING,
        place=f"{task.plan} {task.clause}",
        value=task.title,
        rule="Every task has a responsible unit.",
        hint="The clause names none; say who answers for it.",
    )


def _unlinked(cited: Cited) -> Finding:
    return Finding(
        code="target.unlinked",
        severity=Severity.INFO,
        place=_place(cited),
        value=f"{cited.target.id} {cited.target.indicator}",
        rule="A target of a sector plan serves one of the plans above.",
        hint="No plan above has this indicator and year; confirm a link, or keep it as "
        "the sector's own.",
        span=cited.target.span,
    )


def _place(cited: Cited) -> str:
    return f"{cited.plan} {cited.target.clause}"


def _said(cited: Cited) -> str:
    return f"{cited.target.indicator}: {figure(cited.target)}"


def figure(target: Target) -> str:
    """What a target promises, in one word: ``>=15.5%``; ``--`` without a figure."""
    if target.value is None:
        return "--"
    value = plain_number(target.value)
    if target.value_max is not None:
        value = f"{value}—{plain_number(target.value_max)}"
    return f"{target.comparator or ''}{value}{target.unit or ''}"
