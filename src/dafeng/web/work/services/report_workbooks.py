"""The reports of a unit in a round as a workbook: out, filled in, and back.

The workbook names its round and unit, and every report by its number and version: one
that belongs elsewhere, or is older than what stands here, is refused as a whole.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import attrs
import openpyxl
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, has_errors
from dafeng.base.rounding import without_zeros
from dafeng.indicators import series_of
from dafeng.sheets import (
    Reading,
    Template,
    Workbook,
    column,
    read_workbook,
    workbook_bytes,
)
from dafeng.web.core.models import Organisation, User
from dafeng.web.work.models import Report, Round
from dafeng.web.work.report_content import FigureAnswer, ReportContent, content_of
from dafeng.web.work.selectors.reports import TO_FILL
from dafeng.web.work.services.evidence_kinds import file_name
from dafeng.web.work.services.report_saving import report_save
from dafeng.work import Answer

MOST_BYTES = 5 * 1024 * 1024
MOST_CELLS = 20_000
NAME_SIGNS = 60
"""Of a file's name; a sign takes up to four of the 255 bytes that a disk has."""
SHOWN_CELLS = 5
ROUND_SHEET, FIGURES_SHEET, PROGRESS_SHEET = "轮次", "数值", "进展"
T = TypeVar("T", bound=attrs.AttrsInstance)


class AnswerCell(StrEnum):
    """Answers as the workbook offers them; silence is a choice too."""

    SILENT = ""
    FIGURE = Answer.FIGURE.value
    NOT_APPLICABLE = Answer.NOT_APPLICABLE.value
    NO_DATA_YET = Answer.NO_DATA_YET.value


_ANSWERS = {
    AnswerCell.FIGURE: "填报数值",
    AnswerCell.NOT_APPLICABLE: "不适用",
    AnswerCell.NO_DATA_YET: "暂无数据",
}


@attrs.frozen(kw_only=True)
class RoundRow:
    """Which round and unit the workbook is of."""

    round: int = column("轮次编号", number_format="0")
    period: str = column("报告期")
    unit: str = column("单位代码")
    name: str = column("报送单位")


@attrs.frozen(kw_only=True)
class FigureRow:
    """One figure to state."""

    report: int = column("报送编号", number_format="0")
    version: int = column("版本", number_format="0")
    series: str = column("数列代码")
    name: str = column("指标", default="")
    unit: str = column("计量单位", default="")
    previous: Decimal | None = column("上期值", default=None)
    answer: AnswerCell | None = column("答复", labels=_ANSWERS, default=None)
    value: Decimal | None = column("数值", hint="只填数字，不填公式。", default=None)
    expected_on: date | None = column("预计取得日", default=None)
    note: str = column("说明", default="")
    reason: str = column("异常说明", default="")


@attrs.frozen(kw_only=True)
class ProgressRow:
    """One task to report on."""

    report: int = column("报送编号", number_format="0")
    version: int = column("版本", number_format="0")
    task: str = column("任务", default="")
    percent_before: Decimal | None = column("此前进度", unit="%", default=None)
    percent: Decimal | None = column("进度", unit="%", default=None)
    progress: str = column("进展", default="", width=40)
    percent_reason: str = column("进度回落说明", default="")
    problem: str = column("问题", default="", width=30)
    next_step: str = column("下一步", default="", width=30)


_ROUND = Template(RoundRow, name=ROUND_SHEET)
_FIGURES = Template(FigureRow, name=FIGURES_SHEET)
_PROGRESS = Template(ProgressRow, name=PROGRESS_SHEET)


class UnreadableWorkbookError(BadInputError):
    """Some cells cannot be read; nothing was saved.

    Attributes
    ----------
    findings : tuple of Finding
    """

    code = "upload.findings"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        super().__init__(f"{count} cells cannot be read.", count=count)


def round_workbook(
    round_: Round, unit: Organisation, reports: Sequence[Report], *, note: str = ""
) -> bytes:
    """Compose the workbook of what a unit has to fill in in a round.

    Parameters
    ----------
    round_, unit : Round, Organisation
    reports : sequence of Report
        Only those in the officer's hand are laid out.
    note : str
        A line above every head, for example that the data are an example.
    """
    open_ones = [one for one in reports if one.state in TO_FILL]
    head = RoundRow(
        round=round_.pk, period=round_.period, unit=unit.code, name=unit.name_zh
    )
    figures = [row for one in open_ones for row in _figure_rows(one)]
    progress = [_progress_row(one) for one in open_ones if one.task is not None]
    sheets = [_ROUND.sheet([head], note=note)]
    if figures:
        sheets.append(_FIGURES.sheet(figures, note=note))
    if progress:
        sheets.append(_PROGRESS.sheet(progress, note=note))
    title = f"{unit.name_zh} {round_}报送"
    return workbook_bytes(sheets, title=title, made_on=round_.opens_on)


def _figure_rows(report: Report) -> list[FigureRow]:
    return [
        FigureRow(
            report=report.pk,
            version=report.version,
            series=figure.series,
            name=series_of(figure.series).name_zh,
            unit=figure.unit,
            previous=_short(figure.previous),
            answer=AnswerCell(figure.answer) if figure.answer else None,
            value=_short(figure.value),
            expected_on=figure.expected_on,
            note=figure.note,
            reason=figure.accepted_reason,
        )
        for figure in report.figures.all()
    ]


