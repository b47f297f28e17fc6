"""Who may do what with plans, inspections, findings and shared cases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

OFFICE, LEADER, AUDITOR = RoleCode.CARBON_OFFICE, RoleCode.LEADER, RoleCode.AUDITOR
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE = RoleCode.ENTERPRISE_MANAGER

register(
    "inspections.plan.view",
    _("查看监察计划"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER],
)
register("inspections.plan.draft", _("起草和公开监察计划"), roles=[OFFICE])
register("inspections.plan.approve", _("批准监察计划"), roles=[OFFICE, LEADER])
register("inspections.plan.draw", _("抽取监察对象和人员"), roles=[OFFICE])
register(
    "inspections.inspection.view",
    _("查看监察记录和问题"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER, ENTERPRISE],
)
register(
    "inspections.record.write",
    _("填写监察记录，登记问题和复查"),
    roles=[OFFICE, HEAD, OFFICER],
)
register("inspections.statement.give", _("填写被监察单位意见"), roles=[ENTERPRISE])
register("inspections.notice.sign", _("审核和签发监察文书"), roles=[OFFICE, HEAD])
register("inspections.case.open", _("发起联合惩戒案件"), roles=[OFFICE, HEAD, OFFICER])
register(
    "inspections.case.view",
    _("查看本单位发起的联合惩戒案件"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER],
)
register("inspections.part.act", _("办理案件中本单位的部分"), roles=[HEAD, OFFICER])
