"""Findings of a reading: what a person should look at before confirming."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.plan.clauses.lost_boxes import box_number
from dafeng.plan.records import (
    ClauseKind,
    Plan,
    Span,
    Target,
    TargetKind,
)

if TYPE_CHECKING:
    from dafeng.plan.clauses.section import Structure

_FIGURED = frozenset(
    {
        TargetKind.LEVEL,
        TargetKind.RELATIVE_CHANGE,
        TargetKind.COUNT,
        TargetKind.CAPACITY,
    }
)
_IN_REGISTER = _FIGURED | {TargetKind.DELEGATED, TargetKind.DIRECTIONAL}
# A power plant has no size in volts.
_IMPOSSIBLE = {"MV": "MW"}
# The same eight characters or more, again within a few words.
_AGAIN = re.compile(r"([^,。;:]{8,99})[,。;](?:[^,。;:]{0,14}[,。;])?\1")
_SHOWN = 40  # characters of a repeated text


@attrs.frozen
class _Rule:
    """A rule that a plan can break: stable code, the rule, what to do."""

    code: str
    rule: str
    hint: str

    def broken(self, place: str, value: str, span: Span | None) -> Finding:
        """The finding that ``value`` at ``place`` breaks it."""
        return Finding(
            code=self.code,
            severity=Severity.WARNING,
            place=place,
            value=value,
            rule=self.rule,
            hint=self.hint,
            span=span,
        )

    def broken_by(self, target: Target) -> Finding:
        """The finding that a target breaks it."""
        value = f"{target.id} {target.indicator}"
        return self.broken(target.clause, value, target.span)


_BOX_MISSING = _Rule(
    "box.missing",
    "Boxes are numbered without a gap.",
    "The heading of this box is missing in the text; look at the original and give the "
    "box its title.",
)
_REPEATED = _Rule(
    "text.repeated",
    "A paragraph stands once.",
    "The same words stand twice in a row; the second time was left out.",
)
_GARBLED = _Rule(
    "text.garbled",
    "A sentence says a thing once.",
    "The same words return at once; compare the sentence with the original.",
)
_ABSENT = _Rule(
    "attachment.absent",
    "A named attachment is part of the document.",
    "The attachment is named but its text is not in this file; add it.",
)
_NO_YEAR = _Rule(
    "target.no_year",
    "A target has a year.",
    "The text gives no year; set it or confirm that there is none.",
)
_NO_UNIT = _Rule(
    "target.no_unit",
    "A figure has a unit.",
    "Give the unit, or confirm that the figure has none.",
)
_NO_RESPONSIBLE = _Rule(
    "target.no_responsible",
    "Somebody answers for a target.",
    "No responsible unit is named for this clause; name one.",
)
_UNKNOWN_INDICATOR = _Rule(
    "target.unknown_indicator",
    "A target's indicator stands in the register.",
    "Choose an indicator of the register or add one; until then the target keeps its "
    "own words.",
)
_TASK_NO_RESPONSIBLE = _Rule(
    "task.no_responsible",
    "Every task has a responsible unit.",
    "The clause names none; say who answers for it.",
)


def check_plan(plan: Plan, structure: Structure) -> tuple[Finding, ...]:
    """All findings, in the order of the document."""
    found = [
        *_boxes(plan, structure),
        *_repeats(structure),
        *_attachments(structure),
        *_units(plan),
        *(finding for target in plan.targets for finding in _target(target)),
        *_two_values(plan),
        *_tasks(plan),
    ]
    return tuple(sorted(found, key=lambda f: (f.span or (0, 0), f.code)))


# -- the document


def _boxes(plan: Plan, structure: Structure) -> Iterator[Finding]:
    boxes = {c.id: c for c in plan.clauses if c.kind is ClauseKind.BOX}
    inferred = {section.id for section in structure.sections if section.inferred}
    last = max((box_number(name) or 0 for name in boxes), default=0)
    for name in (f"专栏{number}" for number in range(1, last + 1)):
        if name not in boxes or name in inferred:
            span = boxes[name].span if name in boxes else None
            yield _BOX_MISSING.broken(name, name, span)


def _repeats(structure: Structure) -> Iterator[Finding]:
    for block in structure.repeats:
        yield _REPEATED.broken("", block.text[:_SHOWN], block.body.whole())
    for section in structure.sections:
        for body in (block.body for block in section.blocks):
            for found in _AGAIN.finditer(body.text):
                span = body.span(found.start(), found.end())
                yield _GARBLED.broken(section.id, found.group(1)[:_SHOWN], span)


def _attachments(structure: Structure) -> Iterator[Finding]:
    for section in structure.sections:
        if section.kind is not ClauseKind.ATTACHMENT:
            continue
        if not section.blocks and not structure.children(section):
            span = section.as_clause().span
            yield _ABSENT.broken(section.id, section.title, span)


# -- targets and tasks


def _units(plan: Plan) -> Iterator[Finding]:
    for project in plan.projects:
        meant = _IMPOSSIBLE.get(project.unit or "")
        if meant:
            hint = (
                f"{project.name}: {project.unit} is a voltage; {meant} is probably "
                "meant."
            )
            rule = _Rule(
                "unit.impossible", "The size of a power plant is a power.", hint
            )
            size = f"{project.capacity}{project.unit}"
            yield rule.broken(project.clause, size, project.span)
    for target in plan.targets:
        meant = _IMPOSSIBLE.get(target.unit or "")
        if meant:
            hint = f"{meant} is probably meant."
            rule = _Rule("unit.impossible", "The unit has to fit the indicator.", hint)
            figure = f"{target.value}{target.unit}"
            yield rule.broken(target.clause, figure, target.span)


def _target(target: Target) -> Iterator[Finding]:
    """What a target lacks; a rule for single cases needs nothing."""
    if target.kind is TargetKind.THRESHOLD:
        return
    if target.year is None and target.kind is not TargetKind.PROHIBITION:
        yield _NO_YEAR.broken_by(target)
    if target.kind in _FIGURED and target.unit is None and target.value:
        yield _NO_UNIT.broken_by(target)
    if not target.responsible:
        yield _NO_RESPONSIBLE.broken_by(target)
    if target.indicator_code is None and target.kind in _IN_REGISTER:
        yield _UNKNOWN_INDICATOR.broken_by(target)


def _two_values(plan: Plan) -> Iterator[Finding]:
    """One indicator, year and scope with two values that are no floor and stretch."""
    groups: dict[tuple[object, ...], list[Target]] = defaultdict(list)
    for target in plan.targets:
        if target.kind in _FIGURED:
            what = (target.indicator, target.scope, target.unit, target.kind)
            groups[(*what, target.year)].append(target)
    for first, *others in groups.values():
        for other in others:
            same = (other.value, other.value_max) == (first.value, first.value_max)
            if not same and other.softness is first.softness:
                yield _differing(first, other)


def _differing(first: Target, other: Target) -> Finding:
    hint = (
        f"{first.clause} and {other.clause} differ for {first.indicator}; decide which "
        "one holds."
    )
    rule = _Rule("target.two_values", "An indicator has one value for one year.", hint)
    values = f"{first.value}{first.unit or ''} / {other.value}{other.unit or ''}"
    return rule.broken(other.clause, values, other.span)


def _tasks(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        if not task.responsible:
            yield _TASK_NO_RESPONSIBLE.broken(task.clause, task.title, task.span)
