"""Nonconformities: written down, issued, answered, corrected or valued."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    Accuracy,
    Corrected,
    FindingState,
    Hand,
    Purpose,
    ReportState,
    VerificationState,
    conservative_value,
)
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.verification.convert import without_zeros_of
from dafeng.web.verification.models import (
    EmissionReport,
    Nonconformity,
    Verification,
)
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    finding_moved,
    held_verification,
    line_of,
    may_move,
    report_moved,
    verification_moved,
)


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
    """Write down a nonconformity, before they are issued.

    Raises
    ------
    BadInputError
        ``finding.late``: they were issued already; ``finding.line``: no such line.
    """
    held, verification = held_verification(report)
    may_move(held, Hand.VERIFIER, by)
    writing = (VerificationState.DESK_REVIEW, VerificationState.SITE_PLAN)
    if verification.state not in (*writing, VerificationState.SITE_VISIT):
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
    data = {"number": row.number, "line": row.line, "what": row.what}
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
    if not held.nonconformities.exists():
        msg = "No nonconformity was written down: conclude instead."
        raise BadInputError(msg, code="finding.none")
    verification_moved(held, verification, "issue-findings", by, done)
    report_moved(held, "return", by, done)
    return verification


@transaction.atomic
def finding_reply(
    *, finding: Nonconformity, by: User | None, done: Done
) -> Nonconformity:
    """Answer a nonconformity; ``done.note`` is the answer."""
    held = _finding(finding)
    held.reply = done.note.strip()
    held.replied_by, held.replied_at = by, done.at or timezone.now()
    finding_moved(held, "reply", by, done)
    return held


@transaction.atomic
def finding_accept(
    *, finding: Nonconformity, by: User | None, done: Done = NOTHING
) -> Nonconformity:
    """Take the answer as a correction."""
    held = _finding(finding)
    held.settled_by, held.settled_at = by, done.at or timezone.now()
    finding_moved(held, "accept", by, done)
    return held


@transaction.atomic
def finding_refuse(
    *, finding: Nonconformity, by: User | None, done: Done
) -> Nonconformity:
    """Do not take the answer, and say why."""
    held = _finding(finding)
    finding_moved(held, "refuse", by, done)
    return held


@transaction.atomic
def finding_conservative(
    *,
    finding: Nonconformity,
    by: User | None,
    accuracy: Accuracy,
    done: Done = NOTHING,
) -> Nonconformity:
    """Set a conservative value by the guide for the line that a finding is about.

    Only where the accuracy is not kept is a line changed, and only once.

    Raises
    ------
    BadInputError
        ``finding.line``: the finding names no line of the report; ``finding.value``:
        the instrument is in tolerance, so that nothing is to be corrected;
        ``finding.twice``: the line has a conservative value already.
    ReportError
        ``conservative.accuracy``.
    """
    held = _finding(finding)
    line = line_of(held.report, held.line)
    others = held.report.nonconformities.filter(
        line=held.line, state=FindingState.CONSERVATIVE.value
    )
    if others.exists():
        msg = f"{held.line} has a conservative value already."
        raise BadInputError(msg, code="finding.twice", line=held.line)
    made = conservative_value(
        without_zeros_of(line.quantity), accuracy, Purpose(line.purpose)
    )
    if not made.changed:
        msg = "The instrument is in tolerance: the value stays."
        raise BadInputError(msg, code="finding.value")
    rule = made.parts[0].rule
    held.required, held.calibrated = accuracy.required, accuracy.calibrated
    held.before, held.after = made.before, made.after
    held.formula, held.clause = rule.formula, f"{rule.source} {rule.text_zh}"
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
    open_ = held.nonconformities.filter(
        state__in=(FindingState.OPEN.value, FindingState.REPLIED.value)
    ).count()
    if open_:
        msg = f"{open_} nonconformities are neither corrected nor valued."
        raise BadInputError(msg, code="finding.unsettled", n=open_)
    verification_moved(held, verification, "settle", by, done)
    if held.state in (ReportState.CORRECTED.value, ReportState.RETURNED.value):
        report_moved(held, "resume", by, done)
    return verification


def corrections_of(report: EmissionReport) -> Iterator[tuple[str, Corrected]]:
    """Conservative values by line."""
    valued = report.nonconformities.filter(state=FindingState.CONSERVATIVE.value)
    for one in valued:
        line = line_of(report, one.line)
        made = conservative_value(
            without_zeros_of(line.quantity),
            Accuracy(required=one.required or Decimal(), calibrated=one.calibrated),
            Purpose(line.purpose),
        )
        yield one.line, made


def _finding(finding: Nonconformity) -> Nonconformity:
    """Lock a finding; it is answered once it was issued.

    Raises
    ------
    BadInputError
        ``finding.not_open``.
    """
    report, verification = held_verification(finding.report)
    if verification.state != VerificationState.NONCONFORMITIES.value:
        msg = f"The findings of {report} are not issued, or are settled."
        raise BadInputError(msg, code="finding.not_open")
    rows = Nonconformity.objects.select_for_update(of=("self",))
    held = rows.get(pk=finding.pk)
    held.report = report
    return held
