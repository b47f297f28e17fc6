"""Words of this room: lights of cases, hands, and what its services refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.supervision import CaseState, CaseUrgency, case_urgency
from dafeng.web.office.wording import error_words as office_words
from dafeng.web.supervision.convert import days_of
from dafeng.web.supervision.models import ACTS, STATES, Case

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATE_WORDS = dict(STATES)
ACT_WORDS = dict(ACTS)
LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    CaseUrgency.OVERDUE.value: ("missed", "■", gettext_lazy("逾期")),
    CaseUrgency.SOON.value: ("at-risk", "▲", gettext_lazy("即将到期")),
    CaseUrgency.LATER.value: ("on-track", "●", gettext_lazy("办理中")),
    CaseUrgency.NONE.value: ("unknown", "◇", gettext_lazy("办理中")),
    CaseState.DRAFT.value: ("unknown", "◇", gettext_lazy("未印发")),
    CaseState.CLOSED.value: ("met", "●", pgettext_lazy("case", "已销号")),
    CaseState.WITHDRAWN.value: ("unknown", "◇", pgettext_lazy("case", "已撤回")),
    CaseState.SUPERSEDED.value: ("unknown", "◇", pgettext_lazy("case", "已被取代")),
}
"""Colour, shape and word: of an urgency, or of a state in which none is left."""
DRAFT_MARK = "草稿"
FINDINGS: Mapping[str, StrPromise] = {
    "case.no_basis": gettext_lazy("没有写依据。请写明条款、数据和封存校验值。"),
    "case.no_item": gettext_lazy("没有写事项。"),
    "case.no_facts": gettext_lazy("没有写事实。"),
    "case.no_demand": gettext_lazy("没有写要求。"),
    "case.no_contact": gettext_lazy("没有写联系人和电话，收文单位不知道问谁。"),
    "case.no_meeting": gettext_lazy("没有写约谈的日期、时间和地点。"),
    "case.no_unit": gettext_lazy("没有选责任单位。"),
    "case.unit_twice": gettext_lazy("同一个单位写了两次。"),
    "case.one_unit": gettext_lazy("这种文书一份只发一个单位，请分别起草。"),
    "case.many_no_reply": gettext_lazy(
        "发给多个单位的通报不要求回复，请删去回复期限；要求整改的单位另发督办单。"
    ),
    "case.rank": gettext_lazy("名次从 1 起。"),
    "case.no_reply_by": gettext_lazy("没有写回复期限。"),
    "case.asks_nothing": gettext_lazy("这种文书不要求回复，请删去回复期限。"),
    "case.reply_past": gettext_lazy("回复期限须晚于签发日。"),
    "case.reply_day_off": gettext_lazy("回复期限不是工作日，请核对。"),
    "calendar.no_year": gettext_lazy(
        "回复期限所在年份的节假日安排尚未录入，暂按周一至周五计算。"
    ),
}
ERRORS: Mapping[str, StrPromise] = {
    "signature.checked": gettext_lazy("%(by)s 已经审核过，没有再审核一次。"),
    "signature.unchecked": gettext_lazy("还没有审核，不能签发。"),
    "signature.issued": gettext_lazy("%(by)s 已经签发，没有再签发一次。"),
    "signature.same_person": gettext_lazy("审核人与签发人不能是同一人。"),
    "case.twice": gettext_lazy("同样的草稿已经有了：%(case)s。没有再存一份。"),
    "case.stale": gettext_lazy(
        "页面打开后他人改了或他人办理过这件文书。请返回看最新内容再办理。"
    ),
    "case.fixed": gettext_lazy("已审核或已印发，不能再改。需要改的先退回修改。"),
    "case.reason": gettext_lazy("请写明理由或意见。"),
    "case.closed": gettext_lazy("这件已销号，不再收回复。确有新情况的，请联系双碳办。"),
    "case.ended": gettext_lazy("这件%(state)s，不能再办理。"),
    "case.received": gettext_lazy("本单位已经签收，没有再签收一次。"),
    "case.proposal_open": gettext_lazy("建议还没有同意，不能据此起草。请先决定建议。"),
    "case.proposal_gone": gettext_lazy("结果已更正，这条建议不再成立，不能据此起草。"),
    "case.corrected": gettext_lazy("所依据的结果已更正，不能签发。请撤回或重新起草。"),
    "case.answered": gettext_lazy(
        "上一件“%(case)s”已有回复或已办结，不能再升级签发。请撤回这件。"
    ),
    "case.followed": gettext_lazy(
        "上一件已升级为“%(case)s”，没有再升级一次。请撤回这件。"
    ),
    "reply.stale": gettext_lazy("保存期间他人改了这份回复。请核对后再保存。"),
    "reply.none": gettext_lazy("还没有写回复。请先由经办人起草并呈报。"),
    "reply.not_handed": gettext_lazy("经办人还没有呈报回复，不能确认。"),
    "reply.handed": gettext_lazy("回复已呈负责人，不能再改。需要改的先撤回呈报。"),
    "reply.empty": gettext_lazy("没有写办理情况。"),
    "reply.no_plan": gettext_lazy(
        "没有整改事项。请至少写一条措施和完成时限；已全部完成的也请写明。"
    ),
    "reply.same_person": gettext_lazy("经办人与确认人不能是同一人。"),
    "interview.none": gettext_lazy("这件不是已印发的约谈通知书，没有约谈记录。"),
    "interview.future": gettext_lazy(
        "约谈日期 %(day)s 还没有到。请填写实际约谈的日期。"
    ),
    "interview.early": gettext_lazy("约谈日期早于通知书签发日 %(day)s，请核对。"),
    "interview.hosts": gettext_lazy("约谈人至少两人，请每行写一人。"),
    "interview.signed": gettext_lazy("已有人签字，记录不能再改。"),
    "interview.stale": gettext_lazy("页面打开后他人改了约谈记录。请核对后再办理。"),
    "interview.unwritten": gettext_lazy("还没有填写约谈记录，不能签字。"),
    "interview.twice": gettext_lazy("您已经签过字。"),
    "interview.unsigned": gettext_lazy(
        "约谈记录还没有两名约谈人签字，不能销号。请先填写并签字。"
    ),
    "item.future": gettext_lazy("完成日 %(day)s 还没有到。请填写实际完成的日期。"),
    "item.done": gettext_lazy("这一项已经登记完成。"),
    "item.idle": gettext_lazy("这一项不在执行中的整改方案里。"),
    "items.undone": gettext_lazy(
        "还有 %(count)s 项没有完成，不能通过复核。未到位的请退回重报。"
    ),
    "file.twice": gettext_lazy("“%(name)s”已经上传。"),
    "reports.no_typst": gettext_lazy(
        "没有安装排版程序，不能生成文件。请联系系统管理员。"
    ),
    "reports.no_fonts": gettext_lazy(
        "没有安装中文字体，不能生成文件。请联系系统管理员。"
    ),
}


def light_of(case: Case, on: date) -> tuple[str, str, StrPromise]:
    """Colour, shape and word of a case on a day; read it with ``with_days``."""
    state = CaseState(case.state)
    if state is CaseState.CHECKED:
        return LIGHTS[CaseState.DRAFT.value]
    if state.value in LIGHTS:
        return LIGHTS[state.value]
    return LIGHTS[case_urgency(days_of(case), on).value]


def finding_words(finding: Finding) -> str:
    """The sentence that a person reads for a finding."""
    return str(FINDINGS.get(finding.code, finding.hint))


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    if error.code == "case.move_refused":
        return _(
            "“%(state)s”时不能%(act)s。页面打开后可能有人办理过，请看最新情况。"
        ) % {
            "state": STATE_WORDS[str(error.fields["state"])],
            "act": ACT_WORDS[str(error.fields["act"])],
        }
    if error.code == "case.not_ready":
        codes = str(error.fields["codes"]).split()
        return " ".join(str(FINDINGS.get(code, code)) for code in codes)
    words = ERRORS.get(error.code)
    return office_words(error) if words is None else str(words) % error.fields
