"""Who may do what with a plan: rights of the plan's owner, one code for each act."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode, User
from dafeng.web.core.permissions import AT_WORK, may
from dafeng.web.core.rights import register
from dafeng.web.plans.models import Plan, ProposalKind

OFFICE = RoleCode.CARBON_OFFICE
DRAFT_READERS = AT_WORK

register("plans.plan.view", _("查看方案草稿"), roles=DRAFT_READERS)
register("plans.plan.store", _("读入方案"), roles=[OFFICE])
register("plans.plan.attach", _("附上方案原文"), roles=[OFFICE])
register("plans.plan.publish", _("发布方案"), roles=[OFFICE])
register("plans.plan.revise", _("读入修订版并裁定冲突"), roles=[OFFICE])
register("plans.plan.bulk", _("批量确认"), roles=[OFFICE])
register("plans.plan.workbook", _("载入更正工作簿"), roles=[OFFICE])
register("plans.plan.undo", _("撤销自己的上一步"), roles=[OFFICE])
register("plans.unit.roster", _("登记单位组的成员"), roles=[OFFICE])

VERBS = {
    "confirm": _("确认"),
    "correct": _("更正"),
    "split": _("拆分"),
    "reject": _("驳回"),
    "reopen": _("退回"),
    "add": _("补充"),
}
for kind in ProposalKind:
    for verb, word in VERBS.items():
        register(
            f"plans.{kind.value}.{verb}",
            format_lazy("{} · {}", word, kind.label),
            roles=[OFFICE],
        )


def may_review(user: User | AnonymousUser, plan: Plan) -> bool:
    """Whether to offer decisions; each act asks for its own right again."""
    return may(user, "plans.target.confirm", plan)
