"""Words for steps, states and acts of the core, as choices of the tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.supervision import CaseAct, CaseState, CaseStep

STEPS = (
    (CaseStep.REMIND.value, _("提醒函")),
    (CaseStep.SUPERVISE.value, _("督办单")),
    (CaseStep.CIRCULAR.value, _("通报")),
    (CaseStep.INTERVIEW.value, _("约谈通知书")),
    (CaseStep.TRANSFER.value, _("问责移交函")),
    (CaseStep.COMMEND.value, _("表彰通报")),
)
STATES = (
    (CaseState.DRAFT.value, pgettext_lazy("case", "草稿")),
    (CaseState.CHECKED.value, pgettext_lazy("case", "待签发")),
    (CaseState.ISSUED.value, pgettext_lazy("case", "待签收")),
    (CaseState.RECEIVED.value, pgettext_lazy("case", "已签收")),
    (CaseState.REPLIED.value, pgettext_lazy("case", "已回复")),
    (CaseState.RETURNED.value, pgettext_lazy("case", "退回重报")),
    (CaseState.ACCEPTED.value, pgettext_lazy("case", "整改中")),
    (CaseState.REVIEWED.value, pgettext_lazy("case", "已复核")),
    (CaseState.CLOSED.value, pgettext_lazy("case", "已销号")),
    (CaseState.WITHDRAWN.value, pgettext_lazy("case", "已撤回")),
    (CaseState.SUPERSEDED.value, pgettext_lazy("case", "已被取代")),
)
ACTS = (
    (CaseAct.CHECK.value, pgettext_lazy("case", "审核")),
    (CaseAct.AMEND.value, pgettext_lazy("case", "退回修改")),
    (CaseAct.ISSUE.value, pgettext_lazy("case", "签发")),
    (CaseAct.RECEIVE.value, pgettext_lazy("case", "签收")),
    (CaseAct.REPLY.value, pgettext_lazy("case", "确认回复")),
    (CaseAct.RETURN.value, pgettext_lazy("case", "退回重报")),
    (CaseAct.ACCEPT.value, pgettext_lazy("case", "审核通过")),
    (CaseAct.REVIEW.value, pgettext_lazy("case", "复核整改")),
    (CaseAct.CLOSE.value, pgettext_lazy("case", "销号")),
    (CaseAct.WITHDRAW.value, pgettext_lazy("case", "撤回")),
    (CaseAct.SUPERSEDE.value, pgettext_lazy("case", "取代")),
)
