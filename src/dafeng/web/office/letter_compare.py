"""Two versions of what the register says of a letter, side by side."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.work.task_compare import ComparedField


def compared(mine: LetterFacts, theirs: LetterFacts) -> list[ComparedField]:
    """Every field of both versions, those that differ first."""
    rows = [
        ComparedField(label=label, mine=one, theirs=other)
        for (label, one), (_same, other) in zip(
            _shown(mine), _shown(theirs), strict=True
        )
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _shown(facts: LetterFacts) -> list[tuple[str, str]]:
    join = _("、").join
    return [
        (_("标题"), facts.title),
        (_("来文文号"), facts.number),
        (_("来文或收文单位"), facts.correspondent),
        (_("成文日期"), _day(facts.dated)),
        (_("收发日期"), _day(facts.registered_on)),
        (_("回复期限"), _day(facts.reply_by)),
        (_("主送和传阅单位"), join(sorted(str(unit) for unit in facts.units))),
        (_("涉及的目标"), join(sorted(one.key for one in facts.targets))),
        (_("涉及的任务"), join(sorted(one.number for one in facts.tasks))),
        (_("下达指标"), _("是") if facts.hands_down else _("否")),
        (_("摘要"), facts.note),
    ]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
