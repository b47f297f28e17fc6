"""The form of a report, and the small forms around it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.work.models import Report, ReportFigure
from dafeng.web.work.models.choices import ANSWERS
from dafeng.web.work.models.reports import DECIMALS, DIGITS
from dafeng.web.work.report_content import FigureAnswer, ReportContent
from dafeng.web.work.report_words import (
    doubt_words,
    figure_words,
    gap_words,
    series_name,
)
from dafeng.web.work.services.report_checks import percent_doubts
from dafeng.web.work.services.report_errors import IncompleteReportError
from dafeng.work import Answer

TEXT_LENGTH, NOTE_LENGTH = 4000, 300
MOST_VERSIONS = 2**31 - 1
"""More than the column of a version holds; a forged one goes no further."""
ROWS = {"rows": 3}
SHOWN_WHEN_FILLED = {"placeholder": " "}
"""Lets the style sheet tell an empty field: it stays out of sight while not needed."""


class FigureField(forms.DecimalField):
    """A figure as people write it: thousands set apart, full-width digits too."""

    def to_python(self, value: Any) -> Any:
        """Take out what only sets thousands apart."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value)
            value = value.replace(",", "").replace(" ", "").replace("\u2212", "-")
        return super().to_python(value)


@attrs.frozen(kw_only=True)
class FigurePart:
    """The fields of one figure, for the page."""

    figure: ReportFigure
    name: str
    answer: BoundField
    value: BoundField
    expected_on: BoundField
    note: BoundField
    reason: BoundField
    doubts: tuple[str, ...] = ()
    """Why the value that stands there now is doubted."""

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """All of them, in order."""
        return (self.answer, self.value, self.expected_on, self.note, self.reason)


