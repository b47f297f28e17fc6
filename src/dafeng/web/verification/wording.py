"""Words for codes of this room, and for refusals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dafeng.accounts import flows
from dafeng.base.errors import DafengError
from dafeng.base.rounding import plain_number
from dafeng.enterprises.reporting import Branch, Compliance, branches
from dafeng.web.core.languages import english
from dafeng.web.enterprises.wording import ERRORS as DISCLOSURE_ERRORS
from dafeng.web.office.wording import ERRORS as PAPER_ERRORS
from dafeng.web.verification.models import MarketMembership

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REPORT_LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    "open": ("unknown", "◇", gettext_lazy("存证中")),
    "monthly-deposited": ("unknown", "◇", gettext_lazy("存证已齐")),
    "compiled": ("unknown", "◇", gettext_lazy("已编制")),
    "submitted": ("on-track", "◆", gettext_lazy("已提交")),
    "under-verification": ("on-track", "◆", gettext_lazy("核查中")),
    "returned": ("behind", "▲", pgettext_lazy("report", "已退回")),
    "corrected": ("on-track", "◆", gettext_lazy("已更正")),
    "verified": ("met", "●", gettext_lazy("已核定")),
    "cleared": ("met", "●", gettext_lazy("已清缴")),
    "short": ("missed", "■", gettext_lazy("清缴不足")),
    "void": ("unknown", "✕", pgettext_lazy("report", "已作废")),
}
"""Colour, shape and word of the state of a report."""
VERIFICATION_STATES: Mapping[str, StrPromise] = {
    "arranged": pgettext_lazy("verification", "已安排"),
    "team": pgettext_lazy("verification", "已组建核查组"),
    "desk-review": pgettext_lazy("verification", "已完成文件评审"),
    "site-plan": pgettext_lazy("verification", "已制定现场核查计划"),
    "site-visit": pgettext_lazy("verification", "已完成现场核查"),
    "nonconformities": pgettext_lazy("verification", "已开出不符合项"),
    "settled": pgettext_lazy("verification", "不符合项已关闭"),
    "conclusion": pgettext_lazy("verification", "已出具结论"),
    "told": pgettext_lazy("verification", "已告知结果"),
    "objection": pgettext_lazy("verification", "企业有异议"),
    "reviewed": pgettext_lazy("verification", "异议已复核"),
    "confirmed": pgettext_lazy("verification", "已确认"),
    "archived": pgettext_lazy("verification", "已归档"),
}
"""States of a verification: what was done, not the act that does it."""
FINDING_LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    "open": ("missed", "■", gettext_lazy("待整改")),
    "replied": ("behind", "▲", gettext_lazy("已回复")),
    "corrected": ("met", "●", pgettext_lazy("nonconformity", "已更正")),
    "conservative": ("met", "●", pgettext_lazy("nonconformity", "已取保守值")),
    "withdrawn": ("unknown", "✕", pgettext_lazy("nonconformity", "已撤销")),
}
DEPOSIT_LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    "in-time": ("met", "●", gettext_lazy("按期")),
    "late": ("behind", "▲", gettext_lazy("逾期存证")),
    "missing": ("missed", "■", gettext_lazy("逾期未存证")),
    "open": ("unknown", "◇", gettext_lazy("未到期")),
    "not-due": ("unknown", "·", gettext_lazy("月份未结束")),
    "not-asked": ("unknown", "—", gettext_lazy("不要求")),
}
CHECK_LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    "True": ("met", "●", gettext_lazy("一致")),
    "False": ("missed", "■", gettext_lazy("不一致")),
    "None": ("unknown", "◇", gettext_lazy("未知")),
}
ACTS: Mapping[str, StrPromise] = {
    "complete": gettext_lazy("存证齐全"),
    "compile": gettext_lazy("编制报告"),
    "compile-without": gettext_lazy("编制报告（不要求月度存证）"),
    "submit": gettext_lazy("提交报告"),
    "void": gettext_lazy("作废报告"),
    "take": gettext_lazy("安排核查"),
    "rearrange": gettext_lazy("改换核查机构"),
    "return": gettext_lazy("退回报告"),
    "correct": gettext_lazy("更正报告"),
    "resume": gettext_lazy("继续核查"),
    "verify": gettext_lazy("核定报告"),
    "clear": gettext_lazy("清缴完成"),
    "fall-short": gettext_lazy("认定清缴不足"),
    "reopen": gettext_lazy("重新打开"),
    "withdraw": gettext_lazy("撤销不符合项"),
    "lapse": gettext_lazy("保守值失效：更正后没有这一行"),
    "name-team": gettext_lazy("组建核查组"),
    "desk-review": gettext_lazy("完成文件评审"),
    "plan-site": gettext_lazy("制定现场核查计划"),
    "visit": gettext_lazy("完成现场核查"),
    "issue-findings": gettext_lazy("开出不符合项"),
    "settle": gettext_lazy("关闭不符合项"),
    "conclude": gettext_lazy("出具核查结论"),
    "tell": gettext_lazy("告知核查结果"),
    "object": gettext_lazy("提出异议"),
    "review": gettext_lazy("复核异议"),
    "confirm": gettext_lazy("确认核查结果"),
    "archive": gettext_lazy("归档"),
    "reply": gettext_lazy("回复不符合项"),
    "accept": gettext_lazy("接受整改"),
    "refuse": gettext_lazy("整改不通过"),
    "conservative": gettext_lazy("取保守值"),
}
HANDS: Mapping[str, StrPromise] = {
    "unit": gettext_lazy("企业"),
    "verifier": gettext_lazy("核查机构"),
    "office": gettext_lazy("双碳办"),
}
SOURCE_KINDS: Mapping[str, StrPromise] = {
    "meter": gettext_lazy("计量"),
    "invoice": gettext_lazy("结算凭证"),
    "lab": gettext_lazy("检测"),
}
SOURCES: Mapping[str, StrPromise] = {
    "report": gettext_lazy("报告"),
    "meter": gettext_lazy("计量"),
    "form": gettext_lazy("统计报表"),
    "invoice": gettext_lazy("结算凭证"),
    "deposit": gettext_lazy("月度存证"),
}
PURPOSES: Mapping[str, StrPromise] = {
    "emission": gettext_lazy("排放数据"),
    "production": gettext_lazy("生产数据"),
}
FINDING_WORDS: Mapping[str, StrPromise] = {
    "report.differs": gettext_lazy("填报值与重算值不一致"),
    "report.no_method": gettext_lazy("本程序没有这一排放源的核算方法"),
    "report.unknown": gettext_lazy("没有适用的因子"),
    "report.outside": gettext_lazy("行业指南没有要求这一排放源"),
    "activity.meters_divided": gettext_lazy("报表把计量的能源分列几种用途，计量未计入"),
    "activity.meters_unit": gettext_lazy("计量与报表的计量单位不同，计量未计入"),
}
ERRORS: Mapping[str, StrPromise] = {
    "report.stale": gettext_lazy("保存期间他人改了这份报告。请核对后再保存。"),
    "report.move": gettext_lazy("当前状态不能办理这一步。"),
    "report.reason": gettext_lazy("请写明说明。"),
    "report.deposits": gettext_lazy("十二个月的存证齐全以后才能编制报告。"),
    "compliance.no_market": gettext_lazy("企业 %(year)s 年不在碳市场名录，不需清缴。"),
    "sources.none": gettext_lazy("系统内没有这份报告可对照的数据。"),
    "report.empty": gettext_lazy("报告至少有一行。"),
    "report.line_unit": gettext_lazy(
        "行“%(line)s”的计量单位“%(unit)s”不认识。请核对是否笔误，例如 万m3、万kWh。"
    ),
    "report.too_large": gettext_lazy("%(line)s 的活动数据过大。请核对数值和计量单位。"),
    "report.nothing": gettext_lazy("各行都没有填写排放量，不能提交。"),
    "report.gaps": gettext_lazy(
        "这些行没有填写或不能重算排放量：%(lines)s。请在说明中写明原因后提交。"
    ),
    "report.twice": gettext_lazy("行代码“%(line)s”重复。"),
    "report.negative": gettext_lazy("行“%(line)s”的活动数据小于 0。"),
    "report.unit": gettext_lazy(
        "%(flow)s %(item)s 不能以 %(unit)s 计量。请换计量单位。"
    ),
    "report.branch": gettext_lazy("没有“%(branch)s”这个行业指南。"),
    "report.line": gettext_lazy("报告没有“%(line)s”这一行。"),
    "report.enterprise": gettext_lazy("“%(unit)s”不是企业。"),
    "market.withdrawn": gettext_lazy("这一登记已经撤回。"),
    "market.used": gettext_lazy("这一年度已有清缴记录。请先撤回清缴，再撤回名录登记。"),
    "surrender.withdrawn": gettext_lazy("这笔清缴已经撤回。"),
    "report.void": gettext_lazy("这份报告已经作废。"),
    "report.branch_late": gettext_lazy("报告已经编制，不能再改行业指南。"),
    "report.writer_late": gettext_lazy("核查结果已经确认，不能再改编制机构。"),
    "report.held_late": gettext_lazy("清缴已经办结，不能再改持有配额。"),
    "verifier.unregistered": gettext_lazy("请选定本系统登记的核查机构。"),
    "verifier.unchanged": gettext_lazy("这份报告已经由“%(body)s”核查。"),
    "visit.early": gettext_lazy("现场核查定在 %(day)s，还没有到。"),
    "conclusion.before_visit": gettext_lazy("核查结束日不能早于现场核查日期 %(day)s。"),
    "finding.uncorrected": gettext_lazy(
        "开出 NC-%(number)s 以后报告没有更正版。请写明为什么不需更正，或等企业更正。"
    ),
    "market.twice": gettext_lazy(
        "同一年度只能在一个碳市场：进入全国市场的，退出地方市场。"
    ),
    "verifier.same": gettext_lazy(
        "“%(body)s”在本区编制过排放报告，不得从事核查；核查机构也不得编制报告。"
    ),
    "verification.same_person": gettext_lazy(
        "编制、核查、复核和确认须由不同的人办理：%(person)s 已办理过另一方的事项。"
    ),
    "verification.none": gettext_lazy("这份报告还没有安排核查。"),
    "deposit.file": gettext_lazy("请上传存证文件。"),
    "deposit.month": gettext_lazy("%(month)s 不在报告年度内，或者还没有结束。"),
    "deposit.no_plan": gettext_lazy("%(month)s 没有已批准的数据质量控制方案。"),
    "deposit.parameter": gettext_lazy("控制方案没有参数“%(parameter)s”。"),
    "deposit.state": gettext_lazy("只有存证中或退回更正的报告可以登记存证。"),
    "deposit.unit": gettext_lazy("控制方案以 %(unit)s 计量，与 %(given)s 不同类。"),
    "deposit.calibrated": gettext_lazy("校准日期 %(day)s 还没有到。"),
    "pieces.months": gettext_lazy(
        "“%(line)s”有 %(n)s 个月没有同类单位的存证，不能分段取保守值。"
    ),
    "statement.line": gettext_lazy("报告没有“%(line)s”这一行。"),
    "statement.unit": gettext_lazy("“%(line)s”以 %(unit)s 计量，与 %(given)s 不同类。"),
    "deposit.missing": gettext_lazy("还有 %(n)s 项月度存证没有登记。"),
    "plan.approved": gettext_lazy("这一版已经批准。"),
    "plan.same_person": gettext_lazy("编写人不能批准自己编写的方案。"),
    "plan.incomplete": gettext_lazy(
        "方案有 %(n)s 处没有写全（%(place)s）。请出新版补全后再批准。"
    ),
    "finding.late": gettext_lazy("不符合项已经开出，不能再增加。"),
    "finding.line": gettext_lazy("报告没有“%(line)s”这一行，不能取保守值。"),
    "finding.none": gettext_lazy("没有登记不符合项。请直接出具结论。"),
    "finding.twice": gettext_lazy("“%(line)s”已经取过保守值。"),
    "finding.value": gettext_lazy("校准在准确度要求以内，不需取保守值。"),
    "finding.unsettled": gettext_lazy("还有 %(n)s 个不符合项没有关闭。"),
    "finding.unissued": gettext_lazy("登记的不符合项还没有开出。"),
    "finding.not_open": gettext_lazy("不符合项还没有开出，或者已经全部关闭。"),
    "conservative.accuracy": gettext_lazy(
        "准确度是 0 到 1 之间的比例，0.5 % 写 0.005。"
    ),
    "conservative.negative": gettext_lazy("活动数据不能小于 0。"),
    "conclusion.future": gettext_lazy("%(day)s 还没有到。请填写实际日期。"),
    "conclusion.unknown": gettext_lazy(
        "有的排放源不能重算。请填写核查机构认定的排放量。"
    ),
    "conclusion.known": gettext_lazy("排放量由各行重算得出，不另行填写。"),
    "told.day": gettext_lazy("告知日不能早于核查结束日，也不能晚于今天。"),
    "surrender.state": gettext_lazy("排放量核定以后才能登记清缴。"),
    "surrender.future": gettext_lazy("%(day)s 还没有到。请填写实际日期。"),
    "surrender.held": gettext_lazy("企业持有的配额只有 %(held)s t。"),
    "surrender.unknown": gettext_lazy(
        "还没有登记企业持有的配额。请先更正报告信息，再登记清缴。"
    ),
    "surrender.early": gettext_lazy("清缴日期不能早于核查结束日 %(day)s。"),
    "compliance.early": gettext_lazy("清缴期限是 %(day)s，期限过后才能认定清缴不足。"),
    "compliance.short": gettext_lazy("还差 %(gap)s t 没有清缴。"),
    "own.nothing": gettext_lazy("%(year)s 年没有这家企业的活动数据。"),
    "own.no_district": gettext_lazy("这家企业不在有碳账的区县内。"),
    "month.open": gettext_lazy("%(month)s 还没有结束。"),
    "month.incomplete": gettext_lazy(
        "%(month)s 的数据完整率为 %(completeness)s，低于 90 %%，不能入账。"
    ),
    "month.part": gettext_lazy(
        "%(month)s 的数据质量只统计到 %(until)s，月份没有统计完，不能入账。"
    ),
    "month.hole": gettext_lazy(
        "%(month)s 的 %(carrier)s 只有 %(known)s 的时间有数据，低于 90 %%，不能入账。"
    ),
    "month.gone": gettext_lazy(
        "%(month)s 已入账的 %(carrier)s 现在没有计量。请先撤回入账。"
    ),
    "month.reason": gettext_lazy("请写明撤回原因。"),
    "month.unconfirmed": gettext_lazy("%(month)s 没有已入账的数据。"),
    "month.gap": gettext_lazy("%(month)s 的日累计与月报偏差超过 5 %%，不能入账。"),
    "month.empty": gettext_lazy("%(month)s 没有可入账的计量数据。"),
    "month.split": gettext_lazy(
        "统计报表把 %(item)s 分列为几个用途或供方，总表数据不能直接入账。"
    ),
    "month.carrier": gettext_lazy("能源品种“%(carrier)s”没有对应的碳账项目。"),
    "account.no_activity": gettext_lazy("%(year)s 年没有活动数据。"),
    "account.no_district": gettext_lazy("数据湖里没有本区县的核算设置。"),
    "unit.unknown": gettext_lazy("计量单位不认识。请核对是否笔误，例如 万m3、万kWh。"),
    "unit.mismatch": gettext_lazy("两个来源的计量单位不同类。"),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    for known in (ERRORS, PAPER_ERRORS, DISCLOSURE_ERRORS):
        if error.code in known:
            return str(known[error.code]) % error.fields
    return str(error)


def branch_words(code: str) -> str:
    """A branch in the reader's language."""
    found = branches().get(code)
    if found is None:
        return code
    return found.label_en if english() else found.label_zh


