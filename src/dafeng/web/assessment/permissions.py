"""Who may do what with an assessment: rights of the district that it is of."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from dafeng.web.core.models import Organisation, RoleCode, User
from dafeng.web.core.permissions import AT_WORK
from dafeng.web.core.rights import Owned, register, register_rule, roles_of

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
AUDITOR, ANALYST = RoleCode.AUDITOR, RoleCode.ANALYST
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER


def _inside(user: User | AnonymousUser, obj: object = None) -> bool:
    """Whether a person holds a role in the district, at any level of it.

    What a district asks of its units is for all of them to read, so a role in a unit
    below is enough; without an object a role anywhere is.
    """
    held = [role.path for role in roles_of(user) if role.role in AT_WORK]
    owners = _owners(obj)
    if not owners:
        return bool(held)
    return any(
        mine.startswith(owner) or owner.startswith(mine)
        for owner in owners
        for mine in held
    )


def _owners(obj: object) -> Iterable[str]:
    if isinstance(obj, Organisation):
        return (obj.path,)
    return tuple(obj.owner_paths()) if isinstance(obj, Owned) else ()


INSIDE = Predicate(_inside, name="inside the district")

register("assessment.run.view", _("查看未冻结的考核结果"), roles=AT_WORK)
register("assessment.run.make", _("计算考核结果"), roles=[OFFICE])
register("assessment.run.freeze", _("冻结考核结果"), roles=[OFFICE])
register("assessment.run.replay", _("复算冻结的结果"), roles=[OFFICE, AUDITOR, ANALYST])
register(
    "assessment.score.view",
    _("查看全部单位的得分和建议"),
    roles=[OFFICE, LEADER, AUDITOR],
)
register(
    "assessment.score.own",
    _("查看本单位的得分和建议"),
    roles=[HEAD, OFFICER, RoleCode.READER],
)
register_rule(
    "assessment.evidence.view",
    _("查看指标的依据"),
    predicate=INSIDE,
    roles=AT_WORK,
)
register("assessment.proposal.decide", _("决定处置建议"), roles=[OFFICE, LEADER])
register_rule(
    "assessment.decree.view",
    _("查看上级下达的指标"),
    predicate=INSIDE,
    roles=AT_WORK,
)
register("assessment.decree.record", _("登记上级下达的指标"), roles=[OFFICE])
register("assessment.decree.approve", _("复核上级下达的指标"), roles=[OFFICE, LEADER])
register_rule(
    "assessment.exemption.view",
    _("查看免予考核的事项"),
    predicate=INSIDE,
    roles=AT_WORK,
)
register("assessment.exemption.grant", _("批准免予考核"), roles=[OFFICE, LEADER])
register("assessment.binding.set", _("选定目标的算法"), roles=[OFFICE])
register("assessment.objection.file", _("提出异议"), roles=[HEAD, OFFICER])
register("assessment.objection.decide", _("答复异议"), roles=[OFFICE, LEADER])
register(
    "assessment.allocation.view",
    _("查看指标分解"),
    roles=[OFFICE, LEADER, AUDITOR, ANALYST],
)
register("assessment.allocation.make", _("分解指标"), roles=[OFFICE])
register_rule(
    "assessment.division.view",
    _("查看任务分工"),
    predicate=INSIDE,
    roles=AT_WORK,
)
register_rule(
    "assessment.coverage.view",
    _("查看方案之间的衔接"),
    predicate=INSIDE,
    roles=AT_WORK,
)
register("assessment.coverage.set", _("设定方案的层级"), roles=[OFFICE])
register(
    "assessment.proof.export",
    _("导出证据链"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER],
)
