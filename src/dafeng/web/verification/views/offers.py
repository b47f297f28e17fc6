"""What a person can do now about a report and its nonconformities."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dafeng.enterprises.reporting import (
    FindingState,
    Hand,
    Machine,
    ReportMove,
    ReportState,
    branch_of,
    report_moves_from,
)
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may
from dafeng.web.verification.models import (
    EmissionReport,
    MarketMembership,
    Nonconformity,
)
from dafeng.web.verification.permissions import RIGHT_OF, object_for
from dafeng.web.verification.services.nonconforming import ACTED_IN
from dafeng.web.verification.views.acts import ACTS, FINDING_ACTS

_LINES = {"compile", "compile-without", "correct"}
_COMPLIANCE = {"clear", "fall-short"}
PUT_RIGHT = ("void", "rearrange", "return")
"""Acts that put something right: they stand behind the next step."""
_UNSETTLED = (FindingState.OPEN.value, FindingState.REPLIED.value)


def acts_for(
    user: User, found: EmissionReport, market: MarketMembership | None
) -> list[tuple[str, str]]:
    """Acts that the person can do now, with their titles; the next one first."""
    wanted: list[str] = []
    deposits = branch_of(found.branch).deposits
    verification = getattr(found, "verification", None)
    moves = list(report_moves_from(Machine.REPORT, found.state))
    if verification is not None:
        moves += report_moves_from(Machine.VERIFICATION, verification.state)
    for move in moves:
        if not may_act(user, found, move.who) or _comes_along(move):
            continue
        if move.act == ("compile-without" if deposits else "complete"):
            continue
        if move.act in _LINES:
            wanted.append("lines")
        elif move.act in _COMPLIANCE:
            wanted += [] if market is None else ["surrender", "compliance"]
        elif _fits(move.act, found):
            wanted.append(move.act)
    titles = {"lines": _("编制报告") if found.state != "returned" else _("更正报告")}
    wanted.sort(key=lambda name: name in PUT_RIGHT)
    return [
        (name, titles.get(name) or str(ACTS[name].title))
        for name in dict.fromkeys(wanted)
        if name in titles or name in ACTS
    ]


def _comes_along(move: ReportMove) -> bool:
    """Whether a move of the report is made by another act."""
    return move.machine is Machine.REPORT and (
        move.act in ("resume", "verify")
        or (move.act == "return" and move.source == ReportState.VERIFYING.value)
    )


def _fits(act: str, found: EmissionReport) -> bool:
    """Whether an act that the table allows fits what was found."""
    rows = found.nonconformities.all()
    unsettled = any(one.state in _UNSETTLED for one in rows)
    if act == "issue-findings":
        return any(one.state == FindingState.OPEN.value for one in rows)
    return act not in ("conclude", "settle") or not unsettled


def may_act(user: User, found: EmissionReport, hand: Hand) -> bool:
    """Whether a person has the right of a hand on a report."""
    return may(user, RIGHT_OF[hand], object_for(found, hand))


def findings_with_acts(
    user: User, found: EmissionReport
) -> list[tuple[Nonconformity, list[tuple[str, str]]]]:
    """Each nonconformity with what the person can do about it."""
    state = found.verification.state if hasattr(found, "verification") else ""
    hands = {hand: may_act(user, found, hand) for hand in Hand}
    return [
        (
            one,
            [
                (move.act, str(FINDING_ACTS[move.act].title))
                for move in report_moves_from(Machine.FINDING, one.state)
                if hands[move.who]
                and state in ACTED_IN.get(move.act, ())
                and (move.act != "conservative" or one.line)
            ],
        )
        for one in found.nonconformities.all()
    ]
