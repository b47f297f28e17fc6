"""One case as its page shows it, and the units of it that a person acts for."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, but_names
from dafeng.web.supervision.models import (
    Case,
    CaseBasis,
    CaseDocument,
    CaseFile,
    CaseMove,
    CaseUnit,
    InterviewSignature,
    RectificationItem,
    Reply,
    Review,
)
from dafeng.web.supervision.selectors.cases import cases_for, with_days

AnyRow = TypeVar("AnyRow", bound=Model)
_SIGNING = (
    *("drafted_by", "checked_by", "issued_by", "closure__by"),
    "interview__written_by",
)


def case_in_full(user: Person, pk: int) -> Case | None:
    """One case with all that its page shows; None where the person may see none."""
    rows = with_days(cases_for(user)).select_related(
        *("proposal", "target__clause", "letter", *_SIGNING)
    )
    rows = rows.defer(*but_names(*_SIGNING))
    # Each of them in its own order: that of their cases would be joined in as well.
    files = _by(CaseFile.objects.order_by("pk"), "by")
    items = _by(RectificationItem.objects.order_by("order"), "done_by")
    items = items.prefetch_related(Prefetch("files", queryset=files))
    replies = _by(Reply.objects.order_by("turn"), "written_by", "confirmed_by")
    replies = replies.select_related("unit").prefetch_related(
        Prefetch("items", queryset=items), Prefetch("files", queryset=files)
    )
    signatures = _by(InterviewSignature.objects.order_by("pk"), "user")
    reviews = _by(Review.objects.order_by("pk"), "by")
    moves = _by(CaseMove.objects.order_by("pk"), "by").select_related("unit")
    found = (
        rows.prefetch_related(
            _units(),
            Prefetch("basis", queryset=CaseBasis.objects.order_by("order")),
            Prefetch("documents", queryset=CaseDocument.objects.order_by("pk")),
            Prefetch("interview__signatures", queryset=signatures),
            Prefetch("replies", queryset=replies),
            Prefetch("reviews", queryset=reviews),
            Prefetch("moves", queryset=moves),
            # Few cases have these: the others need not carry their columns.
            *("accepted_reply", "follows", "replaces"),
        )
        .order_by("pk")
        .filter(pk=pk)
        .first()
    )
    return None if found is None else _joined(found)


def _by(rows: QuerySet[AnyRow], *people: str) -> QuerySet[AnyRow]:
    """Rows with the names of those who made them."""
    return rows.select_related(*people).defer(*but_names(*people))


def _joined(case: Case) -> Case:
    """Join what is at hand already: mostly it all belongs to one result."""
    run, proposal, target = case.run, case.proposal, case.target
    if run is not None and proposal is not None and proposal.run_id == run.pk:
        proposal.run = run
    if run is not None and target is not None and target.plan_id == run.plan_id:
        target.plan = run.plan
    return case


def _units() -> Prefetch[str, QuerySet[CaseUnit], str]:
    rows = _by(CaseUnit.objects.order_by("order"), "received_by")
    return Prefetch("units", queryset=rows.select_related("organisation"))


def related_cases(user: Person, case: Case) -> list[Case]:
    """Cases that follow this one or take its place, as far as the person may see."""
    rows = cases_for(user).filter(Q(follows=case) | Q(replaces=case))
    rows = rows.select_related(None)
    return list(rows.order_by("pk"))


def own_unit(user: Person, case: Case, right: str) -> CaseUnit | None:
    """The unit of the case for which the person has a right; the first of several."""
    return next(iter(own_units(user, case, right)), None)


def own_units(user: Person, case: Case, right: str) -> list[CaseUnit]:
    """The units of the case for which the person has a right."""
    paths = paths_where(user, right)
    return [
        unit
        for unit in case.units.all()
        if any(unit.organisation.path.startswith(path) for path in paths)
    ]
