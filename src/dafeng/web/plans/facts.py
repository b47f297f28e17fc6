"""Facts: what a proposal says, as plain JSON; one shape for reading, deciding, merging.

Numbers are decimal strings without trailing zeros, a missing text is ``""``, a missing
number is None.  ``original``, decisions, conflicts and the workbook all hold facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias, cast

from dafeng.plan import records
from dafeng.web.plans.models import ProposalKind

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"
Facts: TypeAlias = "dict[str, Json]"

TEXTS: Mapping[ProposalKind, tuple[str, ...]] = {
    ProposalKind.TARGET: (
        "indicator",
        "indicator_code",
        "comparator",
        "unit",
        "direction",
        "kind",
        "softness",
        "scope",
    ),
    ProposalKind.TASK: ("title", "action"),
    ProposalKind.PROJECT: ("name", "type", "place", "unit", "period"),
    ProposalKind.MILESTONE: ("begins", "ends", "text"),
    ProposalKind.UNIT: ("name", "kind"),
}
FIGURES: Mapping[ProposalKind, tuple[str, ...]] = {
    ProposalKind.TARGET: ("value", "value_max"),
    ProposalKind.PROJECT: ("capacity",),
}
YEARS: Mapping[ProposalKind, tuple[str, ...]] = {
    ProposalKind.TARGET: ("year", "base_year"),
}


def figure(value: Decimal | None) -> str | None:
    """``Decimal("15.500")`` as ``"15.5"``; None stays None."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _names(values: Iterable[str]) -> list[Json]:
    return list(dict.fromkeys(values))


def target_facts(target: records.Target) -> Facts:
    """Facts of a target as it was read."""
    return {
        "clause": target.clause,
        "indicator": target.indicator,
        "indicator_code": target.indicator_code or "",
        "comparator": target.comparator or "",
        "value": figure(target.value),
        "value_max": figure(target.value_max),
        "unit": target.unit or "",
        "direction": target.direction.value,
        "year": target.year,
        "base_year": target.base_year,
        "kind": target.kind.value,
        "softness": target.softness.value,
        "scope": target.scope or "",
        "responsible": _names(target.responsible),
    }


def task_facts(task: records.Task) -> Facts:
    """Facts of a task as it was read; the first role of a unit named twice counts."""
    roles = {one.name: one.role.value for one in reversed(task.responsible)}
    names = _names(one.name for one in task.responsible)
    return {
        "clause": task.clause,
        "title": task.title,
        "action": task.action or "",
        "responsible": [{"name": str(n), "role": roles[str(n)]} for n in names],
        "targets": _names(sorted(task.targets)),
        "projects": _names(sorted(task.projects)),
    }


def project_facts(project: records.Project) -> Facts:
    """Facts of a project as it was read."""
    return {
        "clause": project.clause,
        "name": project.name,
        "type": project.type or "",
        "place": project.place or "",
        "capacity": figure(project.capacity),
        "unit": project.unit or "",
        "period": project.period or "",
    }


def milestone_facts(milestone: records.Milestone) -> Facts:
    """Facts of a milestone as it was read."""
    return {
        "clause": milestone.clause,
        "begins": milestone.start or "",
        "ends": milestone.end,
        "text": milestone.text,
    }


def unit_facts(unit: records.Unit) -> Facts:
    """Facts of a responsible unit as it was read."""
    return {
        "name": unit.name,
        "kind": unit.kind.value,
        "variants": _names(unit.variants),
    }


def with_names(facts: Facts, names: Mapping[str, str]) -> Facts:
    """Return facts with units called by their present names (a unit may be renamed)."""
    responsible: list[Json] = []
    for one in cast("list[Json]", facts.get("responsible", [])):
        if isinstance(one, dict):
            name = str(one["name"])
            responsible.append({"name": names.get(name, name), "role": one["role"]})
        else:
            responsible.append(names.get(str(one), one))
    return facts | {"responsible": responsible} if responsible else dict(facts)


def same_facts(one: Facts, other: Facts) -> bool:
    """Whether two facts say the same; the order of units within a role aside."""
    return _unordered(one) == _unordered(other)


def _unordered(facts: Facts) -> Facts:
    responsible = cast("list[Json]", facts.get("responsible", []))
    if not all(isinstance(one, dict) for one in responsible):
        return facts
    named = [cast("dict[str, Json]", one) for one in responsible]
    ordered = sorted(named, key=lambda one: (str(one["role"]), str(one["name"])))
    return facts | {"responsible": cast("list[Json]", ordered)}
