"""Small plans, made by hand: only what a test is about is said."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.plan import (
    Clause,
    Document,
    Milestone,
    Plan,
    Project,
    Responsible,
    Span,
    Target,
    Task,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NOWHERE = Span(0, 0)


def target(
    key: str, value: str | None = None, year: int | None = None, **said: object
) -> Target:
    """A binding level in per cent that should rise, unless the test says otherwise."""
    known = {
        "clause": "一",
        "indicator": "绿色出行比例",
        "indicator_code": None,
        "comparator": None if value is None else ">=",
        "value_max": None,
        "unit": None if value is None else "%",
        "direction": "up",
        "base_year": None,
        "kind": "level",
        "softness": "binding",
        "scope": None,
        "responsible": (),
        "quote": "",
        "span": NOWHERE,
        "confidence": 1.0,
        "rule": "test",
    }
    figure = None if value is None else Decimal(value)
    return Target(id=key, value=figure, year=year, **(known | said))  # type: ignore[arg-type]


def task(clause: str, units: str = "", **said: object) -> Task:
    """A task; ``units`` like ``甲局 乙局``, the first of which leads."""
    known = {
        "title": f"任务{clause}",
        "action": None,
        "targets": (),
        "projects": (),
        "span": NOWHERE,
        "confidence": 1.0,
        "rule": "test",
    }
    named = tuple(
        Responsible(name=name, role="support" if place else "lead")
        for place, name in enumerate(units.split())
    )
    return Task(clause=clause, responsible=named, **(known | said))  # type: ignore[arg-type]


def milestone(clause: str, end: str, text: str, start: str | None = None) -> Milestone:
    return Milestone(
        clause=clause,
        start=start,
        end=end,
        text=text,
        quote="",
        span=NOWHERE,
        confidence=1.0,
        rule="test",
    )


def project(key: str, clause: str, period: str | None = None) -> Project:
    return Project(
        id=key,
        name=f"项目{key}",
        type=None,
        place=None,
        capacity=None,
        unit=None,
        period=period,
        clause=clause,
        quote="",
        span=NOWHERE,
        confidence=1.0,
        rule="test",
    )


def clause(key: str, parent: str | None = None, kind: str = "item") -> Clause:
    return Clause(id=key, title=key, kind=kind, parent=parent, span=NOWHERE)


def unit(name: str, kind: str = "bureau") -> Unit:
    return Unit(name=name, kind=kind, variants=())


def plan(
    *,
    title: str = "示范区碳达峰实施方案",
    date: str | None = "2023-05-30",
    tasks: Iterable[Task] = (),
    targets: Iterable[Target] = (),
    units: Iterable[Unit] | None = None,
    clauses: Iterable[Clause] | None = None,
    milestones: Iterable[Milestone] = (),
    projects: Iterable[Project] = (),
) -> Plan:
    """A plan; units and clauses are those of the tasks unless they are given."""
    tasks = tuple(tasks)
    names = dict.fromkeys(r.name for one in tasks for r in one.responsible)
    heads = dict.fromkeys(one.clause for one in tasks)
    return Plan(
        document=Document(
            title=title, number=None, issuer=None, date=date, text_sha256=""
        ),
        text="",
        clauses=tuple(map(clause, heads)) if clauses is None else tuple(clauses),
        targets=tuple(targets),
        tasks=tasks,
        units=tuple(map(unit, names)) if units is None else tuple(units),
        projects=tuple(projects),
        milestones=tuple(milestones),
        findings=(),
    )
