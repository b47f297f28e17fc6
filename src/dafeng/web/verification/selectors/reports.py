"""Reports as somebody may see them, with what their pages show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import attrs
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

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
    Stated,
    cross_checks,
    deposit_due,
    deposit_grid,
    deposited_sum,
    plan_findings,
    version_changes,
)
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, seen, within
from dafeng.web.verification.convert import (
    compliance_of,
    deposit_fact,
    parameters_of,
    profile_of,
    recomputed_line,
    stated_of,
)
from dafeng.web.verification.models import (
    ControlPlan,
    Deposit,
    EmissionReport,
    MarketMembership,
    Nonconformity,
    PlanParameter,
    ReportVersion,
)
from dafeng.web.verification.permissions import CONFIRM, VIEW, body_of
from dafeng.web.verification.selectors.terms import (
    Term,
    terms_of,
    waiting,
    with_terms,
)


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
    met_late : tuple of Term
        What was done after its last day.
    """

    report: EmissionReport
    due: ReportDay | None
    late: int
    met_late: tuple[Term, ...]
    open_findings: int


@attrs.frozen(kw_only=True)
class Versions:
    """The version before the verification and the one after, side by side."""

    before: ReportVersion
    after: ReportVersion
    changes: tuple[LineChange, ...]


def reports_for(user: Person) -> QuerySet[EmissionReport]:
    """Reports that the person may see: of own units, or given to the own body."""
    mine, body = seen(user, VIEW, "enterprise"), body_of(user)
    if body is not None:
        mine |= Q(verification__body=body)
    return EmissionReport.objects.filter(mine).select_related(
        "enterprise__parent", "verification__body"
    )


def report_for(user: Person, pk: int) -> EmissionReport | None:
    """One report with everything; None: not to be seen."""
    rows = with_terms(reports_for(user)).prefetch_related(
        "surrenders__made_by",
        Prefetch("nonconformities", findings_for(user)),
        "statements",
        "steps__made_by",
        Prefetch("versions", ReportVersion.objects.prefetch_related("lines")),
        Prefetch("deposits", Deposit.objects.select_related("made_by")),
    )
    return rows.filter(pk=pk).first()


def findings_for(user: Person) -> QuerySet[Nonconformity]:
    """Findings that the person may read: before they are issued not the unit's."""
    early = within("report__enterprise__path", paths_where(user, CONFIRM))
    body = body_of(user)
    if body is not None:
        early |= Q(report__verification__body=body)
    rows = Nonconformity.objects.filter(early | Q(issued_at__isnull=False))
    return rows.select_related("made_by", "replied_by", "settled_by")


def report_rows(user: Person, wanted: ReportFilter) -> QuerySet[EmissionReport]:
    """The list, narrowed."""
    rows = with_terms(reports_for(user))
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
    unsettled = Q(
        nonconformities__state__in=(FindingState.OPEN, FindingState.REPLIED),
        nonconformities__issued_at__isnull=False,
    )
    return rows.annotate(
        open_findings=Count("nonconformities", filter=unsettled, distinct=True)
    ).order_by("-year", "enterprise__path")


def row_of(report: EmissionReport, on: date) -> ReportRow:
    """A report that came :func:`with_terms`, on a day."""
    terms = terms_of(report, on)
    next_ = waiting(terms)
    return ReportRow(
        report=report,
        due=None if next_ is None else next_.day,
        late=0 if next_ is None else next_.late,
        met_late=tuple(one for one in terms if one.done_on and one.late),
        open_findings=getattr(report, "open_findings", 0),
    )


def overdue_count(user: Person, on: date) -> int:
    """How many reports of all years are over a last day that they wait for."""
    over = (ReportState.CLEARED.value, ReportState.VOID.value)
    rows = with_terms(reports_for(user)).exclude(state__in=over)
    return sum(row_of(one, on).late > 0 for one in rows)


def state_counts(user: Person, year: int) -> Mapping[str, int]:
    """How many reports of a year stand where; what was voided does not count."""
    rows = reports_for(user).filter(year=year).exclude(state=ReportState.VOID.value)
    counted = rows.values_list("state").annotate(n=Count("pk", distinct=True))
    return dict(counted.order_by())


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


