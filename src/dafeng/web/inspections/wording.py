"""Words for codes of this room, and for what its services refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.inspections.rules import ClassRule, RiskRule
from dafeng.web.inspections.models import (
    FindingState,
    InspectionFinding,
    InspectionState,
    PartState,
    PlanState,
)
from dafeng.web.office.wording import ERRORS as OFFICE_ERRORS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Light = tuple[str, str]
SHAPES = {"met": "●", "on-track": "●", "behind": "▲", "missed": "■", "unknown": "◇"}
COLOURS: Mapping[str, str] = {
    PlanState.DRAFT.value: "unknown",
    PlanState.APPROVED.value: "on-track",
    PlanState.DRAWN.value: "on-track",
    PlanState.PUBLISHED.value: "on-track",
    PlanState.CLOSED.value: "met",
    InspectionState.PLANNED.value: "unknown",
    InspectionState.VISITED.value: "on-track",
    InspectionState.SIGNED.value: "on-track",
    InspectionState.CANCELLED.value: "unknown",
    "open": "on-track",
    "sent": "behind",
    "accepted": "on-track",
    "decided": "on-track",
    "done": "met",
    "declined": "unknown",
    "withdrawn": "missed",
}
"""Colour of the light of a state of a plan, an inspection, a case or a part."""
CHECK_WORDS: Mapping[str, tuple[StrPromise, StrPromise]] = {
    "commitment": (
        gettext_lazy("种子与抽取前公布的承诺值一致"),
        gettext_lazy("种子与抽取前公布的承诺值不一致"),
    ),
    "frame": (
        gettext_lazy("底册与批准时固定的校验值一致"),
        gettext_lazy("底册与批准时固定的校验值不一致"),
    ),
    "draw": (
        gettext_lazy("用种子重新抽取，结果完全相同"),
        gettext_lazy("用种子重新抽取，结果不同"),
    ),
}
"""What a check says when it holds, and when it does not."""
NO_SIGNER = gettext_lazy("起草或更改过计划的人不能批准。请由另一人批准。")
ERRORS: Mapping[str, StrPromise] = {
    "inspection.reason": gettext_lazy("请写明理由。"),
    "inspection.state": gettext_lazy("“%(name)s”现为“%(state)s”，不能办理这一步。"),
    "inspection.stale": gettext_lazy(
        "页面打开后他人改了或办理过“%(name)s”。请核对后再办理。"
    ),
    "inspection.future": gettext_lazy("日期还没有到。请填写实际日期。"),
    "inspection.dated": gettext_lazy(
        "已按 %(day)s 登记问题，到场日期不能再改。请核对。"
    ),
    "rules.none": gettext_lazy("%(day)s 没有可用的监察规则。请核对日期。"),
    "inspection.not_yours": gettext_lazy("您没有被抽到这次监察，不能填写和签字。"),
    "inspection.signed": gettext_lazy("您已经签过字。"),
    "inspection.has_signature": gettext_lazy("记录已有人签字，不能再改。"),
    "inspection.stated": gettext_lazy("被监察单位已经填写过意见。"),
    "inspection.unserved": gettext_lazy("还有问题没有下达文书，不能办结。"),
    "plan.own": NO_SIGNER,
    "plan.unfinished": gettext_lazy("还有 %(left)s 家没有办结。"),
    "plan.inspectors": gettext_lazy(
        "计划有 %(there)s 名监察人员，每次监察至少 %(needed)s 名。请先增加人员。"
    ),
    "plan.inspector": gettext_lazy("%(names)s不是参与单位的人员，不能列入。"),
    "plan.exclusion": gettext_lazy("这名人员或这家单位不在计划中。"),
    "plan.units": gettext_lazy("本区没有代码为 %(codes)s 的企业。请核对代码。"),
    "plan.energy": gettext_lazy(
        "第 %(line)s 行“%(text)s”读不出。每行写企业代码和吨标准煤，用逗号或空格分开。"
    ),
    "draw.quota_short": gettext_lazy(
        "抽取 %(quota)s 家不够：规则要求各类合计至少 %(least)s 家。"
    ),
    "draw.quota_large": gettext_lazy(
        "抽取 %(quota)s 家太多：名单中可抽取的只有 %(eligible)s 家。"
    ),
    "draw.inspectors": gettext_lazy(
        "%(subjects)s：回避后可派的监察人员不足 %(needed)s 名。请增加人员或核对回避。"
    ),
    "finding.early": gettext_lazy("日期早于发现问题的 %(day)s。请核对。"),
    "finding.supervised": gettext_lazy("这个问题已经转督办。"),
    "case.twice": gettext_lazy("这个问题已有督办单草稿。"),
    "notice.empty": gettext_lazy("没有待下达这种文书的问题。"),
    "case.subject": gettext_lazy("这个问题不是“%(unit)s”的，请核对当事单位。"),
    "case.no_part": gettext_lazy("请至少选择一个办理单位和措施。"),
    "case.unfinished": gettext_lazy("还有 %(left)s 个单位没有办完。"),
    "signature.checked": gettext_lazy("%(by)s已经审核过。"),
    "signature.unchecked": gettext_lazy("还没有审核，不能签发。"),
    "signature.issued": gettext_lazy("%(by)s已经签发过。"),
    "signature.same_person": gettext_lazy("审核人与签发人不能是同一人。"),
    "seed.key_lost": gettext_lazy(
        "种子用已更换的密钥封存。请管理员在 SECRET_KEY_FALLBACKS 中补上旧密钥。"
    ),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code) or OFFICE_ERRORS.get(error.code)
    return str(error) if words is None else str(words) % error.fields


def recheck_light(finding: InspectionFinding, on: date) -> tuple[str, StrPromise]:
    """Colour and word of where a finding stands on a day."""
    if finding.state == FindingState.CLEARED:
        return "met", gettext_lazy("已整改")
    if finding.state == FindingState.PENALISED:
        return "missed", gettext_lazy("已处罚")
    if finding.recheck_on < on:
        return "missed", gettext_lazy("复查逾期")
    if finding.due_on < on:
        return "behind", gettext_lazy("待复查")
    return "on-track", gettext_lazy("整改中")


def class_label(rule: ClassRule) -> str:
    """Name of a class in the reader's language."""
    return rule.label_en if _english() else rule.label_zh


def risk_label(rule: RiskRule) -> str:
    """What a rule gives points for, in the reader's language."""
    return rule.meaning_en if _english() else rule.meaning_zh


def _english() -> bool:
    return (get_language() or "").startswith("en")


WAITING = (PartState.SENT, PartState.ACCEPTED, PartState.DECIDED)
