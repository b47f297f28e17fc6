"""Who may do what at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.permissions import EVERYBODY
from dafeng.web.core.rights import register

OFFICE = RoleCode.CARBON_OFFICE

register("desk.rule.view", _("查看规则"), roles=EVERYBODY)
register("desk.house.view", _("查看系统运行状况"), roles=[RoleCode.SYSTEM_ADMIN])
register("desk.wall.make", _("开通和停用大屏"), roles=[OFFICE])
register(
    "desk.data.view",
    _("查看数据状况"),
    roles=[
        *(OFFICE, RoleCode.LEADER, RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER),
        *(RoleCode.ENTERPRISE_MANAGER, RoleCode.VERIFIER, RoleCode.AUDITOR),
        *(RoleCode.ANALYST, RoleCode.SYSTEM_ADMIN),
    ],
)
