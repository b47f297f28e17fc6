"""The nouns of a yearly division: the sheet of a unit, the whole, what differs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.rows import (  # noqa: TC001 - read back from JSON
    MilestoneRow,
    ProjectRow,
    TargetRow,
    TaskRow,
    Through,
)
from dafeng.assessment.records import (  # noqa: TC001 - read back from JSON by type
    Decree,
    Exemption,
    Goal,
    Member,
    Role,
)
from dafeng.base.errors import NotFoundError
from dafeng.base.findings import Finding  # noqa: TC001 - read back from JSON by type

if TYPE_CHECKING:
    from dafeng.assessment.division.evidence import Catalogue


class Span(StrEnum):
    """How the year stands to the years that the plan covers."""

    WITHIN = "within"
    BEFORE = "before"
    AFTER = "after"


@attrs.frozen(kw_only=True)
class SignOff:
    """Who received the sheet: filled in by hand or by the site, empty until then."""

    unit_head: str = ""
    signed_on: date | None = None
    office: str = ""


@attrs.frozen(kw_only=True)
class UnitSheet:
    """What one unit has to do in the year.

    Attributes
    ----------
    unit : str
        As the plan names it; a member of a group as the roster names it.
    kind : str
        As in :class:`dafeng.plan.records.UnitKind`.
    lead, support : tuple of TaskRow
        In the order of the plan; support holds 配合 and 落实.
    unassigned : tuple of TaskRow
        Tasks that nobody answers for; on the carbon office's sheet only.
    targets, milestones, projects : tuple
        What stands in no task and concerns this unit.
    members : tuple of Through
        For a group: its members in the year, with ``group`` naming the member.
    sign_off : SignOff
    """

    unit: str
    kind: str
    lead: tuple[TaskRow, ...] = ()
    support: tuple[TaskRow, ...] = ()
    unassigned: tuple[TaskRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    members: tuple[Through, ...] = ()
    sign_off: SignOff = SignOff()

    @property
    def tasks(self) -> tuple[TaskRow, ...]:
        """All task rows: lead, support, then what nobody answers for."""
        return self.lead + self.support + self.unassigned

    @property
    def all_targets(self) -> tuple[TargetRow, ...]:
        """Targets of the tasks and beside them, each once."""
        inside = [target for task in self.tasks for target in task.targets]
        found = {target.id: target for target in (*inside, *self.targets)}
        return tuple(found.values())


@attrs.frozen(kw_only=True)
class Pair:
    """One cell of the responsibility matrix: a unit that the plan names for a task."""

    task: str
    unit: str
    role: Role


@attrs.frozen(kw_only=True)
class Division:
    """The year's tasks by unit.

    Attributes
    ----------
    plan, number : str
        Title and number of the document.
    year : int
    span : Span
    first_year, last_year : int or None
        Years that the plan covers; None where nothing tells.
    tasks : tuple of str
        Keys of all tasks, in the order of the plan.
    sheets : tuple of UnitSheet
        Units in the order of the plan, then the carbon office if the plan does not
        name it, then members of groups by name.
    matrix : tuple of Pair
        In the order of the plan; the rows with ``Reach.NAMED`` of all sheets add up
        to it.
    findings : tuple of Finding
    """

    plan: str
    number: str
    year: int
    span: Span
    first_year: int | None
    last_year: int | None
    tasks: tuple[str, ...]
    sheets: tuple[UnitSheet, ...]
    matrix: tuple[Pair, ...]
    findings: tuple[Finding, ...]

    def sheet(self, unit: str) -> UnitSheet:
        """Return the sheet of a unit.

        Raises
        ------
        NotFoundError
            ``division.no_unit``: the unit has none; the message lists who has.
        """
        found = next((one for one in self.sheets if one.unit == unit), None)
        if found is None:
            msg = (
                f"There is no sheet of {unit!r} in {self.year}. "
                f"There are sheets of: {'、'.join(s.unit for s in self.sheets)}. "
                "A town is found by the roster of its group."
            )
            raise NotFoundError(msg, code="division.no_unit", unit=unit)
        return found

    def only(self, unit: str) -> Division:
        """Return the division with one unit's sheet, its tasks and their findings.

        Raises
        ------
        NotFoundError
            ``division.no_unit``: as :meth:`sheet`.
        """
        sheet = self.sheet(unit)
        keys = {row.key for row in sheet.tasks}
        places = keys | {row.clause for row in sheet.tasks}
        places |= {row.clause for row in sheet.all_targets}
        return attrs.evolve(
            self,
            tasks=tuple(key for key in self.tasks if key in keys),
            sheets=(sheet,),
            matrix=tuple(pair for pair in self.matrix if pair.unit == unit),
            findings=tuple(
                found
                for found in self.findings
                if found.place in places or found.code.startswith("division.")
            ),
        )


@attrs.frozen(kw_only=True)
class DivisionInputs:
    """What a division takes into account besides the plan.

    Attributes
    ----------
    goals : tuple of Goal
        Targets as they are judged: paths, definitions, who answers.
    decrees : tuple of Decree
        Letters of the city; the newest of the year or before it holds.
    members : tuple of Member
        Dated rosters of the groups that the plan names.
    exemptions : tuple of Exemption
    office : str
        Unit that keeps what nobody answers for; empty: the plan's own office.
    catalogue : Catalogue or None
        Definitions and series that say which evidence a target needs.
    """

    goals: tuple[Goal, ...] = ()
    decrees: tuple[Decree, ...] = ()
    members: tuple[Member, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    office: str = ""
    catalogue: Catalogue | None = None


class ChangeKind(StrEnum):
    """What differs between two years."""

    UNIT_ADDED = "unit-added"
    UNIT_REMOVED = "unit-removed"
    TASK_ADDED = "task-added"
    TASK_REMOVED = "task-removed"
    ROLE = "role"
    TIMING = "timing"
    ASKED = "asked"
    TARGET_ADDED = "target-added"
    TARGET_REMOVED = "target-removed"
    MILESTONE_ADDED = "milestone-added"
    MILESTONE_REMOVED = "milestone-removed"
    MEMBERSHIP = "membership"
    EXEMPTION = "exemption"


@attrs.frozen(kw_only=True)
class Change:
    """One difference on a unit's sheet.

    Attributes
    ----------
    unit : str
    kind : ChangeKind
    subject : str
        Key of the task or target, or the clause and words of a milestone.
    title : str
    before, after : str
        Empty: it was not there.
    """

    unit: str
    kind: ChangeKind
    subject: str = ""
    title: str = ""
    before: str = ""
    after: str = ""


@attrs.frozen(kw_only=True)
class DivisionChanges:
    """What differs from one division to the next, unit by unit."""

    before: int
    after: int
    changes: tuple[Change, ...]
