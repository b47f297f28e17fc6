"""Take a report to act on it, and let it go on: rights, versions, history, audit.

The row is taken first, so of two people who act at once one wins, and the other reads
who was there before.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.work.heard import Happening, tell
from dafeng.web.work.models import Report, ReportMove, RoundStatus
from dafeng.web.work.report_content import ReportContent, content_json, content_of
from dafeng.web.work.services.report_errors import (
    ReportMovedError,
    RoundClosedError,
    StaleReportError,
)
from dafeng.work import (
    ReportAct,
    ReportHand,
    ReportMoveRule,
    ReportState,
    report_move,
    report_moves,
)

RIGHTS: Mapping[ReportHand, str] = {
    ReportHand.OFFICER: "work.report.fill",
    ReportHand.HEAD: "work.report.confirm",
    ReportHand.VERIFIER: "work.report.verify",
}
UNTOUCHED = (ReportState.OPEN, ReportState.DRAFT)
"""Reports of a closed round that nobody handed in are not taken any more."""


def report_take(
    report: Report, by: User, act: ReportAct
) -> tuple[Report, ReportMoveRule]:
    """Take the row, and see that the act is possible and the person's to do.

    Raises
    ------
    ReportMovedError
        It is in another state.
    RoundClosedError
        The round takes no reports any more.
    RightMissingError
        The person lacks the right.
    """
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("round__organisation", "unit", "duty__task__plan", "task")
        .get(pk=report.pk)
    )
    state = ReportState(held.state)
    try:
        move = report_move(state, act)
    except BadInputError:
        _may_ever(held, by, act)
        raise _moved(held, act) from None
    require(by, RIGHTS[move.who], _whose(held, move.who))
    is_filling = act in (ReportAct.SAVE, ReportAct.SUBMIT)
    if is_filling and state in UNTOUCHED and held.round.status == RoundStatus.CLOSED:
        msg = f"The round {held.round} was closed; ask the office to take it up again."
        raise RoundClosedError(msg, round=held.round.period)
    return held, move


def _may_ever(held: Report, by: User, act: ReportAct) -> None:
    """Refuse whoever could not do this in any state: they are told nothing more."""
    hands = list(dict.fromkeys(move.who for move in report_moves() if move.act is act))
    if not any(may(by, RIGHTS[hand], _whose(held, hand)) for hand in hands):
        require(by, RIGHTS[hands[-1]], _whose(held, hands[-1]))


def _whose(held: Report, hand: ReportHand) -> object:
    """The unit on which a right is asked for: who answers, or who asked.

    A bureau that asked for a report does not fill it in for the unit.
    """
    return held.round.organisation if hand is ReportHand.VERIFIER else held.unit


def _moved(held: Report, act: ReportAct) -> ReportMovedError:
    last = last_move(held)
    return ReportMovedError(
        report=held,
        act=act.value,
        who=_name(last),
        at=None if last is None else last.at,
    )


def last_move(held: Report) -> ReportMove | None:
    """The last thing that happened to a report."""
    return held.moves.filter(refused=False).select_related("by").last()


def _name(move: ReportMove | None) -> str:
    return "" if move is None or move.by is None else move.by.display_name


def report_is_current(held: Report, version: int, mine: ReportContent) -> None:
    """See that the person saw the newest version.

    Raises
    ------
    StaleReportError
        Somebody changed the report since.
    """
    if version != held.version:
        raise StaleReportError(
            report=held,
            theirs=content_of(held),
            mine=mine,
            who=_name(last_move(held)),
        )


def report_go_on(
    held: Report, move: ReportMoveRule, by: User, reason: str = ""
) -> None:
    """Let the report go on: state, version, history, audit, and who listens."""
    before = held.state
    held.state = move.after.value
    held.version += 1
    held.full_clean()
    held.save()
    content = content_json(content_of(held))
    ReportMove.objects.create(
        report=held,
        act=move.act.value,
        before=before,
        after=held.state,
        version=held.version,
        reason=reason,
        content=content,
        by=by,
        at=timezone.now(),
    )
    audit.record(
        by=by,
        action=f"report.{move.act.value}",
        target=held,
        data={
            "before": before,
            "after": held.state,
            "version": held.version,
            "reason": reason,
            "content": content,
        },
    )
    what, day = f"report.{move.act.value}", timezone.localdate()
    tell(Happening(what=what, obj=held, by=by, on=day, reason=reason))
