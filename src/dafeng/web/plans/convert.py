"""Between the room's tables, their facts, and the core's frozen records."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, cast

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.plan import records
from dafeng.plan.records import Role, Span
from dafeng.web.plans.facts import FIGURES, TEXTS, YEARS, Facts, Json, figure
from dafeng.web.plans.models import (
    Clause,
    Milestone,
    Plan,
    PlanFinding,
    PlanUnit,
    Project,
    Proposal,
    ProposalKind,
    Target,
    Task,
)

Row = TypeVar("Row")
Record = TypeVar("Record")

MODELS: Mapping[ProposalKind, type[Proposal]] = {
    ProposalKind.TARGET: Target,
    ProposalKind.TASK: Task,
    ProposalKind.PROJECT: Project,
    ProposalKind.MILESTONE: Milestone,
    ProposalKind.UNIT: PlanUnit,
}


def fill(proposal: Proposal, facts: Facts, clauses: Mapping[str, Clause]) -> None:
    """Write the facts into the object's own columns; links to units are set apart.

    Raises
    ------
    KeyError
        The facts name a clause that the plan does not have.
    """
    for name in TEXTS[proposal.KIND]:
        setattr(proposal, name, facts[name])
    for name in FIGURES.get(proposal.KIND, ()):
        printed = facts[name]
        setattr(proposal, name, None if printed is None else Decimal(str(printed)))
    for name in YEARS.get(proposal.KIND, ()):
        setattr(proposal, name, facts[name])
    if isinstance(proposal, PlanUnit):
        proposal.variants = facts["variants"]
    else:
        cast(Any, proposal).clause = clauses[str(facts["clause"])]


def facts_of(proposal: Proposal) -> Facts:
    """Facts as the object stands now; prefetch ``responsibilities__unit`` for many."""
    facts: Facts = {}
    if not isinstance(proposal, PlanUnit):
        facts["clause"] = cast(Any, proposal).clause.ref
    for name in TEXTS[proposal.KIND]:
        facts[name] = getattr(proposal, name)
    for name in FIGURES.get(proposal.KIND, ()):
        facts[name] = figure(getattr(proposal, name))
    for name in YEARS.get(proposal.KIND, ()):
        facts[name] = getattr(proposal, name)
    return facts | _links(proposal)


def _links(proposal: Proposal) -> Facts:
    if isinstance(proposal, PlanUnit):
        return {"variants": list(proposal.variants)}
    if isinstance(proposal, Target):
        duties = proposal.responsibilities.all()
        return {"responsible": [duty.unit.name for duty in duties]}
    if isinstance(proposal, Task):
        roles: list[Json] = [
            {"name": duty.unit.name, "role": duty.role}
            for duty in proposal.responsibilities.all()
        ]
        return {
            "responsible": roles,
            "targets": [*sorted(one.key for one in proposal.targets.all())],
            "projects": [*sorted(one.key for one in proposal.projects.all())],
        }
    return {}


def named_units(facts: Facts) -> list[str]:
    """Names of the responsible units in the facts of a target or a task."""
    return [
        str(one["name"]) if isinstance(one, dict) else str(one)
        for one in cast("list[Json]", facts.get("responsible", []))
    ]


def span_of(proposal: Proposal | Clause) -> Span:
    """Where the object was read; (0, 0) where nobody knows."""
    if proposal.start is None or proposal.end is None:
        return Span(0, 0)
    return Span(proposal.start, proposal.end)


def target_record(target: Target) -> records.Target:
    """The core's record of a target."""
    return records.Target(
        id=target.key,
        clause=target.clause.ref,
        indicator=target.indicator,
        indicator_code=target.indicator_code or None,
        comparator=target.comparator or None,
        value=_short(target.value),
        value_max=_short(target.value_max),
        unit=target.unit or None,
        direction=target.direction,
        year=target.year,
        base_year=target.base_year,
        kind=target.kind,
        softness=target.softness,
        scope=target.scope or None,
        responsible=tuple(duty.unit.name for duty in target.responsibilities.all()),
        quote=target.quote,
        span=span_of(target),
        confidence=float(target.confidence),
        rule=target.rule,
    )


