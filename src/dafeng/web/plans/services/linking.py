"""Tie targets and tasks to the units, targets and projects that their facts name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.plan.records import UnitKind
from dafeng.web.plans.convert import named_units
from dafeng.web.plans.facts import Facts
from dafeng.web.plans.models import (
    LIVE,
    Plan,
    PlanUnit,
    Project,
    Proposal,
    ProposalState,
    Target,
    TargetResponsibility,
    Task,
    TaskResponsibility,
)
from dafeng.web.plans.selectors.units import organisations_by_name


def links_set(proposal: Proposal, facts: Facts) -> None:
    """Make the links say what the facts say; a unit not yet known to the plan is added.

    Raises
    ------
    BadInputError
        ``target.unknown`` or ``project.unknown``: the plan has no such key.
    """
    if isinstance(proposal, Target):
        units = dict.fromkeys(_units(proposal.plan, named_units(facts)))
        proposal.responsibilities.all().delete()
        TargetResponsibility.objects.bulk_create(
            TargetResponsibility(target=proposal, unit=unit, order=order)
            for order, unit in enumerate(units)
        )
    elif isinstance(proposal, Task):
        _task_links_set(proposal, facts)
    proposal.__dict__.pop("_prefetched_objects_cache", None)


def _task_links_set(task: Task, facts: Facts) -> None:
    units = _units(task.plan, named_units(facts))
    responsible = cast("list[dict[str, Any]]", facts["responsible"])
    roles = {
        unit: one["role"]
        for unit, one in reversed(list(zip(units, responsible, strict=True)))
    }
    task.responsibilities.all().delete()
    TaskResponsibility.objects.bulk_create(
        TaskResponsibility(task=task, unit=unit, role=roles[unit], order=order)
        for order, unit in enumerate(dict.fromkeys(units))
    )
    targets = cast("list[str]", facts["targets"])
    projects = cast("list[str]", facts["projects"])
    task.targets.set(_keyed(Target, task.plan, targets))
    task.projects.set(_keyed(Project, task.plan, projects))


def _keyed(
    model: type[Target] | type[Project], plan: Plan, keys: Sequence[str]
) -> list[Any]:
    found = {row.key: row for row in model.objects.filter(plan=plan, key__in=keys)}
    missing = [key for key in keys if key not in found]
    if missing:
        word = model.KIND.value
        msg = f"The plan has no {word} {', '.join(missing)}."
        raise BadInputError(msg, code=f"{word}.unknown", keys=missing)
    return [found[key] for key in keys]


def _units(plan: Plan, names: Sequence[str]) -> list[PlanUnit]:
    """The plan's units of these names, in this order; new ones are made."""
    rows = PlanUnit.objects.filter(plan=plan)
    known = {unit.name: unit for unit in rows}
    for unit in known.values():
        for variant in unit.variants:
            known = {variant: unit} | known
    order = rows.count()
    for name in names:
        if name in known:
            continue
        order += 1
        known[name] = PlanUnit.objects.create(
            plan=plan,
            key=f"U{order:02d}",
            order=order,
            name=name,
            kind=UnitKind.OTHER.value,
            state=ProposalState.CONFIRMED,
            decided_at=timezone.now(),
            confidence=1,
            rule="person",
            organisation=organisations_by_name().get(name),
        )
    _revive([known[name] for name in names])
    return [known[name] for name in names]


def _revive(units: Sequence[PlanUnit]) -> None:
    """A unit that a person names again is no longer rejected."""
    for unit in units:
        if unit.state not in LIVE:
            unit.state = ProposalState.CONFIRMED
            unit.save(update_fields=["state"])
