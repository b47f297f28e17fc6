"""Words for codes of the core: errors, bases, grades of data, probabilities, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dafeng.assessment.allocation import RULES, WordOf, word
from dafeng.assessment.consequences.records import About
from dafeng.base.errors import DafengError
from dafeng.web.assessment.convert import Named, SchemeWords, from_plain
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.proposals import about_of
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import amount

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ERRORS: Mapping[str, StrPromise] = {
    "assessment.no_draft": gettext_lazy("“%(run)s”不是草稿，不能冻结。"),
    "assessment.reason": gettext_lazy(
        "%(period)s 年的结果已经冻结，请写明更正的理由。"
    ),
    "assessment.draft_changed": gettext_lazy(
        "草稿之后，考核规则或指标定义有了变化。请重新计算，看过再冻结。"
    ),
    "assessment.seal_same": gettext_lazy("与已冻结的结果相比没有变化，不必再冻结。"),
    "assessment.sealed": gettext_lazy("这一年已按同一办法封存，请写明更正的理由。"),
    "assessment.damaged": gettext_lazy("封存的文件已被改动，不能复算。"),
    "seal.unknown": gettext_lazy("找不到这次封存的文件。"),
    "proof.draft": gettext_lazy("这是草稿，还会变动；冻结后才能导出证据链。"),
    "proof.no_unit": gettext_lazy("封存的结果中没有“%(subject)s”，不能导出证据链。"),
    "proof.no_target": gettext_lazy("封存的结果中没有“%(subject)s”，不能导出证据链。"),
    "scheme.unknown": gettext_lazy("没有“%(scheme)s”这一考核办法。"),
    "scheme.not_in_force": gettext_lazy("“%(scheme)s”在这一天不适用。"),
    "case.bad": gettext_lazy("输入有问题，不能计算：%(reasons)s"),
    "assessment.frozen": gettext_lazy(
        "这一年的结果已经公布，目标应保持不变，但有变化：%(goals)s。"
        "请撤回这些改动，或让它们从下一考核期起生效；"
        "确需更正的，写明理由后冻结，两次结果都保留。"
    ),
    "assessment.no_roster": gettext_lazy(
        "这些单位组还没有成员：%(groups)s。"
        "请在方案的单位页登记成员和起止日期，或在条款中直接写单位名称。"
    ),
    "freeze.order": gettext_lazy("公布日不能早于截止日。"),
    "proposal.draft": gettext_lazy("结果还是草稿。请先冻结，再决定建议。"),
    "proposal.replaced": gettext_lazy("“%(run)s”已被更正，请在现行结果上决定。"),
    "proposal.none": gettext_lazy("请至少勾选一条建议。"),
    "decision.no_reason": gettext_lazy("请写明理由。"),
    "decision.twice": gettext_lazy("“%(proposal)s”已有决定；有异议时另行更正。"),
    "decision.withdrawn": gettext_lazy("“%(proposal)s”已撤回，现行结果不再支持它。"),
    "decision.not_to_withdraw": gettext_lazy(
        "只有已同意、而更正后的结果不再支持的建议才能撤回。"
    ),
    "binding.no_ground": gettext_lazy("请写明理由。"),
    "binding.definition": gettext_lazy("登记册中没有“%(definition)s”这一算法。"),
    "binding.base_year": gettext_lazy("“%(definition)s”要与基年比较，请填写基年。"),
    "binding.none": gettext_lazy("这个目标的算法没有人选定过。"),
    "whatif.future": gettext_lazy("“%(period)s”在截止日还没有结束，不能假设。"),
    "whatif.value": gettext_lazy("进度应在 0 到 100 之间。"),
    "whatif.unknown": gettext_lazy("本次结果中没有“%(name)s”。"),
    "compare.places": gettext_lazy("两个结果不属于同一地区，不能比较。"),
    "objection.replaced": gettext_lazy("“%(run)s”已被取代，请对现行结果提出异议。"),
    "objection.draft": gettext_lazy("结果还没有公布，公布后才能提出异议。"),
    "objection.late": gettext_lazy(
        "最后一天是 %(last)s，已经过期。新的事实计入下一次考核，"
        "或由双碳办写明理由更正结果。"
    ),
    "objection.no_ground": gettext_lazy("请写明理由。"),
    "objection.order": gettext_lazy("日期早于上一步。"),
    "objection.step": gettext_lazy("这件异议现在不能这样处理；复核只能申请一次。"),
    "objection.same_person": gettext_lazy(
        "提出异议的人不能答复，作出原答复的人不能复核，请另一人处理。"
    ),
    "objection.no_document": gettext_lazy("请填写更正后结果的校验值或文件。"),
    "decree.future": gettext_lazy("“%(number)s”的发文日期还没有到。"),
    "decree.decided": gettext_lazy("“%(number)s”已经处理过。"),
    "decree.same_person": gettext_lazy("登记人不能复核，请另一位有权限的人核对原文。"),
    "decree.reason": gettext_lazy("请写明撤回的理由。"),
    "allocation.total": gettext_lazy("请至少填写能耗总量或碳排放总量。"),
    "allocation.reason": gettext_lazy("%(year)s 年已有分解，请写明重新分解的理由。"),
    "allocation.no_evidence": gettext_lazy(
        "数据湖里没有各单位的能耗或碳排放，无法分解。请先报送分单位的数据。"
    ),
    "exemption.subject": gettext_lazy("方案中没有“%(subject)s”这一目标或任务。"),
}
BASES: Mapping[str, StrPromise] = {
    "measured": gettext_lazy("实测"),
    "reported": gettext_lazy("填报"),
    "statistical": pgettext_lazy("basis", "统计"),
    "default": gettext_lazy("缺省值"),
}
QUALITIES: Mapping[str, StrPromise] = {
    "A": gettext_lazy("A 有检定的计量或现场核验"),
    "B": gettext_lazy("B 有凭证、经另一人审核"),
    "C": gettext_lazy("C 官方统计"),
    "D": gettext_lazy("D 估计或未经审核"),
}
ROLES: Mapping[str, StrPromise] = {
    "lead": gettext_lazy("牵头"),
    "support": gettext_lazy("配合"),
    "implement": gettext_lazy("落实"),
}
WORK_LIGHTS: Mapping[str, tuple[str, StrPromise]] = {
    "green": ("●", gettext_lazy("正常")),
    "blue": ("●", gettext_lazy("按时")),
    "yellow": ("▲", gettext_lazy("预警")),
    "red": ("■", pgettext_lazy("light", "告警")),
    "grey": ("◇", gettext_lazy("未知")),
}
PROGRESS: Mapping[str, StrPromise] = {
    "draft": pgettext_lazy("task", "草拟"),
    "assigned": gettext_lazy("已下达"),
    "accepted": gettext_lazy("已认领"),
    "in-progress": gettext_lazy("推进中"),
    "submitted": gettext_lazy("已报送"),
    "returned": gettext_lazy("已退回"),
    "verified": gettext_lazy("已核实"),
    "closed": gettext_lazy("已办结"),
    "extended": gettext_lazy("已延期"),
    "suspended": gettext_lazy("已暂停"),
    "cancelled": gettext_lazy("已取消"),
}
REPORTS: Mapping[str, StrPromise] = {
    "received": gettext_lazy("已收到"),
    "accepted": gettext_lazy("一次通过"),
    "returned": gettext_lazy("被退回"),
}
DIRECTIONS: Mapping[str, StrPromise] = {
    "up": gettext_lazy("越高越好"),
    "down": gettext_lazy("越低越好"),
    "none": gettext_lazy("不分高低"),
}
FREQUENCIES: Mapping[str, StrPromise] = {
    "year": gettext_lazy("每年"),
    "quarter": gettext_lazy("每季"),
    "month": gettext_lazy("每月"),
    "once": gettext_lazy("一次"),
}
THEMES: Mapping[str, StrPromise] = {
    "carbon": gettext_lazy("碳排放"),
    "energy": gettext_lazy("能源"),
    "economy": gettext_lazy("经济"),
    "industry": gettext_lazy("工业"),
    "buildings": gettext_lazy("建筑"),
    "transport": gettext_lazy("交通"),
    "circular": gettext_lazy("循环经济"),
    "agriculture": gettext_lazy("农业"),
    "sinks": gettext_lazy("碳汇"),
    "environment": gettext_lazy("生态环境"),
    "water": gettext_lazy("水资源"),
    "waste": gettext_lazy("废弃物"),
    "governance": gettext_lazy("治理"),
    "finance": gettext_lazy("金融"),
}
TIMINGS: Mapping[str, StrPromise] = {
    "due": gettext_lazy("当年完成"),
    "step": gettext_lazy("当年节点"),
    "underway": gettext_lazy("推进中"),
    "standing": gettext_lazy("持续"),
    "over": gettext_lazy("期限已过"),
    "later": gettext_lazy("尚未开始"),
}
RELATIONS: Mapping[str, StrPromise] = {
    "equal": gettext_lazy("一致"),
    "weaker": gettext_lazy("低于上级要求"),
    "stronger": gettext_lazy("高于上级要求"),
    "incomparable": gettext_lazy("不可比"),
}
OBSTACLES: Mapping[str, StrPromise] = {
    "no-figure": gettext_lazy("一方没有数值"),
    "scope": gettext_lazy("范围不同"),
    "unit": gettext_lazy("计量单位不同"),
    "base-year": gettext_lazy("基年不同"),
    "kind": gettext_lazy("口径不同"),
}
COVERED_BY: Mapping[str, StrPromise] = {
    "indicator": gettext_lazy("目标衔接"),
    "wording": gettext_lazy("文字相近"),
    "unit": gettext_lazy("牵头单位相同"),
    "person": gettext_lazy("人工确认"),
}
ABOUT: Mapping[str, StrPromise] = {
    About.TARGET.value: gettext_lazy("目标完成"),
    About.DATA.value: gettext_lazy("数据迟报"),
    About.TASK.value: gettext_lazy("任务进度"),
    About.RETURN.value: gettext_lazy("报表报送"),
    About.UNIT.value: gettext_lazy("考核等次"),
    About.NOTICE.value: gettext_lazy("发文未复"),
}
FIELDS: Mapping[str, StrPromise] = {
    "added": gettext_lazy("新增"),
    "removed": gettext_lazy("取消"),
    "decree": gettext_lazy("上级下达的指标"),
    "plan": gettext_lazy("方案"),
    "definition": gettext_lazy("算法"),
    "kind": gettext_lazy("类型"),
    "comparator": gettext_lazy("比较方式"),
    "value": gettext_lazy("数值"),
    "value_max": gettext_lazy("上限值"),
    "target": gettext_lazy("目标值"),
    "target_max": gettext_lazy("上限值"),
    "stretch": gettext_lazy("力争值"),
    "unit": gettext_lazy("计量单位"),
    "direction": gettext_lazy("方向"),
    "softness": gettext_lazy("约束性"),
    "year": gettext_lazy("目标年"),
    "base_year": gettext_lazy("基年"),
    "scope": gettext_lazy("范围"),
    "duties": gettext_lazy("责任单位"),
    "path": gettext_lazy("路径"),
    "state": gettext_lazy("状态"),
    "probability": gettext_lazy("达标概率"),
    "score": gettext_lazy("得分"),
    "grade": gettext_lazy("等次"),
    "best": gettext_lazy("最好可能"),
    "rank": gettext_lazy("名次"),
    "vetoes": gettext_lazy("否决项"),
    "light": gettext_lazy("灯"),
    "percent": gettext_lazy("进度"),
    "overdue": gettext_lazy("逾期"),
    "period": gettext_lazy("考核期"),
    "as_of": gettext_lazy("截止日"),
    "scheme": gettext_lazy("考核办法"),
    "case_sha256": gettext_lazy("输入"),
    "scheme_sha256": gettext_lazy("考核办法的内容"),
    "rules_sha256": gettext_lazy("规则"),
    "definitions_sha256": gettext_lazy("指标定义"),
    "program": gettext_lazy("程序版本"),
}
"""Names of fields of the core's records, where a difference is told."""
LIKELY, FAIRLY, HARDLY, UNLIKELY = (
    Decimal("0.9"),
    Decimal("0.66"),
    Decimal("0.33"),
    Decimal("0.1"),
)


