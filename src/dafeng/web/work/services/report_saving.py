"""Keep what was written into a report: at a click, and while somebody writes.

An edit of an older version is refused and kept: nothing is lost on either side.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.surviving import keep_beyond_refusal
from dafeng.web.work.models import Report, ReportFigure, ReportMove
from dafeng.web.work.report_content import ReportContent, content_json, content_of
from dafeng.web.work.services.report_errors import StaleReportError
from dafeng.web.work.services.report_taking import (
    last_move,
    report_go_on,
    report_is_current,
    report_take,
)
from dafeng.work import ReportAct, ReportState

ONE_SITTING = timedelta(minutes=15)
"""Drafts that the form keeps by itself within this time are one entry."""


def report_save(
    *, report: Report, by: User, content: ReportContent, version: int
) -> Report:
    """Keep what was written so far; nothing has to be complete.

    Parameters
    ----------
    report : Report
    by : User
    content : ReportContent
        Series that are not in it stay as they are.
    version : int
        Version that the person saw.

    Raises
    ------
    StaleReportError
        Somebody changed the report since; what was written is kept as a refused move.
    ReportMovedError
        The report is not in the officer's hand.
    RoundClosedError
        The round takes no reports any more.
    ValidationError
        A figure cannot stand as it is.
    """
    try:
        return _saved(report, by, content, version)
    except StaleReportError as error:
        keep_beyond_refusal(partial(_refused, error, by, version))
        raise


@transaction.atomic
def report_keep(
    *, report: Report, by: User, content: ReportContent, version: int
) -> Report:
    """Keep a draft while somebody writes; entries of one sitting become one.

    What is stale is told and not kept: it still stands on the person's page.

    Raises
    ------
    StaleReportError, ReportMovedError, RoundClosedError, ValidationError
        As :func:`report_save`.
    """
    last = last_move(report)
    same = last is not None and _same_sitting(last, by, version)
    if last is None or not same:
        return _saved(report, by, content, version)
    held, _move = report_take(report, by, ReportAct.SAVE)
    report_is_current(held, version, content)
    if _write(held, content, by):
        held.version += 1
        held.full_clean()
        held.save()
        last.version, last.content = held.version, content_json(content_of(held))
        last.save(update_fields=["version", "content"])
    return held


def _same_sitting(last: ReportMove, by: User, version: int) -> bool:
    return (
        last.act == ReportAct.SAVE.value
        and last.by_id == by.pk
        and last.version == version
        and timezone.now() - last.at < ONE_SITTING
    )


@transaction.atomic
def _saved(report: Report, by: User, content: ReportContent, version: int) -> Report:
    held, move = report_take(report, by, ReportAct.SAVE)
    report_is_current(held, version, content)
    if _write(held, content, by):
        report_go_on(held, move, by)
    return held


def _write(held: Report, content: ReportContent, by: User) -> bool:
    """Put the content into the rows; whether anything is other than before."""
    before = content_json(content_of(held))
    held.progress, held.percent = content.progress, content.percent
    held.percent_reason = content.percent_reason
    held.problem, held.next_step = content.problem, content.next_step
    held.filled_by = by
    answers = {one.series: one for one in content.figures}
    for figure in held.figures.all():
        answer = answers.get(figure.series)
        if answer is None:
            continue
        figure.answer, figure.value = answer.answer, answer.value
        figure.expected_on, figure.note = answer.expected_on, answer.note
        figure.accepted_reason = answer.accepted_reason
        _check(figure)
        figure.save()
    fresh = content_json(content_of(held))
    return fresh != before or held.state == ReportState.OPEN.value


def _check(figure: ReportFigure) -> None:
    """Check a figure by its own rules, and name the series in what is wrong."""
    try:
        figure.full_clean()
    except ValidationError as error:
        raise ValidationError({f"figure:{figure.series}": error.messages}) from None


@transaction.atomic
def _refused(error: StaleReportError, by: User, version: int) -> None:
    """Keep what the person wrote into a version that was no longer the newest.

    What was sent again, as programs do, is kept once.
    """
    held, content = error.report, content_json(error.mine)
    last = held.moves.filter(by=by, refused=True, version=version).last()
    if last is not None and last.content == content:
        return
    ReportMove.objects.create(
        report=held,
        act=ReportAct.SAVE.value,
        before=held.state,
        after=held.state,
        version=version,
        content=content,
        by=by,
        at=timezone.now(),
        refused=True,
    )
    audit.record(
        by=by,
        action="report.refuse",
        target=held,
        data={"version": version, "newest": held.version},
    )
