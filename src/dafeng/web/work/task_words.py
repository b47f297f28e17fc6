"""Words for what the work on a task refuses, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.work.models.choices import TASK_ACTS, TASK_STATES
from dafeng.work import MoveRefusedError, Urgency

ACT_WORDS: Mapping[str, Promise] = MappingProxyType(dict(TASK_ACTS))
STATE_WORDS: Mapping[str, Promise] = MappingProxyType(dict(TASK_STATES))

STATE_SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "draft": "✎",
        "assigned": "○",
        "accepted": "◔",
        "in-progress": "◑",
        "submitted": "◕",
        "returned": "↩",
        "verified": "✓",
        "closed": "●",
        "extended": "⇥",
        "suspended": "‖",
        "cancelled": "✕",
    }
)
URGENCY_SHAPES: Mapping[Urgency, str] = MappingProxyType(
    {Urgency.OVERDUE: "▲", Urgency.SOON: "◆", Urgency.LATER: "", Urgency.NONE: ""}
)

_SAID: Mapping[str, Promise] = MappingProxyType(
    {
        "task.no_reason": gettext_lazy("请填写理由。"),
        "task.no_day": gettext_lazy("请填写新期限。"),
        "task.own_submit": gettext_lazy("您报送了这项任务，须由他人核实。"),
        "task.nothing_to_undo": gettext_lazy(
            "这一步已不能撤销：时间已过、不是您的操作，或此后任务已有改动。"
        ),
        "sheet.changed": gettext_lazy("清单刚有变化，请核对后再签收。"),
        "task.ended": gettext_lazy("任务已销号或终止，不能再改。"),
        "task.fixed": gettext_lazy(
            "任务已下达，牵头单位和期限不能直接改：期限用“准予延期”，换单位先终止再新建。"
        ),
        "task.no_before": gettext_lazy("没有可恢复的状态记录，请联系管理员核对动态。"),
        "split.nobody": gettext_lazy("请至少选择一个承接单位。"),
        "split.state": gettext_lazy("任务现在无人推进，不能分给下级。"),
        "split.late": gettext_lazy("子任务的期限不能晚于上级任务。"),
        "division.year": gettext_lazy("年份应在 2000 年至 2100 年之间。"),
        "sheet.empty": gettext_lazy("这一年没有任务，无需签收。"),
        "step.future": gettext_lazy("完成日不能晚于今天。"),
    }
)

ROLE_WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "lead": gettext_lazy("牵头"),
        "support": gettext_lazy("配合"),
        "implement": gettext_lazy("落实"),
    }
)
_FOUND: Mapping[str, Promise] = MappingProxyType(
    {
        "milestone.order": gettext_lazy(
            "节点“%(place)s”期限 %(value)s，早于它前面的节点；请核对次序或期限。"
        ),
        "milestone.after_deadline": gettext_lazy(
            "节点“%(place)s”期限 %(value)s 晚于任务期限；请提前节点或申请延期。"
        ),
        "milestone.skipped": gettext_lazy(
            "节点“%(place)s”已于 %(value)s 完成，前面的节点还没有；"
            "请补记完成日或调整次序。"
        ),
        "milestone.future": gettext_lazy(
            "节点“%(place)s”的完成日 %(value)s 还没有到；请填写实际完成的日期。"
        ),
        "division.no_lead": gettext_lazy(
            "%(place)s 没有已登记的牵头单位，暂由方案负责单位牵头：%(value)s"
        ),
        "division.unregistered": gettext_lazy(
            "%(place)s 的“%(value)s”没有对应的登记单位，未列入；"
            "请在“方案”的责任单位中对应。"
        ),
        "division.no_members": gettext_lazy(
            "%(place)s 的“%(value)s”没有登记成员，未列入；请在“方案”中登记成员名单。"
        ),
        "division.empty_group": gettext_lazy(
            "%(place)s 由“%(value)s”牵头，但没有登记成员，暂由方案负责单位牵头。"
        ),
    }
)


def act_word(act: str) -> str:
    """Word for an act."""
    return str(ACT_WORDS[act])


def state_word(state: str) -> str:
    """Word for a state."""
    return str(STATE_WORDS[state])


def task_finding(finding: Finding) -> str:
    """What a person should look at, in one sentence."""
    given = {"place": finding.place, "value": finding.value}
    return str(_FOUND[finding.code]) % given


def task_error(error: DafengError | PermissionDenied | ValidationError) -> str:
    """Say what was refused, why, and what can be done instead."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, RightMissingError):
        return _("没有“%(right)s”的权限。") % {"right": error.right.label}
    if isinstance(error, PermissionDenied):
        return _("没有权限。")
    if isinstance(error, MoveRefusedError):
        return _refused(error)
    if error.code == "task.day_back":
        return _("新期限应晚于现期限 %(day)s。") % {"day": error.fields["old"]}
    if error.code == "split.outside":
        return _("不能分给这些单位：%(units)s。只能分给下级单位和任务的配合单位。") % {
            "units": _("、").join(str(one) for one in _listed(error.fields["units"]))
        }
    return str(_SAID.get(error.code, error))


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def _refused(error: MoveRefusedError) -> str:
    given = {"state": state_word(error.state), "act": act_word(error.act)}
    if not error.possible:
        return _("任务“%(state)s”，不能“%(act)s”；任务已结束。") % given
    possible = _("、").join(act_word(act) for act in error.possible)
    return _("任务“%(state)s”，不能“%(act)s”；可以：%(possible)s。") % (
        given | {"possible": possible}
    )
