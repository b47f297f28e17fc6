"""Reports as somebody may see them, with what their pages show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs
from django.db.models import Count, Prefetch, Q, QuerySet

from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting import (
    Compliance,
    CrossCheck,
    DepositRow,
    DepositState,
    FindingState,
    LineChange,
    ReportDay,
    ReportState,
    branch_of,
    cross_checks,
    day_for,
    deposit_due,
    deposit_grid,
    told_by,
    version_changes,
)
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.verification.convert import (
    compliance_of,
    deposit_fact,
    parameters_of,
    recomputed_line,
    stated_of,
)
from dafeng.web.verification.models import (
    ControlPlan,
    Deposit,
    EmissionReport,
    MarketMembership,
    ReportVersion,
)
from dafeng.web.verification.permissions import VIEW

EVENT_OF_STATE: Mapping[str, str] = {
    ReportState.OPEN: "report",
    ReportState.DEPOSITED: "report",
    ReportState.COMPILED: "report",
    ReportState.SUBMITTED: "verification",
    ReportState.VERIFYING: "verification",
    ReportState.RETURNED: "verification",
    ReportState.CORRECTED: "verification",
    ReportState.VERIFIED: "surrender",
    ReportState.SHORT: "surrender",
}
"""Which last day of the calendar a state waits for."""


@attrs.frozen(kw_only=True)
class ReportFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    year: str = ""
    state: str = ""
    branch: str = ""
    q: str = ""


@attrs.frozen(kw_only=True)
class ReportRow:
    """A unit-year in the list.

    Attributes
    ----------
    due : ReportDay or None
        The last day that its state waits for; None: the calendar says nothing.
    late : int
        Days over that day.
    """

    report: EmissionReport
    due: ReportDay | None
    late: int
    open_findings: int


@attrs.frozen(kw_only=True)
class Versions:
    """The version before the verification and the one after, side by side."""

    before: ReportVersion
    after: ReportVersion
    changes: tuple[LineChange, ...]


def reports_for(user: Person) -> QuerySet[EmissionReport]:
    """Reports that the person may see: of own units, or verified by the own body."""
    paths = paths_where(user, VIEW)
    mine = within("enterprise__path", paths) | within("verification__body__path", paths)
    return EmissionReport.objects.filter(mine).select_related(
        "enterprise__parent", "verification__body"
    )


def report_for(user: Person, pk: int) -> EmissionReport | None:
    """One report with everything; None: not to be seen."""
    rows = reports_for(user).prefetch_related(
        "surrenders",
        "nonconformities__made_by",
        "nonconformities__replied_by",
        "nonconformities__settled_by",
        "statements",
        "steps__made_by",
        Prefetch("versions", ReportVersion.objects.prefetch_related("lines")),
        Prefetch("deposits", Deposit.objects.select_related("made_by")),
    )
    return rows.filter(pk=pk).first()


def report_rows(user: Person, wanted: ReportFilter) -> QuerySet[EmissionReport]:
    """The list, narrowed."""
    rows = reports_for(user)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.branch:
        rows = rows.filter(branch=wanted.branch)
    if wanted.q:
        rows = rows.filter(
            Q(enterprise__name_zh__icontains=wanted.q)
            | Q(enterprise__name_en__icontains=wanted.q)
            | Q(enterprise__uscc__icontains=wanted.q)
        )
    unsettled = Q(nonconformities__state__in=(FindingState.OPEN, FindingState.REPLIED))
    return rows.annotate(
        open_findings=Count("nonconformities", filter=unsettled, distinct=True)
    ).order_by("-year", "enterprise__path")


def row_of(report: EmissionReport, on: date) -> ReportRow:
    """A report of the list on a day."""
    due = due_of(report)
    late = 0 if due is None else max((on - due.due_on).days, 0)
    return ReportRow(
        report=report,
        due=due,
        late=late,
        open_findings=getattr(report, "open_findings", 0),
    )


def due_of(report: EmissionReport) -> ReportDay | None:
    """The last day that the state of a report waits for."""
    event = EVENT_OF_STATE.get(ReportState(report.state))
    if event is None:
        return None
    return day_for(branch_of(report.branch), report.year, event)


def state_counts(user: Person, year: int) -> Mapping[str, int]:
    """How many reports of a year stand where."""
    rows = reports_for(user).filter(year=year).values_list("state")
    return dict(rows.annotate(n=Count("pk", distinct=True)).order_by())


def years_present(user: Person) -> list[int]:
    """Years that have reports, the newest first."""
    years = reports_for(user).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def plan_in_force(
    enterprise: Organisation, on: date, plans: list[ControlPlan] | None = None
) -> ControlPlan | None:
    """The approved control plan that holds on a day: the newest that began."""
    held = plans_of(enterprise) if plans is None else plans
    good = [
        one
        for one in held
        if one.state == ControlPlan.State.APPROVED and one.valid_from <= on
    ]
    return max(good, key=lambda one: (one.valid_from, one.number), default=None)


def plans_of(enterprise: Organisation) -> list[ControlPlan]:
    """Versions of the control plan, the newest first."""
    rows = ControlPlan.objects.filter(enterprise=enterprise)
    return list(
        rows.select_related("made_by", "approved_by").prefetch_related("parameters")
    )


def grid_of(
    report: EmissionReport, plan: ControlPlan | None, on: date
) -> tuple[DepositRow, ...]:
    """Deposits of the year by parameter and month; without a plan there is none."""
    if plan is None:
        return ()
    facts = [deposit_fact(one) for one in report.deposits.all()]
    return deposit_grid(parameters_of(plan), facts, report.year, on)


def grid_counts(rows: tuple[DepositRow, ...]) -> Mapping[DepositState, int]:
    """How many months stand where."""
    found = dict.fromkeys(DepositState, 0)
    for row in rows:
        for cell in row.cells:
            found[cell.state] += 1
    return found


def checks_of(report: EmissionReport, on: date) -> tuple[CrossCheck, ...]:
    """Sources of each line side by side, the report's own value among them."""
    version = written_version(report)
    stated = [stated_of(one) for one in report.statements.all()]
    asked = {one.parameter for one in stated}
    if version is not None:
        for line in version.lines.all():
            if line.code in asked:
                from_report = attrs.evolve(
                    next(one for one in stated if one.parameter == line.code),
                    source="report",
                    value=line.quantity,
                    unit=line.unit,
                )
                stated.append(from_report)
    return cross_checks(stated, on)


