"""From rows to the core's frozen records, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.enterprises.reporting import (
    Compliance,
    ControlParameter,
    DepositFact,
    LineUse,
    PlanProfile,
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
_PLACES = 6
"""Decimal places of an amount in the database."""


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
        place=one.place,
        sampling=one.sampling,
    )


def profile_of(plan: ControlPlan) -> PlanProfile:
    """What a plan says of the unit as a whole."""
    return PlanProfile(
        profile=plan.profile, boundary=plan.boundary, facilities=plan.facilities
    )


def plan_told(one: ControlParameter) -> dict[str, str]:
    """What a plan says of a parameter, for the audit; what it leaves empty is left."""
    said = attrs.asdict(one) | {"purpose": one.purpose.value}
    return {name: str(text) for name, text in said.items() if text not in ("", None)}


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
    given = sum(
        (one.amount_t for one in report.surrenders.all() if not one.withdrawn_at), _ZERO
    )
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
    computed = [(one.line.code, one.computed_t) for one in made.lines]
    return _digest(made.branch, made.year, made.factor_edition, lines, computed)


def digest_holds(version: ReportVersion) -> bool:
    """Whether the rows of a version still give its digest; lines prefetched."""
    computed = [
        (one.code, one.computed_t)
        for one in version.lines.all()
        if one.purpose == Purpose.EMISSION
    ]
    report = version.report
    again = _digest(
        report.branch, report.year, version.factor_edition, lines_of(version), computed
    )
    return again == version.digest


def _digest(
    branch: str,
    year: int,
    edition: str,
    lines: Iterable[ReportLine],
    computed: Iterable[tuple[str, Decimal | None]],
) -> str:
    told: dict[str, Any] = {
        "branch": branch,
        "year": year,
        "factors": edition,
        "lines": [
            [
                one.code,
                one.facility,
                one.flow,
                one.item,
                _number(one.quantity),
                one.unit,
                one.purpose.value,
                _number(one.reported_t),
            ]
            for one in lines
        ],
        "computed": [[code, _number(value)] for code, value in computed],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _number(value: Decimal | None) -> str | None:
    """A number as the database gives it back: six places, no zeros at its end."""
    if value is None:
        return None
    return f"{without_zeros(round_half_even(Fraction(value), _PLACES)):f}"
