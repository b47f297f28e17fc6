"""Words for the kinds and reasons of the core, as choices of the tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.work import NoticeKind, Post, Why

KINDS = (
    (NoticeKind.DUE_SOON.value, pgettext_lazy("notice", "即将到期")),
    (NoticeKind.OVERDUE.value, pgettext_lazy("notice", "逾期")),
    (NoticeKind.ASSIGNED.value, pgettext_lazy("notice", "新任务")),
    (NoticeKind.ROUND_OPENED.value, pgettext_lazy("notice", "开始填报")),
    (NoticeKind.SUBMITTED.value, pgettext_lazy("notice", "待确认")),
    (NoticeKind.RECEIVED.value, pgettext_lazy("notice", "待核实")),
    (NoticeKind.RETURNED.value, pgettext_lazy("notice", "退回")),
    (NoticeKind.REPLIED.value, pgettext_lazy("notice", "收到答复")),
    (NoticeKind.VERIFIED.value, pgettext_lazy("notice", "已核实")),
    (NoticeKind.EXTENDED.value, pgettext_lazy("notice", "延期")),
    (NoticeKind.SUSPENDED.value, pgettext_lazy("notice", "任务调整")),
    (NoticeKind.COMPUTED.value, pgettext_lazy("notice", "计算完成")),
    (NoticeKind.ISSUED.value, pgettext_lazy("notice", "文书印发")),
    (NoticeKind.WITHDRAWN.value, pgettext_lazy("notice", "文书撤回")),
    (NoticeKind.INVITED.value, pgettext_lazy("notice", "会议通知")),
    (NoticeKind.WARNED.value, pgettext_lazy("notice", "预警")),
)
POSTS = (
    (Post.OFFICER.value, _("经办人")),
    (Post.HEAD.value, _("负责人")),
    (Post.OFFICE.value, _("双碳办")),
)
REASONS = (
    (Why.IN_CHARGE.value, pgettext_lazy("notice", "本人负责")),
    (Why.DEPUTY.value, pgettext_lazy("notice", "代为处理")),
    (Why.HEAD.value, pgettext_lazy("notice", "转负责人")),
    (Why.OFFICE.value, pgettext_lazy("notice", "转双碳办")),
)
