"""Who may do what with an outlook: rights of the district that it is of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.assessment.permissions import INSIDE
from dafeng.web.core.models import RoleCode
from dafeng.web.core.permissions import AT_WORK
from dafeng.web.core.rights import register, register_rule

OFFICE, ANALYST, LEADER = RoleCode.CARBON_OFFICE, RoleCode.ANALYST, RoleCode.LEADER

register_rule(
    "pathways.run.view",
    _("查看达峰路径"),
    predicate=INSIDE,
    roles=AT_WORK,
)
register("pathways.run.make", _("计算达峰路径"), roles=[OFFICE, ANALYST])
register("pathways.scenario.save", _("保存情景"), roles=[OFFICE, ANALYST, LEADER])
register("pathways.task.propose", _("由措施拟定任务"), roles=[OFFICE])
