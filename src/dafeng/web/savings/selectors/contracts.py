"""Changes of a contract and what was done to a project, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from dafeng.web.core.models import AuditRow
from dafeng.web.savings.models import (
    CONDITIONS,
    ContractChange,
    ContractTerm,
    SavingProject,
    Settlement,
)

HISTORY = 50


@attrs.frozen(kw_only=True)
class ChangedField:
    """One field, before and after, as the database keeps it."""

    name: str
    before: Any
    after: Any


@attrs.frozen(kw_only=True)
class ChangeRow:
    """A change of a contract: what it changed, and the stretches that it replaced.

    Attributes
    ----------
    newest : bool
        Nothing stands after it, so that it could be taken back.
    """

    change: ContractChange
    fields: tuple[ChangedField, ...]
    replaced: tuple[ContractTerm, ...]
    brought: tuple[ContractTerm, ...]
    newest: bool


@attrs.frozen(kw_only=True)
class HistoryRow:
    """What was done, by whom, and what it changed."""

    row: AuditRow
    fields: tuple[ChangedField, ...]
    reason: str


def changes_of(project: SavingProject) -> list[ChangeRow]:
    """Changes that stand, the newest first; two more questions for all stretches."""
    rows = list(
        project.changes.filter(withdrawn_at=None)
        .select_related("entered_by")
        .prefetch_related("terms_brought", "terms_replaced")
        .order_by("effective_from")
    )
    # What a change brought stands on the next one, and at last on the project.
    stood: list[ContractChange | SavingProject] = [*rows, project]
    made = [
        ChangeRow(
            change=one,
            fields=_differing(one, then),
            replaced=tuple(one.terms_replaced.all()),
            brought=tuple(one.terms_brought.all()),
            newest=then is project,
        )
        for one, then in zip(rows, stood[1:], strict=True)
    ]
    return made[::-1]


def _differing(
    one: ContractChange, then: ContractChange | SavingProject
) -> tuple[ChangedField, ...]:
    return tuple(
        ChangedField(name=name, before=getattr(one, name), after=getattr(then, name))
        for name in CONDITIONS
        if getattr(one, name) != getattr(then, name)
    )


def history_of(
    project: SavingProject, settlements: Iterable[Settlement]
) -> list[HistoryRow]:
    """What was done to a project and its settlements, newest first."""
    mine = AuditRow.objects.filter(
        target_type="savings.savingproject", target_id=str(project.pk)
    )
    keys = [str(one.pk) for one in settlements]
    theirs = AuditRow.objects.filter(
        target_type="savings.settlement", target_id__in=keys
    )
    rows = (mine | theirs).select_related("actor", "unit").order_by("-number")
    return [_history(row) for row in rows[:HISTORY]]


def _history(row: AuditRow) -> HistoryRow:
    data: Mapping[str, Any] = row.data
    before, after = data.get("before"), data.get("after")
    fields: tuple[ChangedField, ...] = ()
    if isinstance(before, dict) and isinstance(after, dict):
        fields = tuple(
            ChangedField(name=name, before=before.get(name), after=value)
            for name, value in after.items()
        )
    return HistoryRow(row=row, fields=fields, reason=str(data.get("reason") or ""))
