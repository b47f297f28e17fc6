"""Findings of a reading: what a person should look at before confirming."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from dafeng.base.findings import Finding, Severity
from dafeng.plan.records import (
    ClauseKind,
    Plan,
    Span,
    Target,
    TargetKind,
)
from dafeng.plan.clauses.section import Structure

_FIGURED = frozenset(
    {TargetKind.LEVEL, TargetKind.RELATIVE_CHANGE, TargetKind.COUNT, TargetKind.CAPACITY}
)
_IMPOSSIBLE = {"MV": "MW"}


def check_plan(plan: Plan, structure: Structure) -> tuple[Finding, ...]:
    """All findings, in the order of the document."""
    found = [
        *_boxes(plan, structure),
        *_repeats(plan, structure),
        *_attachments(plan, structure),
        *_units(plan),
        *_targets(plan),
        *_two_values(plan),
        *_tasks(plan),
    ]
    return tuple(sorted(found, key=lambda f: (f.span or (0, 0), f.code)))


def _finding(
    code: str, place: str, value: str, rule: str, hint: str, span: Span | None
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        place=place,
        value=value,
        rule=rule,
        hint=hint,
        span=span,
    )


def _boxes(plan: Plan, structure: Structure) -> Iterator[Finding]:
    numbers = {
        int(m.group(1))
        for c in plan.clauses
        if c.kind is ClauseKind.BOX and (m := re.match(r"专栏(\d+)$", c.id))
    }
    lost = {s.id for s in structure.sections if s.inferred}
    spans = {c.id: c.span for c in plan.clauses}
    for number in range(1, max(numbers, default=0) + 1):
        name = f"专栏{number}"
        if number in numbers and name not in lost:
            continue
        yield _finding(
            "box.missing",
            name,
            name,
            "Boxes are numbered without a gap.",
            "The heading of this box is missing in the text; look at the original and "
            "give the box its title.",
            spans.get(name),
        )


def _repeats(plan: Plan, structure: Structure) -> Iterator[Finding]:
    for block in structure.repeats:
        yield _finding(
            "text.repeated",
            "",
            block.text[:40],
            "A paragraph stands once.",
            "The same words stand twice in a row; the second time was left out.",
            block.body.span(0, len(block.body.text)),
        )
    for section in structure.sections:
        for block in section.blocks:
            body = block.body
            for found in re.finditer(r"([^,。;:]{8,})[,。;](?:[^,。;:]{0,14}[,。;])?\1", body.text):
                yield _finding(
                    "text.garbled",
                    section.id,
                    found.group(1)[:40],
                    "A sentence says a thing once.",
                    "The same words return at once; compare the sentence with the original.",
                    body.span(found.start(), found.end()),
                )


def _attachments(plan: Plan, structure: Structure) -> Iterator[Finding]:
    for section in structure.sections:
        if section.kind is not ClauseKind.ATTACHMENT:
            continue
        has_text = section.blocks or any(s.parent is section for s in structure.sections)
        if not has_text:
            clause = section.as_clause()
            yield _finding(
                "attachment.absent",
                section.id,
                section.title,
                "A named attachment is part of the document.",
                "The attachment is named but its text is not in this file; add it.",
                clause.span,
            )


def _units(plan: Plan) -> Iterator[Finding]:
    for project in plan.projects:
        if project.unit in _IMPOSSIBLE:
            yield _finding(
                "unit.impossible",
                project.clause,
                f"{project.capacity}{project.unit}",
                "The size of a power plant is a power.",
                f"{project.name}: {project.unit} is a voltage; "
                f"{_IMPOSSIBLE[project.unit]} is probably meant.",
                project.span,
            )
    for target in plan.targets:
        if target.unit in _IMPOSSIBLE:
            yield _finding(
                "unit.impossible",
                target.clause,
                f"{target.value}{target.unit}",
                "The unit has to fit the indicator.",
                f"{_IMPOSSIBLE[target.unit]} is probably meant.",
                target.span,
            )


def _targets(plan: Plan) -> Iterator[Finding]:
    for target in plan.targets:
        if target.kind is TargetKind.THRESHOLD:
            continue
        if target.year is None and target.kind is not TargetKind.PROHIBITION:
            yield _of_target(
                target,
                "target.no_year",
                "A target has a year.",
                "The text gives no year; set it or confirm that there is none.",
            )
        if target.kind in _FIGURED and target.unit is None and target.value:
            yield _of_target(
                target,
                "target.no_unit",
                "A figure has a unit.",
                "Give the unit, or confirm that the figure has none.",
            )
        if not target.responsible:
            yield _of_target(
                target,
                "target.no_responsible",
                "Somebody answers for a target.",
                "No responsible unit is named for this clause; name one.",
            )
        if target.indicator_code is None and target.kind in _FIGURED | {TargetKind.DELEGATED}:
            yield _of_target(
                target,
                "target.unknown_indicator",
                "A target's indicator stands in the register.",
                "Choose an indicator of the register or add one; until then the target "
                "keeps its own words.",
            )


def _of_target(target: Target, code: str, rule: str, hint: str) -> Finding:
    return _finding(code, target.clause, f"{target.id} {target.indicator}", rule, hint, target.span)


def _two_values(plan: Plan) -> Iterator[Finding]:
    """One indicator, one year, one scope and two values that no floor and stretch explain."""
    groups: dict[tuple[object, ...], list[Target]] = defaultdict(list)
    for target in plan.targets:
        if target.kind in _FIGURED:
            groups[(target.indicator, target.year, target.scope, target.unit, target.kind)].append(target)
    for same in groups.values():
        first = same[0]
        for other in same[1:]:
            stretch = other.softness is not first.softness
            if (other.value, other.value_max) != (first.value, first.value_max) and not stretch:
                yield _finding(
                    "target.two_values",
                    other.clause,
                    f"{first.value}{first.unit or ''} / {other.value}{other.unit or ''}",
                    "An indicator has one value for one year.",
                    f"{first.clause} and {other.clause} differ for {first.indicator}; "
                    "decide which one holds.",
                    other.span,
                )


def _tasks(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        if not task.responsible:
            yield _finding(
                "task.no_responsible",
                task.clause,
                task.title,
                "Every task has a responsible unit.",
                "The clause names none; say who answers for it.",
                task.span,
            )
