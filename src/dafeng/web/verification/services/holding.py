"""Lock what is written to, see whose move it is, and keep the trail."""

from __future__ import annotations

from datetime import datetime

import attrs
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import Hand, Machine, ReportMove, report_move
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.office.services.papers import Paper
from dafeng.web.verification.models import (
    EmissionReport,
    Nonconformity,
    ReportLineRow,
    ReportStep,
    ReportVersion,
    Verification,
)
from dafeng.web.verification.models.fields import Withdrawable
from dafeng.web.verification.permissions import RIGHT_OF, object_for
from dafeng.web.verification.services.changing import (
    FINDING_FACTS,
    UNCHANGED,
    VERIFICATION_FACTS,
    Changed,
    changed_facts,
)
from dafeng.web.verification.services.separating import see_other_people


@attrs.frozen(kw_only=True)
class Done:
    """What is said of an act: a note, a file, and when it was done.

    ``at`` is None for now; a house that is made up says another time.
    """

    note: str = ""
    paper: Paper | None = None
    at: datetime | None = None


NOTHING = Done()


def held_report(report: EmissionReport) -> EmissionReport:
    """Lock a report."""
    rows = EmissionReport.objects.select_for_update(of=("self",))
    return rows.select_related("enterprise", "verification__body").get(pk=report.pk)


def may_move(
    report: EmissionReport, hand: Hand, by: User | None, act: str = ""
) -> None:
    """See the right of a hand; and that nobody writes, verifies and judges one report.

    Raises
    ------
    BadInputError
        ``verification.same_person``.
    """
    if by is None:
        return
    require(by, RIGHT_OF[hand], object_for(report, hand))
    see_other_people(report, hand, by, act)


def report_moved(
    report: EmissionReport, act: str, by: User | None, done: Done = NOTHING
) -> ReportMove:
    """Move a locked report, and keep who did it.

    Raises
    ------
    ReportMoveError
        The act is not possible in its state.
    BadInputError
        ``report.reason``; ``verification.same_person``.
    """
    move = report_move(Machine.REPORT, report.state, act)
    may_move(report, move.who, by, act)
    see_reason(move, done)
    report.state = move.goal
    report.version += 1
    report.full_clean()
    report.save()
    step_keep(report, move, by, done)
    return move


def verification_moved(
    report: EmissionReport,
    verification: Verification,
    act: str,
    by: User | None,
    done: Done = NOTHING,
) -> ReportMove:
    """Move the verification of a locked report, and keep who did it.

    What was changed on it before is saved with the move and told to the audit.

    Raises
    ------
    As :func:`report_moved`.
    """
    move = report_move(Machine.VERIFICATION, verification.state, act)
    may_move(report, move.who, by, act)
    see_reason(move, done)
    verification.state = move.goal
    verification.full_clean()
    changed = changed_facts(verification, VERIFICATION_FACTS)
    verification.save()
    report.version += 1
    report.save(update_fields=["version"])
    step_keep(report, move, by, done, changed)
    return move


def finding_moved(
    finding: Nonconformity, act: str, by: User | None, done: Done = NOTHING
) -> ReportMove:
    """Move a finding of a locked report, and keep who did it.

    What was changed on it before is saved with the move and told to the audit.

    Raises
    ------
    As :func:`report_moved`.
    """
    move = report_move(Machine.FINDING, finding.state, act)
    may_move(finding.report, move.who, by, act)
    see_reason(move, done)
    finding.state = move.goal
    finding.full_clean()
    changed = changed_facts(finding, FINDING_FACTS)
    finding.save()
    told = attrs.evolve(done, note=f"NC-{finding.number} {done.note}".strip())
    step_keep(finding.report, move, by, told, changed)
    return move


def see_reason(move: ReportMove, done: Done) -> None:
    """Refuse an act that has to say why and does not.

    Raises
    ------
    BadInputError
        ``report.reason``.
    """
    if move.reason_asked:
        see_said(done.note)


def see_said(reason: str) -> None:
    """Refuse an empty reason.

    Raises
    ------
    BadInputError
        ``report.reason``.
    """
    if not reason.strip():
        msg = "Say why."
        raise BadInputError(msg, code="report.reason")


def withdraw(
    row: Withdrawable, by: User | None, reason: str, at: datetime | None
) -> None:
    """Take back a row; it stays, with who did it and why."""
    row.withdrawn_by, row.withdrawn_at = by, at or timezone.now()
    row.withdrawn_reason = reason.strip()
    row.full_clean()
    row.save()


def step_keep(
    report: EmissionReport,
    move: ReportMove,
    by: User | None,
    done: Done,
    changed: Changed = UNCHANGED,
) -> ReportStep:
    """Keep an act in the trail; and in the audit, with what it changed."""
    step = ReportStep(
        report=report,
        machine=move.machine.value,
        act=move.act,
        before=move.source,
        after=move.goal,
        hand=move.who.value,
        note=done.note.strip(),
        made_by=by,
        made_at=done.at or timezone.now(),
        file_name="" if done.paper is None else done.paper.name,
        file_sha256="" if done.paper is None else done.paper.sha256,
    )
    step.full_clean()
    step.save()
    data = {
        "report": report.pk,
        "before": {"state": move.source, **changed.before},
        "after": {"state": move.goal, **changed.after},
        "note": step.note,
        "file": step.file_sha256,
    }
    audit.record(
        by=by,
        action=f"verification.{move.machine}.{move.act}",
        target=report,
        data=data,
    )
    return step


def held_verification(report: EmissionReport) -> tuple[EmissionReport, Verification]:
    """Lock a report with its verification.

    Raises
    ------
    BadInputError
        ``verification.none``: nobody was asked to verify it.
    """
    held = held_report(report)
    row = Verification.objects.select_for_update(of=("self",)).filter(report=held)
    found = row.select_related("body").first()
    if found is None:
        msg = f"Nobody was asked to verify {held}."
        raise BadInputError(msg, code="verification.none")
    return held, found


def last_written(report: EmissionReport) -> ReportVersion:
    """The newest version that the unit wrote."""
    rows = report.versions.exclude(kind=ReportVersion.Kind.VERIFIED)
    return rows.prefetch_related("lines").order_by("-number")[0]


def line_of(report: EmissionReport, code: str) -> ReportLineRow:
    """A line of what the unit wrote last.

    Raises
    ------
    BadInputError
        ``finding.line``: there is none of that code.
    """
    found = next(
        (one for one in last_written(report).lines.all() if one.code == code), None
    )
    if found is None:
        msg = f"The report has no line {code!r}."
        raise BadInputError(msg, code="finding.line", line=code)
    return found
