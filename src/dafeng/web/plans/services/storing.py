"""Keep a reading: the plan, its clauses, its findings, and every object as proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import attrs
from django.db import transaction
from django.utils.text import slugify
from pypinyin import lazy_pinyin

from dafeng.base.errors import BadInputError
from dafeng.plan import records
from dafeng.plan.records import ClauseKind, UnitKind
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.plans import facts as read
from dafeng.web.plans.convert import fill, named_units
from dafeng.web.plans.facts import Facts
from dafeng.web.plans.models import (
    Clause,
    Milestone,
    Plan,
    PlanFinding,
    PlanSource,
    PlanUnit,
    Project,
    Proposal,
    Target,
    TargetResponsibility,
    Task,
    TaskResponsibility,
)
from dafeng.web.plans.selectors.units import organisations_by_name

AnyProposal = TypeVar("AnyProposal", bound=Proposal)
PREAMBLE = "前言"
SLUG_LENGTH = 40


@attrs.frozen(kw_only=True)
class Provenance:
    """Where a plan comes from and whose it is."""

    owner: Organisation
    source: PlanSource
    slug: str | None = None
    place_code: str = ""
    synthetic: bool = False
    previous: Plan | None = None


@transaction.atomic
def plan_store(
    *, reading: records.Plan, by: User | None, provenance: Provenance
) -> Plan:
    """Keep a reading as a draft of proposals; the same text is kept once per owner.

    ``by`` None is the program itself, here and in the other services.

    Raises
    ------
    BadInputError
        ``plan.empty``: the reading has neither a clause nor a target.
    """
    if by is not None:
        require(by, "plans.plan.store", provenance.owner)
    if not reading.clauses and not reading.targets:
        msg = "No numbered clause and no target was found; this is not a plan."
        raise BadInputError(msg, code="plan.empty")
    known = Plan.objects.filter(
        owner=provenance.owner,
        text_sha256=reading.document.text_sha256,
        next__isnull=True,
    ).first()
    if known is not None and known != provenance.previous:
        return known
    plan = _plan_row(reading, provenance)
    clauses = _clauses_write(plan, reading)
    units = _units_write(plan, reading)
    _objects_write(plan, reading, clauses, units)
    _findings_write(plan, reading, clauses)
    audit.record(
        by=by,
        action="plans.plan.store",
        target=plan,
        data={
            "source": plan.source,
            "text_sha256": plan.text_sha256,
            "targets": len(reading.targets),
            "tasks": len(reading.tasks),
        },
    )
    return plan


def _plan_row(reading: records.Plan, provenance: Provenance) -> Plan:
    document = reading.document
    title = document.title or document.number or PREAMBLE
    previous = provenance.previous
    plan = Plan(
        slug=_free_slug(provenance.slug or _slug(title, document.date)),
        title=title,
        number=document.number or "",
        issuer=document.issuer or "",
        date=_day(document.date),
        place_code=provenance.place_code,
        edition=1 if previous is None else previous.edition + 1,
        previous=previous,
        source=provenance.source,
        synthetic=provenance.synthetic,
        text_sha256=document.text_sha256,
        owner=provenance.owner,
    )
    plan.full_clean(exclude=["owner", "previous"])
    plan.save()
    return plan


def _slug(title: str, day: str | None) -> str:
    """``某区碳达峰实施方案`` of 2023 as ``mouqu-2023``: short, in plain letters."""
    place = title.partition("碳达峰")[0] or title
    letters = slugify("".join(lazy_pinyin(place, errors="ignore")))[:SLUG_LENGTH]
    return "-".join(part for part in (letters or "plan", (day or "")[:4]) if part)


def _free_slug(wanted: str) -> str:
    taken = set(
        Plan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


# Clauses -----------------------------------------------------------------------------


def _clauses_write(plan: Plan, reading: records.Plan) -> dict[str, Clause]:
    """Write the tree; what stands in no numbered clause stands in the preamble."""
    rows: dict[str, Clause] = {}
    for order, clause in enumerate(reading.clauses, start=1):
        rows[_free_ref(clause.id or PREAMBLE, rows)] = Clause(
            plan=plan,
            ref=_free_ref(clause.id or PREAMBLE, rows),
            title=clause.title,
            kind=clause.kind.value,
            order=order,
            start=clause.span.start,
            end=clause.span.end,
        )
    for ref in _clauses_named(reading):
        if (ref or PREAMBLE) not in rows:
            kind = ClauseKind.CHAPTER.value
            rows[ref or PREAMBLE] = Clause(
                plan=plan, ref=ref or PREAMBLE, kind=kind, order=0
            )
    made = {c.ref: c for c in Clause.objects.bulk_create(rows.values())}
    for clause in reading.clauses:
        if clause.parent in made:
            made[clause.id].parent = made[clause.parent]
    _fields_set(made)
    Clause.objects.bulk_update(made.values(), ["parent", "field"])
    if PREAMBLE in made:
        made[""] = made[PREAMBLE]
    return made


def _free_ref(ref: str, taken: Mapping[str, Clause]) -> str:
    number, free = 1, ref
    while free in taken:
        number += 1
        free = f"{ref}#{number}"
    return free


def _clauses_named(reading: records.Plan) -> Iterable[str]:
    for things in (reading.targets, reading.tasks, reading.projects):
        yield from (thing.clause for thing in things)
    yield from (milestone.clause for milestone in reading.milestones)


def _fields_set(clauses: Mapping[str, Clause]) -> None:
    """Give each clause its field: the action that it belongs to.

    In a chapter whose sections hold numbered items the section is the action
    (三(一) of 三(一)1); elsewhere it is the chapter.
    """
    paths = {clause: _path(clause) for clause in clauses.values()}
    deep = {
        path[0]
        for clause, path in paths.items()
        if clause.kind == ClauseKind.ITEM and len(path) > 2  # noqa: PLR2004 - levels
    }
    for clause, path in paths.items():
        clause.field = path[1] if path[0] in deep and len(path) > 1 else path[0]


def _path(clause: Clause) -> list[Clause]:
    path = [clause]
    while path[0].parent is not None and path[0].parent not in path:
        path.insert(0, path[0].parent)
    return path


# Objects -----------------------------------------------------------------------------


def _units_write(plan: Plan, reading: records.Plan) -> dict[str, PlanUnit]:
    known = {unit.name: unit for unit in reversed(reading.units)}
    names = list(dict.fromkeys(unit.name for unit in reading.units))
    for target in reading.targets:
        names += [name for name in target.responsible if name not in known]
    for task in reading.tasks:
        names += [one.name for one in task.responsible if one.name not in known]
    organisations = organisations_by_name()
    rows = []
    for order, name in enumerate(dict.fromkeys(names), start=1):
        unit = known.get(name) or records.Unit(
            name=name, kind=UnitKind.OTHER, variants=()
        )
        row = PlanUnit(
            plan=plan,
            key=f"U{order:02d}",
            order=order,
            confidence=1,
            original=read.unit_facts(unit),
            organisation=next(
                (
                    organisations[n]
                    for n in (name, *unit.variants)
                    if n in organisations
                ),
                None,
            ),
        )
        fill(row, read.unit_facts(unit), {})
        rows.append(row)
    return {row.name: row for row in PlanUnit.objects.bulk_create(rows)}


def _objects_write(
    plan: Plan,
    reading: records.Plan,
    clauses: Mapping[str, Clause],
    units: Mapping[str, PlanUnit],
) -> None:
    targets = [
        _row(Target, plan, target.id, order, target, read.target_facts(target), clauses)
        for order, target in enumerate(reading.targets, start=1)
    ]
    projects = [
        _row(Project, plan, one.id, order, one, read.project_facts(one), clauses)
        for order, one in enumerate(reading.projects, start=1)
    ]
    tasks = [
        _row(Task, plan, f"K{order:03d}", order, one, read.task_facts(one), clauses)
        for order, one in enumerate(reading.tasks, start=1)
    ]
    milestones = [
        _row(
            Milestone,
            plan,
            f"M{order:03d}",
            order,
            one,
            read.milestone_facts(one),
            clauses,
        )
        for order, one in enumerate(reading.milestones, start=1)
    ]
    made_targets = Target.objects.bulk_create(targets)
    made_projects = Project.objects.bulk_create(projects)
    made_tasks = Task.objects.bulk_create(tasks)
    Milestone.objects.bulk_create(milestones)
    duties_write(made_targets, made_tasks, units)
    _task_links_write(made_tasks, made_targets, made_projects)


def _row(
    model: type[AnyProposal],
    plan: Plan,
    key: str,
    order: int,
    thing: records.Target | records.Task | records.Project | records.Milestone,
    facts: Facts,
    clauses: Mapping[str, Clause],
) -> AnyProposal:
    row = model(
        plan=plan,
        key=key,
        order=order,
        confidence=Decimal(str(round(thing.confidence, 3))),
        rule=thing.rule,
        start=thing.span.start,
        end=thing.span.end,
        quote=getattr(thing, "quote", ""),
        original=facts,
    )
    fill(row, facts, clauses)
    return row


def duties_write(
    targets: Iterable[Target], tasks: Iterable[Task], units: Mapping[str, PlanUnit]
) -> None:
    """Link new targets and tasks to their units, in the order of their facts."""
    TargetResponsibility.objects.bulk_create(
        TargetResponsibility(target=target, unit=units[name], order=order)
        for target in targets
        for order, name in enumerate(named_units(target.original or {}))
    )
    duties = []
    for task in tasks:
        responsible: Any = (task.original or {})["responsible"]
        for order, one in enumerate(responsible):
            duties.append(
                TaskResponsibility(
                    task=task, unit=units[one["name"]], role=one["role"], order=order
                )
            )
    TaskResponsibility.objects.bulk_create(duties)


def _task_links_write(
    tasks: Iterable[Task], targets: Iterable[Target], projects: Iterable[Project]
) -> None:
    target_ids = {target.key: target.pk for target in targets}
    project_ids = {project.key: project.pk for project in projects}
    to_targets, to_projects = Task.targets.through, Task.projects.through
    links: list[Any] = []
    more: list[Any] = []
    for task in tasks:
        facts: Any = task.original or {}
        links += [
            to_targets(task_id=task.pk, target_id=target_ids[key])
            for key in facts["targets"]
            if key in target_ids
        ]
        more += [
            to_projects(task_id=task.pk, project_id=project_ids[key])
            for key in facts["projects"]
            if key in project_ids
        ]
    to_targets._default_manager.bulk_create(links)
    to_projects._default_manager.bulk_create(more)


def _findings_write(
    plan: Plan, reading: records.Plan, clauses: Mapping[str, Clause]
) -> None:
    PlanFinding.objects.bulk_create(
        PlanFinding(
            plan=plan,
            clause=clauses.get(finding.place) if finding.place else None,
            code=finding.code,
            severity=finding.severity.value,
            place=finding.place,
            value=finding.value,
            rule=finding.rule,
            hint=finding.hint,
            start=None if finding.span is None else finding.span[0],
            end=None if finding.span is None else finding.span[1],
            order=order,
        )
        for order, finding in enumerate(reading.findings, start=1)
    )
