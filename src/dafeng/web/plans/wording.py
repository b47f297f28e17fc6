"""Words for the codes of errors and findings, in the reader's language.

A code that is not listed keeps the words of the record: nothing is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.base.errors import DafengError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ERRORS: Mapping[str, StrPromise] = {
    "document.bomb": _(
        "“%(name)s”展开后远大于一份文件应有的大小，没有读取。"
        "若文件属实，请另存为 .txt 再上传。"
    ),
    "document.broken": _(
        "“%(name)s”已损坏，或与扩展名不符。请在原程序中打开、另存，再上传新文件。"
    ),
    "document.empty": _("“%(name)s”里没有文字。请核对是否选对了文件。"),
    "document.encoding": _(
        "“%(name)s”的文字编码无法识别。"
        "请另存为 UTF-8 文本再上传（也可用 GB18030、Big5）。"
    ),
    "document.encrypted": _("“%(name)s”设有密码。请另存一份不带密码的副本再上传。"),
    "document.no_text": _(
        "“%(name)s”有 %(pages)s 页，但没有可读的文字，可能是扫描件。"
        "请先做文字识别（OCR），或向发文机关索取文字版。"
    ),
    "document.too_large": _("“%(name)s”太大，远超一份方案的篇幅。请只上传方案本身。"),
    "document.unknown_type": _(
        "“%(name)s”不是可以读取的格式。"
        "请上传 .txt、.md、.docx、.pdf（含文字层）或 .html。"
    ),
    "plan.not_plan": _(
        "这份文件不像是方案：没有找到编号条款，也没有找到目标。请上传方案全文（实施方案、行动方案、规划）。"
    ),
    "plan.empty": _("没有找到编号条款，也没有找到目标，这不是一份方案。"),
    "plan.has_next": _("这份方案已有更新的版次。请在最新版上读入修订版。"),
    "plan.not_draft": _("只有草稿可以发布。"),
    "plan.other_text": _(
        "这份文件中只找到方案 %(total)s 项内容里的 %(located)s 项，"
        "应该是另一份文件。请核对后再附上。"
    ),
    "proposal.decided": _("%(key)s 的状态已经变了，不能再做这一步。请刷新页面查看。"),
    "proposal.stale": _("%(key)s 在您打开之后已被他人更改。请对照新内容再改。"),
    "proposal.parts": _("拆分至少要有两部分；只改一处请用“更正”。"),
    "act.none": _("您在这份方案中没有可以撤销的操作。"),
    "act.overtaken": _("%(keys)s 之后又被更改过，不能撤销。请逐项处理。"),
    "clause.unknown": _("方案中没有条款“%(clause)s”。"),
    "target.unknown": _("方案中没有目标 %(keys)s。"),
    "project.unknown": _("方案中没有项目 %(keys)s。"),
    "conflict.resolved": _("这处冲突已经裁定过。"),
    "row.unknown_key": _("方案中没有编号 %(key)s。"),
    "row.not_confirmed": _("%(key)s 改了内容，但“决定”不是“确认”。"),
    "row.stale": _("%(key)s 在下载工作簿之后已在网站上处理过，没有覆盖。"),
    "unit.not_group": _("“%(unit)s”不是一组单位。"),
    "workbook.applied": _("这份工作簿已经载入过。"),
    "workbook.broken": _(
        "“%(name)s”已损坏，或不是 .xlsx 工作簿。请在表格程序中打开、另存，再上传。"
    ),
    "workbook.bomb": _("“%(name)s”展开后远大于一份工作簿应有的大小，没有读取。"),
    "workbook.encrypted": _("“%(name)s”设有密码。请另存一份不带密码的副本再上传。"),
    "workbook.too_large": _("“%(name)s”太大，没有读取。"),
    "workbook.unknown_type": _("“%(name)s”不是 .xlsx 工作簿。"),
}


@attrs.frozen(kw_only=True)
class FindingWords:
    """What is wrong, in a few words, and what to do."""

    title: str | StrPromise
    hint: str | StrPromise


def _words(title: StrPromise, hint: StrPromise) -> FindingWords:
    return FindingWords(title=title, hint=hint)


FINDINGS: Mapping[str, FindingWords] = {
    "attachment.absent": _words(
        _("提到的附件不在文件中"), _("附件有名而无文，请补上附件。")
    ),
    "box.missing": _words(
        _("缺少专栏"), _("专栏编号不连续，请对照原件查找缺失的专栏标题。")
    ),
    "plan.weaker": _words(
        _("弱于上级方案"), _("目标值低于上级方案的要求，请核对并说明。")
    ),
    "target.no_responsible": _words(
        _("目标没有责任单位"), _("所在条款没有写责任单位，请指定。")
    ),
    "target.no_unit": _words(
        _("数字没有计量单位"), _("请补上计量单位，或确认本来没有。")
    ),
    "target.no_year": _words(
        _("目标没有年份"), _("原文没有写年份，请补上，或确认本来没有。")
    ),
    "target.two_values": _words(
        _("同一目标有两个值"), _("方案前后不一致，请确认以哪一处为准。")
    ),
    "target.unknown_indicator": _words(
        _("指标不在登记册中"),
        _("请选择登记册中的指标，或新登记一项；在此之前保留原文说法。"),
    ),
    "task.no_responsible": _words(
        _("任务没有责任单位"), _("条款没有写责任单位，请指明由谁落实。")
    ),
    "text.garbled": _words(_("语句重复或错乱"), _("请与原件核对这一句。")),
    "text.repeated": _words(_("段落重复"), _("同一段文字连续出现两次，第二次未采用。")),
    "unit.impossible": _words(
        _("计量单位不可能"), _("这个单位与指标对不上，请核对原件是否有误。")
    ),
    "sheet.choice": _words(_("不在可选值中"), _("请从单元格的下拉列表中选择。")),
    "sheet.required": _words(_("必填项空着"), _("请填写这一格。")),
    "sheet.not_a_number": _words(_("不是数字"), _("请只填数字，单位写在单位栏。")),
    "sheet.not_whole": _words(_("不是整数"), _("请填写整数。")),
    "sheet.number_as_text": _words(_("数字存成了文本"), _("已按数字读取。")),
    "sheet.no_head": _words(_("找不到表头"), _("请保留工作簿原来的表头。")),
    "sheet.missing": _words(_("缺少工作表"), _("请保留工作簿原来的表名。")),
    "sheet.formula_error": _words(_("公式出错"), _("请改填数值。")),
    "review.no_sheet": _words(
        _("没有可用的工作表"), _("请从复核页下载工作簿，在其中修改后再载入。")
    ),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    if words is None:
        return str(error)
    fields = {
        name: "、".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in error.fields.items()
    }
    try:
        return str(words) % fields
    except KeyError:
        return str(error)


def finding_words(code: str, *, rule: str, hint: str) -> FindingWords:
    """What a person reads for a finding; the record's own words where none are kept."""
    known = FINDINGS.get(code)
    return known or FindingWords(title=rule or code, hint=hint)
