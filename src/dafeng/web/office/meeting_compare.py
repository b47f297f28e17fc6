"""Two versions of what is planned of a meeting, side by side."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dafeng.web.office.services.meetings import MeetingFacts
from dafeng.web.work.task_compare import ComparedField


def compared(mine: MeetingFacts, theirs: MeetingFacts) -> list[ComparedField]:
    """Every field of both versions, those that differ first."""
    rows = [
        ComparedField(label=label, mine=one, theirs=other)
        for (label, one), (_same, other) in zip(
            _shown(mine), _shown(theirs), strict=True
        )
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _shown(facts: MeetingFacts) -> list[tuple[str, str]]:
    at = "" if facts.starts_at is None else f"{facts.starts_at:%H:%M}"
    return [
        (_("会议"), facts.title),
        (_("拟开日期"), facts.planned_on.isoformat()),
        (_("开始时间"), at),
        (_("地点"), facts.place),
        (_("主持人职务"), facts.chair),
        (_("参加人员职务"), facts.participants),
        (_("通知单位"), _("、").join(sorted(one.name_zh for one in facts.units))),
    ]
