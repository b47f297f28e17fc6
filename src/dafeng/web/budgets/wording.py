"""Words for codes of this room, for refusals, and for how a year stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.base.rounding import round_half_even
from dafeng.enterprises import (
    KeyUserError,
    key_user_class,
    key_user_classes,
    key_user_managers,
)
from dafeng.enterprises.budgets import (
    BandLevel,
    BudgetBand,
    budget_bands,
    budget_methods,
    deduction_kinds,
    from_quanta,
)
from dafeng.meters import carriers_by_code
from dafeng.web.accounts.wording import ERRORS as FILE_ERRORS
from dafeng.web.budgets.models.ledgers import Account
from dafeng.web.core.languages import english
from dafeng.web.office.wording import ERRORS as PAPER_ERRORS
from dafeng.web.plans.wording import finding_words as sheet_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from dafeng.web.budgets.models import KeyUser, LedgerLine

MOST_NAMED = 5

LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    BandLevel.CALM.value: ("met", "●", pgettext_lazy("budget", "正常")),
    BandLevel.NOTICE.value: ("on-track", "◐", pgettext_lazy("budget", "关注")),
    BandLevel.WARNING.value: ("behind", "▲", pgettext_lazy("budget", "预警")),
    BandLevel.ALARM.value: ("missed", "■", pgettext_lazy("budget", "超预算")),
}
"""Colour, shape and word of a level."""
UNKNOWN_LIGHT = ("unknown", "◇", gettext_lazy("未知"))
ACTIONS: Mapping[str, StrPromise] = {
    "budgets.unit.list": gettext_lazy("列入名单"),
    "budgets.unit.correct": gettext_lazy("更正名单信息"),
    "budgets.deduction.enter": gettext_lazy("登记扣除项"),
    "budgets.deduction.confirm": gettext_lazy("确认扣除项"),
    "budgets.deduction.withdraw": gettext_lazy("撤下扣除项"),
}
ERRORS: Mapping[str, StrPromise] = {
    "budget.stale": gettext_lazy("保存期间他人改了这里的内容。请核对后再办理。"),
    "budget.amount": gettext_lazy(
        "“%(value)s”不是可以入账的数额：应为吨标准煤，最多两位小数。"
    ),
    "budget.not_positive": gettext_lazy("数额应大于零，现为 %(value)s。"),
    "budget.negative": gettext_lazy("数额不能小于零，现为 %(value)s。"),
    "budget.short": gettext_lazy(
        "%(account)s只有 %(held)s 吨标准煤，不够 %(wanted)s 吨标准煤。"
    ),
    "budget.accounts": gettext_lazy("转出和转入不能是同一个单位。"),
    "budget.same": gettext_lazy("控制总量没有变化。"),
    "budget.same_budget": gettext_lazy("申请的预算与现有预算相同。"),
    "budget.year": gettext_lazy("%(year)s 年不在可登记的年份内，请核对。"),
    "budget.opened": gettext_lazy("%(year)s 年的预算台账已经建立。"),
    "budget.outside": gettext_lazy("“%(unit)s”不是本区的单位。"),
    "budget.no_enterprise": gettext_lazy("“%(unit)s”不是企业。"),
    "budget.other_year": gettext_lazy("只能在同一地区、同一年度内调剂。"),
    "budget.not_movable": gettext_lazy("“%(unit)s”现在没有可以调剂的预算。"),
    "budget.reason": gettext_lazy("请写明理由。"),
    "budget.state": gettext_lazy("现在的状态不能办理这一步。请刷新页面核对状态。"),
    "budget.method": gettext_lazy("没有这种确定方法。"),
    "budget.no_history": gettext_lazy(
        "%(year)s 年以前没有已知的用能，不能用历史法。请填写上年用能或改用基准法。"
    ),
    "budget.no_products": gettext_lazy("基准法至少要填一种产品。"),
    "budget.reduction": gettext_lazy("要求下降率应在 0 到 100 之间。"),
    "budget.not_over": gettext_lazy("%(year)s 年还没有结束，不能自报。"),
    "budget.unconfirmed": gettext_lazy(
        "还有 %(count)s 项扣除没有确认。请先确认或撤下。"
    ),
    "budget.deducted": gettext_lazy(
        "扣除 %(deducted)s 吨标准煤，超过用能 %(used)s 吨标准煤。"
    ),
    "budget.deduction": gettext_lazy("没有这种扣除项。"),
    "budget.no_document": gettext_lazy("请填写证明文件的名称和文号。"),
    "budget.closed": gettext_lazy("这一年已经审定或还没有执行，不能登记扣除项。"),
    "budget.confirmed": gettext_lazy("这一项已经确认过。"),
    "budget.own_deduction": gettext_lazy("登记人不能确认自己登记的扣除项。"),
    "budget.withdrawn": gettext_lazy("这一项已经撤下。"),
    "budget.deduction_twice": gettext_lazy(
        "同一扣除项、同一证明文件“%(document)s”已经登记。"
    ),
    "budget.used": gettext_lazy(
        "“%(unit)s”已用 %(used)s 吨标准煤，预算不能减到 %(left)s 吨标准煤。"
    ),
    "budget.use_unknown": gettext_lazy(
        "“%(unit)s”%(months)s 月的用量未知。"
        "仍要减少预算的，请写明理由并勾选“用量未知”。"
    ),
    "budget.uncounted": gettext_lazy(
        "“%(unit)s”的审定没有计入用能。请撤销审定后重新审定。"
    ),
    "budget.after_year": gettext_lazy("%(year)s 年已经结束，须写明依据文件。"),
    "budget.changed": gettext_lazy(
        "申请时预算为 %(before)s 吨标准煤，现为 %(now)s 吨标准煤。请核对后填现有预算。"
    ),
    "budget.own_application": gettext_lazy("申请人不能决定自己提出的申请。"),
    "budget.ended": gettext_lazy("“%(unit)s”已经终止或尚未成立，不能列入。"),
    "budget.final": gettext_lazy("这一年已经清算或已经撤出，不能更正。"),
    "budget.approved": gettext_lazy("%(year)s 年已有核定的预算，不能更正台账。"),
    "budget.decided": gettext_lazy("这件申请已经决定。"),
    "key_user.below": gettext_lazy(
        "按规定它不是重点用能单位。确需列入的，请选类别并写明文件。"
    ),
    "key_user.negative": gettext_lazy("年用能不能小于零，现为 %(value)s。"),
    "key_user.class": gettext_lazy("没有这个类别。"),
    "return.nothing": gettext_lazy("这一年还没有核定的预算，没有可上报的内容。"),
    "return.stale": gettext_lazy("生成报表以后预算有变化。请重新生成。"),
    "return.issued": gettext_lazy("这份报表已经签发。"),
    "signature.checked": gettext_lazy("已由%(by)s审核。"),
    "signature.unchecked": gettext_lazy("还没有审核。"),
    "signature.issued": gettext_lazy("已由%(by)s签发。"),
    "signature.same_person": gettext_lazy("审核人与签发人不能是同一人。"),
    "list.findings": gettext_lazy("表格有 %(count)s 处读不出来，一行也没有保存。"),
    "list.columns": gettext_lazy("这不是重点用能单位名单的表格。请下载模板填写。"),
    "list.text": gettext_lazy("CSV 文件应为 UTF-8 编码。请另存后上传。"),
    "list.empty": gettext_lazy("表格里没有企业。"),
    "list.rows": gettext_lazy("名单超过 %(most)s 行。请分成几份上传。"),
    "list.size": gettext_lazy("文件超过 5 MB。请分成几份上传。"),
    "list.type": gettext_lazy("请上传 .xlsx 文件。"),
}
FINDINGS: Mapping[str, StrPromise] = {
    "list.uscc": gettext_lazy("本系统没有登记这个统一社会信用代码的企业。"),
    "list.tce": gettext_lazy("年用能应为不小于零的数，最多两位小数。"),
    "list.below": gettext_lazy("按规定不是重点用能单位；确需列入的，请写指定文件。"),
    "list.twice": gettext_lazy("同一家企业在表中出现两次。"),
    "list.industry": gettext_lazy("应为 GB/T 4754 的 2 至 4 位数字。"),
    "list.long": gettext_lazy("文字太长。"),
    "list.name": gettext_lazy("企业名称与这个信用代码登记的名称不同。"),
    "list.ended": gettext_lazy("这家企业已经终止或尚未成立，不能列入。"),
    "key_user.negative": gettext_lazy("年用能不能小于零。"),
    "sheet.no_column": gettext_lazy("缺少这一列。请用下载的表格填写。"),
    "sheet.repeated_column": gettext_lazy("同一列出现两次。请用下载的表格填写。"),
    "sheet.merged_head": gettext_lazy("表头合并了几列。请用下载的表格填写。"),
    "sheet.unit": gettext_lazy("表头的单位与表格不同。请按吨标准煤填写。"),
    "sheet.row": gettext_lazy("这一行读不出来。"),
}
_ACCOUNTS: Mapping[str, StrPromise] = {
    "reserve": gettext_lazy("区级预留"),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    fields = dict(error.fields)
    if "account" in fields:
        account = str(fields["account"])
        fields["account"] = str(_ACCOUNTS.get(account, _("该单位的预算")))
    months = fields.get("months")
    if isinstance(months, tuple):
        fields["months"] = months_words(months)
    for known in (ERRORS, PAPER_ERRORS, FILE_ERRORS):
        if error.code in known:
            return str(known[error.code]) % fields
    return str(error)


def finding_words(finding: Finding) -> str:
    """What is wrong with a cell, and what to do."""
    words = FINDINGS.get(finding.code)
    if words is not None:
        return str(words)
    known = sheet_words(finding.code, rule=finding.rule, hint=finding.hint)
    return _("%(what)s：%(hint)s") % {"what": known.title, "hint": known.hint}


def named_words(names: Sequence[str]) -> str:
    """Units by name; of many the first, and how many."""
    told = _("、").join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return told
    return _("%(names)s等 %(count)s 家") % {"names": told, "count": len(names)}


def months_words(months: Iterable[int]) -> str:
    """Months by number."""
    return _("、").join(map(str, months))


def account_words(line: LedgerLine, side: str) -> str:
    """The account of a line: ``debit`` or ``credit``."""
    unit: KeyUser | None = getattr(line, f"{side}_unit")
    if unit is not None:
        return str(unit.unit)
    return str(Account(str(getattr(line, side))).label)


def lack_words(lack: str) -> str:
    """A carrier for which something lacks."""
    code, _colon, what = lack.partition(":")
    carrier = carriers_by_code().get(code)
    name = code
    if carrier is not None:
        name = carrier.name_en if english() else carrier.name_zh
    return _("%(carrier)s（无折标系数）") % {"carrier": name} if what else name


def thresholds_told(on: date, place: str) -> list[str]:
    """The classes of key energy users that hold in a place on a day, as their rows."""
    told = []
    for row in (*key_user_classes(), *key_user_managers()):
        if not row.holds(place=place, on=on):
            continue
        label = row.label_en if english() else row.label_zh
        ends = _ends_words(row.least_tce, row.below_tce)
        told.append(f"{label}{_('：')}{ends}" if ends else label)
    return told


def _ends_words(least: Decimal | None, below: Decimal | None) -> str:
    parts = []
    if least is not None:
        parts.append(_("%(tce)s 吨标准煤及以上") % {"tce": f"{least:,f}"})
    if below is not None:
        parts.append(_("不到 %(tce)s 吨标准煤") % {"tce": f"{below:,f}"})
    return _("，").join(parts)


def kind_words(code: str) -> str:
    """A class of key energy users."""
    try:
        row = key_user_class(code)
    except KeyUserError:
        return code
    return row.label_en if english() else row.label_zh


def kind_choices() -> list[tuple[str, str]]:
    """Every class with its words."""
    return [(row.code, kind_words(row.code)) for row in key_user_classes()]


def method_words(code: str) -> str:
    """How a budget was set."""
    row = budget_methods().get(code)
    if row is None:
        return "--"
    return row.label_en if english() else row.label_zh


def method_choices() -> list[tuple[str, str]]:
    """Every method with its words."""
    return [(code, method_words(code)) for code in budget_methods()]


def formula_words(code: str) -> str:
    """The formula of a method with its source."""
    row = budget_methods().get(code)
    if row is None:
        return ""
    formula = row.formula_en if english() else row.formula_zh
    return f"{formula} ({row.source})"


def deduction_words(code: str) -> str:
    """A kind of deduction."""
    row = deduction_kinds().get(code)
    if row is None:
        return code
    return row.label_en if english() else row.label_zh


def deduction_choices() -> list[tuple[str, str]]:
    """Every kind with its words; one whose rule nobody has verified says so."""
    return [
        (code, f"{deduction_words(code)}{unverified_words(code)}")
        for code in deduction_kinds()
    ]


def unverified_words(code: str) -> str:
    """Marks a kind of deduction whose rule was not found; empty for the others."""
    row = deduction_kinds().get(code)
    return _("（规定未核实）") if row is not None and row.verified == "U" else ""


def band_of(code: str) -> BudgetBand | None:
    """The newest row of a band."""
    return next((one for one in reversed(budget_bands()) if one.code == code), None)


def band_words(code: str) -> str:
    """A band in words."""
    band = band_of(code)
    if band is None:
        return code
    return band.label_en if english() else band.label_zh


def tce_words(quanta: int | None, places: int = 0) -> str:
    """An amount of standard coal; ``--`` for one that is not known."""
    if quanta is None:
        return "--"
    value = round_half_even(from_quanta(quanta), places)
    return f"{value:,f}"


def percent_words(share: Fraction | Decimal | None, places: int = 1) -> str:
    """A share in percent; ``--`` for one that is not known."""
    if share is None:
        return "--"
    return f"{round_half_even(Fraction(share) * 100, places):f}%"
