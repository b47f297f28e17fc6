"""Words for codes of errors, findings, effects and estimates, in the reader's language.

A code that is not listed keeps the words of the record: nothing is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.base.errors import DafengError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EFFECTS: Mapping[str, StrPromise] = {
    "energy": _("能源消费总量"),
    "structure": _("行业结构"),
    "mix": _("能源品种结构"),
    "fuel-factor": _("燃料和热力的排放因子"),
    "power-factor": _("电力排放因子"),
    "other": _("外送、绿电与其他"),
}
LEVELS: Mapping[str, StrPromise] = {
    "measured": _("实测"),
    "required": _("标准规定"),
    "local": _("本地"),
    "provincial": _("省级"),
    "regional": _("区域"),
    "national": _("国家"),
    "international": _("国际"),
}
REASONS: Mapping[str, StrPromise] = {
    "added": _("新增"),
    "removed": _("消失"),
    "method": _("方法不同"),
    "activity": _("活动量不同"),
    "factor": _("因子不同"),
    "activity-and-factor": _("活动量和因子都不同"),
    "provenance": _("数字相同，依据不同"),
}
ESTIMATES: Mapping[str, StrPromise] = {
    "carried-forward": _("沿用前一年的因子"),
    "carried-back": _("借用后一年的因子"),
    "wider-region": _("借用更大范围的因子"),
    "substitute-item": _("借用相近品种的因子"),
}
TABLES: Mapping[str, StrPromise] = {
    "observations": _("填报和统计的数值"),
    "registers": _("台账"),
    "emissions": _("碳账结果"),
    "balance": _("能源平衡表"),
    "activity": _("活动数据"),
    "district": _("核算参数"),
    "measured": _("实测因子"),
    "sales": _("能源销售"),
    "signatures": _("因子签字"),
    "readings": _("计量读数"),
}
"""Tables of the lake."""
ERRORS: Mapping[str, StrPromise] = {
    "account.sealed": _("%(year)s 年的碳账已经封存，只能说明理由后重述。"),
    "account.no_draft": _("%(year)s 年没有可以封存的草稿。"),
    "account.not_sealed": _("%(year)s 年的碳账还没有封存。"),
    "account.draft_changed": _(
        "%(year)s 年的草稿之后，数据或因子有了变化。请重新核算，看过再封存。"
    ),
    "account.no_district": _("数据湖里还没有本区的设定，请先导入数据。"),
    "seal.findings": _(
        "有 %(findings)s 项错误级问题，不能封存。请先更正数据或签署因子。"
    ),
    "seal.exists": _("这一年已经封存过。"),
    "seal.same": _("与封存时相比没有任何变化，不必重述。"),
    "seal.reason": _("请写明重述的理由。"),
    "factor.verified": _("这一行因子已核实，不需要签字。"),
    "signature.withdrawn": _("这个签字已经撤回。"),
    "import.decided": _("这次导入已经有了结论。"),
    "import.same_person": _("上传人不能审核自己的导入，请另一位有审核权限的人处理。"),
    "import.errors": _("还有 %(errors)s 处错误，不能通过。请退回，更正后重新上传。"),
    "import.duplicate": _("同一份文件已经上传过。"),
    "import.no_rows": _("没有读出可以入库的行。"),
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
    """What is wrong, and what to do."""

    title: str | StrPromise
    hint: str | StrPromise


@attrs.frozen(kw_only=True)
class Noted:
    """A finding as it was kept: what is needed to word it."""

    code: str
    rule: str
    hint: str


class Noticed(Protocol):
    """A finding, of the core or of the database."""

    @property
    def code(self) -> str:
        """Stable key."""

    @property
    def rule(self) -> str:
        """The rule that it breaks."""

    @property
    def hint(self) -> str:
        """What to do."""


def _words(title: StrPromise, hint: StrPromise) -> FindingWords:
    return FindingWords(title=title, hint=hint)


FINDINGS: Mapping[str, FindingWords] = {
    "account.unknown_flow": _words(
        _("活动种类不在目录中"), _("请更正活动种类；在此之前这一行没有计入。")
    ),
    "account.no_method": _words(
        _("没有适用的核算方法"), _("请核对活动、品种和计量单位；在此之前没有计入。")
    ),
    "account.no_factor": _words(
        _("缺少排放因子"), _("请补充带出处的因子；在此之前没有计入，不按零处理。")
    ),
    "account.unverified": _words(
        _("正式核算不能用未核实的因子"), _("请对照文件后由人签字，或改用已核实的因子。")
    ),
    "account.negative_residual": _words(
        _("分项之和大于总量"), _("请核对总量与各分项，找出重复或口径不同的数据。")
    ),
    "power.proof_twice": _words(
        _("同一凭证用了两次"), _("一张绿电凭证只能计一次，请核对。")
    ),
    "power.no_proof": _words(
        _("绿色电力没有凭证"), _("请补上凭证编号；没有凭证的不作绿电计入。")
    ),
    "activity.year_and_months": _words(
        _("同时有全年和分月的数据"), _("请核对，二者只用其一。")
    ),
    "activity.months": _words(_("月份不全"), _("请补齐各月，或填写全年数据。")),
    "activity.stated_twice": _words(
        _("同一企业的同一数据报了两次"), _("请只保留一份；在此之前只计第一份。")
    ),
    "activity.meters_divided": _words(
        _("报表把计量的能源分列几种用途"), _("按报表计入，计量没有计入；请核对二者。")
    ),
    "activity.meters_unit": _words(
        _("计量与报表的计量单位不同"), _("按报表计入，计量没有计入；请统一计量单位。")
    ),
    "activity.negative": _words(
        _("活动量为负"), _("请改用相应的输出活动，或更正数量；在此之前没有计入。")
    ),
    "account.not_nested": _words(
        _("总量与分项的品种或计量单位不同，两边都计入了"),
        _("请按总量的品种和单位填报，或把总量按品种分列。"),
    ),
    "account.no_sale": _words(
        _("向区内单位购入，对方没有填报输出"), _("请对方补报输出量，否则重复计算。")
    ),
    "account.recovery": _words(
        _("填埋气回收多于产生"), _("请补充往年填埋量，或更正回收量。")
    ),
    "account.coefficient": _words(_("因子算不出系数"), _("请核对所用因子。")),
    "power.inner_green": _words(
        _("区内所发的绿电"), _("上网时已经扣减，不再计第二次。")
    ),
    "power.more_green": _words(
        _("绿电多于购入的电力"), _("请核对数量；这张凭证没有计入。")
    ),
    "balance.estimated_coefficient": _words(
        _("本版标准没有这一品种的折标系数，按热值估计"), _("请补充带出处的系数。")
    ),
    "intake.no_proof": _words(_("绿色电力没有凭证编号"), _("请填写凭证编号。")),
    "intake.standard_coal": _words(
        _("缺少折标准煤的依据"), _("请按实物量填写，或注明折算系数。")
    ),
    "intake.too_large_number": _words(_("数字过大"), _("请核对数字和计量单位。")),
    "balance.row": _words(_("不是平衡表的项目"), _("请使用平衡表的项目名称。")),
    "balance.carrier": _words(_("不是平衡表的品种"), _("请使用平衡表的品种名称。")),
    "balance.unit": _words(_("计量单位不对"), _("请换算成该品种的计量单位。")),
    "balance.sign": _words(_("正负号不对"), _("标“(-)”的项目填负数，其余不填负数。")),
    "balance.repeated": _words(
        _("同一格填了两次"), _("请只保留一个；在此之前采用第一个。")
    ),
    "balance.parts": _words(_("分项之和与合计不符"), _("请核对合计与各分项。")),
    "balance.stated": _words(_("填报的差额与算出的不符"), _("请核对供应与消费各项。")),
    "balance.difference": _words(
        _("平衡差额过大"), _("供应与消费不相抵，请核对两侧数据。")
    ),
    "balance.no_coefficient": _words(
        _("没有折标准煤系数"), _("请补充带出处的系数；在此之前合计不含这一品种。")
    ),
    "balance.equal_value": _words(
        _("电力等价值借用了其他年份"), _("请补充当年的供电标准煤耗及其出处。")
    ),
    "balance.unassigned": _words(
        _("没有归入任何活动"), _("请核对项目和品种；在此之前没有计入碳账。")
    ),
    "balance.feedstock": _words(_("用作原料的能源多于消费量"), _("请核对原料用能。")),
    "balance.feedstock_branch": _words(
        _("分行业缺少原料用能"), _("请补充各行业用作原料的能源。")
    ),
    "intake.file": _words(
        _("文件无法读取"), _("请在表格程序中打开、另存，或分年拆分后再上传。")
    ),
    "intake.no_head": _words(_("找不到表头"), _("请用空白表格填写，或逐栏指定含义。")),
    "intake.merged_head": _words(_("表头是合并单元格"), _("请把表头拆成一栏一格。")),
    "intake.unit": _words(
        _("计量单位不对"), _("请改成同类的计量单位，或在表头写明单位。")
    ),
    "intake.no_unit": _words(
        _("表头没有写计量单位"), _("已按默认单位读取；请在表头写明。")
    ),
    "intake.no_column": _words(
        _("缺少必需的一栏"), _("请补上这一栏，或指定哪一栏是它。")
    ),
    "intake.unknown_item": _words(_("不认识的品种"), _("请改用目录中的名称。")),
    "intake.unread_column": _words(
        _("这一栏没有读取"), _("如果需要，请指定它的含义。")
    ),
    "intake.too_many_rows": _words(_("行数太多"), _("请分年拆分后再上传。")),
    "intake.no_amount": _words(_("这一行没有数量"), _("请填写数量，或删去这一行。")),
    "intake.no_factor": _words(_("没有可用的因子"), _("请补充带出处的因子。")),
    "intake.year_not_covered": _words(
        _("因子不覆盖这一年"), _("核算时会采用估计并标明；请补充当年的因子。")
    ),
    "intake.jump": _words(_("与上年相差过大"), _("请核对计量单位和数字，属实请说明。")),
    "intake.repeated": _words(_("同一行填了两次"), _("请只保留一行。")),
    "intake.negative": _words(_("数量为负"), _("请核对正负号；外送请用专门的项目。")),
    "intake.not_a_number": _words(_("不是数字"), _("请只填数字，单位写在表头。")),
    "intake.number_as_text": _words(_("数字存成了文本"), _("已按数字读取。")),
    "intake.formula_error": _words(_("公式出错"), _("请改填数值。")),
    "intake.choice": _words(_("不在可选值中"), _("请从单元格的下拉列表中选择。")),
    "intake.required": _words(_("必填项空着"), _("请填写这一格。")),
    "intake.year": _words(_("年份不对"), _("请填写四位年份。")),
    "intake.owner": _words(_("统一社会信用代码不对"), _("请核对 18 位代码。")),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    if words is None:
        return str(error)
    try:
        return str(words) % error.fields
    except KeyError:
        return str(error)


def finding_words(finding: Noticed) -> FindingWords:
    """What a person reads for a finding; the record's own words where none are kept."""
    known = FINDINGS.get(finding.code)
    if known is not None:
        return known
    return FindingWords(title=finding.rule or finding.code, hint=finding.hint)


def estimate_words(code: str) -> str:
    """Words for the name of an estimate, or of several joined by ``+``."""
    return " + ".join(str(ESTIMATES.get(one, one)) for one in code.split("+"))


def table_words(table: str) -> str:
    """Name of a table of the lake."""
    return str(TABLES.get(table, table))
