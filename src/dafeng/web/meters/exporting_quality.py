"""The workbook of the report on the quality of data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.meters.selectors.quality import QualityReport
from dafeng.web.meters.wording_arrivals import trouble_words
from dafeng.web.meters.wording_energy import flag_name_words

_PERCENT = Decimal(100)
_NUMBERS = range(2, 10)
"""Columns that hold numbers."""


def quality_workbook(report: QualityReport, *, on: date) -> bytes:
    """Write the measures, the marked readings and the refused rows, a sheet each.

    Parameters
    ----------
    on : date
        Date in the document's properties.
    """
    title = _("数据质量 %(month)s") % {"month": f"{report.month:%Y-%m}"}
    sheets = (
        _measures(report),
        _counts(_("标记"), _("读数"), _marked(report)),
        _counts(_("未入库"), _("行"), _refused(report)),
    )
    return workbook_bytes(sheets, title=title, made_on=on)


def _measures(report: QualityReport) -> Sheet:
    heads = (
        *(_("企业"), _("统一社会信用代码"), _("应采集数"), _("实际采集数")),
        *(_("完整率（%）"), _("日月偏差（%）"), _("总分表偏差（%）")),
        *(_("零时点数"), _("合规零时点数"), _("截止后到达数"), _("是否达到")),
    )
    rows: list[list[Any]] = []
    for one in report.firms:
        kept = one.quality
        line: list[Any] = [one.enterprise.name_zh, one.enterprise.uscc]
        if kept is None:
            line += [*([None] * len(_NUMBERS)), _("没有数据")]
        else:
            shares = (kept.completeness, kept.day_month_gap, kept.main_sub_gap)
            line += [kept.expected, kept.received, *map(_percent, shares)]
            line += [kept.borders, kept.borders_met, kept.late]
            line.append(_("未达到") if one.broken else _("达到"))
        rows.append(line)
    return Sheet(
        name=_("数据质量"),
        columns=[
            Column(title=head, kind=Kind.NUMBER if place in _NUMBERS else Kind.TEXT)
            for place, head in enumerate(heads)
        ],
        rows=rows,
        note=synthetic_mark(),
    )


def _counts(name: str, counted: str, rows: Iterator[list[Any]]) -> Sheet:
    return Sheet(
        name=name,
        columns=[
            Column(title=_("企业"), kind=Kind.TEXT),
            Column(title=_("原因"), kind=Kind.TEXT),
            Column(title=counted, kind=Kind.NUMBER),
        ],
        rows=list(rows),
        note=synthetic_mark(),
    )


def _marked(report: QualityReport) -> Iterator[list[Any]]:
    for one in report.firms:
        for name, count in (one.quality.flags if one.quality else {}).items():
            if count:
                yield [one.enterprise.name_zh, flag_name_words(name), count]


def _refused(report: QualityReport) -> Iterator[list[Any]]:
    for one in report.firms:
        for trouble, count in one.refused:
            yield [one.enterprise.name_zh, trouble_words(trouble), count]


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share * _PERCENT, 2)