def _progress_row(report: Report) -> ProgressRow:
    return ProgressRow(
        report=report.pk,
        version=report.version,
        task=str(report.task),
        percent_before=_short(report.percent_before),
        percent=_short(report.percent),
        progress=report.progress,
        percent_reason=report.percent_reason,
        problem=report.problem,
        next_step=report.next_step,
    )


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else without_zeros(value)


def round_workbook_take(
    *, round_: Round, unit: Organisation, by: User, name: str, content: bytes
) -> tuple[Report, ...]:
    """Save what a filled workbook says as drafts: all of it, or nothing.

    Raises
    ------
    BadInputError
        ``workbook.…``: the file cannot be read; ``upload.not_ours``,
        ``upload.other_round``, ``upload.other_unit``: it is another workbook;
        ``upload.formula``: cells hold formulas, named by their address.
    UnreadableWorkbookError
        Cells that cannot be read, or speak of reports that are not there.
    StaleReportError, ReportMovedError, RoundClosedError, ValidationError
        As :func:`report_save`, of the first report that they are about.
    """
    shown = file_name(name) or "workbook.xlsx"
    book = _read(shown, content)
    _belongs(book, round_, unit)
    _no_formulas(content)
    figures = _sheet(_FIGURES, book)
    progress = _sheet(_PROGRESS, book)
    findings = (*figures.findings, *progress.findings)
    if has_errors(findings):
        raise UnreadableWorkbookError(findings)
    return _saved(round_, unit, by, figures.records, progress.records)


def _read(name: str, content: bytes) -> Workbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name[-NAME_SIGNS:]
        path.write_bytes(content)
        return read_workbook(path, max_bytes=MOST_BYTES)


def _belongs(book: Workbook, round_: Round, unit: Organisation) -> None:
    reading = _ROUND.read(book) if book.sheet(ROUND_SHEET) is not None else None
    if reading is None or not reading.records:
        msg = f"{book.name!r} has no sheet {ROUND_SHEET!r}."
        raise BadInputError(msg, code="upload.not_ours", name=book.name)
    told = reading.records[0]
    if (told.round, told.period) != (round_.pk, round_.period):
        msg = f"The workbook is of round {told.round} {told.period}."
        raise BadInputError(
            msg, code="upload.other_round", found=told.period, wanted=round_.period
        )
    if told.unit != unit.code:
        msg = f"The workbook is of unit {told.unit}."
        raise BadInputError(
            msg, code="upload.other_unit", found=told.name, wanted=unit.name_zh
        )


def _no_formulas(content: bytes) -> None:
    """Refuse formulas: what they show depends on the program that opens them."""
    found: list[str] = []
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        msg = "The workbook cannot be opened."
        raise BadInputError(msg, code="workbook.broken", name="") from error
    with closing(book):
        for page in book.worksheets:
            for row in page.iter_rows():
                found += [
                    f"{page.title}!{cell.coordinate}"
                    for cell in row
                    if getattr(cell, "data_type", "") == "f"
                ]
    if found:
        cells = "、".join(found[:SHOWN_CELLS])
        msg = f"{len(found)} cells hold formulas: {cells}."
        raise BadInputError(msg, code="upload.formula", cells=cells, count=len(found))


def _sheet(template: Template[T], book: Workbook) -> Reading[T]:
    if book.sheet(template.name) is None:
        return Reading(rows=(), findings=())
    return template.read(book)


@transaction.atomic
def _saved(
    round_: Round,
    unit: Organisation,
    by: User,
    figures: Sequence[FigureRow],
    progress: Sequence[ProgressRow],
) -> tuple[Report, ...]:
    rows = Report.objects.filter(round=round_, unit=unit).select_related("unit", "duty")
    reports = {one.pk: one for one in rows.prefetch_related("figures")}
    versions = {row.report: row.version for row in figures}
    versions |= {row.report: row.version for row in progress}
    strange = sorted(set(versions) - set(reports))
    if strange:
        raise UnreadableWorkbookError(
            Finding(
                code="upload.report",
                severity="error",
                value=str(number),
                rule="No report of this round and unit has that number.",
            )
            for number in strange
        )
    by_report: dict[int, list[FigureRow]] = defaultdict(list)
    for row in figures:
        by_report[row.report].append(row)
    texts = {row.report: row for row in progress}
    return tuple(
        report_save(
            report=reports[number],
            by=by,
            content=_content(reports[number], texts.get(number), by_report[number]),
            version=version,
        )
        for number, version in versions.items()
    )


def _content(
    report: Report, text: ProgressRow | None, figures: Sequence[FigureRow]
) -> ReportContent:
    content = attrs.evolve(
        content_of(report), figures=tuple(_answer(row) for row in figures)
    )
    if text is None:
        return content
    return attrs.evolve(
        content,
        progress=text.progress,
        percent=text.percent,
        percent_reason=text.percent_reason,
        problem=text.problem,
        next_step=text.next_step,
    )


def _answer(row: FigureRow) -> FigureAnswer:
    answer = "" if row.answer is None else row.answer.value
    if row.value is not None:
        answer = Answer.FIGURE.value
    elif answer == Answer.FIGURE.value or (
        answer == Answer.NO_DATA_YET.value and row.expected_on is None
    ):
        answer = ""
    return FigureAnswer(
        series=row.series,
        answer=answer,
        value=row.value,
        expected_on=row.expected_on if answer == Answer.NO_DATA_YET.value else None,
        note=row.note,
        accepted_reason=row.reason,
    )