def task_record(task: Task, *, keys: Container[str]) -> records.Task:
    """The core's record of a task, naming only targets and projects among ``keys``."""
    return records.Task(
        clause=task.clause.ref,
        title=task.title,
        action=task.action or None,
        responsible=tuple(
            records.Responsible(name=duty.unit.name, role=Role(duty.role))
            for duty in task.responsibilities.all()
        ),
        targets=tuple(sorted(t.key for t in task.targets.all() if t.key in keys)),
        projects=tuple(sorted(p.key for p in task.projects.all() if p.key in keys)),
        span=span_of(task),
        confidence=float(task.confidence),
        rule=task.rule,
    )


def unit_record(unit: PlanUnit) -> records.Unit:
    """The core's record of a responsible unit."""
    return records.Unit(name=unit.name, kind=unit.kind, variants=tuple(unit.variants))


def project_record(project: Project) -> records.Project:
    """The core's record of a project."""
    return records.Project(
        id=project.key,
        name=project.name,
        type=project.type or None,
        place=project.place or None,
        capacity=_short(project.capacity),
        unit=project.unit or None,
        period=project.period or None,
        clause=project.clause.ref,
        quote=project.quote,
        span=span_of(project),
        confidence=float(project.confidence),
        rule=project.rule,
    )


def milestone_record(milestone: Milestone) -> records.Milestone:
    """The core's record of a milestone."""
    return records.Milestone(
        clause=milestone.clause.ref,
        start=milestone.begins or None,
        end=milestone.ends,
        text=milestone.text,
        quote=milestone.quote,
        span=span_of(milestone),
        confidence=float(milestone.confidence),
        rule=milestone.rule,
    )


def clause_record(clause: Clause) -> records.Clause:
    """The core's record of a clause; select ``parent`` along for many."""
    return records.Clause(
        id=clause.ref,
        title=clause.title,
        kind=clause.kind,
        parent=None if clause.parent is None else clause.parent.ref,
        span=span_of(clause),
    )


def finding_record(finding: PlanFinding) -> Finding:
    """The core's record of a finding."""
    located = finding.start is not None and finding.end is not None
    return Finding(
        code=finding.code,
        severity=Severity(finding.severity),
        place=finding.place,
        value=finding.value,
        rule=finding.rule,
        hint=finding.hint,
        span=(finding.start or 0, finding.end or 0) if located else None,
    )


def document_record(plan: Plan) -> records.Document:
    """The core's record of the plan's papers."""
    return records.Document(
        title=plan.title,
        number=plan.number or None,
        issuer=plan.issuer or None,
        date=None if plan.date is None else plan.date.isoformat(),
        text_sha256=plan.text_sha256,
    )


def _short(value: Decimal | None) -> Decimal | None:
    """``Decimal("38.000000")`` as the reader gives it: ``Decimal("38")``."""
    return None if value is None else Decimal(figure(value) or "0")


@attrs.frozen(kw_only=True)
class PlanParts:
    """Rows of one plan, already chosen and fetched with what the records need."""

    clauses: Sequence[Clause]
    targets: Sequence[Target]
    tasks: Sequence[Task]
    units: Sequence[PlanUnit]
    projects: Sequence[Project]
    milestones: Sequence[Milestone]
    findings: Sequence[PlanFinding]


def plan_record(plan: Plan, parts: PlanParts, *, text: str) -> records.Plan:
    """The core's record of a plan, made of the given rows and nothing else."""
    keys = {row.key for row in (*parts.targets, *parts.projects)}
    return records.Plan(
        document=document_record(plan),
        text=text,
        clauses=_all(clause_record, parts.clauses),
        targets=_all(target_record, parts.targets),
        tasks=tuple(task_record(task, keys=keys) for task in parts.tasks),
        units=_all(unit_record, parts.units),
        projects=_all(project_record, parts.projects),
        milestones=_all(milestone_record, parts.milestones),
        findings=_all(finding_record, parts.findings),
    )


def _all(make: Callable[[Row], Record], rows: Iterable[Row]) -> tuple[Record, ...]:
    return tuple(make(row) for row in rows)