def newest_version(report: EmissionReport) -> ReportVersion | None:
    """What the report says now; versions prefetched."""
    rows = list(report.versions.all())
    return rows[-1] if rows else None


def written_version(report: EmissionReport) -> ReportVersion | None:
    """The newest version that the unit wrote; versions prefetched."""
    verified = ReportVersion.Kind.VERIFIED
    rows = [one for one in report.versions.all() if one.kind != verified]
    return rows[-1] if rows else None


def versions_side_by_side(report: EmissionReport) -> Versions | None:
    """What was submitted beside what was verified; before that, what was corrected."""
    rows = list(report.versions.all())
    kinds = ReportVersion.Kind
    before = [one for one in rows if one.kind == kinds.COMPILED]
    after = next(
        (
            one
            for kind in (kinds.VERIFIED, kinds.CORRECTED)
            for one in reversed(rows)
            if one.kind == kind
        ),
        None,
    )
    if after is None or not before:
        return None
    return Versions(
        before=before[-1],
        after=after,
        changes=version_changes(
            [recomputed_line(one) for one in before[-1].lines.all()],
            [recomputed_line(one) for one in after.lines.all()],
        ),
    )


def gap_of(report: EmissionReport) -> Compliance:
    """Where the report stands with its allowances."""
    return compliance_of(report)


def market_of(report: EmissionReport) -> MarketMembership | None:
    """The market that the unit is in in the year of the report; None: in none."""
    rows = MarketMembership.objects.filter(
        enterprise=report.enterprise, year=report.year
    )
    return rows.first()


def told_due(report: EmissionReport) -> date | None:
    """Last day to tell the result of its verification."""
    verification = getattr(report, "verification", None)
    if verification is None or verification.concluded_on is None:
        return None
    return told_by(verification.concluded_on).due_on


def months_open(report: EmissionReport, on: date) -> list[tuple[Period, date]]:
    """Months of the year that are over, with the last day of their deposit."""
    months = Period.year(report.year).children(PeriodKind.MONTH)
    return [(one, deposit_due(one)) for one in months if one.end < on]


def bodies_of(report: EmissionReport) -> QuerySet[Organisation]:
    """Verification bodies of the district that a report can be given to."""
    root = report.enterprise.path.strip("/").split("/")[0]
    return Organisation.objects.filter(
        path__startswith=f"/{root}/", kind=OrganisationKind.VERIFIER
    ).order_by("path")


def enterprises_for(user: Person, right: str = VIEW) -> QuerySet[Organisation]:
    """Enterprises on which the person holds a right."""
    return Organisation.objects.filter(
        within("path", paths_where(user, right)), kind=OrganisationKind.ENTERPRISE
    ).order_by("path")
