"""Words for what stops a report, and for what makes a figure doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.rounding import plain_number
from dafeng.indicators import series_of
from dafeng.web.core.languages import english
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.work.models import Report, ReportFigure
from dafeng.web.work.services.report_checks import doubts_of
from dafeng.web.work.services.report_errors import (
    Gap,
    IncompleteReportError,
    ReportMovedError,
)
from dafeng.work import Doubt, DoubtKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHOLE = 100

ERRORS: Mapping[str, StrPromise] = {
    "report.stale": gettext_lazy(
        "您打开之后，%(who)s 又改过这份报送，您的改动没有覆盖它。两个版本都留着，见下。"
    ),
    "report.same_person": gettext_lazy(
        "您填报或确认过这份报送，不能由您核实。请另一位有核实权限的人处理。"
    ),
    "report.no_reason": gettext_lazy("请写明退回的原因，填报人要据此更正。"),
    "report.incomplete": gettext_lazy("还有 %(gaps)s 处没有填完，见下。"),
    "report.long_reason": gettext_lazy("理由最多 %(most)s 字。"),
    "report.one_by_one": gettext_lazy("这个动作只能逐份进行。"),
    "round.closed": gettext_lazy(
        "%(round)s的报送已截止。需要补报的，请联系收表单位重新开放。"
    ),
    "round.early": gettext_lazy("%(period)s 还没有结束，不能开始报送。"),
    "round.period": gettext_lazy("报告期 %(period)s 与所选频次不符。"),
    "round.no_rule": gettext_lazy("没有规定 %(period)s 的报送期限，请写明起止日期。"),
    "series.unknown": gettext_lazy("数列目录中没有“%(series)s”。"),
    "evidence.empty": gettext_lazy("“%(name)s”是空文件。"),
    "evidence.too_large": gettext_lazy(
        "“%(name)s”有 %(size)s MB，超过 %(most)s MB。请压缩图片或拆成几份。"
    ),
    "evidence.type": gettext_lazy(
        "不收“%(name)s”这类文件。可以收：%(kinds)s。带宏的文件请另存为不带宏的格式。"
    ),
    "evidence.disguised": gettext_lazy(
        "“%(name)s”的内容与扩展名不符，没有收下。请用原来的程序另存后再上传。"
    ),
    "evidence.duplicate": gettext_lazy(
        "“%(name)s”与已有的“%(other)s”是同一份文件，不必再传。"
    ),
    "evidence.link": gettext_lazy("链接须是以 https:// 开头的完整网址。"),
    "evidence.future": gettext_lazy("成文日期 %(dated)s 还没有到，请核对。"),
    "evidence.no_reason": gettext_lazy("请写明撤下的原因。"),
    "evidence.ended": gettext_lazy("任务已销号或终止，不能再改。"),
    "evidence.fixed": gettext_lazy(
        "报送已提交，佐证不能再改动。请先撤回或请对方退回。"
    ),
    "upload.other_round": gettext_lazy(
        "这份表格是“%(found)s”的，不是“%(wanted)s”的。请下载本轮的表格再填。"
    ),
    "upload.other_unit": gettext_lazy(
        "这份表格是“%(found)s”的，您正在上传的是“%(wanted)s”。"
    ),
    "upload.not_ours": gettext_lazy(
        "“%(name)s”不是本系统下载的报送表格，缺少“轮次”一页。"
    ),
    "upload.formula": gettext_lazy(
        "单元格 %(cells)s 里是公式。请改成数值再上传：复制，选择性粘贴，只保留数值。"
    ),
    "upload.findings": gettext_lazy("有 %(count)s 处读不出来，整份没有保存，见下。"),
    "workbook.broken": gettext_lazy(
        "“%(name)s”已损坏，或不是 .xlsx 工作簿。请在表格程序中打开、另存，再上传。"
    ),
    "workbook.bomb": gettext_lazy(
        "“%(name)s”展开后远大于一份工作簿应有的大小，没有读取。"
    ),
    "workbook.encrypted": gettext_lazy(
        "“%(name)s”设有密码。请另存一份不带密码的副本再上传。"
    ),
    "workbook.too_large": gettext_lazy("“%(name)s”太大，没有读取。"),
    "workbook.empty": gettext_lazy("“%(name)s”是空文件。"),
    "workbook.unknown_type": gettext_lazy("“%(name)s”不是 .xlsx 工作簿。"),
}
GAPS: Mapping[str, StrPromise] = {
    "progress.missing": gettext_lazy("请写进展；没有进展，也请写明原因。"),
    "percent.missing": gettext_lazy("请填进度，0 到 100。"),
    "figure.silent": gettext_lazy(
        "请答复：填数值，或选“不适用”，或选“暂无数据”并写明何时取得。"
    ),
    "figure.stored": gettext_lazy(
        "这个数值已核实入库，不能改为没有。请填更正后的数值。"
    ),
    "figure.no_reason": gettext_lazy("选“不适用”请在说明里写明为什么。"),
}


def error_words(error: Exception) -> str:
    """Say an error in the reader's language; one that is not listed by itself."""
    if isinstance(error, ReportMovedError):
        return _moved(error)
    if isinstance(error, RightMissingError):
        return _("您没有“%(right)s”的权限。") % {"right": error.right.label}
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, IncompleteReportError):
        return str(ERRORS[error.code]) % {"gaps": len(error.gaps)}
    if isinstance(error, DafengError) and error.code in ERRORS:
        fields = {"who": "", **error.fields}
        fields["who"] = fields["who"] or _("别人")
        return str(ERRORS[error.code]) % fields
    return str(error)


