"""What a report still lacks, and which of its figures are doubted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dafeng.web.work.models import Report, ReportFigure
from dafeng.web.work.services.figures import beside
from dafeng.web.work.services.report_errors import Gap
from dafeng.work import (
    Answer,
    Doubt,
    figure_doubts,
    limits_on,
    progress_doubts,
)


def doubts_of(figure: ReportFigure, value: Decimal, on: date) -> tuple[Doubt, ...]:
    """Why a value of a figure is doubted."""
    return figure_doubts(value, beside(figure), limits_on(on))


def percent_doubts(report: Report, percent: Decimal | None) -> tuple[Doubt, ...]:
    """Why reported progress is doubted."""
    if percent is None:
        return ()
    return progress_doubts(percent, report.percent_before)


def gaps_of(report: Report, *, on: date) -> tuple[Gap, ...]:
    """Everything that keeps a report from being submitted, in the order of the form."""
    return tuple(_gaps(report, on))


def _gaps(report: Report, on: date) -> Iterator[Gap]:
    if report.task_id is not None:
        if not report.progress.strip():
            yield Gap(field="progress", code="progress.missing")
        if report.percent is None:
            yield Gap(field="percent", code="percent.missing")
        doubts = percent_doubts(report, report.percent)
        if doubts and not report.percent_reason.strip():
            yield Gap(field="percent_reason", code="percent.back", doubts=doubts)
    for figure in report.figures.all():
        yield from _figure_gaps(figure, on)


def _figure_gaps(figure: ReportFigure, on: date) -> Iterator[Gap]:
    field = f"figure:{figure.series}"
    if not figure.answer:
        yield Gap(field=field, code="figure.silent")
    elif figure.answer == Answer.FIGURE.value and figure.value is not None:
        doubts = doubts_of(figure, figure.value, on)
        if doubts and not figure.accepted_reason.strip():
            yield Gap(field=field, code="figure.doubted", doubts=doubts)
    elif figure.stored is not None:
        # The lake forgets nothing: what is there is corrected by another figure.
        yield Gap(field=field, code="figure.stored")
    elif not figure.note.strip() and figure.answer == Answer.NOT_APPLICABLE.value:
        yield Gap(field=field, code="figure.no_reason")
