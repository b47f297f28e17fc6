"""Who may do what with the register of meters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register
from dafeng.web.core.stewards import open_to_stewards

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, VERIFIER = RoleCode.ENTERPRISE_MANAGER, RoleCode.VERIFIER

VIEW = "meters.point.view"
KEEP = "meters.point.keep"
ENTER = "meters.reading.enter"
CONFIRM = "meters.correction.confirm"
STATE = "meters.statement.enter"
GATEWAY = "meters.gateway.keep"
TARIFF = "meters.tariff.keep"
PREPARE = "meters.quality.prepare"

register(
    VIEW,
    _("查看计量点和能耗数据"),
    roles=(
        *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, VERIFIER),
        *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
    ),
)
open_to_stewards(VIEW)
register(KEEP, _("登记计量点、换表和检定"), roles=[OFFICE, ENTERPRISE])
register(CONFIRM, _("确认涉及已关闭月份的检定更正"), roles=[OFFICE, LEADER])
register(ENTER, _("上传和填报读数"), roles=[OFFICE, ENTERPRISE])
register(STATE, _("登记月度单据"), roles=[OFFICE, ENTERPRISE])
register(GATEWAY, _("登记网关、签发网关密钥"), roles=[OFFICE, ENTERPRISE])
register(TARIFF, _("登记能源价格"), roles=[OFFICE])
register(PREPARE, _("重新统计数据质量"), roles=[OFFICE])