def branch_choices() -> list[tuple[str, str]]:
    """Every branch with its words."""
    return [(code, branch_words(code)) for code in branches()]


def flow_words(code: str, branch: Branch | None = None) -> str:
    """A flow in the reader's language; production has none."""
    asked = None if branch is None else branch.flow(code)
    if asked is not None:
        return asked.text_en if english() else asked.text_zh
    known = flows().get(code)
    if known is None:
        return code or str(PURPOSES["production"])
    return known.name_en if english() else known.name_zh


def flow_choices(branch: Branch) -> list[tuple[str, str]]:
    """Flows that a guide asks for; empty for production."""
    return [
        ("", str(PURPOSES["production"])),
        *((one.flow, flow_words(one.flow, branch)) for one in branch.flows),
    ]


def finding_words(code: str) -> str:
    """What recomputing found, in words."""
    return str(FINDING_WORDS.get(code, code))


def tonnes_words(value: Decimal | None) -> str:
    """Tonnes with two places; ``--`` for what is not known."""
    if value is None:
        return "--"
    whole, dot, rest = plain_number(value, 2).partition(".")
    return (
        f"{int(whole):,}{dot}{rest}"
        if whole not in ("-0", "0")
        else f"{whole}{dot}{rest}"
    )


def quantity_words(value: Decimal | None) -> str:
    """An amount as it was typed, with its thousands apart; ``--`` when unknown."""
    if value is None:
        return "--"
    whole, dot, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{rest}"


