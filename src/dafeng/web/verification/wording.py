"""Words for codes of this room, and for refusals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    "returned": ("behind", "▲", gettext_lazy("已退回")),
    "corrected": ("on-track", "◆", gettext_lazy("已更正")),
    "verified": ("met", "●", gettext_lazy("已核定")),
    "cleared": ("met", "●", gettext_lazy("已清缴")),
    "short": ("missed", "■", gettext_lazy("清缴不足")),
}
"""Colour, shape and word of the state of a report."""
VERIFICATION_STATES: Mapping[str, StrPromise] = {
    "arranged": gettext_lazy("已安排"),
    "team": gettext_lazy("已组建核查组"),
    "desk-review": gettext_lazy("文件评审"),
    "site-plan": gettext_lazy("现场核查计划"),
    "site-visit": gettext_lazy("现场核查"),
    "nonconformities": gettext_lazy("开出不符合项"),
    "settled": gettext_lazy("不符合项已关闭"),
    "conclusion": gettext_lazy("核查结论"),
    "told": gettext_lazy("告知结果"),
    "objection": gettext_lazy("企业有异议"),
    "reviewed": gettext_lazy("异议复核"),
    "confirmed": gettext_lazy("确认"),
    "archived": gettext_lazy("归档"),
}
FINDING_LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    "open": ("missed", "■", gettext_lazy("待整改")),
    "replied": ("behind", "▲", gettext_lazy("已回复")),
    "corrected": ("met", "●", gettext_lazy("已更正")),
    "conservative": ("met", "●", gettext_lazy("取保守值")),
}
DEPOSIT_LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    "in-time": ("met", "●", gettext_lazy("按期")),
    "late": ("behind", "▲", gettext_lazy("逾期存证")),
    "missing": ("missed", "■", gettext_lazy("逾期未存证")),
    "open": ("unknown", "◇", gettext_lazy("未到期")),
    "not-due": ("unknown", "·", gettext_lazy("月份未结束")),
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
    "take": gettext_lazy("安排核查"),
    "return": gettext_lazy("退回报告"),
    "correct": gettext_lazy("更正报告"),
    "resume": gettext_lazy("继续核查"),
    "verify": gettext_lazy("核定报告"),
    "clear": gettext_lazy("清缴完成"),
    "fall-short": gettext_lazy("清缴不足"),
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
}
ERRORS: Mapping[str, StrPromise] = {
    "report.stale": gettext_lazy("保存期间他人改了这份报告。请核对后再保存。"),
    "report.move": gettext_lazy("当前状态不能办理这一步。"),
    "report.reason": gettext_lazy("请写明说明。"),
    "report.deposits": gettext_lazy("十二个月的存证齐全以后才能编制报告。"),
    "compliance.no_market": gettext_lazy("企业 %(year)s 年不在碳市场名录，不需清缴。"),
    "sources.none": gettext_lazy("系统内没有这份报告可对照的数据。"),
    "report.empty": gettext_lazy("报告至少有一行。"),
    "report.twice": gettext_lazy("行代码“%(line)s”重复。"),
    "report.negative": gettext_lazy("行“%(line)s”的活动数据小于 0。"),
    "report.unit": gettext_lazy(
        "%(flow)s %(item)s 不能以 %(unit)s 计量。请换计量单位。"
    ),
    "report.branch": gettext_lazy("没有“%(branch)s”这个行业指南。"),
    "report.line": gettext_lazy("报告没有“%(line)s”这一行。"),
    "report.enterprise": gettext_lazy("“%(unit)s”不是企业。"),
    "market.twice": gettext_lazy(
        "同一年度只能在一个碳市场：进入全国市场的，退出地方市场。"
    ),
    "verifier.same": gettext_lazy("编制报告的机构不得核查同一份报告。"),
    "verification.same_person": gettext_lazy(
        "编制和核查须由不同的人办理：%(person)s 已办理过另一方的事项。"
    ),
    "verification.other_body": gettext_lazy("这份报告由“%(body)s”核查。"),
    "verification.none": gettext_lazy("这份报告还没有安排核查。"),
    "deposit.file": gettext_lazy("请上传存证文件。"),
    "deposit.month": gettext_lazy("%(month)s 不在报告年度内，或者还没有结束。"),
    "deposit.no_plan": gettext_lazy("%(month)s 没有已批准的数据质量控制方案。"),
    "deposit.parameter": gettext_lazy("控制方案没有参数“%(parameter)s”。"),
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
    "compliance.short": gettext_lazy("还差 %(gap)s t 没有清缴。"),
    "own.nothing": gettext_lazy("%(year)s 年没有这家企业的活动数据。"),
    "own.no_district": gettext_lazy("这家企业不在有碳账的区县内。"),
    "month.open": gettext_lazy("%(month)s 还没有结束。"),
    "month.incomplete": gettext_lazy(
        "%(month)s 的数据完整率为 %(completeness)s，低于 90 %%，不能入账。"
    ),
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


def compliance_sentence(gap: Compliance, market: MarketMembership | None) -> str:
    """Whether enough allowances were given back; a unit of no market gives none."""
    if market is None and gap.verified_t is not None:
        told = {"verified": tonnes_words(gap.verified_t)}
        return _("核定 %(verified)s t。当年不在碳市场名录，不需清缴。") % told
    if gap.verified_t is None or gap.gap_t is None or gap.to_buy_t is None:
        return _("排放量还没有核定，履约缺口未知。")
    fields = {
        "verified": tonnes_words(gap.verified_t),
        "given": tonnes_words(gap.surrendered_t),
        "gap": tonnes_words(abs(gap.gap_t)),
        "buy": tonnes_words(gap.to_buy_t),
    }
    if gap.gap_t <= 0:
        return _("核定 %(verified)s t，已清缴 %(given)s t，足额。") % fields
    if gap.to_buy_t:
        return (
            _(
                "核定 %(verified)s t，已清缴 %(given)s t，缺口 %(gap)s t，"
                "其中 %(buy)s t 持有配额不够。"
            )
            % fields
        )
    return _("核定 %(verified)s t，已清缴 %(given)s t，缺口 %(gap)s t。") % fields