def fields_words(fields: Iterable[str]) -> str:
    """Names of fields that differ, in the reader's language."""
    return _("、").join(str(FIELDS.get(one, one)) for one in fields)


def about_name(rule: str) -> str:
    """What a consequence rule looks at, in the reader's language."""
    about = about_of(rule)
    return "" if about is None else str(ABOUT[about.value])


def allocation_word(of: str, key: str) -> str:
    """What a key of the allocation is called, in the reader's language."""
    try:
        found = word(WordOf(of), key)
    except KeyError:
        return key
    return found.name_en if english() else found.name_zh


def rule_name(code: str) -> str:
    """Name of a rule of the allocation."""
    rule = RULES.get(code)
    if rule is None:
        return code
    return rule.name_en if english() else rule.name_zh


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    if words is None:
        return str(error)
    fields = {
        name: _("、").join(map(str, value))
        if isinstance(value, list | tuple)
        else value
        for name, value in error.fields.items()
    }
    try:
        return str(words) % fields
    except KeyError:
        return str(error)


def share_words(probability: Decimal) -> str:
    """A probability as a percentage; what is not certain is not 0 or 100."""
    if 0 < probability < Decimal("0.01"):
        return _("不到 1%")
    if Decimal("0.99") < probability < 1:
        return _("99% 以上")
    return f"{amount(100 * probability, 0)}%"


