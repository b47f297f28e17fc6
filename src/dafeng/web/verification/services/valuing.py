"""Conservative values of findings: set, taken off, following a correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    Accuracy,
    ConservativeRule,
    Corrected,
    FindingState,
    conservative_pieces,
    conservative_value,
    counts_of,
)
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.verification.convert import line_record
from dafeng.web.verification.models import (
    EmissionReport,
    Nonconformity,
    ReportLineRow,
)
from dafeng.web.verification.selectors.pieces import calibration_record, pieces_of
from dafeng.web.verification.services.changing import FINDING_FACTS, changed_facts
from dafeng.web.verification.services.holding import (
    Done,
    finding_moved,
    last_written,
    line_of,
)


def set_value(finding: Nonconformity, line: ReportLineRow) -> bool:
    """Set the conservative value of a line by the accuracy of a finding."""
    made = value_of(finding, line)
    rule = _worst(made)
    finding.before, finding.after = made.before, made.after
    finding.formula, finding.clause = rule.formula, f"{rule.source} {rule.text_zh}"
    return made.changed


def value_of(finding: Nonconformity, line: ReportLineRow) -> Corrected:
    """The conservative value of a line by what a finding holds of its instrument.

    With calibrations the year is divided into pieces by time, from the months that
    were deposited; else the whole year has one accuracy.

    Raises
    ------
    BadInputError
        ``pieces.months``: a month of the line has no deposit.
    """
    record = line_record(line)
    counts = counts_of(record)
    required = finding.required or Decimal()
    if finding.calibrations is None:
        accuracy = Accuracy(required=required, calibrated=finding.calibrated)
        return conservative_value(record.quantity, accuracy, counts)
    held = [calibration_record(one) for one in finding.calibrations]
    pieces = pieces_of(finding.report, line)
    return conservative_pieces(pieces, held, required, counts)


def _worst(made: Corrected) -> ConservativeRule:
    """The rule that changed most: of pieces, the one that the value is told by."""
    return max(made.parts, key=lambda one: abs(one.factor - 1)).rule


def take_value_off(finding: Nonconformity) -> None:
    """Take settling and conservative value off a finding."""
    finding.settled_by = finding.settled_at = None
    finding.settled_note = finding.formula = finding.clause = ""
    finding.required = finding.calibrated = finding.calibrations = None
    finding.before = finding.after = None


@transaction.atomic
def findings_follow(
    *, report: EmissionReport, by: User | None, at: datetime | None = None
) -> None:
    """Let conservative values follow a corrected version of a locked report.

    A line that is gone, or that its deposits no more divide, opens its finding again; a
    line with another amount gets the value of that amount.
    """
    lines = {one.code: one for one in last_written(report).lines.all()}
    for one in report.nonconformities.filter(state=FindingState.CONSERVATIVE.value):
        one.report = report
        line = lines.get(one.line)
        if line is None or not _follows(one, line):
            take_value_off(one)
            finding_moved(one, "lapse", by, Done(at=at))
            continue
        changed = changed_facts(one, FINDING_FACTS)
        if changed.after:
            one.full_clean()
            one.save()
            data = {
                "number": one.number,
                "before": changed.before,
                "after": changed.after,
            }
            action = "verification.finding.follow"
            audit.record(by=by, action=action, target=report, data=data)


def _follows(finding: Nonconformity, line: ReportLineRow) -> bool:
    """Set the value of a line as it is now; whether that can be done."""
    try:
        set_value(finding, line)
    except BadInputError:
        return False
    return True


def corrections_of(report: EmissionReport) -> Iterator[tuple[str, Corrected]]:
    """Conservative values by line."""
    valued = report.nonconformities.filter(state=FindingState.CONSERVATIVE.value)
    for one in valued:
        one.report = report
        yield one.line, value_of(one, line_of(report, one.line))
