"""Two versions of a task side by side, field by field."""

from __future__ import annotations

import attrs
from django.utils.translation import gettext as _

from dafeng.web.work.models.choices import RECURRENCES
from dafeng.web.work.services.tasks import TaskFacts

_RECURRENCE = dict(RECURRENCES)


@attrs.frozen(kw_only=True)
class ComparedField:
    """One field of two versions, in words."""

    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.mine != self.theirs


def compared(mine: TaskFacts, theirs: TaskFacts) -> list[ComparedField]:
    """Every field of both versions, those that differ first."""
    rows = [
        ComparedField(label=label, mine=one, theirs=other)
        for (label, one), (_same, other) in zip(
            _shown(mine), _shown(theirs), strict=True
        )
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _shown(facts: TaskFacts) -> list[tuple[str, str]]:
    join = _("、").join
    return [
        (_("编号"), facts.number),
        (_("任务"), facts.title),
        (_("牵头单位"), str(facts.lead)),
        (_("期限"), facts.due_on.isoformat()),
        (_("开始日"), facts.begins_on.isoformat() if facts.begins_on else ""),
        (_("年度"), "" if facts.year is None else str(facts.year)),
        (_("频次"), str(_RECURRENCE[facts.recurrence.value])),
        (_("交付成果"), facts.deliverable),
        (_("佐证要求"), facts.evidence_asked),
        (_("条款"), str(facts.clause or "")),
        (
            _("其他单位"),
            join(f"{one.organisation}({one.role.label})" for one in facts.units),
        ),
        (_("节点"), join(f"{one.due_on} {one.title}" for one in facts.steps)),
        (_("目标"), join(one.key for one in facts.targets)),
        (_("项目"), join(one.key for one in facts.projects)),
        (_("关联指标"), join(facts.indicators)),
    ]
