"""Timeliness: reports that came by their day, and how late the others were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.assessment.exemptions import exempt_reason, report_name, report_names
from dafeng.assessment.scoring.marks import FULL, NOTHING, Mark, Reached, percent

if TYPE_CHECKING:
    from dafeng.assessment.records import Return
    from dafeng.assessment.schemes.rules import TimelinessRule
    from dafeng.assessment.scoring.docket import Docket, Owed


def timeliness_marks(rule: TimelinessRule, docket: Docket) -> Iterator[Mark]:
    """Yield a mark per report that a unit owed; all weigh the same."""
    for row in docket.owed:
        why = report_not_asked(docket, row)
        reached = report_reached(rule, row.report, docket.case.as_of)
        yield Mark(
            unit=row.unit,
            rule=rule.id,
            subject=report_name(row.report),
            weight=NOTHING if why else FULL,
            got=NOTHING if why else reached.got,
            best=NOTHING if why else reached.best,
            state="" if came(row.report, docket.case.as_of) is None else "received",
            evidence=report_evidence(row.report, docket.case.as_of),
            reason=why or reached.reason,
        )


def came(report: Return, as_of: date) -> date | None:
    """Return the day on which a report came; None if it was not there on the day."""
    day = report.received_on
    return None if day is None or day > as_of else day


def report_evidence(report: Return, as_of: date) -> tuple[str, ...]:
    """The report itself is the evidence."""
    day = came(report, as_of)
    return () if day is None else (f"{report.form}（{report.period}，{day}报送）",)


def report_not_asked(docket: Docket, row: Owed) -> str:
    """Say why a report is not asked; empty when it is.

    A report whose day has not come is not asked, even if it is there already: what is
    asked must not hang on what came.
    """
    if row.report.due_on > docket.case.as_of:
        return f"报送期限为{row.report.due_on}，尚未到期。"
    exemption = docket.exemptions.of_unit(row.unit, *report_names(row.report))
    return "" if exemption is None else exempt_reason(exemption)


def report_reached(rule: TimelinessRule, report: Return, as_of: date) -> Reached:
    """Say what a report earns: all in time, late the share of its tier."""
    day = came(report, as_of)
    if day is None:
        reason = f"应于{report.due_on}前报送，未报送，不得分。"
        return Reached(got=NOTHING, best=NOTHING, reason=reason)
    late = (day - report.due_on).days
    if late <= 0:
        return Reached(got=FULL, best=FULL, reason=f"{day}按时报送，得满分。")
    share = next((Fraction(t.share) for t in rule.late if late <= t.days), NOTHING)
    reason = f"{day}报送，逾期{late}天，按{percent(share)}计。"
    return Reached(got=share, best=share, reason=reason)
