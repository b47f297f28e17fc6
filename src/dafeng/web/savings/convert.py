"""From the room's rows to the core's frozen records."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from dafeng.enterprises.norms import Certificate, Consumption, Norm, NormKind
from dafeng.enterprises.savings import (
    Adjustment,
    Contract,
    ContractKind,
    Figure,
    Line,
    LineKind,
    Measured,
    Term,
)
from dafeng.meters import carriers_by_code
from dafeng.web.savings.models import Adjustment as AdjustmentRow
from dafeng.web.savings.models import (
    EnergyCertificate,
    LocalNorm,
    Measurement,
    ProductYear,
    SavingProject,
)


def contract_of(project: SavingProject) -> Contract:
    """The terms that stand."""
    rows = project.terms.filter(withdrawn_at=None).order_by("begin")
    return Contract(
        kind=ContractKind(project.kind),
        unit=unit_of(project),
        terms=tuple(
            Term(begin=row.begin, end=row.end, share=row.share, price=row.price)
            for row in rows
        ),
        figure=Figure(project.figure),
        floor=project.floor,
        cap=project.cap,
        cap_total=project.cap_total,
        guaranteed=project.guaranteed,
        fee=project.fee,
    )


def unit_of(project: SavingProject) -> str:
    """Unit of the energy of a project: that of the carrier of its meter."""
    return carriers_by_code()[project.point.carrier].unit


def measured_of(row: Measurement) -> Measured:
    """The figures of a measurement."""
    return Measured(
        begin=row.begin, end=row.end, saving=row.saving, low=row.low, high=row.high
    )


def adjustments_of(rows: Iterable[AdjustmentRow]) -> tuple[Adjustment, ...]:
    """Adjustments as they count."""
    return tuple(Adjustment(energy=row.energy, reason=row.reason) for row in rows)


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
    )


def norm_of(row: LocalNorm) -> Norm:
    """A limit of the district."""
    return Norm(
        product=row.product,
        name_zh=row.name_zh,
        name_en=row.name_en or row.name_zh,
        standard=row.standard,
        kind=NormKind.LOCAL,
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
