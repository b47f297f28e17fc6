"""Two versions side by side: of a draft, of an answer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dafeng.web.supervision.models import STEPS
from dafeng.web.supervision.selectors.prefilling import DraftFacts
from dafeng.web.supervision.services.interviewing import MinutesContent
from dafeng.web.supervision.services.replying import ReplyContent
from dafeng.web.work.task_compare import ComparedField


def compared(mine: DraftFacts, theirs: DraftFacts) -> list[ComparedField]:
    """Every field of two versions of a draft, those that differ first."""
    return _paired(_draft(mine), _draft(theirs))


def compared_replies(mine: ReplyContent, theirs: ReplyContent) -> list[ComparedField]:
    """Every field of two versions of an answer, those that differ first."""
    return _paired(_reply(mine), _reply(theirs))


def compared_minutes(
    mine: MinutesContent, theirs: MinutesContent
) -> list[ComparedField]:
    """Every field of two versions of minutes, those that differ first."""
    return _paired(_minutes(mine), _minutes(theirs))


def _paired(
    mine: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> list[ComparedField]:
    rows = [
        ComparedField(label=label, mine=one, theirs=other)
        for (label, one), (_same, other) in zip(mine, theirs, strict=True)
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _draft(facts: DraftFacts) -> list[tuple[str, str]]:
    return [
        (_("方式"), str(dict(STEPS)[facts.step.value])),
        (_("责任单位"), "、".join(one.organisation.name_zh for one in facts.units)),
        (_("事项"), facts.item),
        (_("所涉时段"), facts.period),
        (
            _("依据"),
            "\n".join(f"{one.clause} {one.figure}".strip() for one in facts.basis),
        ),
        (_("事实"), facts.facts),
        (_("要求"), facts.demand),
        (_("回复期限"), _day(facts.reply_by)),
        (_("联系人和电话"), facts.contact),
        (_("约谈日期"), _day(facts.meets_on)),
        (_("约谈时间"), facts.meets_at),
        (_("约谈地点"), facts.place),
        (_("参加人员"), facts.attendants),
    ]


def _reply(content: ReplyContent) -> list[tuple[str, str]]:
    plan = "\n".join(f"{one.due_on} {one.what} {one.who}" for one in content.items)
    return [
        (_("办理情况"), content.text),
        (_("存在问题及原因"), content.problems),
        (_("联系人和电话"), content.contact),
        (_("整改方案"), plan),
    ]


def _minutes(content: MinutesContent) -> list[tuple[str, str]]:
    return [
        (_("约谈日期"), _day(content.held_on)),
        (_("约谈时间"), content.starts_at),
        (_("约谈地点"), content.place),
        (_("约谈人"), content.hosts),
        (_("被约谈人"), content.guests),
        (_("记录人"), content.recorder),
        (_("约谈内容"), content.said),
        (_("整改承诺及完成时限"), content.promises),
    ]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
