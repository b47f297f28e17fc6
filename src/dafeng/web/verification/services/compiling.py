"""Compile a report by the guide of its branch, and submit it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.accounts import read_settings
from dafeng.base.errors import BadInputError, NotFoundError, UnitError
from dafeng.base.units import parse_unit
from dafeng.enterprises.reporting import (
    NATION,
    Recomputed,
    ReportLine,
    ReportState,
    branch_of,
    recompute,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.verification.convert import (
    finding_json,
    use_json,
    version_digest,
)
from dafeng.web.verification.models import (
    EmissionReport,
    ReportLineRow,
    ReportVersion,
)
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    held_report,
    last_written,
    report_moved,
)
from dafeng.web.verification.services.valuing import findings_follow

_EVERYWHERE = (NATION, "World")


@transaction.atomic
def report_compile(
    *,
    report: EmissionReport,
    by: User | None,
    lines: Sequence[ReportLine],
    done: Done = NOTHING,
) -> ReportVersion:
    """Keep a new version of the report, recomputed; the ones before stay.

    A report whose branch deposits no monthly evidence says so in ``done.note``.

    Raises
    ------
    BadInputError
        ``report.empty``: no line; ``report.deposits``: the evidence of the months is
        asked for first.
    ReportMoveError, ReportError, UnitError
    """
    held = held_report(report)
    if branch_of(held.branch).deposits and held.state == ReportState.OPEN.value:
        msg = f"{held}: the evidence of all months comes first."
        raise BadInputError(msg, code="report.deposits")
    act = "compile-without" if held.state == ReportState.OPEN.value else "compile"
    report_moved(held, act, by, done)
    return version_keep(held, by, lines, ReportVersion.Kind.COMPILED, done.at)


@transaction.atomic
def report_submit(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> EmissionReport:
    """Submit the newest version; what it leaves open is said in ``done.note``.

    Raises
    ------
    ReportMoveError
    BadInputError
        ``report.nothing``: no line reports an emission; ``report.gaps``: names the
        lines that report none or that cannot be recomputed, as long as the note does
        not say why.
    """
    held = held_report(report)
    report_moved(held, "submit", by, done)
    version = last_written(held)
    emitting = [one for one in version.lines.all() if one.flow]
    if all(one.reported_t is None for one in emitting):
        msg = f"{held}: no line reports an emission."
        raise BadInputError(msg, code="report.nothing")
    gaps = [
        one.code for one in emitting if one.reported_t is None or one.computed_t is None
    ]
    if gaps and not done.note.strip():
        told = ", ".join(gaps)
        msg = f"{held} leaves lines open: {told}. Say why."
        raise BadInputError(msg, code="report.gaps", lines=told)
    return held


@transaction.atomic
def report_correct(
    *,
    report: EmissionReport,
    by: User | None,
    lines: Sequence[ReportLine],
    done: Done = NOTHING,
) -> ReportVersion:
    """Keep a corrected version of a report that was returned.

    Raises
    ------
    As :func:`report_compile`.
    """
    held = held_report(report)
    report_moved(held, "correct", by, done)
    made = version_keep(held, by, lines, ReportVersion.Kind.CORRECTED, done.at)
    findings_follow(report=held, by=by, at=done.at)
    return made


def version_keep(
    report: EmissionReport,
    by: User | None,
    lines: Sequence[ReportLine],
    kind: ReportVersion.Kind,
    at: datetime | None,
) -> ReportVersion:
    """Recompute lines and keep them as the next version of a locked report.

    Raises
    ------
    BadInputError
        ``report.empty``; ``report.line_unit``: the unit of a line is unknown.
    """
    if not lines:
        msg = "A report has at least one line."
        raise BadInputError(msg, code="report.empty")
    _see_units(lines)
    made = recompute(
        report.branch,
        report.year,
        lines,
        on=timezone.localdate(at or timezone.now()),
        regions=regions_of(report.enterprise),
    )
    row = ReportVersion(
        report=report,
        number=report.versions.count() + 1,
        kind=kind,
        reported_t=made.reported_t,
        computed_t=made.computed_t,
        compliance_t=made.compliance_t,
        factor_edition=made.factor_edition,
        findings=[finding_json(one) for one in made.findings],
        digest=version_digest(made, lines),
        made_by=by,
        made_at=at or timezone.now(),
    )
    row.full_clean()
    row.save()
    _lines_keep(row, lines, made)
    data = {
        "report": report.pk,
        "number": row.number,
        "kind": row.kind,
        "digest": row.digest,
        "computed_t": None if made.computed_t is None else str(made.computed_t),
    }
    audit.record(by=by, action="verification.version.keep", target=report, data=data)
    return row


def _see_units(lines: Sequence[ReportLine]) -> None:
    for one in lines:
        try:
            parse_unit(one.unit)
        except UnitError as error:
            msg = f"{one.code}: {error}"
            raise BadInputError(
                msg, code="report.line_unit", line=one.code, unit=one.unit
            ) from error


def _lines_keep(
    version: ReportVersion, lines: Sequence[ReportLine], made: Recomputed
) -> None:
    told = {one.line.code: one for one in made.lines}
    rows = []
    for order, line in enumerate(lines):
        computed = told.get(line.code)
        row = ReportLineRow(
            version=version,
            order=order,
            **attrs.asdict(line) | {"purpose": line.purpose.value},
            computed_t=None if computed is None else computed.computed_t,
            compliance=computed is not None and computed.compliance,
            method="" if computed is None else computed.method,
            uses=[] if computed is None else [use_json(one) for one in computed.uses],
        )
        row.full_clean(exclude=["version"])
        rows.append(row)
    ReportLineRow.objects.bulk_create(rows)


def regions_of(enterprise: Organisation) -> tuple[str, ...]:
    """Regions of the factor tables for a unit: those of its district's account."""
    root = Organisation.objects.filter(
        path=f"/{enterprise.path.split('/')[1]}/"
    ).first()
    if root is None or not root.place_code:
        return _EVERYWHERE
    try:
        return read_settings(house_lake(), root.place_code, 0).regions
    except NotFoundError:
        return _EVERYWHERE