def plans_waiting(user: Person) -> list[ControlPlan]:
    """Newest versions that are whole and wait for somebody to approve them."""
    drafts = ControlPlan.objects.filter(
        within("enterprise__path", paths_where(user, CONFIRM))
    )
    return whole_drafts(drafts)


def whole_drafts(rows: QuerySet[ControlPlan]) -> list[ControlPlan]:
    """Drafts that are the newest version of their enterprise and leave nothing open."""
    newer = ControlPlan.objects.filter(
        enterprise=OuterRef("enterprise"), number__gt=OuterRef("number")
    )
    drafts = rows.filter(~Exists(newer), state=ControlPlan.State.DRAFT)
    return [
        one
        for one in drafts.select_related("enterprise").prefetch_related("parameters")
        if not plan_findings(parameters_of(one), profile_of(one))
    ]


def newest_record(report: EmissionReport) -> datetime:
    """When the newest record of a report was made; everything prefetched."""
    rows = (
        *report.steps.all(),
        *report.versions.all(),
        *report.deposits.all(),
        *report.surrenders.all(),
        *report.statements.all(),
        *report.nonconformities.all(),
    )
    return max((one.made_at for one in rows), default=report.opened_at)


def grid_of(
    report: EmissionReport, plans: list[ControlPlan], on: date
) -> tuple[DepositRow, ...]:
    """Deposits of the year by parameter and month, each by the plan of its month."""
    asked = {}
    for month in Period.year(report.year).children(PeriodKind.MONTH):
        plan = plan_in_force(report.enterprise, month.end, plans)
        asked[month.code] = () if plan is None else parameters_of(plan)
    facts = [deposit_fact(one) for one in report.deposits.all()]
    return deposit_grid(asked, facts, report.year, on, report.branch)


def parameters_in(report: EmissionReport, on: date) -> list[PlanParameter]:
    """Parameters that a plan of the months that are over names; the newest first."""
    plans = plans_of(report.enterprise)
    found: dict[tuple[str, str], PlanParameter] = {}
    for month, _due in reversed(months_open(report, on)):
        plan = plan_in_force(report.enterprise, month.end, plans)
        for one in () if plan is None else plan.parameters.all():
            found.setdefault((one.facility, one.code), one)
    return list(found.values())


def grid_counts(rows: tuple[DepositRow, ...]) -> Mapping[DepositState, int]:
    """How many months stand where."""
    found = dict.fromkeys(DepositState, 0)
    for row in rows:
        for cell in row.cells:
            found[cell.state] += 1
    return found


def checks_of(
    report: EmissionReport, grid: Sequence[DepositRow], on: date
) -> tuple[CrossCheck, ...]:
    """Sources of each line side by side: its own value and its deposits among them."""
    version = written_version(report)
    stated = [stated_of(one) for one in report.statements.all()]
    asked = {one.parameter for one in stated}
    deposited = {(row.parameter.facility, row.parameter.code): row for row in grid}
    for line in () if version is None else version.lines.all():
        row = deposited.get((line.facility, line.code))
        if row is None and line.code not in asked:
            continue
        said = {"parameter": line.code, "unit": line.unit}
        stated.append(Stated(source="report", value=line.quantity, **said))
        if row is not None:
            value = deposited_sum(row, line.unit)
            stated.append(Stated(source="deposit", value=value, **said))
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
        enterprise=report.enterprise, year=report.year, withdrawn_at=None
    )
    return rows.first()


def months_open(report: EmissionReport, on: date) -> list[tuple[Period, date]]:
    """Months of the year that are over, with the last day of their deposit."""
    months = Period.year(report.year).children(PeriodKind.MONTH)
    return [(one, deposit_due(one, report.branch)) for one in months if one.end < on]


def bodies_of(report: EmissionReport) -> QuerySet[Organisation]:
    """Verification bodies of the district that a report can be given to."""
    root = report.enterprise.path.strip("/").split("/")[0]
    return Organisation.objects.filter(
        path__startswith=f"/{root}/", kind=OrganisationKind.VERIFIER
    ).order_by("path")


def enterprises_for(user: Person, right: str = VIEW) -> QuerySet[Organisation]:
    """Enterprises on which the person holds a right."""
    return Organisation.objects.filter(
        seen(user, right), kind=OrganisationKind.ENTERPRISE
    ).order_by("path")
