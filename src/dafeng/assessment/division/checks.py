"""What a person should look at before the sheets go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.records import Span
from dafeng.base.findings import Finding, Severity
from dafeng.plan.records import UnitKind

if TYPE_CHECKING:
    from dafeng.assessment.division.index import PlanIndex
    from dafeng.assessment.division.records import DivisionInputs, UnitSheet
    from dafeng.assessment.division.targets import RowMaker
    from dafeng.plan import Plan


@attrs.frozen
class _Rule:
    """A rule that a division can break: stable code, the rule, what to do."""

    code: str
    rule: str
    hint: str
    severity: Severity = Severity.WARNING

    def broken(self, place: str, value: str) -> Finding:
        """The finding that ``value`` at ``place`` breaks it."""
        return Finding(
            code=self.code,
            severity=self.severity,
            place=place,
            value=value,
            rule=self.rule,
            hint=self.hint,
        )


_OUT_OF_PLAN = _Rule(
    "division.year_out_of_plan",
    "A division is made for a year that the plan covers.",
    "Only duties without a date are asked for; make a division of a year in the range, "
    "or load the plan that covers this year.",
)
_TASK_UNASSIGNED = _Rule(
    "task.no_responsible",
    "Every task has a responsible unit.",
    "It stands on the carbon office's sheet until somebody is named.",
)
_TARGET_UNASSIGNED = _Rule(
    "target.no_responsible",
    "Somebody answers for a target.",
    "It stands on the carbon office's sheet until somebody is named.",
)
_STRAY_MILESTONE = _Rule(
    "milestone.no_task",
    "A milestone belongs to a task.",
    "It stands on the carbon office's sheet; name the clause whose task it is.",
)
_STRAY_PROJECT = _Rule(
    "project.no_task",
    "A project belongs to a task.",
    "It stands on the carbon office's sheet; name the clause whose task it is.",
)
_NO_ROSTER = _Rule(
    "group.no_roster",
    "A group of units has a roster for the year.",
    "The group has a sheet, its members have none; enter who belongs to it, and since "
    "when.",
)
_UNKNOWN_GROUP = _Rule(
    "roster.unknown_group",
    "A roster is of a group that the plan names, or of one inside it.",
    "Nothing reaches a unit through this group; compare its spelling with the plan's.",
)
_UNKNOWN_SUBJECT = _Rule(
    "exemption.unknown_subject",
    "An exemption is from a target or task of the plan.",
    "It has no effect; compare its key with the plan's.",
)
_ALL_EXEMPT = _Rule(
    "task.all_exempt",
    "Somebody carries out a task.",
    "Every unit that is named is exempt for the whole year; name another one, or let "
    "one exemption end.",
)


def check_division(
    plan: Plan,
    index: PlanIndex,
    rows: RowMaker,
    given: DivisionInputs,
    sheets: Sequence[UnitSheet],
) -> tuple[Finding, ...]:
    """All findings of a division: the year, the plan's gaps, rosters, exemptions."""
    return (
        *_year(rows),
        *_unassigned(plan, index, rows),
        *_stray(index, rows),
        *_rosters(plan, given, sheets),
        *_exemptions(plan, index, given, sheets),
    )


def _year(rows: RowMaker) -> Iterator[Finding]:
    years = rows.years
    if years.span is not Span.WITHIN:
        place = f"{years.first or ''}—{years.last}"
        yield _OUT_OF_PLAN.broken(place, str(years.year))


def _unassigned(plan: Plan, index: PlanIndex, rows: RowMaker) -> Iterator[Finding]:
    for key, task in index.tasks.items():
        if not task.responsible:
            yield _TASK_UNASSIGNED.broken(key, task.title)
    held = {
        target.id
        for key, targets in index.targets.items()
        if key and index.tasks[key].responsible
        for target in targets
    }
    for target in plan.targets:
        if target.responsible or target.id in held:
            continue
        if rows.years.shown(rows.timing(target)):
            value = f"{target.id} {target.indicator}"
            yield _TARGET_UNASSIGNED.broken(target.clause, value)


def _stray(index: PlanIndex, rows: RowMaker) -> Iterator[Finding]:
    for milestone in index.milestones.get("", ()):
        if rows.milestone(milestone) is not None:
            yield _STRAY_MILESTONE.broken(milestone.clause, milestone.text)
    for project in index.projects.get("", ()):
        if rows.project(project) is not None:
            yield _STRAY_PROJECT.broken(project.clause, project.name)


def _rosters(
    plan: Plan, given: DivisionInputs, sheets: Sequence[UnitSheet]
) -> Iterator[Finding]:
    groups = {unit.name for unit in plan.units if unit.kind is UnitKind.GROUP}
    groups |= {one.group for one in given.members}
    for sheet in sheets:
        if sheet.unit in groups and not sheet.members:
            yield _NO_ROSTER.broken("", sheet.unit)
    reached = _reached(plan, given)
    for group in sorted({one.group for one in given.members} - reached):
        yield _UNKNOWN_GROUP.broken("", group)


def _reached(plan: Plan, given: DivisionInputs) -> frozenset[str]:
    """Names of the plan, and whoever is at any time in a group among them."""
    reached = {one.name for one in plan.units}
    reached |= {one.name for task in plan.tasks for one in task.responsible}
    reached |= {name for target in plan.targets for name in target.responsible}
    waiting = list(reached)
    inside = defaultdict(set)
    for one in given.members:
        inside[one.group].add(one.unit)
    while waiting:
        more = inside[waiting.pop()] - reached
        reached |= more
        waiting += more
    return frozenset(reached)


def _exemptions(
    plan: Plan,
    index: PlanIndex,
    given: DivisionInputs,
    sheets: Sequence[UnitSheet],
) -> Iterator[Finding]:
    known = {*index.tasks, *(target.id for target in plan.targets)}
    for subject in sorted({one.subject for one in given.exemptions}):
        if subject not in known:
            yield _UNKNOWN_SUBJECT.broken("", subject)
    for key, task in index.tasks.items():
        named = {one.name for one in task.responsible}
        rows = [
            row
            for sheet in sheets
            if sheet.unit in named
            for row in sheet.tasks
            if row.key == key
        ]
        whole = [
            any(e.begins_on is None and e.ends_on is None for e in row.exempted)
            for row in rows
        ]
        if whole and all(whole):
            yield _ALL_EXEMPT.broken(key, task.title)
