"""Inspections and findings that somebody may read."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import Case, Prefetch, Q, QuerySet, When

from dafeng.inspections import Breach, earlier_breaches, rules_on
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.inspections.models import (
    FindingState,
    Inspection,
    InspectionFinding,
    InspectionInspector,
    InspectionMove,
    InspectionNotice,
    InspectionPlan,
    InspectionState,
    PlanState,
    Recheck,
    RecordSignature,
)
from dafeng.web.inspections.models.inspections import SHOWN

VIEW = "inspections.inspection.view"


@attrs.frozen(kw_only=True)
class FindingFilter:
    """What the list of findings is narrowed to; empty fields do not narrow."""

    q: str = ""
    state: str = ""
    severity: str = ""
    due: str = ""
    plan: int | None = None


def inspections_for(user: Person) -> QuerySet[Inspection]:
    """Inspections of the person's plans, and own ones once somebody was there."""
    rows = Inspection.objects.filter(_seen_by("", paths_where(user, VIEW)))
    return rows.select_related(
        "subject", "plan__organisation", "plan__lead", "statement_by"
    )


def inspection_at(user: Person, pk: int) -> Inspection | None:
    """One inspection with all that hangs on it; None where none may be seen."""
    return (
        inspections_for(user)
        .prefetch_related(
            "plan__offices",
            "files",
            Prefetch(
                "sent", queryset=InspectionInspector.objects.select_related("user")
            ),
            Prefetch(
                "signatures", queryset=RecordSignature.objects.select_related("user")
            ),
            Prefetch(
                "notices",
                queryset=InspectionNotice.objects.select_related(
                    "letter", "checked_by", "issued_by", "drafted_by"
                ),
            ),
            Prefetch("moves", queryset=InspectionMove.objects.select_related("by")),
            "findings",
        )
        .filter(pk=pk)
        .first()
    )


def findings_for(user: Person) -> QuerySet[InspectionFinding]:
    """Findings of the inspections that the person may read."""
    paths = paths_where(user, VIEW)
    rows = InspectionFinding.objects.filter(_seen_by("inspection__", paths))
    return rows.select_related(
        "inspection__subject", "inspection__plan__organisation", "notice__letter"
    )


def broken_before(user: Person, found: InspectionFinding) -> list[InspectionFinding]:
    """Earlier findings that the same unit broke the same rule, as far as seen."""
    rows = findings_for(user).filter(
        inspection__subject=found.inspection.subject_id, found_on__lt=found.found_on
    )
    by_id = {str(one.pk): one for one in rows}
    past = [_breach(one) for one in by_id.values()]
    earlier = earlier_breaches(_breach(found), past, rules_on(found.found_on))
    return [by_id[one.id] for one in earlier]


def _breach(one: InspectionFinding) -> Breach:
    return Breach(id=str(one.pk), rule=one.rule, found_on=one.found_on)


def finding_list(
    user: Person, wanted: FindingFilter, *, on: date
) -> QuerySet[InspectionFinding]:
    """What the list shows: open ones first, by the day of the next look."""
    rows = findings_for(user)
    if wanted.q:
        rows = rows.filter(
            Q(inspection__subject__name_zh__icontains=wanted.q)
            | Q(fact__icontains=wanted.q)
            | Q(rule__icontains=wanted.q)
        )
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.severity:
        rows = rows.filter(severity=wanted.severity)
    if wanted.plan is not None:
        rows = rows.filter(inspection__plan=wanted.plan)
    if wanted.due == "recheck":
        rows = rows.filter(state=FindingState.OPEN, recheck_on__lte=on)
    open_first = Case(When(state=FindingState.OPEN, then=0), default=1)
    return rows.order_by(open_first, "recheck_on", "pk")


def finding_at(user: Person, pk: int) -> InspectionFinding | None:
    """One finding with its re-checks and moves; None where none may be seen."""
    return (
        findings_for(user)
        .prefetch_related(
            "inspection__plan__offices",
            Prefetch("rechecks", queryset=Recheck.objects.select_related("by")),
            Prefetch("moves", queryset=InspectionMove.objects.select_related("by")),
            "cases",
        )
        .filter(pk=pk)
        .first()
    )


def records_to_sign(user: Person) -> QuerySet[Inspection]:
    """Records that wait for the person's signature."""
    mine = Inspection.objects.filter(
        sent__user=user.pk,
        state=InspectionState.VISITED,
        plan__state__in=(PlanState.DRAWN, PlanState.PUBLISHED),
    )
    return mine.exclude(signatures__user=user.pk)


def inspections_to_make(user: Person) -> QuerySet[Inspection]:
    """Inspections for which the person was drawn and that have not begun."""
    return Inspection.objects.filter(
        sent__user=user.pk,
        state=InspectionState.PLANNED,
        plan__state__in=(PlanState.DRAWN, PlanState.PUBLISHED),
    )


def statements_to_give(user: Person) -> QuerySet[Inspection]:
    """Signed records to which the person's unit has said nothing yet."""
    paths = paths_where(user, "inspections.statement.give")
    return Inspection.objects.filter(
        within("subject__path", paths),
        state=InspectionState.SIGNED,
        statement_at__isnull=True,
    )


def rechecks_due(user: Person, *, on: date) -> QuerySet[InspectionFinding]:
    """Open findings that the person may look at again, by today."""
    paths = paths_where(user, "inspections.record.write")
    by_office = InspectionPlan.objects.filter(within("offices__path", paths))
    return InspectionFinding.objects.filter(
        within("inspection__plan__organisation__path", paths)
        | Q(inspection__plan__in=by_office.values("pk")),
        state=FindingState.OPEN,
        recheck_on__lte=on,
    )


def notices_to_sign(user: Person) -> QuerySet[InspectionNotice]:
    """Notices that wait for a signature that the person can give."""
    paths = paths_where(user, "inspections.notice.sign")
    by_office = InspectionPlan.objects.filter(within("offices__path", paths))
    rows = InspectionNotice.objects.filter(
        within("inspection__plan__organisation__path", paths)
        | Q(inspection__plan__in=by_office.values("pk")),
        issued_at__isnull=True,
    )
    return rows.exclude(checked_by=user.pk)


def _seen_by(prefix: str, paths: tuple[str, ...]) -> Q:
    by_office = InspectionPlan.objects.filter(within("offices__path", paths))
    of_the_plan = within(f"{prefix}plan__organisation__path", paths) | Q(
        **{f"{prefix}plan__in": by_office.values("pk")}
    )
    own = within(f"{prefix}subject__path", paths) & Q(**{f"{prefix}state__in": SHOWN})
    return of_the_plan | own
