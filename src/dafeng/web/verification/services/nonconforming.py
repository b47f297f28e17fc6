"""Nonconformities: written down, issued, answered, corrected or valued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    Accuracy,
    Calibration,
    FindingState,
    Hand,
    ReportState,
    VerificationState,
)
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.verification.models import (
    EmissionReport,
    Nonconformity,
    ReportVersion,
    Verification,
)
from dafeng.web.verification.selectors.pieces import calibration_told
from dafeng.web.verification.services.changing import told
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    finding_moved,
    held_verification,
    last_written,
    line_of,
    may_move,
    report_moved,
    verification_moved,
)
from dafeng.web.verification.services.valuing import set_value, take_value_off

WRITTEN_IN = (
    VerificationState.DESK_REVIEW.value,
    VerificationState.SITE_PLAN.value,
    VerificationState.SITE_VISIT.value,
    VerificationState.REVIEWED.value,
)
"""States of the verification in which findings are written down."""
_ISSUED = VerificationState.NONCONFORMITIES.value
_ANEW = (_ISSUED, VerificationState.REVIEWED.value)
ACTED_IN: Mapping[str, tuple[str, ...]] = {
    "reply": (_ISSUED,),
    "accept": (_ISSUED,),
    "refuse": (_ISSUED,),
    "conservative": _ANEW,
    "reopen": _ANEW,
    "withdraw": (*WRITTEN_IN, _ISSUED),
}
"""States of the verification in which something is done about a finding."""


@attrs.frozen(kw_only=True)
class FindingFacts:
    """Something that does not conform."""

    what: str
    basis: str
    line: str = ""


@transaction.atomic
def finding_add(
    *,
    report: EmissionReport,
    by: User | None,
    facts: FindingFacts,
    done: Done = NOTHING,
) -> Nonconformity:
    """Write down a nonconformity, before they are issued or after a review.

    Raises
    ------
    BadInputError
        ``finding.late``: they were issued already; ``finding.line``: no such line.
    """
    held, verification = held_verification(report)
    may_move(held, Hand.VERIFIER, by)
    if verification.state not in WRITTEN_IN:
        msg = f"Findings are written down before they are issued: {verification.state}."
        raise BadInputError(msg, code="finding.late")
    if facts.line:
        line_of(held, facts.line)
    last = held.nonconformities.aggregate(n=Max("number"))["n"] or 0
    row = Nonconformity(
        report=held,
        number=last + 1,
        what=facts.what.strip(),
        basis=facts.basis.strip(),
        line=facts.line,
        made_by=by,
        made_at=done.at or timezone.now(),
    )
    row.full_clean()
    row.save()
    data = {
        "number": row.number,
        "line": row.line,
        "what": row.what,
        "basis": row.basis,
    }
    audit.record(by=by, action="verification.finding.add", target=held, data=data)
    return row


@transaction.atomic
def findings_issue(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> Verification:
    """Issue what was found; the report goes back to the unit.

    Raises
    ------
    BadInputError
        ``finding.none``: nothing was found; conclude instead.
    """
    held, verification = held_verification(report)
    open_ = held.nonconformities.filter(state=FindingState.OPEN.value)
    if not open_.exists():
        msg = "No nonconformity was written down: conclude instead."
        raise BadInputError(msg, code="finding.none")
    verification_moved(held, verification, "issue-findings", by, done)
    _take_result_off(held, by)
    report_moved(held, "return", by, done)
    open_.update(issued_at=done.at or timezone.now())
    return verification


def _take_result_off(report: EmissionReport, by: User | None) -> None:
    """A result that is opened again stands no more, until it is concluded anew."""
    if report.verified_t is None:
        return
    before, report.verified_t = report.verified_t, None
    data = {"before": {"verified_t": told(before)}, "after": {"verified_t": None}}
    audit.record(by=by, action="verification.value.reopen", target=report, data=data)


@transaction.atomic
def report_send_back(
    *, report: EmissionReport, by: User | None, done: Done
) -> EmissionReport:
    """Send a corrected report back once more, and say what is still wrong.

    Raises
    ------
    ReportMoveError
    BadInputError
        ``report.reason``.
    """
    held, verification = held_verification(report)
    if verification.state != _ISSUED:
        raise _not_open(held)
    report_moved(held, "return", by, done)
    return held


@transaction.atomic
def finding_reply(
    *, finding: Nonconformity, by: User | None, done: Done
) -> Nonconformity:
    """Answer a nonconformity; ``done.note`` is the answer."""
    held = _finding(finding, "reply")
    held.reply = done.note.strip()
    held.replied_by, held.replied_at = by, done.at or timezone.now()
    finding_moved(held, "reply", by, done)
    return held


@transaction.atomic
def finding_accept(
    *, finding: Nonconformity, by: User | None, done: Done = NOTHING
) -> Nonconformity:
    """Take the answer as a correction.

    A finding about a line is corrected by a version that came after it was issued; or
    ``done.note`` says why no change of the report is needed.

    Raises
    ------
    BadInputError
        ``finding.uncorrected``.
    """
    held = _finding(finding, "accept")
    said = done.note.strip()
    if held.line and not said and not _corrected_since(held):
        msg = f"NC-{held.number}: no corrected version came; say why none is needed."
        raise BadInputError(msg, code="finding.uncorrected", number=held.number)
    held.settled_by, held.settled_at = by, done.at or timezone.now()
    held.settled_note = said
    finding_moved(held, "accept", by, done)
    return held


def _corrected_since(finding: Nonconformity) -> bool:
    rows = finding.report.versions.filter(kind=ReportVersion.Kind.CORRECTED)
    if finding.issued_at is not None:
        rows = rows.filter(made_at__gte=finding.issued_at)
    return rows.exists()


@transaction.atomic
def finding_refuse(
    *, finding: Nonconformity, by: User | None, done: Done
) -> Nonconformity:
    """Do not take the answer, and say why."""
    held = _finding(finding, "refuse")
    finding_moved(held, "refuse", by, done)
    return held


@transaction.atomic
def finding_withdraw(
    *, finding: Nonconformity, by: User | None, done: Done
) -> Nonconformity:
    """Take back a finding that was wrong, and say why; it stays to be read."""
    held = _finding(finding, "withdraw")
    take_value_off(held)
    held.settled_by, held.settled_at = by, done.at or timezone.now()
    held.settled_note = done.note.strip()
    finding_moved(held, "withdraw", by, done)
    return held


@transaction.atomic
def finding_reopen(
    *, finding: Nonconformity, by: User | None, done: Done
) -> Nonconformity:
    """Open a settled finding again, and say why; a conservative value falls away."""
    held = _finding(finding, "reopen")
    take_value_off(held)
    finding_moved(held, "reopen", by, done)
    return held


@transaction.atomic
def finding_conservative(
    *,
    finding: Nonconformity,
    by: User | None,
    accuracy: Accuracy,
    calibrations: Sequence[Calibration] | None = None,
    done: Done = NOTHING,
) -> Nonconformity:
    """Set a conservative value by the guide for the line that a finding is about.

    Only where the accuracy is not kept is a line changed, and only once. With
    ``calibrations`` (also none of them) the year is divided into pieces by time; the
    months are those that were deposited.

    Raises
    ------
    BadInputError
        ``finding.line``: the finding names no line of the report; ``finding.value``:
        the instrument is in tolerance, so that nothing is to be corrected;
        ``finding.twice``: the line has a conservative value already;
        ``pieces.months``: a month has no deposit.
    ReportError
        ``conservative.accuracy``.
    """
    held = _finding(finding, "conservative")
    line = line_of(held.report, held.line)
    others = held.report.nonconformities.filter(
        line=held.line, state=FindingState.CONSERVATIVE.value
    )
    if others.exists():
        msg = f"{held.line} has a conservative value already."
        raise BadInputError(msg, code="finding.twice", line=held.line)
    held.required, held.calibrated = accuracy.required, accuracy.calibrated
    if calibrations is not None:
        held.calibrations = [calibration_told(one) for one in calibrations]
    if not set_value(held, line):
        msg = "The instrument is in tolerance: the value stays."
        raise BadInputError(msg, code="finding.value")
    held.settled_by, held.settled_at = by, done.at or timezone.now()
    finding_moved(held, "conservative", by, done)
    return held


@transaction.atomic
def findings_settle(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> Verification:
    """Say that every nonconformity is corrected or has a conservative value.

    Raises
    ------
    BadInputError
        ``finding.unsettled``: says how many are not.
    """
    held, verification = held_verification(report)
    codes = {one.code for one in last_written(held).lines.all()}
    unsettled = (FindingState.OPEN.value, FindingState.REPLIED.value)
    valued = FindingState.CONSERVATIVE.value
    open_ = sum(
        one.state in unsettled or (one.state == valued and one.line not in codes)
        for one in held.nonconformities.all()
    )
    if open_:
        msg = f"{open_} nonconformities are neither corrected nor valued."
        raise BadInputError(msg, code="finding.unsettled", n=open_)
    verification_moved(held, verification, "settle", by, done)
    if held.state in (ReportState.CORRECTED.value, ReportState.RETURNED.value):
        report_moved(held, "resume", by, done)
    return verification


def _finding(finding: Nonconformity, act: str) -> Nonconformity:
    """Lock a finding about which something is to be done.

    Raises
    ------
    BadInputError
        ``finding.not_open``: the verification has not come to it, or is past it.
    """
    report, verification = held_verification(finding.report)
    if verification.state not in ACTED_IN[act]:
        raise _not_open(report)
    rows = Nonconformity.objects.select_for_update(of=("self",))
    held = rows.get(pk=finding.pk)
    held.report = report
    return held


def _not_open(report: EmissionReport) -> BadInputError:
    msg = f"The findings of {report} are not issued, or are settled."
    return BadInputError(msg, code="finding.not_open")
