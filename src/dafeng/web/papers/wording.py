"""Words for what this room refuses, and for what its pages say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.web.office.wording import error_words as office_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ERRORS: Mapping[str, StrPromise] = {
    "paper.period": gettext_lazy(
        "“%(period)s”不是这种文件的时期：月写 2026-11，季写 2026Q3，年写 2025。"
    ),
    "paper.ahead": gettext_lazy("%(period)s还没有开始，不能编写。"),
    "paper.no_data": gettext_lazy(
        "%(period)s还没有可写的内容：考核结果、达峰路径和任务都没有。"
    ),
    "paper.scope": gettext_lazy("只有任务分工单可以每个单位一份。"),
    "paper.checked": gettext_lazy(
        "《%(paper)s》已审核，等待签发。要重写，请先退回修改。"
    ),
    "paper.too_long": gettext_lazy("自写文字过长，调度单放不进一页。请删减。"),
    "paper.not_draft": gettext_lazy("《%(paper)s》不是草稿，不能这样办理。"),
    "paper.not_checked": gettext_lazy("《%(paper)s》没有经过审核，或已经签发。"),
    "paper.stale": gettext_lazy("《%(paper)s》刚被他人修改。请核对后再保存。"),
    "paper.withdrawn": gettext_lazy("《%(paper)s》已撤回，不能再办理。"),
    "paper.other": gettext_lazy("%(paper)s 在此期间已签发。请按更正重新编写。"),
    "paper.unsealed": gettext_lazy("%(what)s还没有封存，数字可能变化，不能签发。"),
    "paper.corrected": gettext_lazy(
        "《%(paper)s》所依据的结果已被更正，不能签发。请按新数据重写。"
    ),
    "paper.reason": gettext_lazy("请写明理由。"),
    "paper.gone": gettext_lazy("文件不在原处，请从备份恢复。"),
    "record.bad": gettext_lazy(
        "这份文件由别的版本编写，现在的版本不能读取，请重新编写。"
    ),
    "signature.checked": gettext_lazy("%(by)s 已经审核过。"),
    "signature.unchecked": gettext_lazy("还没有审核，不能签发。"),
    "signature.issued": gettext_lazy("%(by)s 已经签发。"),
    "signature.same_person": gettext_lazy("您审核了本件，须由他人签发。"),
    "reports.no_typst": gettext_lazy("本机没有安装排版程序 typst，不能生成文件。"),
    "reports.no_fonts": gettext_lazy("本机没有中文字体，不能生成文件。"),
}
MISSING: Mapping[str, StrPromise] = {
    "result": gettext_lazy("考核结果：还没有，目标完成情况写“--”"),
    "outlook": gettext_lazy("达峰路径：还没有，达峰概率和展望写“--”"),
    "account": gettext_lazy("碳账：还没有封存的，排放总量写“--”"),
    "tasks": gettext_lazy("任务：这一年没有下达，任务情况写“--”"),
}
"""What a document will tell as unknown."""


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    return office_words(error) if words is None else str(words) % error.fields
