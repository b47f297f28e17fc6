"""Deposit the evidence of a month; write and approve the control plan behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.units import parse_unit
from dafeng.enterprises.reporting import (
    ControlParameter,
    Hand,
    PlanProfile,
    ReportState,
    deposit_due,
    plan_findings,
    units_fit,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.office.services.papers import Paper
from dafeng.web.verification.convert import parameters_of, plan_told, profile_of
from dafeng.web.verification.models import (
    ControlPlan,
    CrossStatement,
    Deposit,
    EmissionReport,
    PlanParameter,
)
from dafeng.web.verification.permissions import CONFIRM, WRITE
from dafeng.web.verification.selectors.reports import (
    grid_of,
    plan_in_force,
    plans_of,
    written_version,
)
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    held_report,
    may_move,
    report_moved,
)

NO_PROFILE = PlanProfile()
DEPOSITED_IN = (ReportState.OPEN.value, ReportState.RETURNED.value)
"""States of a report in which evidence is deposited: at first, and for corrections."""


@attrs.frozen(kw_only=True)
class DepositFacts:
    """What is deposited for a month; ``month`` is its first day."""

    month: date
    parameter: str
    value: Decimal
    unit: str
    source_kind: str
    facility: str = ""
    instrument: str = ""
    calibrated_on: date | None = None


@transaction.atomic
def deposit_add(
    *,
    report: EmissionReport,
    by: User | None,
    facts: DepositFacts,
    paper: Paper | None,
    at: datetime | None = None,
) -> Deposit:
    """Deposit the evidence of a month; a second deposit corrects the first.

    Raises
    ------
    BadInputError
        ``deposit.state``: evidence is deposited while the report is open or was
        returned; ``deposit.file``: no file; ``deposit.month``: a month of another year,
        or one that is not over; ``deposit.parameter``: not in the control plan in
        force; ``deposit.unit``: not in the plan's kind of unit;
        ``deposit.calibrated``: calibrated on a day to come.
    UnitError
        ``unit.unknown``.
    """
    held = held_report(report)
    may_move(held, Hand.UNIT, by)
    if held.state not in DEPOSITED_IN:
        msg = f"{held} is {held.state}; its evidence stands."
        raise BadInputError(msg, code="deposit.state")
    now = at or timezone.now()
    if paper is None:
        msg = "Evidence is a file: the record of the meter, the invoice, the analysis."
        raise BadInputError(msg, code="deposit.file")
    month = Period.month(facts.month.year, facts.month.month)
    if facts.month.year != held.year or month.end >= timezone.localdate(now):
        msg = f"{month.code} is no month of {held.year} that is over."
        raise BadInputError(msg, code="deposit.month", month=month.code)
    parse_unit(facts.unit)
    _see_parameter(held, facts, month)
    _see_calibrated(facts.calibrated_on, timezone.localdate(now))
    old = held.deposits.filter(
        facility=facts.facility, month=month.start, parameter=facts.parameter
    ).last()
    row = Deposit(
        report=held,
        made_by=by,
        made_at=now,
        file_name=paper.name,
        file_sha256=paper.sha256,
        **attrs.asdict(attrs.evolve(facts, month=month.start)),
    )
    row.full_clean()
    row.save()
    due = deposit_due(month, held.branch)
    data = {
        "month": month.code,
        "parameter": facts.parameter,
        "before": None if old is None else f"{old.value} {old.unit}",
        "after": f"{facts.value} {facts.unit}",
        "file": paper.sha256,
        "days_late": max((timezone.localdate(now) - due).days, 0),
    }
    audit.record(by=by, action="verification.deposit.add", target=held, data=data)
    return row


def _see_parameter(report: EmissionReport, facts: DepositFacts, month: Period) -> None:
    plan = plan_in_force(report.enterprise, month.end)
    if plan is None:
        msg = f"No control plan of {report.enterprise} is in force in {month.code}."
        raise BadInputError(msg, code="deposit.no_plan", month=month.code)
    known = {(one.facility, one.code): one.unit for one in plan.parameters.all()}
    unit = known.get((facts.facility, facts.parameter))
    if unit is None:
        msg = f"The control plan has no parameter {facts.parameter!r}."
        raise BadInputError(msg, code="deposit.parameter", parameter=facts.parameter)
    if not units_fit(facts.unit, unit):
        msg = f"The control plan measures {facts.parameter} in {unit}."
        raise BadInputError(msg, code="deposit.unit", unit=unit, given=facts.unit)


def _see_calibrated(on: date | None, today: date) -> None:
    if on is not None and on > today:
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="deposit.calibrated", day=on.isoformat())


@transaction.atomic
def deposits_complete(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> EmissionReport:
    """Say that the evidence of all twelve months is there.

    Raises
    ------
    BadInputError
        ``deposit.no_plan``: names the first month without a plan; ``deposit.missing``:
        says how many months are missing.
    """
    held = held_report(report)
    plans = plans_of(held.enterprise)
    for month in Period.year(held.year).children(PeriodKind.MONTH):
        if plan_in_force(held.enterprise, month.end, plans) is None:
            msg = f"No control plan of {held.enterprise} is in force in {month.code}."
            raise BadInputError(msg, code="deposit.no_plan", month=month.code)
    on = timezone.localdate(done.at or timezone.now())
    rows = grid_of(held, plans, on)
    missing = sum(cell.fact is None for row in rows for cell in row.asked)
    if missing:
        msg = f"{missing} months of parameters have no deposit."
        raise BadInputError(msg, code="deposit.missing", n=missing)
    report_moved(held, "complete", by, done)
    return held


@transaction.atomic
def plan_write(
    *,
    enterprise: Organisation,
    by: User | None,
    parameters: Sequence[ControlParameter],
    valid_from: date,
    note: str = "",
    profile: PlanProfile = NO_PROFILE,
    at: datetime | None = None,
    synthetic: bool = False,
) -> ControlPlan:
    """Write a new version of the control plan, as a draft.

    Raises
    ------
    UnitError
        ``unit.unknown``.
    ValidationError
        A parameter stands twice.
    """
    if by is not None:
        require(by, WRITE, enterprise)
    held = ControlPlan.objects.select_for_update(of=("self",))
    last = held.filter(enterprise=enterprise).aggregate(n=Max("number"))["n"] or 0
    plan = ControlPlan(
        enterprise=enterprise,
        number=last + 1,
        valid_from=valid_from,
        note=note.strip(),
        **attrs.asdict(profile),
        made_by=by,
        made_at=at or timezone.now(),
        synthetic=synthetic,
    )
    plan.full_clean()
    plan.save()
    for order, one in enumerate(parameters):
        parse_unit(one.unit)
        fields = attrs.asdict(one) | {"purpose": one.purpose.value}
        row = PlanParameter(plan=plan, order=order, **fields)
        row.full_clean()
        row.save()
    data = {
        "number": plan.number,
        "valid_from": valid_from,
        "profile": attrs.asdict(profile),
        "parameters": [plan_told(one) for one in parameters],
    }
    audit.record(by=by, action="verification.plan.write", target=plan, data=data)
    return plan


@transaction.atomic
def plan_approve(
    *, plan: ControlPlan, by: User | None, at: datetime | None = None
) -> ControlPlan:
    """Approve a version; from its day on it holds. Another person wrote it.

    Raises
    ------
    BadInputError
        ``plan.approved``; ``plan.incomplete``: the guide asks for more;
        ``plan.same_person``.
    """
    rows = ControlPlan.objects.select_for_update(of=("self",))
    held = rows.select_related("enterprise").get(pk=plan.pk)
    if by is not None:
        require(by, CONFIRM, held)
    if held.state == ControlPlan.State.APPROVED:
        msg = f"{held} was approved before."
        raise BadInputError(msg, code="plan.approved")
    if by is not None and held.made_by_id == by.pk:
        msg = f"{by} wrote {held}; another person approves it."
        raise BadInputError(msg, code="plan.same_person")
    found = plan_findings(parameters_of(held), profile_of(held))
    if found:
        msg = f"{held} leaves {len(found)} things open: {found[0].place}."
        raise BadInputError(
            msg, code="plan.incomplete", n=len(found), place=found[0].place
        )
    held.state = ControlPlan.State.APPROVED
    held.approved_by, held.approved_at = by, at or timezone.now()
    held.full_clean()
    held.save()
    data = {"number": held.number, "valid_from": held.valid_from}
    audit.record(by=by, action="verification.plan.approve", target=held, data=data)
    return held


@transaction.atomic
def statement_enter(
    *,
    report: EmissionReport,
    by: User | None,
    parameter: str,
    source: str,
    value: Decimal | None,
    unit: str,
    document: str = "",
    at: datetime | None = None,
) -> CrossStatement:
    """Enter what another source says of a line; the newest takes the old one's place.

    Parameters
    ----------
    unit : str
        Empty: that of the line.

    Raises
    ------
    BadInputError
        ``statement.line``: the report has no such line; ``statement.unit``: it is
        measured in another kind of unit.
    UnitError
        ``unit.unknown``.
    """
    held = held_report(report)
    if by is not None:
        may_move(held, Hand.VERIFIER, by)
    unit = _line_unit(held, parameter, unit.strip())
    rows = held.statements.filter(parameter=parameter, source=source)
    old = rows.first()
    before = None if old is None else str(old.value)
    row = old or CrossStatement(report=held, parameter=parameter, source=source)
    row.value, row.unit, row.document = value, unit, document.strip()
    row.made_by, row.made_at = by, at or timezone.now()
    row.full_clean()
    row.save()
    data = {
        "parameter": parameter,
        "source": source,
        "before": before,
        "after": None if value is None else str(value),
        "unit": unit,
    }
    audit.record(by=by, action="verification.statement.enter", target=held, data=data)
    return row


def _line_unit(report: EmissionReport, code: str, unit: str) -> str:
    """The unit of a statement: of the kind in which its line is measured."""
    version = written_version(report)
    lines = [] if version is None else version.lines.all()
    line = next((one for one in lines if one.code == code), None)
    if line is None:
        msg = f"The report has no line {code!r}."
        raise BadInputError(msg, code="statement.line", line=code)
    if not unit:
        return line.unit
    parse_unit(unit)
    if not units_fit(unit, line.unit):
        msg = f"{code} is measured in {line.unit}, not in {unit}."
        raise BadInputError(
            msg, code="statement.unit", line=code, unit=line.unit, given=unit
        )
    return unit
