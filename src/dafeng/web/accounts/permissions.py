"""Who may do what with an account: rights of the district that the account is of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.permissions import AT_WORK
from dafeng.web.core.rights import register

OFFICE, ANALYST = RoleCode.CARBON_OFFICE, RoleCode.ANALYST
OFFICER, HEAD = RoleCode.UNIT_OFFICER, RoleCode.UNIT_HEAD

register("accounts.run.view", _("查看未封存的碳账"), roles=AT_WORK)
register(
    "accounts.line.view",
    _("查看全部排放明细"),
    roles=[OFFICE, RoleCode.LEADER, RoleCode.AUDITOR, ANALYST],
)
register("accounts.balance.view", _("查看能源平衡表"), roles=AT_WORK)
register("accounts.line.own", _("查看本单位的排放明细"), roles=AT_WORK)
register("accounts.run.make", _("核算碳账"), roles=[OFFICE, ANALYST])
register("accounts.run.seal", _("封存碳账"), roles=[OFFICE])
register("accounts.run.restate", _("重述已封存的碳账"), roles=[OFFICE])
register("accounts.seal.replay", _("复算封存的碳账"), roles=[OFFICE, RoleCode.AUDITOR])
register("accounts.factor.sign", _("为未核实的因子签字"), roles=[OFFICE, ANALYST])
register(
    "accounts.import.view",
    _("查看数据导入"),
    roles=[OFFICE, ANALYST, RoleCode.AUDITOR, RoleCode.VERIFIER, OFFICER, HEAD],
)
register("accounts.import.upload", _("上传统计数据"), roles=[OFFICE, ANALYST, OFFICER])
register(
    "accounts.import.approve",
    _("审核数据导入"),
    roles=[OFFICE, RoleCode.VERIFIER, HEAD],
)
