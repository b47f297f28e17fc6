"""Who may do what with savings, anomalies, norms and certificates."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register
from dafeng.web.core.stewards import open_to_stewards

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, VERIFIER = RoleCode.ENTERPRISE_MANAGER, RoleCode.VERIFIER

VIEW = "savings.project.view"
KEEP = "savings.project.keep"
CONFIRM = "savings.settlement.confirm"
ENTER = "savings.product.enter"
REVIEW = "savings.product.review"
JUDGE = "savings.anomaly.judge"
DECIDE = "savings.anomaly.decide"
FIND = "savings.anomaly.find"
WEATHER = "savings.weather.enter"
MANAGE = "savings.management.keep"

register(
    VIEW,
    _("查看节能项目、用能异常和对标"),
    roles=(
        *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, VERIFIER),
        *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
    ),
)
open_to_stewards(VIEW)
register(KEEP, _("登记节能项目和合同条款"), roles=[OFFICE, ENTERPRISE])
register(CONFIRM, _("确认节能效益结算"), roles=[ENTERPRISE])
register(ENTER, _("登记产量、产品能耗和认证证书"), roles=[OFFICE, ENTERPRISE])
register(REVIEW, _("审核产品能耗、登记本区限额"), roles=[OFFICE])
register(JUDGE, _("核实用能异常"), roles=[OFFICE, ENTERPRISE])
register(DECIDE, _("认定用能异常"), roles=[OFFICE])
register(FIND, _("重新识别用能异常"), roles=[OFFICE])
register(WEATHER, _("登记气温"), roles=[OFFICE])
register(MANAGE, _("登记能源绩效参数和管理评审"), roles=[OFFICE, ENTERPRISE])


@attrs.frozen
class Party:
    """One side of a contract; only its own people speak for it."""

    path: str

    def owner_paths(self) -> Iterable[str]:
        """Its path."""
        yield self.path
