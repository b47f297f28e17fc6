"""A notice in words, in the language that is active: heading, reason, subject."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dafeng.web.notices.models import Notice
from dafeng.work import NoticeKind, Post, Why

HEADINGS: Mapping[str, str | Promise] = MappingProxyType(
    {
        NoticeKind.ASSIGNED.value: gettext_lazy("“%(label)s”已分解给您单位"),
        NoticeKind.ROUND_OPENED.value: gettext_lazy("“%(label)s”开始填报"),
        NoticeKind.SUBMITTED.value: gettext_lazy("“%(label)s”已填好，等您确认"),
        NoticeKind.RECEIVED.value: gettext_lazy("“%(label)s”已上报，等您核实"),
        NoticeKind.RETURNED.value: gettext_lazy("“%(label)s”被退回"),
        NoticeKind.REPLIED.value: gettext_lazy("“%(label)s”收到答复"),
        NoticeKind.VERIFIED.value: gettext_lazy("“%(label)s”已核实"),
        NoticeKind.EXTENDED.value: gettext_lazy("“%(label)s”准予延期"),
        NoticeKind.SUSPENDED.value: gettext_lazy("“%(label)s”有调整"),
        NoticeKind.COMPUTED.value: gettext_lazy("“%(label)s”的计算已结束"),
        NoticeKind.ISSUED.value: gettext_lazy("“%(label)s”已印发，请签收"),
        NoticeKind.WITHDRAWN.value: gettext_lazy("“%(label)s”已撤回，不再执行"),
        NoticeKind.INVITED.value: gettext_lazy("请看会议“%(label)s”的安排"),
        NoticeKind.WARNED.value: gettext_lazy("“%(label)s”有预警"),
    }
)
_IN_CHARGE: Mapping[str, str | Promise] = MappingProxyType(
    {
        Post.OFFICER.value: gettext_lazy("您是经办人。"),
        Post.HEAD.value: gettext_lazy("您是负责人。"),
        Post.OFFICE.value: gettext_lazy("您在双碳办。"),
    }
)
_DEPUTY: Mapping[str, str | Promise] = MappingProxyType(
    {
        Post.OFFICER.value: gettext_lazy("经办人不在，由您代理。"),
        Post.HEAD.value: gettext_lazy("负责人不在，由您代理。"),
        Post.OFFICE.value: gettext_lazy("双碳办经办人不在，由您代理。"),
    }
)


def heading(notice: Notice) -> str:
    """What happened to what: the first line of a notice."""
    words = {"label": one_line(notice.label)}
    if notice.kind == NoticeKind.DUE_SOON:
        return _due_soon(words, -(notice.late or 0))
    if notice.kind == NoticeKind.OVERDUE:
        days = notice.late or 0
        return ngettext(
            "“%(label)s”已逾期 %(days)s 天", "“%(label)s”已逾期 %(days)s 天", days
        ) % {**words, "days": days}
    return str(HEADINGS[notice.kind]) % words


def reason(notice: Notice) -> str:
    """Why this person is told."""
    if notice.why == Why.HEAD:
        return _("本单位没有可通知的经办人，因此通知负责人。")
    if notice.why == Why.OFFICE:
        return _("该单位没有可通知的人，因此通知双碳办。")
    words = _DEPUTY if notice.why == Why.DEPUTY else _IN_CHARGE
    return str(words[notice.post])


def subject(notices: list[Notice]) -> str:
    """Subject of the mail that carries these notices."""
    if len(notices) == 1:
        return heading(notices[0])
    n = len(notices)
    return ngettext("您有 %(n)s 条提醒", "您有 %(n)s 条提醒", n) % {"n": n}


def one_line(text: str) -> str:
    """Text without line ends, as a heading and a mail's subject need it."""
    return " ".join(text.split())


def _due_soon(words: dict[str, str], days: int) -> str:
    if days == 0:
        return _("“%(label)s”今天到期") % words
    return ngettext(
        "“%(label)s”还有 %(days)s 天到期", "“%(label)s”还有 %(days)s 天到期", days
    ) % {**words, "days": days}
