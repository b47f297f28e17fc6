"""The office's year as somebody reads it: turns, their marks, what is next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

import attrs
from django.db.models import QuerySet

from dafeng.base.periods import Period
from dafeng.web.core.inside import district_of, inside
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.office.convert import clock_rule_of
from dafeng.web.office.models import CalendarMark, OwnRule
from dafeng.work import ClockItem, ClockRule, clock_items, clock_rules

VIEW = "office.calendar.view"
SOON = timedelta(days=30)
LOOK_BACK = timedelta(days=92)
"""How long something undone is still pointed out as overdue."""


class TurnState(StrEnum):
    """Where one turn stands on a day."""

    DONE = "done"
    OVERDUE = "overdue"
    RUNNING = "running"
    COMING = "coming"


@attrs.frozen(kw_only=True)
class CalendarFilter:
    """What the calendar is narrowed to.

    Attributes
    ----------
    year : int
    part : str
        ``""`` the whole year, ``Q1`` to ``Q4``, ``01`` to ``12``.
    actor : str
        One of the actors; empty for all.
    left : str
        ``left`` shows only what is not done.
    """

    year: int
    part: str = ""
    actor: str = ""
    left: str = ""

    @property
    def period(self) -> Period:
        """The year, quarter or month."""
        if not self.part:
            return Period.year(self.year)
        if self.part.startswith("Q"):
            return Period.quarter(self.year, int(self.part[1:]))
        return Period.month(self.year, int(self.part))


@attrs.frozen(kw_only=True)
class Turn:
    """One line of the calendar."""

    item: ClockItem
    mark: CalendarMark | None
    state: TurnState
    own: bool

    @property
    def title(self) -> str:
        """Title in the reader's language."""
        rule = self.item.rule
        return rule.title_en if english() else rule.title_zh

    @property
    def note(self) -> str:
        """Note in the reader's language."""
        rule = self.item.rule
        return rule.note_en if english() else rule.note_zh


@attrs.frozen(kw_only=True)
class MonthOfYear:
    """One month of the strip over the year."""

    number: int
    code: str
    turns: int
    done: int
    overdue: int


def calendar_owner(user: Person) -> Organisation | None:
    """Return the district whose calendar the person reads."""
    return district_of(user, VIEW)


def rules_of(organisation: Organisation) -> list[ClockRule]:
    """Rows of the program, then those of the house."""
    own = OwnRule.objects.filter(organisation=organisation)
    return [*clock_rules(), *(clock_rule_of(row) for row in own)]


def own_rules_for(user: Person) -> QuerySet[OwnRule]:
    """Rows that the person's district added."""
    rows = OwnRule.objects.filter(inside("organisation__path", user, VIEW))
    return rows.select_related("organisation", "added_by")


def turns_of(
    organisation: Organisation, *, first: date, last: date, on: date
) -> list[Turn]:
    """Turns that fall due in a span of days, with their marks, by day."""
    found = clock_items(
        rules_of(organisation), first, last, place=organisation.place_code
    )
    marks = _marks(organisation, (item.key for item in found))
    return [_turn(item, marks, on) for item in found]


def narrowed(turns: Iterable[Turn], wanted: CalendarFilter) -> list[Turn]:
    """Those turns that the filter leaves, in the filter's period."""
    period = wanted.period
    return [
        turn
        for turn in turns
        if period.contains(turn.item.due_on)
        and wanted.actor in ("", turn.item.rule.actor.value)
        and not (wanted.left and turn.state is TurnState.DONE)
    ]


def next_turns(organisation: Organisation, *, on: date) -> list[Turn]:
    """What is overdue, then what falls due in the next days; nothing that is done."""
    turns = turns_of(organisation, first=on - LOOK_BACK, last=on + SOON, on=on)
    return [turn for turn in turns if turn.state is not TurnState.DONE]


def turn_at(organisation: Organisation, key: str, *, on: date) -> Turn | None:
    """Return the turn that a key names, ``dispatch@2026Q3``; None where none is."""
    code, _at, period = key.partition("@")
    for rule in rules_of(organisation):
        if rule.code != code or not organisation.place_code.startswith(rule.place):
            continue
        for item in _around(rule, period):
            if item.key == key:
                return _turn(item, _marks(organisation, [key]), on)
    return None


def _around(rule: ClockRule, period: str) -> tuple[ClockItem, ...]:
    """Turns of a rule near the period that a key names."""
    if not period[:4].isdecimal():
        return ()
    year = int(period[:4])
    if not 2 <= year <= 9990:  # noqa: PLR2004 - what a date can be
        return ()
    return clock_items([rule], date(year - 1, 1, 1), date(year + 2, 12, 31), rule.place)


def marks_of(organisation: Organisation, key: str) -> QuerySet[CalendarMark]:
    """Every mark that a turn had, those taken back too."""
    rows = CalendarMark.objects.filter(organisation=organisation, key=key)
    return rows.select_related("by").order_by("pk")


def months_of(turns: Iterable[Turn]) -> list[MonthOfYear]:
    """The twelve months of a year with what falls due in each."""
    months: dict[int, list[Turn]] = {number: [] for number in range(1, 13)}
    for turn in turns:
        months[turn.item.due_on.month].append(turn)
    return [
        MonthOfYear(
            number=number,
            code=f"{number:02}",
            turns=len(own),
            done=sum(turn.state is TurnState.DONE for turn in own),
            overdue=sum(turn.state is TurnState.OVERDUE for turn in own),
        )
        for number, own in months.items()
    ]


def _marks(organisation: Organisation, keys: Iterable[str]) -> dict[str, CalendarMark]:
    rows = CalendarMark.objects.filter(
        organisation=organisation, key__in=list(keys), undone=False
    )
    return {row.key: row for row in rows.select_related("by")}


def _turn(item: ClockItem, marks: Mapping[str, CalendarMark], on: date) -> Turn:
    mark = marks.get(item.key)
    if mark is not None:
        state = TurnState.DONE
    elif item.due_on < on:
        state = TurnState.OVERDUE
    elif item.begins_on <= on:
        state = TurnState.RUNNING
    else:
        state = TurnState.COMING
    own = item.rule.code.startswith("own-")
    return Turn(item=item, mark=mark, state=state, own=own)
