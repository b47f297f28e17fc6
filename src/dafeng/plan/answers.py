"""Who answers for what: duty brackets and rows of task tables, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.duties.brackets import Duty, duties_in, merged
from dafeng.plan.duties.units import Units, units_of
from dafeng.plan.layout.blocks import BlockKind
from dafeng.plan.tables.table import parted
from dafeng.plan.tables.tasks import TaskRow, task_rows

if TYPE_CHECKING:
    from dafeng.plan.clauses.section import Section, Structure
    from dafeng.plan.duties.roles import LeadRule
    from dafeng.plan.records import Responsible


@attrs.frozen(kw_only=True)
class Answers:
    """Responsible units of a plan and where they are named.

    Attributes
    ----------
    structure : Structure
    duties : mapping of str to tuple of Duty
        Brackets by clause id, in order.
    rows : mapping of str to tuple of TaskRow
        Rows of task tables by clause id, in order.
    units : Units
    """

    structure: Structure
    duties: Mapping[str, tuple[Duty, ...]]
    rows: Mapping[str, tuple[TaskRow, ...]]
    units: Units

    @property
    def any(self) -> bool:
        """Whether any bracket names answerable units."""
        return any(self.duties.values())

    def named(self, responsible: Iterable[Responsible]) -> tuple[Responsible, ...]:
        """Units under their canonical names, each once, with its first role."""
        found: dict[str, Responsible] = {}
        for unit in responsible:
            name = self.units.canonical[unit.name]
            found.setdefault(name, attrs.evolve(unit, name=name))
        return tuple(found.values())

    def names_for(self, clause: str, at: int) -> tuple[str, ...]:
        """Units that answer for what stands at ``at`` (an offset) in a clause.

        They stand in its row of a task table, in the bracket that closes its clause,
        or in one of the clauses that it stands under.
        """
        return tuple(unit.name for unit in self.named(self._for(clause, at)))

    def _for(self, clause: str, at: int) -> tuple[Responsible, ...]:
        for row in self.rows[clause]:
            if row.span.start <= at < row.span.end:
                return row.responsible
        for node in self.structure.section(clause).chain():
            duties = self.duties[node.id]
            if duties:
                after = (duty for duty in duties if duty.span.start >= at)
                return next(after, duties[-1]).responsible
        return ()


def read_answers(structure: Structure, lead: LeadRule) -> Answers:
    """Read every bracket and every task table of a document."""
    duties = {s.id: _duties(s, lead) for s in structure.sections}
    rows = {s.id: _rows(s, lead) for s in structure.sections}
    lists = [duty.responsible for found in duties.values() for duty in found]
    lists += [row.responsible for found in rows.values() for row in found]
    names = [unit.name for responsible in lists for unit in responsible]
    return Answers(structure=structure, duties=duties, rows=rows, units=units_of(names))


def _duties(section: Section, lead: LeadRule) -> tuple[Duty, ...]:
    texts = (block for block in section.blocks if block.kind is BlockKind.TEXT)
    return tuple(merged([d for block in texts for d in duties_in(block.body, lead)]))


def _rows(section: Section, lead: LeadRule) -> tuple[TaskRow, ...]:
    tables = parted(section.blocks).tables
    return tuple(row for table in tables for row in task_rows(table, lead))