class ReportForm(forms.Form):
    """What the officer writes; a draft may hold as little as the person likes."""

    version = forms.IntegerField(
        min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput()
    )
    progress = LongText(
        label=_("进展"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("做了什么、到哪一步；没有进展也写明原因。"),
    )
    percent = FigureField(
        label=_("进度(%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    percent_reason = forms.CharField(
        label=_("进度回落说明"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.TextInput(attrs=SHOWN_WHEN_FILLED),
    )
    problem = LongText(
        label=_("问题"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs=ROWS),
    )
    next_step = LongText(
        label=_("下一步"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs=ROWS),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, report: Report
    ) -> None:
        self.report = report
        self._figures = list(report.figures.all())
        super().__init__(data, initial=_initial(report, self._figures))
        for figure in self._figures:
            self.fields.update(_figure_fields(figure))
        if report.percent_before is None:
            self.fields["percent_reason"].widget = forms.HiddenInput()

    @property
    def parts(self) -> list[FigurePart]:
        """Figures with their fields, in the order of the report."""
        return [
            FigurePart(
                figure=figure,
                name=series_name(figure.series),
                answer=self[f"f{figure.pk}-answer"],
                value=self[f"f{figure.pk}-value"],
                expected_on=self[f"f{figure.pk}-expected_on"],
                note=self[f"f{figure.pk}-note"],
                reason=self[f"f{figure.pk}-reason"],
                doubts=figure_words(self.report, figure, self._value(figure)),
            )
            for figure in self._figures
        ]

    @property
    def texts(self) -> list[BoundField]:
        """Fields of the words, in order."""
        names = ("progress", "percent", "percent_reason", "problem", "next_step")
        return [self[name] for name in names]

    @property
    def percent_doubts(self) -> tuple[str, ...]:
        """Why the progress that stands there now is doubted."""
        percent = (
            self.cleaned_data.get("percent") if self.is_bound else self.report.percent
        )
        return tuple(map(doubt_words, percent_doubts(self.report, percent)))

    def _value(self, figure: ReportFigure) -> Decimal | None:
        """What stands in the field of a figure, where it can be read."""
        if not self.is_bound:
            return figure.value
        read: Decimal | None = self.cleaned_data.get(f"f{figure.pk}-value")
        return read

    def clean(self) -> dict[str, Any]:
        """See that answers and values agree."""
        data = super().clean() or {}
        for figure in self._figures:
            answer = data.get(f"f{figure.pk}-answer")
            value = data.get(f"f{figure.pk}-value")
            if value is not None and answer not in ("", Answer.FIGURE.value, None):
                self.add_error(f"f{figure.pk}-value", _("选了别的答复，就不填数值。"))
        return data

    def content(self) -> ReportContent:
        """What was written, for the service."""
        data = self.cleaned_data
        return ReportContent(
            progress=data["progress"],
            percent=data["percent"],
            percent_reason=data["percent_reason"],
            problem=data["problem"],
            next_step=data["next_step"],
            figures=tuple(self._answer(figure) for figure in self._figures),
        )

    def _answer(self, figure: ReportFigure) -> FigureAnswer:
        data, key = self.cleaned_data, f"f{figure.pk}-"
        value, answer = data[f"{key}value"], data[f"{key}answer"]
        expected = data[f"{key}expected_on"]
        if value is not None:
            answer = Answer.FIGURE.value
        elif answer == Answer.FIGURE.value or (
            answer == Answer.NO_DATA_YET.value and expected is None
        ):
            answer = ""  # half an answer is kept as silence until it is whole
        return FigureAnswer(
            series=figure.series,
            answer=answer,
            value=value,
            expected_on=expected if answer == Answer.NO_DATA_YET.value else None,
            note=data[f"{key}note"],
            accepted_reason=data[f"{key}reason"],
        )

    def show_gaps(self, error: IncompleteReportError) -> None:
        """Show what is missing, each at its field."""
        by_series = {figure.series: figure.pk for figure in self._figures}
        for gap in error.gaps:
            name, _colon, series = gap.field.partition(":")
            if series:
                at = {"figure.doubted": "reason", "figure.no_reason": "note"}
                name = f"f{by_series[series]}-{at.get(gap.code, 'value')}"
            self.add_error(name, gap_words(gap))

    def show_refusals(self, error: ValidationError) -> None:
        """Show what the database's rules refuse, at the figure it is about."""
        by_series = {figure.series: figure.pk for figure in self._figures}
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, problems in error.error_dict.items():
            name, _colon, series = field.partition(":")
            if series:
                name = f"f{by_series[series]}-value"
            self.add_error(name if name in self.fields else None, problems)


def _initial(report: Report, figures: Iterable[ReportFigure]) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "version": report.version,
        "progress": report.progress,
        "percent": _plain(report.percent),
        "percent_reason": report.percent_reason,
        "problem": report.problem,
        "next_step": report.next_step,
    }
    for figure in figures:
        initial |= {
            f"f{figure.pk}-answer": figure.answer,
            f"f{figure.pk}-value": _plain(figure.value),
            f"f{figure.pk}-expected_on": figure.expected_on,
            f"f{figure.pk}-note": figure.note,
            f"f{figure.pk}-reason": figure.accepted_reason,
        }
    return initial


def _plain(value: Decimal | None) -> str:
    """A figure without the zeros that the database adds."""
    if value is None:
        return ""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _figure_fields(figure: ReportFigure) -> dict[str, forms.Field]:
    key = f"f{figure.pk}-"
    name = series_name(figure.series)
    return {
        f"{key}answer": forms.ChoiceField(
            label=_("答复"),
            choices=[("", _("未答复")), *ANSWERS],
            required=False,
        ),
        f"{key}value": FigureField(
            label=f"{name}({figure.unit})" if figure.unit else name,
            required=False,
            max_digits=DIGITS,
            decimal_places=DECIMALS,
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "autocomplete": "off"}
            ),
        ),
        f"{key}expected_on": DayField(label=_("预计取得日"), required=False),
        f"{key}note": forms.CharField(
            label=_("说明"), required=False, max_length=NOTE_LENGTH
        ),
        f"{key}reason": forms.CharField(
            label=_("异常说明"),
            required=False,
            max_length=NOTE_LENGTH,
            widget=forms.TextInput(attrs=SHOWN_WHEN_FILLED),
        ),
    }


class ReturnForm(forms.Form):
    """Why a report is sent back."""

    reason = LongText(
        label=_("退回原因"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明缺什么、错在哪里，填报人据此更正。"),
    )


class FileForm(forms.Form):
    """A file of evidence."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、Word、Excel、图片或 CSV，不超过 20 MB，不带宏。"),
    )


class LinkForm(forms.Form):
    """A page of the web as evidence."""

    url = forms.CharField(
        label=_("网址"), max_length=500, help_text=_("https:// 开头。")
    )
    name = forms.CharField(label=_("名称"), max_length=200, required=False)


class DocumentForm(forms.Form):
    """An official document as evidence."""

    number = forms.CharField(label=_("文号"), max_length=100)
    dated = DayField(label=_("成文日期"))
    name = forms.CharField(label=_("标题"), max_length=200, required=False)


class WithdrawForm(forms.Form):
    """Why evidence is withdrawn."""

    reason = forms.CharField(label=_("撤下原因"), max_length=200)


class UploadForm(forms.Form):
    """A filled workbook of a round."""

    workbook = forms.FileField(
        label=_("填好的表格"), help_text=_("本轮下载的 .xlsx，单元格里只留数值。")
    )


def period_of(text: str) -> Period:
    """Read a period that a person wrote.

    Raises
    ------
    ValidationError
        The text is no period.
    """
    try:
        return Period.parse(text)
    except BadInputError:
        words = _("“%(text)s”不是报告期。请写 2026-10、2026Q3、2026H1 或 2026。")
        raise ValidationError(words, params={"text": text}) from None
