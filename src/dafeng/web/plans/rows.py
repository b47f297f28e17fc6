"""Between the room's objects and the rows of the review workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

import attrs

from dafeng.plan import workbook as sheets
from dafeng.plan.records import Role
from dafeng.plan.workbook import ReviewRows, Row, Verdict
from dafeng.web.plans import convert
from dafeng.web.plans.facts import Facts, Json, figure
from dafeng.web.plans.models import (
    ACCEPTED,
    Milestone,
    PlanUnit,
    Project,
    Proposal,
    ProposalKind,
    ProposalState,
    Target,
    Task,
)
from dafeng.web.plans.selectors.proposals import stamp_of


def review_rows(live: Mapping[ProposalKind, Iterable[Proposal]]) -> ReviewRows:
    """Rows of the live objects of a plan, with decision and stamp."""
    return ReviewRows(
        targets=cast(Any, _rows(live[ProposalKind.TARGET])),
        tasks=cast(Any, _rows(live[ProposalKind.TASK])),
        projects=cast(Any, _rows(live[ProposalKind.PROJECT])),
        milestones=cast(Any, _rows(live[ProposalKind.MILESTONE])),
        units=cast(Any, _rows(live[ProposalKind.UNIT])),
    )


def _rows(proposals: Iterable[Proposal]) -> tuple[Row, ...]:
    return tuple(
        attrs.evolve(
            _row(proposal), verdict=_verdict(proposal), stamp=stamp_of(proposal)
        )
        for proposal in proposals
    )


def _row(proposal: Proposal) -> Row:
    if isinstance(proposal, Target):
        return sheets.target_row(convert.target_record(proposal))
    if isinstance(proposal, Task):
        keys = {row.key for row in (*proposal.targets.all(), *proposal.projects.all())}
        record = convert.task_record(proposal, keys=keys)
        return sheets.task_row(record, key=proposal.key)
    if isinstance(proposal, Project):
        return sheets.project_row(convert.project_record(proposal))
    if isinstance(proposal, Milestone):
        step = convert.milestone_record(proposal)
        return sheets.milestone_row(step, key=proposal.key)
    unit = cast(PlanUnit, proposal)
    return sheets.unit_row(convert.unit_record(unit), key=unit.key)


def _verdict(proposal: Proposal) -> Verdict:
    if proposal.state in ACCEPTED:
        return Verdict.CONFIRM
    if proposal.state == ProposalState.REJECTED:
        return Verdict.REJECT
    return Verdict.OPEN


def row_kind(row: Row) -> ProposalKind:
    """Which kind of object a row holds."""
    return {
        sheets.TargetRow: ProposalKind.TARGET,
        sheets.TaskRow: ProposalKind.TASK,
        sheets.ProjectRow: ProposalKind.PROJECT,
        sheets.MilestoneRow: ProposalKind.MILESTONE,
        sheets.UnitRow: ProposalKind.UNIT,
    }[type(row)]


def row_facts(row: Row) -> Facts:
    """Facts that a row states, in the shape of ``convert.facts_of``."""
    if isinstance(row, sheets.TaskRow):
        return _task_facts(row)
    if isinstance(row, sheets.UnitRow):
        return {
            "name": row.name,
            "kind": row.kind.value,
            "variants": list(row.variants),
        }
    facts: Facts = {}
    for field in attrs.fields(type(row)):
        if field.name not in ("key", "verdict", "confidence", "quote", "stamp"):
            facts[field.name] = _plain(getattr(row, field.name), field.name)
    return facts


def _plain(value: object, name: str) -> Json:
    if isinstance(value, tuple):
        return list(dict.fromkeys(value))
    if name in ("value", "value_max", "capacity"):
        return figure(cast("Decimal | None", value))
    if name in ("year", "base_year"):
        return cast("int | None", value)
    return "" if value is None else str(value)


def _task_facts(row: sheets.TaskRow) -> Facts:
    roles = (
        (Role.LEAD, row.lead),
        (Role.SUPPORT, row.support),
        (Role.IMPLEMENT, row.implement),
    )
    named: dict[str, str] = {}
    for role, names in roles:
        for name in names:
            named.setdefault(name, role.value)
    return {
        "clause": row.clause,
        "title": row.title,
        "action": row.action or "",
        "responsible": [{"name": name, "role": role} for name, role in named.items()],
        "targets": [*sorted(row.targets)],
        "projects": [*sorted(row.projects)],
    }