def _moved(error: ReportMovedError) -> str:
    facts = {
        "state": error.report.get_state_display(),
        "who": error.who,
        "at": _moment(error.at),
    }
    if not error.who:
        return _("这份报送现在是“%(state)s”，不能这样处理。") % facts
    return (
        _("%(who)s 已于 %(at)s 处理过，这份报送现在是“%(state)s”。没有再做改动。")
        % facts
    )


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def doubt_words(doubt: Doubt, *, before: str = "", year_ago: str = "") -> str:
    """Say why a figure is doubted: the figure, what it is held against, the limit.

    Parameters
    ----------
    doubt : Doubt
    before, year_ago : str
        Names of the earlier periods: ``2026年9月``.
    """
    facts = {
        "figure": _shown(doubt.figure, doubt.unit),
        "against": _shown(doubt.against, doubt.unit),
        "limit": _limit(doubt),
        "change": _change(doubt),
        "before": before or _("上期"),
        "year_ago": year_ago or _("上年同期"),
    }
    return str(_DOUBTS[doubt.kind]) % facts


_DOUBTS: Mapping[DoubtKind, StrPromise] = {
    DoubtKind.PREVIOUS: gettext_lazy(
        "%(figure)s 比%(before)s的 %(against)s %(change)s，超过 %(limit)s 的界限。"
        "请核对，或写明原因。"
    ),
    DoubtKind.YEAR_AGO: gettext_lazy(
        "%(figure)s 比%(year_ago)s的 %(against)s %(change)s，超过 %(limit)s 的界限。"
        "请核对，或写明原因。"
    ),
    DoubtKind.UNIT: gettext_lazy(
        "%(figure)s 约是此前 %(against)s 的 %(limit)s 倍。"
        "请核对计量单位和小数点，或写明原因。"
    ),
    DoubtKind.PARTS: gettext_lazy(
        "%(figure)s 小于各分期已报的合计 %(against)s。请核对，或写明原因。"
    ),
    DoubtKind.SHARE: gettext_lazy(
        "%(figure)s 超出比重的界限 %(limit)s。请核对，或写明原因。"
    ),
    DoubtKind.SIGN: gettext_lazy("%(figure)s 小于零，此前没有过。请核对，或写明原因。"),
    DoubtKind.BACK: gettext_lazy(
        "进度 %(figure)s 低于此前已核实的 %(against)s。请核对，或写明回落的原因。"
    ),
}


def _shown(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "--"
    gap = "" if unit == "%" else " "
    whole, dot, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{rest}{gap}{unit}".strip()


def _limit(doubt: Doubt) -> str:
    if doubt.kind in (DoubtKind.PREVIOUS, DoubtKind.YEAR_AGO):
        return f"{plain_number(doubt.limit * WHOLE)}%"
    if doubt.kind is DoubtKind.SHARE:
        return _shown(doubt.limit, doubt.unit)
    return plain_number(doubt.limit)


def _change(doubt: Doubt) -> str:
    if doubt.change is None:
        return ""
    share = plain_number(abs(doubt.change) * WHOLE, 0)
    words = _("高 %(share)s%%") if doubt.change > 0 else _("低 %(share)s%%")
    return words % {"share": share}


def period_names(report: Report) -> tuple[str, str, str]:
    """Names of the period, of the one before, and of the same a year before."""
    period = Period.parse(report.round.period)
    year_ago = Period(period.kind, period.first_month - PeriodKind.YEAR)
    return _named(period), _named(period.previous()), _named(year_ago)


def _named(period: Period) -> str:
    """A period in the reader's language: 2026年9月, 2026-09."""
    return period.code if english() else period.name_zh


def figure_words(
    report: Report, figure: ReportFigure, value: Decimal | None
) -> tuple[str, ...]:
    """Why a value of a figure is doubted, in words."""
    if value is None:
        return ()
    _period, before, year_ago = period_names(report)
    return tuple(
        doubt_words(doubt, before=before, year_ago=year_ago)
        for doubt in doubts_of(figure, value, report.due_on)
    )


def gap_words(gap: Gap) -> str:
    """Say what is missing at a field."""
    if gap.doubts:
        return " ".join(doubt_words(doubt) for doubt in gap.doubts)
    return str(GAPS[gap.code])


def series_name(code: str) -> str:
    """Name of a series in the reader's language."""
    one = series_of(code)
    return one.name_en if english() else one.name_zh


def report_name(report: Report) -> str:
    """What a report is called in a list: its task, or its form."""
    return str(report.task) if report.task is not None else report.duty.form
