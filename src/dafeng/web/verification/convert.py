"""From rows to the core's frozen records, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.enterprises.reporting import (
    Compliance,
    ControlParameter,
    DepositFact,
    LineUse,
    Purpose,
    RecomputedLine,
    ReportLine,
    Stated,
    compliance,
)
from dafeng.web.verification.models import (
    ControlPlan,
    CrossStatement,
    Deposit,
    EmissionReport,
    PlanParameter,
    ReportLineRow,
    ReportVersion,
)

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.enterprises.reporting import Recomputed

_ZERO = Decimal()


def parameters_of(plan: ControlPlan) -> tuple[ControlParameter, ...]:
    """Parameters of a plan, prefetched."""
    return tuple(parameter_of(one) for one in plan.parameters.all())


def parameter_of(one: PlanParameter) -> ControlParameter:
    """One parameter."""
    return ControlParameter(
        code=one.code,
        facility=one.facility,
        name=one.name,
        unit=one.unit,
        purpose=Purpose(one.purpose),
        source=one.source,
        method=one.method,
        instrument=one.instrument,
        frequency=one.frequency,
        accuracy=one.accuracy,
        calibration=one.calibration,
        missing_rule=one.missing_rule,
        responsible=one.responsible,
    )


def deposit_fact(one: Deposit) -> DepositFact:
    """One deposit; the day is the local one on which it came."""
    return DepositFact(
        facility=one.facility,
        month=Period.month(one.month.year, one.month.month),
        parameter=one.parameter,
        value=one.value,
        unit=one.unit,
        source_kind=one.source_kind,
        instrument=one.instrument,
        calibrated_on=one.calibrated_on,
        file_sha256=one.file_sha256,
        deposited_on=timezone.localdate(one.made_at),
    )


def line_record(one: ReportLineRow) -> ReportLine:
    """One line as it was reported."""
    return ReportLine(
        code=one.code,
        facility=one.facility,
        flow=one.flow,
        item=one.item,
        quantity=without_zeros_of(one.quantity),
        unit=one.unit,
        purpose=Purpose(one.purpose),
        reported_t=one.reported_t,
    )


def without_zeros_of(value: Decimal) -> Decimal:
    """The same number as it was typed: the database fills it up with zeros."""
    return Decimal(f"{value.normalize():f}")


def recomputed_line(one: ReportLineRow) -> RecomputedLine:
    """One line with what recomputing gave when the version was made."""
    known = one.computed_t is not None and one.reported_t is not None
    return RecomputedLine(
        line=line_record(one),
        computed_t=one.computed_t,
        difference_t=one.reported_t - one.computed_t if known else None,  # type: ignore[operator]
        compliance=one.compliance,
        agrees=None,
        method=one.method,
        uses=tuple(
            LineUse(
                symbol=use["symbol"],
                factor_id=use["factor_id"],
                value=Decimal(use["value"]),
                unit=use["unit"],
            )
            for use in one.uses
        ),
    )


def lines_of(version: ReportVersion) -> tuple[ReportLine, ...]:
    """Lines of a version, prefetched."""
    return tuple(line_record(one) for one in version.lines.all())


def stated_of(one: CrossStatement) -> Stated:
    """What another source says."""
    return Stated(
        parameter=one.parameter, source=one.source, value=one.value, unit=one.unit
    )


def compliance_of(report: EmissionReport) -> Compliance:
    """Where a report stands with its allowances; surrenders prefetched."""
    given = sum((one.amount_t for one in report.surrenders.all()), _ZERO)
    return compliance(report.verified_t, given, report.held_t)


def finding_json(one: Finding) -> dict[str, str]:
    """A finding, to be kept."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "place": one.place,
        "value": one.value,
        "rule": one.rule,
        "hint": one.hint,
    }


def use_json(one: LineUse) -> dict[str, str]:
    """A factor behind a line, to be kept."""
    return {
        "symbol": one.symbol,
        "factor_id": one.factor_id,
        "value": str(one.value),
        "unit": one.unit,
    }


def version_digest(made: Recomputed, lines: Iterable[ReportLine]) -> str:
    """Digest of what a version says: the same lines and factors, the same digest."""
    told: dict[str, Any] = {
        "branch": made.branch,
        "year": made.year,
        "factors": made.factor_edition,
        "lines": [
            [
                one.code,
                one.facility,
                one.flow,
                one.item,
                str(one.quantity),
                one.unit,
                one.purpose.value,
                None if one.reported_t is None else str(one.reported_t),
            ]
            for one in lines
        ],
        "computed": [
            [one.line.code, None if one.computed_t is None else str(one.computed_t)]
            for one in made.lines
        ],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
