"""A plan as one JSON object, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding
from dafeng.plan.records import (
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

_LISTS = {
    "clauses": Clause,
    "targets": Target,
    "tasks": Task,
    "units": Unit,
    "projects": Project,
    "milestones": Milestone,
    "findings": Finding,
}


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Plain object with the keys of the contract; ``text`` stays out.

    Figures are numbers, spans ``[start, end]``, enumerations their values.
    """
    return {
        "document": _plain(plan.document),
        **{name: [_plain(row) for row in getattr(plan, name)] for name in _LISTS},
    }


def plan_from_json(data: Mapping[str, Any], *, text: str = "") -> Plan:
    """Plan from the object that :func:`plan_to_json` gives.

    Raises
    ------
    BadInputError
        A key is missing or a value does not fit its field; says which.
    """
    try:
        lists = {
            name: tuple(_record(kind, row) for row in data[name])
            for name, kind in _LISTS.items()
        }
        return Plan(document=Document(**data["document"]), text=text, **lists)
    except (KeyError, TypeError, ValueError) as error:
        msg = (
            f"This is no plan object: {error}. It needs the keys document, "
            f"{', '.join(_LISTS)}, as `dafeng plan read --format json` prints them."
        )
        raise BadInputError(msg, code="plan.bad_json") from error


def _plain(value: object) -> Any:
    kind = type(value)
    if attrs.has(kind):
        return {f.name: _plain(getattr(value, f.name)) for f in attrs.fields(kind)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


def _record(kind: type, row: Mapping[str, Any]) -> Any:
    values = dict(row)
    for name in ("value", "value_max", "capacity"):
        if kind in (Target, Project) and values.get(name) is not None:
            values[name] = Decimal(str(values[name]))
    if values.get("span") is not None:
        start, end = values["span"]
        values["span"] = Span(start, end)
    if "responsible" in values and kind is Task:
        values["responsible"] = tuple(Responsible(**r) for r in values["responsible"])
    for name in ("responsible", "targets", "projects", "variants"):
        if isinstance(values.get(name), list):
            values[name] = tuple(values[name])
    return kind(**values)
