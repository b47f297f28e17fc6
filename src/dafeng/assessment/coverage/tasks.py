"""Which tasks of the district's plan a sector plan takes up, and why.

A plan covers a task when

1. a target of the task is linked with one of the plan (``indicator``), or
2. a title of the plan says what the task's title says: likeness at least
   :data:`ALIKE`, with a common piece of three letters (``wording``), or
3. the unit that leads the task leads in the plan (``unit``), and a title of the plan
   shares something with the task's title (likeness at least :data:`RELATED`) or says
   what a target of the task is about (at least :data:`ALIKE`).

A task that is wrongly called covered is lost from sight, one that is wrongly called
uncovered is looked at: the rule is strict. A person's decision goes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.assessment.coverage.records import (
    Cited,
    CitedTask,
    Cover,
    Link,
    Obstacle,
    Reason,
    ReasonKind,
    TaskDecision,
    Verdict,
)
from dafeng.assessment.coverage.wording import Likeness, closest
from dafeng.assessment.division.index import PlanIndex
from dafeng.plan.records import Role

if TYPE_CHECKING:
    from dafeng.assessment.coverage.records import SectorPlan
    from dafeng.plan import Plan, Task

Title: TypeAlias = tuple[str, str]
"""A clause and what its title says."""

ALIKE = Fraction(1, 2)
RELATED = Fraction(1, 4)
_LONG_ENOUGH = 3
_NO_COMPARISON = (Obstacle.SCOPE, Obstacle.UNIT, Obstacle.KIND, Obstacle.BASE_YEAR)


@attrs.frozen
class _Said:
    """The clause of a plan whose title is closest to a text, and how close."""

    clause: str = ""
    alike: Likeness = Likeness()


@attrs.frozen(kw_only=True)
class Spelling:
    """One name for each unit, whatever spelling a plan uses."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> Spelling:
        """Learn the variants that the plans' own readings found."""
        units = [unit for plan in plans for unit in plan.units]
        pairs = {v: unit.name for unit in units for v in sorted(unit.variants)}
        return cls(names=pairs)

    def leads(self, task: Task) -> frozenset[str]:
        """Units that lead a task."""
        return frozenset(
            self.names.get(one.name, one.name)
            for one in task.responsible
            if one.role is Role.LEAD
        )


def tasks_of(name: str, plan: Plan) -> tuple[CitedTask, ...]:
    """Tasks of a plan with their keys, in its order."""
    return tuple(
        CitedTask(plan=name, key=key, clause=task.clause, title=task.title)
        for key, task in PlanIndex.of(plan).tasks.items()
    )


@attrs.frozen(kw_only=True)
class TaskRule:
    """The rule, ready for one district plan.

    Attributes
    ----------
    main : str
    index : PlanIndex
    links : tuple of Link
        Between the district's plan and the sector plans.
    spelling : Spelling
    decisions : mapping of (str, str) to TaskDecision
        By key of the task and name of the plan.
    """

    main: str
    index: PlanIndex
    links: tuple[Link, ...]
    spelling: Spelling
    decisions: Mapping[tuple[str, str], TaskDecision]

    def covers(self, sectors: Sequence[SectorPlan]) -> Iterator[Cover]:
        """Covers of all tasks, in the order of the plan."""
        for key, task in self.index.tasks.items():
            cited = CitedTask(
                plan=self.main, key=key, clause=task.clause, title=task.title
            )
            for sector in sectors:
                reasons = self._reasons(key, task, sector)
                if reasons:
                    yield Cover(task=cited, plan=sector.name, reasons=reasons)

    def _reasons(self, key: str, task: Task, sector: SectorPlan) -> tuple[Reason, ...]:
        decided = self.decisions.get((key, sector.name))
        if decided is not None and decided.verdict is Verdict.REJECT:
            return ()
        found = tuple(self._by_rule(key, task, sector))
        if decided is None:
            return found
        said = tuple(part for part in (decided.by, decided.ground) if part)
        return (*found, Reason(kind=ReasonKind.PERSON, words=said))

    def _by_rule(self, key: str, task: Task, sector: SectorPlan) -> Iterator[Reason]:
        linked = self._linked(key, sector)
        yield from linked
        common = self._common_leads(task, sector.plan)
        titles = _titles(sector.plan)
        found = _said_in(titles, task.title)
        strong = found.alike.share >= ALIKE and found.alike.longest >= _LONG_ENOUGH
        if not strong and not (common and found.alike.share >= RELATED):
            found = self._target_said_in(titles, key) if common else _Said()
        if found.alike.words:
            yield Reason(
                kind=ReasonKind.WORDING,
                words=found.alike.words,
                clause=found.clause,
                score=found.alike.score,
            )
        if common and (linked or found.alike.words):
            yield Reason(kind=ReasonKind.UNIT, words=tuple(sorted(common)))

    def _linked(self, key: str, sector: SectorPlan) -> list[Reason]:
        held = {target.id for target in self.index.targets.get(key, ())}
        return [
            Reason(
                kind=ReasonKind.INDICATOR,
                words=(
                    f"{link.upper.target.id} {link.upper.target.indicator}",
                    f"{link.lower.target.id} {link.lower.target.indicator}",
                ),
                clause=link.lower.target.clause,
            )
            for link in self.links
            if link.upper.plan == self.main
            and link.lower.plan == sector.name
            and link.upper.target.id in held
            and link.obstacle not in _NO_COMPARISON
        ]

    def _target_said_in(self, titles: Sequence[Title], key: str) -> _Said:
        """What a plan says of a target of the task, where it says it clearly."""
        targets = self.index.targets.get(key, ())
        found = (_said_in(titles, target.indicator) for target in targets)
        best = max(found, key=lambda said: said.alike.share, default=_Said())
        return best if best.alike.share >= ALIKE else _Said()

    def _common_leads(self, task: Task, plan: Plan) -> frozenset[str]:
        leads = {unit for other in plan.tasks for unit in self.spelling.leads(other)}
        return self.spelling.leads(task) & leads


def _said_in(titles: Sequence[Title], text: str) -> _Said:
    at, alike = closest(text, (title for _, title in titles))
    return _Said(titles[at][0], alike) if at >= 0 else _Said()


def _titles(plan: Plan) -> list[Title]:
    """Clauses with what their titles say: tasks, and the headings above them."""
    sections = {clause.id: clause for clause in plan.clauses}
    found: dict[tuple[str, str], None] = {}
    for task in plan.tasks:
        found[(task.clause, task.title)] = None
        clause = sections.get(task.clause)
        above = sections.get(clause.parent or "") if clause else None
        if above is not None:
            found[(above.id, above.title)] = None
    return sorted(found)


def owned(plan: Plan) -> frozenset[str]:
    """Keys of the targets that a unit answers for, by itself or by a task."""
    by_task = {t for task in plan.tasks if task.responsible for t in task.targets}
    by_name = {target.id for target in plan.targets if target.responsible}
    return frozenset(by_task | by_name)


def unowned(name: str, plan: Plan) -> Iterator[Cited]:
    """Targets of a plan that nobody answers for."""
    known = owned(plan)
    for target in plan.targets:
        if target.id not in known:
            yield Cited(plan=name, target=target)
