"""Which task a target, milestone or project of a plan belongs to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import attrs

if TYPE_CHECKING:
    from dafeng.plan import Milestone, Plan, Project, Target, Task
    from dafeng.plan import Span as TextSpan

_T = TypeVar("_T")


def task_keys(plan: Plan) -> tuple[str, ...]:
    """Return a key for each task of a plan, in its order.

    The clause's id; the second task of one clause is ``三(一)1#2``, and so on.
    """
    seen: Counter[str] = Counter()
    keys = []
    for task in plan.tasks:
        seen[task.clause] += 1
        number = seen[task.clause]
        keys.append(task.clause if number == 1 else f"{task.clause}#{number}")
    return tuple(keys)


@attrs.frozen(kw_only=True)
class PlanIndex:
    """A plan, ordered by task.

    Attributes
    ----------
    tasks : mapping of str to Task
        By key, in the order of the plan.
    targets, milestones, projects : mapping of str to tuple
        By the key of their task; what belongs to no task is under the empty key.
    holders : mapping of str to tuple of str
        Keys of the tasks that hold a target, by its id.
    """

    tasks: Mapping[str, Task]
    targets: Mapping[str, tuple[Target, ...]]
    milestones: Mapping[str, tuple[Milestone, ...]]
    projects: Mapping[str, tuple[Project, ...]]
    holders: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, plan: Plan) -> PlanIndex:
        """Look through a plan once."""
        tasks = dict(zip(task_keys(plan), plan.tasks, strict=True))
        homes = _Homes.of(plan, tasks)
        targets = defaultdict(list)
        holders = defaultdict(list)
        for target in plan.targets:
            named = [key for key, task in tasks.items() if target.id in task.targets]
            for key in named or [homes.find(target.clause, target.span)]:
                targets[key].append(target)
                if key:
                    holders[target.id].append(key)
        milestones = defaultdict(list)
        for milestone in plan.milestones:
            milestones[homes.find(milestone.clause, milestone.span)].append(milestone)
        projects = defaultdict(list)
        for project in plan.projects:
            named = [key for key, task in tasks.items() if project.id in task.projects]
            for key in named or [homes.find(project.clause, project.span)]:
                projects[key].append(project)
        return cls(
            tasks=MappingProxyType(tasks),
            targets=_frozen(targets),
            milestones=_frozen(milestones),
            projects=_frozen(projects),
            holders=_frozen(holders),
        )


def _frozen(lists: Mapping[str, Iterable[_T]]) -> Mapping[str, tuple[_T, ...]]:
    return MappingProxyType({key: tuple(found) for key, found in lists.items()})


@attrs.frozen
class _Homes:
    """Finds the task of a place in the plan: by its words, then by its clause."""

    tasks: Mapping[str, Task]
    parents: Mapping[str, str | None]

    @classmethod
    def of(cls, plan: Plan, tasks: Mapping[str, Task]) -> _Homes:
        return cls(tasks, {clause.id: clause.parent for clause in plan.clauses})

    def find(self, clause: str, span: TextSpan) -> str:
        """Key of the nearest task around; empty when there is none."""
        for above in self._upwards(clause):
            here = [key for key, task in self.tasks.items() if task.clause == above]
            inside = (key for key in here if _within(span, self.tasks[key].span))
            found = next(inside, here[0] if here else None)
            if found is not None:
                return found
        return ""

    def _upwards(self, clause: str) -> Iterator[str]:
        seen = set()
        at: str | None = clause
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parents.get(at)


def _within(inner: TextSpan, outer: TextSpan) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