def likely_words(probability: Decimal) -> str:
    """How sure one may be, in words."""
    if probability >= LIKELY:
        return _("很有把握")
    if probability >= FAIRLY:
        return _("较有把握")
    if probability > HARDLY:
        return _("难以断定")
    if probability > UNLIKELY:
        return _("把握不大")
    return _("很难达到")


def probability_sentence(probability: Decimal | None, year: int | None) -> str:
    """``按目前走势，2030 年前达标的概率是 83%，较有把握。``; empty when unknown."""
    if probability is None:
        return ""
    fields = {
        "year": year,
        "share": share_words(probability),
        "words": likely_words(probability),
    }
    if year is None:
        return _("按目前走势，达标的概率是 %(share)s，%(words)s。") % fields
    return _("按目前走势，到 %(year)s 年达标的概率是 %(share)s，%(words)s。") % fields


def scheme_words(run: AssessmentRun) -> SchemeWords:
    """Names of the scheme of a run, as they were when it was made."""
    return from_plain(run.words, SchemeWords)


def name_in(named: Named) -> str:
    """The name in the reader's language."""
    return (named.en if english() else "") or named.zh or named.id


def scheme_name(run: AssessmentRun) -> str:
    """Name of the run's scheme in the reader's language."""
    return (run.scheme_en if english() else "") or run.scheme_zh or run.scheme


def names_of(words: SchemeWords) -> dict[str, str]:
    """Names of the scheme's rules and grades, by their codes and Chinese names."""
    named = (*words.rules, *words.grades)
    return {one.zh: name_in(one) for one in named} | {
        one.id: name_in(one) for one in named
    }
