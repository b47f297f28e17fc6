"""Letters to answer, turns of the calendar that are due, meetings to prepare."""

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
from dafeng.web.office.selectors.meetings import meeting_turns, meetings_url


def office_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits in the register of letters, in the calendar, and for a meeting."""
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
    if paths_where(user, "office.meeting.prepare"):
        turns_of_meetings = meeting_turns(user, on=on)
        yield Need(
            code="meeting.agenda",
            label=_("筹备会议议程"),
            count=turns_of_meetings.agendas,
            late=turns_of_meetings.agendas_late,
            url=meetings_url("planned"),
            icon="users",
        )
        yield Need(
            code="meeting.minutes",
            label=_("记录会议纪要"),
            count=turns_of_meetings.minutes,
            late=turns_of_meetings.minutes_late,
            url=reverse("office:meetings"),
            icon="edit",
        )
