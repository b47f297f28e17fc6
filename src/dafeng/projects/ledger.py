"""The 两高 ledger of any day: three lists, rebuilt from what was known then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import attrs

from dafeng.projects.approvals import missing_approvals
from dafeng.projects.high_energy import Verdict, high_energy_verdict
from dafeng.projects.reviews import ReviewLevel, review_level
from dafeng.projects.stages import stage_facts

if TYPE_CHECKING:
    from dafeng.projects.records import ApprovalKind, Project, ProjectClass, Version


@attrs.frozen(kw_only=True)
class LedgerRow:
    """A project on a day, with what the rules of that day say of it."""

    project: Project
    listed: ProjectClass
    verdict: Verdict
    level: ReviewLevel
    missing: tuple[ApprovalKind, ...]


def as_of(
    versions: Iterable[Version],
    day: date,
    known: datetime,
    merged_at: Mapping[str, datetime] | None = None,
) -> tuple[Project, ...]:
    """Return each project as it was on a day, by what was known at a moment.

    Of several versions of a project the one learned last counts, for it holds what was
    known before as well; of two learned at once the later given. The order of the
    projects is that of their codes.

    Parameters
    ----------
    merged_at : mapping of str to datetime, optional
        When it was learned that a project is another one, by what its versions are of.
        Who knows that lists the two once, whatever the day.
    """
    gone = merged_at or {}
    newest: dict[str, Version] = {}
    for one in versions:
        if one.since > day or one.learned > known:
            continue
        key = one.of or one.project.code
        if key in gone and gone[key] <= known:
            continue
        standing = newest.get(key)
        if standing is None or standing.learned <= one.learned:
            newest[key] = one
    found = (one.project for one in newest.values())
    return tuple(sorted(found, key=lambda one: one.code))


def ledger_on(projects: Iterable[Project], day: date) -> tuple[LedgerRow, ...]:
    """Classify projects by the rules in force on a day, in the order of their codes."""
    rows = [
        LedgerRow(
            project=one,
            listed=stage_facts(one.stage).listed,
            verdict=high_energy_verdict(one, day),
            level=review_level(one, day),
            missing=missing_approvals(one, day),
        )
        for one in projects
    ]
    return tuple(sorted(rows, key=lambda row: row.project.code))
