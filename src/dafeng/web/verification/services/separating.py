"""Who writes a report does not verify it, and neither judges what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import Q, QuerySet

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import Hand, see_two_bodies
from dafeng.web.core.models import Organisation, User
from dafeng.web.verification.models import (
    ControlPlan,
    EmissionReport,
    ReportVersion,
    Verification,
)


class Side(StrEnum):
    """What somebody had to do with a report."""

    WROTE = "wrote"
    VERIFIED = "verified"
    JUDGED = "judged"


JUDGING = ("review", "confirm")
"""Acts of the office that judge what the others did."""
_SIDE_OF: Mapping[Hand, Side] = {Hand.UNIT: Side.WROTE, Hand.VERIFIER: Side.VERIFIED}


def see_other_people(report: EmissionReport, hand: Hand, by: User, act: str) -> None:
    """Refuse who stands on another side of the report than the act does.

    Steps count, and also what was entered without one: deposits, control plans,
    versions, findings, statements.

    Raises
    ------
    BadInputError
        ``verification.same_person``.
    """
    side = Side.JUDGED if act in JUDGING else _SIDE_OF.get(hand)
    if side is None:
        return
    for other in Side:
        if other is not side and any(
            rows.exists() for rows in _acts(report, by, other)
        ):
            msg = f"{by} {other} {report}; another person does the other."
            raise BadInputError(
                msg, code="verification.same_person", person=str(by), side=other.value
            )


def _acts(report: EmissionReport, by: User, side: Side) -> tuple[QuerySet, ...]:  # type: ignore[type-arg]
    """What a person did on a side of a report."""
    verified = Q(kind=ReportVersion.Kind.VERIFIED)
    if side is Side.WROTE:
        return (
            report.steps.filter(made_by=by, hand=Hand.UNIT.value),
            report.deposits.filter(made_by=by),
            report.versions.filter(~verified, made_by=by),
            report.nonconformities.filter(replied_by=by),
            ControlPlan.objects.filter(enterprise=report.enterprise_id, made_by=by),
        )
    if side is Side.VERIFIED:
        return (
            report.steps.filter(made_by=by, hand=Hand.VERIFIER.value),
            report.nonconformities.filter(Q(made_by=by) | Q(settled_by=by)),
            report.statements.filter(made_by=by),
            report.versions.filter(verified, made_by=by),
        )
    return (report.steps.filter(made_by=by, hand=Hand.OFFICE.value, act__in=JUDGING),)


def see_neutral(report: EmissionReport, body_name: str, body_uscc: str) -> None:
    """Refuse a body that wrote this report, or any report that this house knows.

    A report without a writer is written by the enterprise itself.

    Raises
    ------
    ReportError
        ``verifier.same``.
    """
    unit = report.enterprise
    writers = EmissionReport.objects.exclude(writer_name="", writer_uscc="").exclude(
        state="void"
    )
    names = {unit.name_zh, report.writer_name}
    codes = {unit.uscc or "", report.writer_uscc}
    for name, code in writers.values_list("writer_name", "writer_uscc").distinct():
        names.add(name)
        codes.add(code)
    for name in sorted(names):
        see_two_bodies(name, body_name)
    for code in sorted(codes):
        see_two_bodies(code, body_uscc)


def see_no_verifier(writer_name: str, writer_uscc: str, unit: Organisation) -> None:
    """Refuse a writer that verifies a report in this house; the unit itself is none.

    Raises
    ------
    ReportError
        ``verifier.same``.
    """
    rows = Verification.objects.values_list("body_name", "body_uscc")
    for name, uscc in rows.distinct():
        see_two_bodies(writer_name, name)
        see_two_bodies(writer_uscc, uscc)
    for name, uscc in rows.filter(report__enterprise=unit):
        see_two_bodies(writer_name or unit.name_zh, name)
        see_two_bodies(writer_uscc or unit.uscc or "", uscc)
