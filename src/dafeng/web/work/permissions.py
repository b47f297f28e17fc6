"""Who may do what with tasks and reports: each right of the unit that it is about."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.models import Organisation, RoleCode, User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.rights import register
from dafeng.web.work.models import Task
from dafeng.work import Move, TaskAct, Who

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, VERIFIER = RoleCode.ENTERPRISE_MANAGER, RoleCode.VERIFIER
READERS = (
    *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, VERIFIER),
    *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
)

register("work.task.view", _("查看任务"), roles=READERS)
register("work.task.issue", _("草拟、分解、延期、暂缓、终止任务"), roles=[OFFICE])
register(
    "work.task.carry", _("签收、推进和报送任务"), roles=[HEAD, OFFICER, ENTERPRISE]
)
register(
    "work.task.carry-own",
    _("办理本单位自己下达的任务"),
    roles=[OFFICE, HEAD, OFFICER, ENTERPRISE],
)
register("work.sheet.sign", _("签收本单位年度任务清单"), roles=[HEAD, ENTERPRISE])
register("work.task.split", _("把任务分给下级单位"), roles=[OFFICE, HEAD])
register("work.task.verify", _("核实、退回和销号任务"), roles=[OFFICE, VERIFIER])
register("work.round.view", _("查看报送轮次"), roles=READERS)
register("work.round.open", _("开启和截止报送轮次，设定报送责任"), roles=[OFFICE])
register("work.report.view", _("查看报送"), roles=READERS)
register(
    "work.report.fill", pgettext_lazy("act", "填报"), roles=[OFFICER, HEAD, ENTERPRISE]
)
register("work.report.confirm", _("确认上报"), roles=[HEAD, ENTERPRISE])
register("work.report.verify", _("核实和退回报送"), roles=[OFFICE, VERIFIER])

VERIFYING = (TaskAct.RETURN, TaskAct.VERIFY, TaskAct.CLOSE)
"""Acts of the issuer for which the right to verify is asked."""


def right_for(task: Task, move: Move) -> tuple[str, Organisation]:
    """Which right a move of a task wants, and on which unit.

    The people of the lead unit carry the task; the right is asked on that unit alone.
    A part that a unit gave to another is issued and verified by whoever may split. What
    the issuer leads itself, the issuer's own people carry.
    """
    if move.who is Who.LEAD:
        return right_to_carry(task)
    if task.parent_id is not None:
        return "work.task.split", task.organisation
    verifying = move.act in VERIFYING
    return "work.task.verify" if verifying else "work.task.issue", task.organisation


def right_to_carry(task: Task) -> tuple[str, Organisation]:
    """Which right the work on a task wants; it is asked on the lead, not the issuer."""
    own = task.lead_id == task.organisation_id
    return "work.task.carry-own" if own else "work.task.carry", task.lead


def may_move(user: User | AnonymousUser, task: Task, move: Move) -> bool:
    """Whether somebody may make a move of a task."""
    return may(user, *right_for(task, move))


def require_move(user: User, task: Task, move: Move) -> None:
    """Return when somebody may make a move of a task, and refuse otherwise."""
    require(user, *right_for(task, move))


def right_to_change(task: Task) -> tuple[str, Organisation]:
    """Which right the words and links of a task want, and on which unit."""
    part = task.parent_id is not None
    return "work.task.split" if part else "work.task.issue", task.organisation


def may_change(user: User | AnonymousUser, task: Task) -> bool:
    """Whether somebody may change a task's words, units and links."""
    return may(user, *right_to_change(task))
