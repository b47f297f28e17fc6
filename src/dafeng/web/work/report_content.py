"""What a person wrote into a report, as records, and as the JSON that moves keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from dafeng.base.rounding import plain_number
from dafeng.web.work.models import Report, ReportFigure


@attrs.frozen(kw_only=True)
class FigureAnswer:
    """The answer for one series.

    Attributes
    ----------
    series : str
    answer : str
        One of ``dafeng.work.Answer``; empty is silence.
    value : Decimal or None
    expected_on : date or None
        When the figure will be known, where there is none yet.
    note, accepted_reason : str
    """

    series: str
    answer: str = ""
    value: Decimal | None = None
    expected_on: date | None = None
    note: str = ""
    accepted_reason: str = ""


@attrs.frozen(kw_only=True)
class ReportContent:
    """Everything that a person may write into a report.

    Attributes
    ----------
    progress, problem, next_step : str
    percent : Decimal or None
        0 to 100; None is not stated.
    percent_reason : str
        Why progress has gone back.
    figures : tuple of FigureAnswer
        Series that are not among them stay as they are.
    """

    progress: str = ""
    percent: Decimal | None = None
    percent_reason: str = ""
    problem: str = ""
    next_step: str = ""
    figures: tuple[FigureAnswer, ...] = ()

    def figure(self, series: str) -> FigureAnswer:
        """The answer for a series; silence where there is none."""
        held = {one.series: one for one in self.figures}
        return held.get(series, FigureAnswer(series=series))


def content_of(report: Report) -> ReportContent:
    """What a report says now."""
    return ReportContent(
        progress=report.progress,
        percent=report.percent,
        percent_reason=report.percent_reason,
        problem=report.problem,
        next_step=report.next_step,
        figures=tuple(map(_answer, report.figures.all())),
    )


def _answer(row: ReportFigure) -> FigureAnswer:
    return FigureAnswer(
        series=row.series,
        answer=row.answer,
        value=row.value,
        expected_on=row.expected_on,
        note=row.note,
        accepted_reason=row.accepted_reason,
    )


def content_json(content: ReportContent) -> dict[str, Any]:
    """Return the content as plain values: figures as decimal text, days as ISO."""
    return {
        "progress": content.progress,
        "percent": _text(content.percent),
        "percent_reason": content.percent_reason,
        "problem": content.problem,
        "next_step": content.next_step,
        "figures": [
            {
                "series": one.series,
                "answer": one.answer,
                "value": _text(one.value),
                "expected_on": one.expected_on and one.expected_on.isoformat(),
                "note": one.note,
                "accepted_reason": one.accepted_reason,
            }
            for one in content.figures
        ],
    }


def content_from(kept: Mapping[str, Any]) -> ReportContent:
    """Read back what :func:`content_json` made; an empty mapping says nothing."""
    return ReportContent(
        progress=kept.get("progress", ""),
        percent=_number(kept.get("percent")),
        percent_reason=kept.get("percent_reason", ""),
        problem=kept.get("problem", ""),
        next_step=kept.get("next_step", ""),
        figures=tuple(
            FigureAnswer(
                series=one["series"],
                answer=one["answer"],
                value=_number(one["value"]),
                expected_on=_day(one["expected_on"]),
                note=one["note"],
                accepted_reason=one["accepted_reason"],
            )
            for one in kept.get("figures", ())
        ),
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
