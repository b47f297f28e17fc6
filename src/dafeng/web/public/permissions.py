"""Who may release figures, answer letters, and keep the register of courses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

OFFICE, LEADER, AUDITOR = RoleCode.CARBON_OFFICE, RoleCode.LEADER, RoleCode.AUDITOR
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER

register(
    "public.release.view",
    _("查看公开发布的各版草稿"),
    roles=[OFFICE, LEADER, AUDITOR],
)
register("public.release.edit", _("拟定公开发布"), roles=[OFFICE])
register("public.release.check", _("审核公开发布"), roles=[OFFICE])
register("public.release.issue", _("签发公开发布"), roles=[LEADER])
register("public.feedback.answer", _("查看和答复公众来信"), roles=[OFFICE])
register(
    "public.event.view",
    _("查看培训和宣传活动"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER],
)
register("public.event.change", _("登记培训和宣传活动"), roles=[OFFICE, HEAD, OFFICER])
register("public.audience.change", _("登记培训和宣传对象的人数"), roles=[OFFICE])
