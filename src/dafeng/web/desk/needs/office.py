"""Letters that wait for an answer, and turns of the office's calendar that are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.office.selectors.calendar import TurnState, calendar_owner, next_turns
from dafeng.web.office.selectors.letters import owed_counts


def office_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits in the register of letters and in the calendar."""
    if paths_where(user, "office.letter.register"):
        owed, late = owed_counts(user, on=on)
        yield Need(
            code="letter.answer",
            label=_("回复来文"),
            count=owed,
            late=late,
            url=f"{reverse('office:letters')}?owed=owed",
            icon="mail",
        )
    district = calendar_owner(user)
    if district is not None and paths_where(user, "office.calendar.change"):
        turns = [
            turn
            for turn in next_turns(district, on=on)
            if turn.state is not TurnState.COMING
        ]
        yield Need(
            code="calendar.turn",
            label=_("办理日历中到期的事项"),
            count=len(turns),
            late=sum(turn.state is TurnState.OVERDUE for turn in turns),
            url=f"{reverse('office:calendar')}?left=left",
            icon="calendar-event",
        )
