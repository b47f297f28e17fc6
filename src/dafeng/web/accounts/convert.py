"""Between the core's frozen records and the tables of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from dafeng.accounts import Boundary, counts, records
from dafeng.base.findings import Finding
from dafeng.factors import Signature
from dafeng.web.accounts.models import (
    AccountBridge,
    AccountFinding,
    AccountLine,
    AccountRun,
    FactorSignature,
    Reconciliation,
)
from dafeng.web.core.models import Organisation

SHORT, LONG = 300, 500


def settings_json(settings: records.Settings) -> dict[str, Any]:
    """Settings as they are kept with the run."""
    plain = attrs.asdict(settings)
    plain["regions"] = list(settings.regions)
    plain["responsible"] = [list(pair) for pair in settings.responsible]
    plain["as_of"] = settings.as_of and settings.as_of.isoformat()
    return plain


def settings_record(run: AccountRun) -> records.Settings:
    """What the run was asked for."""
    asked: dict[str, Any] = dict(run.asked)
    as_of = asked.pop("as_of")
    return records.Settings(
        **asked
        | {
            "regions": tuple(asked["regions"]),
            "responsible": tuple(tuple(pair) for pair in asked["responsible"]),
        },
        as_of=date.fromisoformat(as_of) if as_of else None,
    )


def line_row(
    run: AccountRun, line: records.Line, units: Mapping[str, Organisation]
) -> AccountLine:
    """The row that shows a line of the core."""
    return AccountLine(
        run=run,
        line_id=line.id,
        flow=line.flow,
        sector=line.sector,
        item=line.item,
        gas=line.gas,
        place=line.place,
        owner=line.owner,
        owner_unit=units.get(line.owner),
        unit_in_charge=line.unit_in_charge,
        activity=line.activity,
        unit=line.unit,
        method=line.method,
        mass_g=line.mass_g,
        co2e_g=line.co2e_g,
        low_g=min(line.low_g, line.high_g),
        high_g=max(line.low_g, line.high_g),
        rule=line.rule,
        estimate=line.estimate,
        stream=line.stream.value,
        grade=line.grade.value,
        uses=[[u.symbol, u.factor_id, str(u.value), u.unit] for u in line.uses],
        evidence=list(line.evidence),
        in_territorial=counts(line, Boundary.TERRITORIAL),
        in_control=counts(line, Boundary.CONTROL),
        in_enterprises=counts(line, Boundary.ENTERPRISES),
        in_sinks=counts(line, Boundary.SINKS),
        unverified="unverified-factor" in line.flags,
        synthetic="synthetic" in line.flags,
        residual="residual" in line.flags,
        estimated="estimated-factor" in line.flags,
        incomplete="incomplete" in line.flags,
    )


def line_record(row: AccountLine) -> records.Line:
    """The core's line back from its row."""
    flags = (
        ("estimated-factor", row.estimated),
        ("incomplete", row.incomplete),
        ("residual", row.residual),
        ("synthetic", row.synthetic),
        ("unverified-factor", row.unverified),
    )
    return records.Line(
        id=row.line_id,
        flow=row.flow,
        sector=row.sector,
        item=row.item,
        place=row.place,
        owner=row.owner,
        year=row.run.year,
        activity=row.activity.normalize(),
        unit=row.unit,
        method=row.method,
        gas=row.gas,
        mass_g=row.mass_g,
        co2e_g=row.co2e_g,
        low_g=row.low_g,
        high_g=row.high_g,
        uses=tuple(
            records.FactorUse(symbol=s, factor_id=f, value=Decimal(v), unit=u)
            for s, f, v, u in row.uses
        ),
        rule=row.rule,
        estimate=row.estimate,
        evidence=tuple(row.evidence),
        stream=records.Stream(row.stream),
        grade=records.Grade(row.grade),
        unit_in_charge=row.unit_in_charge,
        flags=tuple(name for name, on in flags if on),
    )


def finding_row(run: AccountRun, finding: Finding) -> AccountFinding:
    """The row that shows a finding."""
    return AccountFinding(
        run=run,
        code=finding.code,
        severity=finding.severity.value,
        place=finding.place[:SHORT],
        value=finding.value[:SHORT],
        rule=finding.rule[:LONG],
        hint=finding.hint[:LONG],
    )


def reconciliation_row(
    run: AccountRun, record: records.Reconciliation
) -> Reconciliation:
    """The row that shows a reconciliation."""
    return Reconciliation(run=run, **attrs.asdict(record))


def bridge_row(run: AccountRun, record: records.Bridge) -> AccountBridge:
    """The row that shows the bridge."""
    return AccountBridge(run=run, **attrs.asdict(record))


def signature_record(row: FactorSignature) -> Signature:
    """The core's signature."""
    person = row.person
    unit = person.organisation
    who = f"{person.display_name}({unit.name_zh})" if unit else person.display_name
    return Signature(
        factor_id=row.factor_id,
        person=who,
        signed_on=row.signed_on,
        reason=row.reason,
    )
