"""Tags of the pages about reports: states, names, figures."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dafeng.base.findings import Finding
from dafeng.base.rounding import plain_number
from dafeng.indicators import series_of
from dafeng.web.accounts.wording import finding_words
from dafeng.web.core.templatetags.dafeng import UNKNOWN
from dafeng.web.work.models.choices import ANSWERS, REPORT_ACTS, REPORT_STATES
from dafeng.web.work.report_words import report_name as name_of
from dafeng.web.work.report_words import series_name as named
from dafeng.work import ReportState

register = template.Library()

SHAPES = {
    ReportState.OPEN.value: "◇",
    ReportState.DRAFT.value: "◇",
    ReportState.SUBMITTED.value: "▲",
    ReportState.CONFIRMED.value: "▲",
    ReportState.RETURNED.value: "■",
    ReportState.VERIFIED.value: "●",
}
_STATES, _ACTS, _ANSWERS = dict(REPORT_STATES), dict(REPORT_ACTS), dict(ANSWERS)


@register.simple_tag
def report_state(state: str) -> SafeString:
    """Return where a report is: colour, shape and word."""
    return format_html(
        '<span class="report-state report-{}"><span aria-hidden="true">{}</span> '
        "{}</span>",
        state,
        SHAPES[state],
        _STATES[state],
    )


@register.filter
def report_shape(state: str) -> str:
    """The shape alone, where the word stands beside it."""
    return SHAPES[state]


@register.filter
def state_word(state: str) -> str:
    """The word of a state alone."""
    return str(_STATES[state])


@register.filter
def act_word(act: str) -> str:
    """What somebody did with a report."""
    return str(_ACTS.get(act, act))


@register.filter
def answer_word(answer: str) -> str:
    """What kind of answer a figure got; "--" is silence."""
    return str(_ANSWERS.get(answer, UNKNOWN))


@register.filter
def report_name(report: object) -> str:
    """What a report is called: its task, or its form."""
    return name_of(report)  # type: ignore[arg-type]


@register.filter
def series_name(code: str) -> str:
    """Name of a series in the reader's language."""
    return named(code)


@register.filter
def finding_problem(finding: Finding) -> str:
    """What is wrong with a cell, and what to do."""
    if finding.code == "upload.report":
        return gettext("本轮没有给这个单位的这个报送编号。请重新下载表格。")
    words = finding_words(finding)
    return f"{words.title} {words.hint}"


@register.filter
def series_names(codes: list[str]) -> list[str]:
    """Names of several series, with their units."""
    return [f"{named(code)} ({series_of(code).unit})" for code in codes]


@register.filter
def exact(value: Decimal | None) -> str:
    """A figure with every digit that matters, thousands set apart; unknown is "--"."""
    if value is None:
        return UNKNOWN
    whole, dot, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{rest}".replace("-", "\u2212")