def late_words(state: object, days: int) -> str:
    """A state whose last day is over, with the delay."""
    told = ngettext("%(state)s，逾期 %(n)s 天", "%(state)s，逾期 %(n)s 天", days)
    return told % {"state": state, "n": days}


def compliance_sentence(gap: Compliance, market: MarketMembership | None) -> str:
    """Whether enough allowances were given back; a unit of no market gives none."""
    if market is None and gap.verified_t is None:
        return _("当年不在碳市场名录，不需清缴。")
    if market is None:
        told = {"verified": tonnes_words(gap.verified_t)}
        return _("核定 %(verified)s t。当年不在碳市场名录，不需清缴。") % told
    if gap.verified_t is None or gap.gap_t is None:
        return _("排放量还没有核定，履约缺口未知。")
    if not gap.verified_t and not gap.surrendered_t:
        return _("核定 0 t，没有要清缴的配额。")
    fields = {
        "verified": tonnes_words(gap.verified_t),
        "given": tonnes_words(gap.surrendered_t),
        "gap": tonnes_words(abs(gap.gap_t)),
        "buy": tonnes_words(gap.to_buy_t),
    }
    if gap.gap_t <= 0:
        return _("核定 %(verified)s t，已清缴 %(given)s t，足额。") % fields
    if gap.to_buy_t is None:
        return (
            _("核定 %(verified)s t，已清缴 %(given)s t，缺口 %(gap)s t，持有配额未知。")
            % fields
        )
    if gap.to_buy_t:
        return (
            _(
                "核定 %(verified)s t，已清缴 %(given)s t，缺口 %(gap)s t，"
                "其中 %(buy)s t 持有配额不够。"
            )
            % fields
        )
    return _("核定 %(verified)s t，已清缴 %(given)s t，缺口 %(gap)s t。") % fields
