"""Reading the clause tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from django.db.models import Count, Q

from dafeng.web.plans.models import (
    LIVE,
    Clause,
    Plan,
    TaskResponsibility,
)


@attrs.frozen(kw_only=True)
class ClauseNode:
    """A clause with what lies below it, and what is promised in it."""

    clause: Clause
    children: tuple[ClauseNode, ...]


def subtree(plan: Plan, ref: str) -> list[Clause]:
    """The clause ``ref`` and everything below it."""
    rows = list(Clause.objects.filter(plan=plan))
    inside = {clause.pk for clause in rows if clause.ref == ref}
    grown = True
    while grown:
        below = {clause.pk for clause in rows if clause.parent_id in inside}
        grown = not below <= inside
        inside |= below
    return [clause for clause in rows if clause.pk in inside]


def clause_tree(clauses: Sequence[Clause]) -> tuple[ClauseNode, ...]:
    """The clauses of one plan as a tree, in the order of the document."""
    below: dict[int | None, list[Clause]] = {}
    known = {clause.pk for clause in clauses}
    for clause in clauses:
        parent = clause.parent_id if clause.parent_id in known else None
        below.setdefault(parent, []).append(clause)
    return _nodes(None, below)


def _nodes(
    parent: int | None, below: dict[int | None, list[Clause]]
) -> tuple[ClauseNode, ...]:
    return tuple(
        ClauseNode(clause=clause, children=_nodes(clause.pk, below))
        for clause in below.get(parent, [])
    )


@attrs.frozen(kw_only=True)
class NamedUnit:
    """A unit of the plan as a line names it."""

    key: str
    name: str


@attrs.frozen(kw_only=True)
class ClauseLine:
    """One line of the clause tree: the clause, its depth, and what it holds."""

    clause: Clause
    depth: int
    targets: int
    tasks: int
    projects: int
    findings: int
    units: tuple[NamedUnit, ...]


def clause_overview(plan: Plan) -> list[ClauseLine]:
    """The whole tree as lines, with counts and the responsible units of each clause."""
    clauses = list(
        plan.clauses.annotate(
            target_count=_live_count("targets"),
            task_count=_live_count("tasks"),
            project_count=_live_count("projects"),
            finding_count=Count("findings", distinct=True),
        )
    )
    units: dict[int, list[NamedUnit]] = {}
    duties = TaskResponsibility.objects.filter(
        task__plan=plan, task__state__in=LIVE
    ).values_list("task__clause", "unit__key", "unit__name")
    for clause_id, key, name in duties:
        units.setdefault(clause_id, []).append(NamedUnit(key=key, name=name))
    return list(_lines(clause_tree(clauses), 0, units))


def _live_count(name: str) -> Count:
    return Count(name, filter=Q(**{f"{name}__state__in": LIVE}), distinct=True)


def _lines(
    nodes: Sequence[ClauseNode], depth: int, units: dict[int, list[NamedUnit]]
) -> Iterator[ClauseLine]:
    for node in nodes:
        counted: Any = node.clause
        yield ClauseLine(
            clause=node.clause,
            depth=depth,
            targets=counted.target_count,
            tasks=counted.task_count,
            projects=counted.project_count,
            findings=counted.finding_count,
            units=tuple(units.get(node.clause.pk, ())),
        )
        yield from _lines(node.children, depth + 1, units)
