"""Two assessments side by side: what changed, and which points made it change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

import attrs

from dafeng.assessment.matching import fields_changed, matched
from dafeng.assessment.records import (
    Assessment,
    Pins,
    Proposal,
    Standing,
    WorkStanding,
)
from dafeng.assessment.score_changes import UnitChange, unit_changes
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding  # noqa: TC001 - written as JSON by type

_TARGET_FIELDS = (
    "definition",
    "state",
    "value",
    "probability",
    "target",
    "target_max",
    "comparator",
    "year",
)
_TASK_FIELDS = ("state", "light", "percent", "overdue")
_T = TypeVar("_T")


@attrs.frozen(kw_only=True)
class InputChange:
    """One thing that went in and differs; ``field`` is named as in the records."""

    field: str
    before: str
    after: str


@attrs.frozen(kw_only=True)
class TargetChange:
    """A target that stands otherwise; either may be missing.

    Attributes
    ----------
    id, indicator : str
    before, after : Standing or None
    fields : tuple of str
        What differs, of the state, the figure, the probability and the demand; empty
        when the target came or went.
    """

    id: str
    indicator: str
    before: Standing | None
    after: Standing | None
    fields: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class TaskChange:
    """A task that stands otherwise; either may be missing."""

    id: str
    title: str
    before: WorkStanding | None
    after: WorkStanding | None
    fields: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Comparison:
    """What changed from one assessment to another of the same place.

    Attributes
    ----------
    place : str
    periods : tuple of str, str
    as_of : tuple of date, date
    comparable : bool
        Whether scores may be held against each other: the scheme is the same to its
        last digit.
    inputs : tuple of InputChange
    targets : tuple of TargetChange
    tasks : tuple of TaskChange
    units : tuple of UnitChange
    proposals_came, proposals_went : tuple of Proposal
    findings_came, findings_went : tuple of Finding
    """

    place: str
    periods: tuple[str, str]
    as_of: tuple[date, date]
    comparable: bool
    inputs: tuple[InputChange, ...] = ()
    targets: tuple[TargetChange, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    units: tuple[UnitChange, ...] = ()
    proposals_came: tuple[Proposal, ...] = ()
    proposals_went: tuple[Proposal, ...] = ()
    findings_came: tuple[Finding, ...] = ()
    findings_went: tuple[Finding, ...] = ()

    @property
    def sides(self) -> tuple[str, str]:
        """What the two are called beside each other: by what tells them apart.

        Their periods; of one period their days, of one day their schemes; else the
        one case and the other.
        """
        if self.periods[0] != self.periods[1]:
            return self.periods
        year = self.periods[1]
        if self.as_of[0] != self.as_of[1]:
            first, second = (day.isoformat() for day in self.as_of)
            return f"{year}（截至{first}）", f"{year}（截至{second}）"
        for one in self.inputs:
            if one.field == "scheme":
                return f"{year}（{one.before}）", f"{year}（{one.after}）"
        return f"{year}（前一案卷）", f"{year}（后一案卷）"

    @property
    def unchanged(self) -> bool:
        """Whether the results are the same, whatever went in."""
        return not (
            self.targets
            or self.tasks
            or self.units
            or self.proposals_came
            or self.proposals_went
            or self.findings_came
            or self.findings_went
        )


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Hold two assessments of a place against each other.

    Targets, tasks and units are matched by their keys; the order is that of the later
    assessment, with what is gone behind it.

    Parameters
    ----------
    before, after : Assessment
        Of one place; periods, days and inputs may differ.

    Returns
    -------
    Comparison
        Under different schemes, or editions of one, scores are not comparable: changes
        of units are listed without their points.

    Raises
    ------
    BadInputError
        ``compare.places``: they are of two places.
    """
    if before.place != after.place:
        msg = (
            f"One assessment is of {before.place}, the other of {after.place}. "
            "Compare two of the same place; lay districts beside each other in a table."
        )
        raise BadInputError(
            msg, code="compare.places", before=before.place, after=after.place
        )
    comparable = _same_scheme(before.inputs, after.inputs)
    return Comparison(
        place=after.place,
        periods=(before.period, after.period),
        as_of=(before.as_of, after.as_of),
        comparable=comparable,
        inputs=_inputs(before, after),
        targets=_targets(before.targets, after.targets),
        tasks=_tasks(before.tasks, after.tasks),
        units=unit_changes(
            before.units,
            after.units,
            comparable=comparable,
            periods=(before.period, after.period),
        ),
        proposals_came=_without(after.proposals, before.proposals, _proposal_id),
        proposals_went=_without(before.proposals, after.proposals, _proposal_id),
        findings_came=_without(after.findings, before.findings, _itself),
        findings_went=_without(before.findings, after.findings, _itself),
    )


def _same_scheme(before: Pins, after: Pins) -> bool:
    return (before.scheme, before.scheme_sha256) == (after.scheme, after.scheme_sha256)


def _inputs(before: Assessment, after: Assessment) -> tuple[InputChange, ...]:
    pairs = [
        (name, str(getattr(before, name)), str(getattr(after, name)))
        for name in ("period", "as_of")
    ]
    for field in attrs.fields(Pins):
        if field.name != "tables":
            old, new = (getattr(one.inputs, field.name) for one in (before, after))
            pairs.append((field.name, old, new))
    old_tables, new_tables = dict(before.inputs.tables), dict(after.inputs.tables)
    for name in sorted(old_tables.keys() | new_tables.keys()):
        old, new = (str(of.get(name, "")) for of in (old_tables, new_tables))
        pairs.append((f"tables.{name}", old, new))
    return tuple(
        InputChange(field=name, before=old, after=new)
        for name, old, new in pairs
        if old != new
    )


def _targets(
    before: Sequence[Standing], after: Sequence[Standing]
) -> tuple[TargetChange, ...]:
    found = []
    for name, old, new in matched(before, after, lambda one: one.id):
        fields = fields_changed(old, new, _TARGET_FIELDS)
        standing = new or old
        if standing is not None and (fields or old is None or new is None):
            found.append(
                TargetChange(
                    id=name,
                    indicator=standing.indicator,
                    before=old,
                    after=new,
                    fields=fields,
                )
            )
    return tuple(found)


def _tasks(
    before: Sequence[WorkStanding], after: Sequence[WorkStanding]
) -> tuple[TaskChange, ...]:
    found = []
    for name, old, new in matched(before, after, lambda one: one.id):
        fields = fields_changed(old, new, _TASK_FIELDS)
        task = new or old
        if task is not None and (fields or old is None or new is None):
            found.append(
                TaskChange(
                    id=name, title=task.title, before=old, after=new, fields=fields
                )
            )
    return tuple(found)


def _without(
    of: Iterable[_T], others: Iterable[_T], key: Callable[[_T], object]
) -> tuple[_T, ...]:
    known = {key(one) for one in others}
    return tuple(one for one in of if key(one) not in known)


def _proposal_id(one: Proposal) -> str:
    return one.id


def _itself(one: Finding) -> Finding:
    return one
