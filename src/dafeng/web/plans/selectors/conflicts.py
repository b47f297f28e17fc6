"""Reading conflicts between a decision and a new edition, fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.web.plans.convert import MODELS
from dafeng.web.plans.facts import Facts
from dafeng.web.plans.models import Conflict, Plan, ProposalKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@attrs.frozen(kw_only=True)
class FactLine:
    """One fact in the last edition as read, as decided, and in the new edition."""

    label: str | StrPromise
    was_read: str
    decided: str
    now_read: str


@attrs.frozen(kw_only=True)
class ConflictLine:
    """A conflict with the facts that differ."""

    conflict: Conflict
    facts: tuple[FactLine, ...]


def conflict_lines(plan: Plan) -> list[ConflictLine]:
    """Conflicts of a plan, open ones first."""
    rows = plan.conflicts.select_related("resolved_by").order_by("resolution", "pk")
    return [ConflictLine(conflict=row, facts=_facts(row)) for row in rows]


def _facts(conflict: Conflict) -> tuple[FactLine, ...]:
    was, now = conflict.was_read or {}, conflict.now_read or {}
    decided: dict[str, Any] = conflict.decided["facts"]
    names = [
        name
        for name in decided
        if name not in ("targets", "projects")
        and len({_word(one.get(name)) for one in (was, decided, now)}) > 1
    ]
    return tuple(
        FactLine(
            label=fact_label(ProposalKind(conflict.proposal_kind), name),
            was_read=_word(was.get(name)),
            decided=_word(decided.get(name)),
            now_read=_word(now.get(name)),
        )
        for name in names
    )


def fact_lines(
    kind: ProposalKind, *, before: Facts, after: Facts
) -> tuple[FactLine, ...]:
    """Facts that differ between two states of an object."""
    return tuple(
        FactLine(
            label=fact_label(kind, name),
            was_read=_word(before.get(name)),
            decided=_word(value),
            now_read="",
        )
        for name, value in after.items()
        if _word(before.get(name)) != _word(value)
    )


def fact_label(kind: ProposalKind, name: str) -> str | StrPromise:
    """The word for a fact, as the object's table names it."""
    if name == "responsible":
        name = "units"
    field: Any = MODELS[kind]._meta.get_field(name)
    label: str | StrPromise = field.verbose_name
    return label


def _word(value: Any) -> str:
    if value is None or value in ("", []):
        return "--"
    if isinstance(value, list):
        return "、".join(
            str(one["name"]) if isinstance(one, dict) else str(one) for one in value
        )
    return str(value)
