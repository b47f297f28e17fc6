"""What happens to a report once it is written: submitted, confirmed, verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import attrs
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, DafengError
from dafeng.web.core.models import User
from dafeng.web.work.models import Report
from dafeng.web.work.report_content import content_of
from dafeng.web.work.services.figures import figures_to_lake
from dafeng.web.work.services.report_checks import gaps_of
from dafeng.web.work.services.report_effects import task_take
from dafeng.web.work.services.report_errors import (
    IncompleteReportError,
    ReasonMissingError,
    SamePersonError,
)
from dafeng.web.work.services.report_taking import (
    report_go_on,
    report_is_current,
    report_take,
)
from dafeng.work import ReportAct, ReportState

MOST_WORDS = 2000
"""Of a reason: it goes into the history, the audit and mails."""
OWN_ACTS = (ReportAct.SAVE, ReportAct.SUBMIT, ReportAct.CONFIRM)
"""Whoever did one of these with a report does not verify it."""


def report_submit(*, report: Report, by: User, version: int) -> Report:
    """Hand a report to the head of the unit.

    Raises
    ------
    IncompleteReportError
        Something is silent, or a doubted figure has no reason; all of it is named.
    StaleReportError, ReportMovedError, RoundClosedError
        As :func:`~dafeng.web.work.services.report_saving.report_save`.
    """
    return _act(report, by, ReportAct.SUBMIT, version=version)


def report_recall(*, report: Report, by: User) -> Report:
    """Take a report back before the head confirmed it.

    Raises
    ------
    ReportMovedError
        It is not with the head any more.
    """
    return _act(report, by, ReportAct.RECALL)


def report_confirm(*, report: Report, by: User, version: int | None = None) -> Report:
    """Let the head stand for a report; it is now received.

    Raises
    ------
    ReportMovedError
        Another head was there before, or the officer took it back.
    StaleReportError
        It says something else than what the head read.
    """
    return _act(report, by, ReportAct.CONFIRM, version=version)


def report_return(*, report: Report, by: User, reason: str) -> Report:
    """Send a report back to the officer, with a reason.

    The head does so before confirming, the office after; a verified report too can be
    returned for a correction.

    Raises
    ------
    ReasonMissingError
        Nobody can act on a return without a reason.
    ReportMovedError
        It is not in the person's hand.
    """
    return _act(report, by, ReportAct.RETURN, reason=reason)


def report_verify(*, report: Report, by: User, reason: str = "") -> Report:
    """Accept a report: its figures go to the lake, once, and its task takes them.

    Raises
    ------
    SamePersonError
        The person filled it in or confirmed it.
    ReportMovedError
        It is not confirmed, or somebody verified it before.
    """
    return _act(report, by, ReportAct.VERIFY, reason=reason)


@attrs.frozen(kw_only=True)
class Answered:
    """What one report of many came to; ``error`` None is done."""

    report: Report
    error: Exception | None = None


def reports_act(
    *, reports: Iterable[Report], by: User, act: ReportAct, reason: str = ""
) -> tuple[Answered, ...]:
    """Do one thing with many reports: each for itself, each answered by name.

    Raises
    ------
    BadInputError
        ``report.one_by_one``: what is written is saved report by report.
    """
    acts: Mapping[ReportAct, Callable[..., Report]] = {
        ReportAct.SUBMIT: _submit_newest,
        ReportAct.CONFIRM: report_confirm,
        ReportAct.RECALL: report_recall,
        ReportAct.RETURN: partial(report_return, reason=reason),
        ReportAct.VERIFY: partial(report_verify, reason=reason),
    }
    if act not in acts:
        msg = f"{act} is done with one report at a time."
        raise BadInputError(msg, code="report.one_by_one", act=act.value)
    answers = []
    for report in reports:
        try:
            answers.append(Answered(report=acts[act](report=report, by=by)))
        except (DafengError, PermissionDenied, ValidationError) as error:
            answers.append(Answered(report=report, error=error))
    return tuple(answers)


def _submit_newest(*, report: Report, by: User) -> Report:
    return report_submit(report=report, by=by, version=report.version)


@transaction.atomic
def _act(
    report: Report,
    by: User,
    act: ReportAct,
    *,
    version: int | None = None,
    reason: str = "",
) -> Report:
    held, move = report_take(report, by, act)
    if len(reason) > MOST_WORDS:
        msg = f"A reason has at most {MOST_WORDS} signs."
        raise BadInputError(msg, code="report.long_reason", most=MOST_WORDS)
    if version is not None:
        report_is_current(held, version, content_of(held))
    _CHECKS.get(act, _nothing)(held, by, reason)
    _sign(held, by, act, reason.strip())
    report_go_on(held, move, by, reason=reason.strip())
    if act is ReportAct.VERIFY:
        figures_to_lake(held, by=by)
        task_take(held, by=by, on=timezone.localdate())
    return held


def _sign(held: Report, by: User, act: ReportAct, reason: str) -> None:
    """Write down who stands for what."""
    now = timezone.now()
    match act:
        case ReportAct.SUBMIT:
            held.filled_by, held.submitted_at = by, now
        case ReportAct.CONFIRM:
            held.confirmed_by, held.confirmed_at = by, now
            held.first_received_on = held.first_received_on or timezone.localdate(now)
            held.returned_reason = ""
        case ReportAct.RETURN:
            held.returned_reason = reason
            # What the head sends back stays inside the unit, and a correction of what
            # was verified is no fault of how it came.
            held.returns += held.state == ReportState.CONFIRMED.value
            held.confirmed_by = held.verified_by = None
            held.confirmed_at = held.verified_at = None
        case ReportAct.VERIFY:
            held.verified_by, held.verified_at = by, now


def _is_complete(held: Report, _by: User, _reason: str) -> None:
    gaps = gaps_of(held, on=timezone.localdate())
    if gaps:
        raise IncompleteReportError(gaps=gaps)


def _is_another(held: Report, by: User, _reason: str) -> None:
    own = held.moves.filter(
        by=by, act__in=[act.value for act in OWN_ACTS], refused=False
    )
    if by.pk in (held.filled_by_id, held.confirmed_by_id) or own.exists():
        msg = "Who filled in or confirmed a report does not verify it."
        raise SamePersonError(msg)


def _has_reason(_held: Report, _by: User, reason: str) -> None:
    if not reason.strip():
        msg = "Say what has to be corrected."
        raise ReasonMissingError(msg)


def _nothing(_held: Report, _by: User, _reason: str) -> None:
    """Most acts ask for nothing besides."""


_CHECKS: Mapping[ReportAct, Callable[[Report, User, str], None]] = {
    ReportAct.SUBMIT: _is_complete,
    ReportAct.VERIFY: _is_another,
    ReportAct.RETURN: _has_reason,
}
