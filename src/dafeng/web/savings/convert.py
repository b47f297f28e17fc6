"""From the room's rows to the core's frozen records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from dafeng.enterprises.norms import Certificate, Consumption, Norm, NormKind
from dafeng.enterprises.savings import (
    Adjustment,
    Contract,
    ContractError,
    ContractKind,
    Evidence,
    Figure,
    Length,
    Line,
    LineKind,
    Measured,
    Term,
    adjustment_part,
)
from dafeng.meters import carriers_by_code
from dafeng.web.savings.models import Adjustment as AdjustmentRow
from dafeng.web.savings.models import (
    ContractTerm,
    EnergyCertificate,
    LocalNorm,
    Measurement,
    ProductYear,
    SavingProject,
)
from dafeng.web.savings.models.conditions import Conditions


def contract_of(project: SavingProject, begin: date, end: date) -> Contract:
    """The terms that hold for a period, both days included.

    Raises
    ------
    ContractError
        ``contract.period``: a change of the contract lies in it.
    """
    rows = project.terms.filter(withdrawn_at=None).order_by("begin")
    return contract_by(conditions_of(project, begin, end), unit_of(project), rows)


def contract_by(held: Conditions, unit: str, terms: Iterable[ContractTerm]) -> Contract:
    """The contract of conditions and stretches."""
    return Contract(
        kind=ContractKind(held.kind),
        unit=unit,
        terms=tuple(
            Term(begin=row.begin, end=row.end, share=row.share, price=row.price)
            for row in terms
        ),
        period=Length(held.period),
        figure=Figure(held.figure),
        floor=held.floor,
        cap=held.cap,
        cap_total=held.cap_total,
        guaranteed=held.guaranteed,
        fee=held.fee,
    )


def conditions_of(project: SavingProject, begin: date, end: date) -> Conditions:
    """What was agreed on for a period; raises as :func:`contract_of`.

    A change keeps what stood before it, so that the first one after the period has it.
    """
    later = project.changes.filter(withdrawn_at=None, effective_from__gt=begin)
    first = later.order_by("effective_from").first()
    if first is None:
        return project
    if first.effective_from <= end:
        msg = f"The contract changes on {first.effective_from}, within the period."
        raise ContractError(msg, code="contract.period", begin=begin, end=end)
    return first


def unit_of(project: SavingProject) -> str:
    """Unit of the energy of a project: that of the carrier of its meter."""
    return carriers_by_code()[project.point.carrier].unit


def measured_of(row: Measurement) -> Measured:
    """The figures of a measurement."""
    return Measured(
        begin=row.begin,
        end=row.end,
        known=row.known_days,
        saving=row.saving,
        low=row.low,
        high=row.high,
    )


def evidence_of(row: Measurement) -> Evidence:
    """What a measurement rests on."""
    return Evidence(
        baseline_days=row.model.get("spans") or 0,
        cvrmse=row.model.get("cvrmse"),
        known=row.known_days,
        due=row.due_days,
        outside=row.outside,
    )


def adjustments_of(
    rows: Iterable[AdjustmentRow], begin: date, end: date
) -> tuple[Adjustment, ...]:
    """Adjustments as they count in a period: by the days that lie in it."""
    return tuple(
        Adjustment(
            energy=adjustment_part(row.energy, row.begin, row.end, begin, end),
            reason=row.reason,
        )
        for row in rows
    )


def line_told(line: Line) -> dict[str, Any]:
    """One line of a settlement, as the database keeps it."""
    return {
        "kind": line.kind.value,
        "energy": None if line.energy is None else str(line.energy),
        "yuan": None if line.yuan is None else str(line.yuan),
        "factor": None if line.factor is None else str(line.factor),
        "reason": line.reason,
    }


def line_of(told: dict[str, Any]) -> Line:
    """The same, read back."""
    return Line(
        kind=LineKind(told["kind"]),
        energy=_decimal(told["energy"]),
        yuan=_decimal(told["yuan"]),
        factor=_decimal(told["factor"]),
        reason=told["reason"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def consumption_of(row: ProductYear) -> Consumption:
    """What an enterprise used for a product; it is named by its key."""
    return Consumption(
        enterprise=str(row.enterprise_id),
        product=row.product,
        year=row.year,
        energy=row.energy,
        energy_unit=row.energy_unit,
        output=row.output,
        output_unit=row.output_unit,
        reviewed=row.reviewed_at is not None,
    )


def norm_of(row: LocalNorm) -> Norm:
    """A limit of the district, or the best of the world that it entered."""
    return Norm(
        product=row.product,
        name_zh=row.name_zh,
        name_en=row.name_en or row.name_zh,
        standard=row.standard,
        kind=NormKind(row.kind),
        unit=row.unit,
        advanced=row.advanced,
        access=row.access,
        limit=row.limit,
        levels="names",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def certificate_of(row: EnergyCertificate) -> Certificate:
    """A certificate; its enterprise is named by its key."""
    return Certificate(
        enterprise=str(row.enterprise_id),
        number=row.number,
        body=row.body,
        standard=row.standard,
        scope=row.scope,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
    )
