"""What differs between the divisions of two years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from dafeng.assessment.division.records import Change, ChangeKind, DivisionChanges
from dafeng.assessment.division.words import (
    asked_text,
    exempted_text,
    role_text,
    task_timing_text,
    through_text,
    timing_text,
)
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.assessment.division.records import (
        Division,
        UnitSheet,
    )
    from dafeng.assessment.division.rows import (
        MilestoneRow,
        TargetRow,
        TaskRow,
    )


def division_changes(before: Division, after: Division) -> DivisionChanges:
    """Compare two divisions of one plan, sheet by sheet.

    Raises
    ------
    BadInputError
        ``division.other_plan``: they are of different plans.

    Returns
    -------
    DivisionChanges
        In the order of the second division's sheets, then of sheets that ended.
    """
    if (before.plan, before.number) != (after.plan, after.number):
        msg = (
            f"One division is of {before.plan!r} {before.number}, the other of "
            f"{after.plan!r} {after.number}. Compare two years of one plan, or the "
            "plans themselves."
        )
        raise BadInputError(msg, code="division.other_plan")
    old = {sheet.unit: sheet for sheet in before.sheets}
    new = {sheet.unit: sheet for sheet in after.sheets}
    changes = [
        change
        for unit in dict.fromkeys([*new, *old])
        for change in _of_unit(unit, old.get(unit), new.get(unit))
    ]
    return DivisionChanges(before=before.year, after=after.year, changes=tuple(changes))


def _of_unit(
    unit: str, old: UnitSheet | None, new: UnitSheet | None
) -> Iterator[Change]:
    if old is None:
        yield Change(unit=unit, kind=ChangeKind.UNIT_ADDED)
    if new is None:
        yield Change(unit=unit, kind=ChangeKind.UNIT_REMOVED)
    yield from _tasks(unit, _by_key(old), _by_key(new))
    yield from _targets(unit, _targets_of(old), _targets_of(new))
    yield from _milestones(unit, _milestones_of(old), _milestones_of(new))


def _by_key(sheet: UnitSheet | None) -> Mapping[str, TaskRow]:
    return {} if sheet is None else {row.key: row for row in sheet.tasks}


def _targets_of(sheet: UnitSheet | None) -> Mapping[str, TargetRow]:
    return {} if sheet is None else {row.id: row for row in sheet.all_targets}


def _milestones_of(sheet: UnitSheet | None) -> Mapping[str, MilestoneRow]:
    if sheet is None:
        return {}
    inside = [row for task in sheet.tasks for row in task.milestones]
    return {f"{row.clause} {row.text}": row for row in (*inside, *sheet.milestones)}


_TASK_FIELDS: tuple[tuple[ChangeKind, Callable[[TaskRow], str]], ...] = (
    (ChangeKind.ROLE, role_text),
    (ChangeKind.TIMING, task_timing_text),
    (ChangeKind.MEMBERSHIP, lambda row: through_text(row.through)),
    (ChangeKind.EXEMPTION, lambda row: exempted_text(row.exempted)),
)
_TARGET_FIELDS: tuple[tuple[ChangeKind, Callable[[TargetRow], str]], ...] = (
    (ChangeKind.TIMING, lambda row: timing_text(row.timing)),
    (ChangeKind.ASKED, asked_text),
    (ChangeKind.EXEMPTION, lambda row: exempted_text(row.exempted)),
)


def _tasks(
    unit: str, old: Mapping[str, TaskRow], new: Mapping[str, TaskRow]
) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        first, second = old.get(key), new.get(key)
        if second is None:
            yield _change(unit, ChangeKind.TASK_REMOVED, key, old[key].title)
        elif first is None:
            yield _change(unit, ChangeKind.TASK_ADDED, key, second.title)
        else:
            for kind, said in _TASK_FIELDS:
                if said(first) != said(second):
                    yield _change(
                        unit, kind, key, second.title, said(first), said(second)
                    )


def _targets(
    unit: str, old: Mapping[str, TargetRow], new: Mapping[str, TargetRow]
) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        first, second = old.get(key), new.get(key)
        if second is None:
            yield _change(unit, ChangeKind.TARGET_REMOVED, key, old[key].indicator)
        elif first is None:
            yield _change(unit, ChangeKind.TARGET_ADDED, key, second.indicator)
        else:
            for kind, said in _TARGET_FIELDS:
                if said(first) != said(second):
                    yield _change(
                        unit, kind, key, second.indicator, said(first), said(second)
                    )


def _milestones(
    unit: str, old: Mapping[str, MilestoneRow], new: Mapping[str, MilestoneRow]
) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        first, second = old.get(key), new.get(key)
        if second is None:
            yield _change(unit, ChangeKind.MILESTONE_REMOVED, key, old[key].text)
        elif first is None:
            yield _change(unit, ChangeKind.MILESTONE_ADDED, key, second.text)
        elif first.timing is not second.timing:
            said = timing_text(first.timing), timing_text(second.timing)
            yield _change(unit, ChangeKind.TIMING, key, second.text, *said)


def _change(
    unit: str,
    kind: ChangeKind,
    subject: str,
    title: str,
    before: str = "",
    after: str = "",
) -> Change:
    return Change(
        unit=unit, kind=kind, subject=subject, title=title, before=before, after=after
    )
