"""Between rows of this room and the core's records."""

from __future__ import annotations

from dafeng.web.office.models import OwnRule
from dafeng.work import Actor, ClockRule, DayRule, Opens, Recurrence, Sureness


def clock_rule_of(row: OwnRule) -> ClockRule:
    """A row of the house as a rule of the calendar.

    Raises
    ------
    BadInputError
        Its days do not fit its recurrence, or it falls due before it begins.
    """
    return ClockRule(
        code=row.code,
        title_zh=row.title,
        title_en=row.title_en or row.title,
        actor=Actor(row.actor),
        recurrence=Recurrence(row.recurrence),
        about=row.about,
        begins=DayRule.parse(row.begins),
        due=DayRule.parse(row.due),
        opens=Opens(row.opens),
        source=row.source,
        sureness=Sureness.READ,
        effective_from=row.valid_from,
        effective_to=row.valid_to,
        note_zh=row.note,
        note_en=row.note,
    )
