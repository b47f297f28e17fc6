"""What the review page shows: every extracted object, and the marks in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs
from django.db.models import QuerySet

from dafeng.web.plans.models import (
    Milestone,
    Plan,
    PlanUnit,
    Project,
    Proposal,
    ProposalKind,
    ProposalState,
    Target,
    TargetResponsibility,
    Task,
    TaskResponsibility,
)
from dafeng.web.plans.selectors.proposals import proposals_of
from dafeng.web.plans.selectors.text import Mark

KINDS = (
    ProposalKind.TARGET,
    ProposalKind.TASK,
    ProposalKind.PROJECT,
    ProposalKind.MILESTONE,
    ProposalKind.UNIT,
)


@attrs.frozen(kw_only=True)
class ReviewItem:
    """One object in the list.

    ``name`` is its address on the page, ``target-T012``; ``path`` its part of the
    address where it is decided, ``target/T012/``.
    """

    name: str
    path: str
    proposal: Proposal
    title: str
    clause: str
    units: str


@attrs.frozen(kw_only=True)
class Progress:
    """How many objects are decided; parts of a split count, the whole does not."""

    decided: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when all is decided."""
        return 100 * self.decided // self.total if self.total else 100


@attrs.frozen(kw_only=True)
class ReviewFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    kind: str = ""
    state: str = ""
    below: Decimal | None = None


@attrs.frozen(kw_only=True)
class ReviewSheet:
    """All objects of a plan, those that are shown, and how far the review is."""

    items: tuple[ReviewItem, ...]
    marks: tuple[Mark, ...]
    progress: Progress


def review_sheet(plan: Plan, wanted: ReviewFilter) -> ReviewSheet:
    """Every object of the plan in the order of the document, narrowed for the list."""
    rows = [row for kind in KINDS for row in _rows(plan, kind)]
    names = _unit_names(plan)
    items = [
        _item(row, names.get((row.KIND, row.pk), []))
        for row in rows
        if _shown(row, wanted)
    ]
    return ReviewSheet(
        items=tuple(sorted(items, key=_place)),
        marks=tuple(_marks(rows)),
        progress=_progress(rows),
    )


def _rows(plan: Plan, kind: ProposalKind) -> QuerySet[Any]:
    """Objects of one kind; their units are fetched for all of them at once."""
    return proposals_of(plan, kind).prefetch_related(None)


def _unit_names(plan: Plan) -> dict[tuple[ProposalKind, int], list[str]]:
    """Names of the units of every target and task, in the order of the document."""
    names: dict[tuple[ProposalKind, int], list[str]] = {}
    of_targets = TargetResponsibility.objects.filter(target__plan=plan)
    for target_id, name in of_targets.values_list("target_id", "unit__name"):
        names.setdefault((ProposalKind.TARGET, target_id), []).append(name)
    of_tasks = TaskResponsibility.objects.filter(task__plan=plan)
    for task_id, name in of_tasks.values_list("task_id", "unit__name"):
        names.setdefault((ProposalKind.TASK, task_id), []).append(name)
    return names


def progress_of(plan: Plan) -> Progress:
    """How far the review of a plan is."""
    return _progress([row for kind in KINDS for row in _states(plan, kind)])


def _states(plan: Plan, kind: ProposalKind) -> Iterable[Any]:
    return proposals_of(plan, kind).select_related(None).prefetch_related(None)


def _progress(rows: Sequence[Any]) -> Progress:
    counted = [row for row in rows if row.state != ProposalState.SPLIT]
    decided = sum(row.state != ProposalState.PROPOSED for row in counted)
    return Progress(decided=decided, total=len(counted))


def _shown(row: Proposal, wanted: ReviewFilter) -> bool:
    if wanted.kind and row.kind_word != wanted.kind:
        return False
    if wanted.state and row.state != wanted.state:
        return False
    return wanted.below is None or row.confidence < wanted.below


def _place(item: ReviewItem) -> tuple[int, int, str]:
    start = item.proposal.start
    order = KINDS.index(item.proposal.KIND)
    return (start if start is not None else 1_000_000_000, order, item.proposal.key)


def _marks(rows: Iterable[Proposal]) -> Iterable[Mark]:
    for row in rows:
        if row.start is None or row.end is None or row.state == ProposalState.SPLIT:
            continue
        yield Mark(
            name=name_of(row),
            kind=row.kind_word,
            state=row.state,
            start=row.start,
            end=row.end,
        )


def name_of(proposal: Proposal) -> str:
    """Address of an object on the page: ``target-T012``."""
    return f"{proposal.kind_word}-{proposal.key}"


def review_item(proposal: Proposal) -> ReviewItem:
    """The object as a line of the list."""
    if isinstance(proposal, Target | Task):
        duties = proposal.responsibilities.all()
        return _item(proposal, [duty.unit.name for duty in duties])
    return _item(proposal, [])


def _item(proposal: Proposal, units: Sequence[str]) -> ReviewItem:
    row: Any = proposal
    return ReviewItem(
        name=name_of(proposal),
        path=f"{proposal.kind_word}/{proposal.key}/",
        proposal=proposal,
        title=_title(proposal),
        clause="" if isinstance(proposal, PlanUnit) else row.clause.ref,
        units="、".join(units),
    )


def _title(proposal: Proposal) -> str:
    if isinstance(proposal, Target):
        return proposal.indicator
    if isinstance(proposal, Task):
        return proposal.title
    if isinstance(proposal, Milestone):
        return f"{proposal.ends} {proposal.text}"
    if isinstance(proposal, Project | PlanUnit):
        return proposal.name
    return proposal.key
