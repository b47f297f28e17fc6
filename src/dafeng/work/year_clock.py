"""The office's year: what comes round when, as rows with source and validity.

A row says which period it is about and on which day it falls due: ``03-31`` is a day
of the year, ``+15`` so many days after the period's last day. Law and practice change
from year to year, so each row has its own validity and says how sure its source is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.base.tables import packaged_rows
from dafeng.work.records import Recurrence

_COMMON_YEAR = 2023
_ABOUT = {"-1": -1, "0": 0, "1": 1}


class Actor(StrEnum):
    """Whose turn it is."""

    OFFICE = "office"
    GROUP = "group"
    """The leading group, which decides."""
    GOVERNMENT = "government"
    STATISTICS = "statistics"
    ECOLOGY = "ecology"
    INDUSTRY = "industry"
    UNITS = "units"
    PARTS = "parts"
    """Towns and parks."""
    ENTERPRISES = "enterprises"
    VERIFIERS = "verifiers"


class Opens(StrEnum):
    """What somebody then begins."""

    NOTHING = "nothing"
    ROUND = "round"
    DIVISION = "division"
    LETTER = "letter"
    ASSESSMENT = "assessment"
    DECISION = "decision"


class Sureness(StrEnum):
    """How well the source is known."""

    READ = "V"
    """The text was read."""
    SECOND_HAND = "S"
    UNCONFIRMED = "U"
    """Practice; a person has to confirm the day."""


@attrs.frozen(kw_only=True)
class DayRule:
    """A day of the year, or so many days after a period's last day.

    Attributes
    ----------
    month, day : int
        Both 0 when the day is counted from the period's end.
    after : int
        Days after the period's last day; negative before it.
    """

    month: int = 0
    day: int = 0
    after: int = 0

    @classmethod
    def parse(cls, text: str) -> DayRule:
        """Read ``03-31``, ``+15`` or ``-10``.

        Raises
        ------
        BadInputError
            ``year_clock.day``: the text is none of these; 29 February is no day of
            every year.

        Examples
        --------
        >>> DayRule.parse("+15").after, DayRule.parse("03-31").month
        (15, 3)
        """
        try:
            if text[:1] in ("+", "-"):
                return cls(after=int(text))
            month, day = (int(part) for part in text.split("-"))
            date(_COMMON_YEAR, month, day)
        except ValueError as error:
            msg = f"{text!r} is no day: write 03-31, or +15 for days after the period."
            raise BadInputError(msg, code="year_clock.day", text=text) from error
        return cls(month=month, day=day)

    @property
    def text(self) -> str:
        """The spelling that :meth:`parse` reads back."""
        return f"{self.month:02}-{self.day:02}" if self.month else f"{self.after:+}"

    def of(self, period: Period, about: int) -> date:
        """Return the day for a period that is ``about`` years before (-1) or after."""
        if self.month:
            return date(period.start.year - about, self.month, self.day)
        return period.end + timedelta(days=self.after)


@attrs.frozen(kw_only=True)
class ClockRule:
    """One thing that comes round.

    Attributes
    ----------
    code : str
        The same code stands again with another validity when the rule changed.
    recurrence : Recurrence
        Yearly, half-yearly, quarterly or monthly.
    about : int
        Year of the period it is about, from the year of its day: -1 is the year before.
    begins, due : DayRule
    opens : Opens
    place : str
        First digits of the place codes that it holds for; empty holds everywhere.
    source : str
        Document and clause.
    sureness : Sureness
    """

    code: str
    title_zh: str
    title_en: str
    actor: Actor
    recurrence: Recurrence
    about: int = 0
    begins: DayRule
    due: DayRule
    opens: Opens = Opens.NOTHING
    place: str = ""
    source: str
    sureness: Sureness
    effective_from: date | None = None
    effective_to: date | None = None
    note_zh: str = ""
    note_en: str = ""

    def __attrs_post_init__(self) -> None:
        if self.recurrence is Recurrence.ONCE:
            raise _bad(self.code, "what comes once has no clock")
        fixed = self.begins.month or self.due.month
        if fixed and self.recurrence is not Recurrence.YEARLY:
            raise _bad(self.code, "only what is yearly can have a day of the year")
        if not fixed and self.about:
            raise _bad(self.code, "days after a period need no other year")
        if self._backwards():
            raise _bad(self.code, "it falls due before it begins")

    def _backwards(self) -> bool:
        period = next(_periods(self.recurrence, _COMMON_YEAR))
        return self.due.of(period, self.about) < self.begins.of(period, self.about)

    def on(self, period: Period) -> ClockItem:
        """Return the rule's turn for a period."""
        return ClockItem(
            rule=self,
            period=period,
            begins_on=self.begins.of(period, self.about),
            due_on=self.due.of(period, self.about),
        )


@attrs.frozen(kw_only=True)
class ClockItem:
    """One turn of a rule: for which period, from which day to which."""

    rule: ClockRule
    period: Period
    begins_on: date
    due_on: date

    @property
    def key(self) -> str:
        """Code and period, ``dispatch@2026Q3``; what a done mark names."""
        return f"{self.rule.code}@{self.period.code}"


@cache
def clock_rules() -> tuple[ClockRule, ...]:
    """Return the packaged calendar, read once and checked."""
    return clock_rules_of(packaged_rows("dafeng.work", "calendar.csv"))


def clock_rules_of(rows: Iterable[Mapping[str, str]]) -> tuple[ClockRule, ...]:
    """Build the calendar from rows as ``data/calendar.csv`` has them.

    Raises
    ------
    BadInputError
        ``year_clock.bad``: a cell cannot be read, or two rows of one code hold at
        the same time. ``year_clock.day``: a cell is no day.
    """
    made = tuple(_rule(row) for row in rows)
    seen: dict[str, list[ClockRule]] = {}
    for rule in made:
        for other in seen.setdefault(rule.code, []):
            if _overlap(rule, other):
                raise _bad(rule.code, "two rows of this code hold at the same time")
        seen[rule.code].append(rule)
    return made


def clock_items(
    rules: Iterable[ClockRule], first: date, last: date, place: str = ""
) -> tuple[ClockItem, ...]:
    """Return the turns that fall due from ``first`` to ``last``, by day and code.

    Parameters
    ----------
    rules : iterable of ClockRule
        Those of the program and those of the house.
    place : str
        Code of the house's place; leaves out what holds elsewhere.

    Examples
    --------
    >>> rules = [rule for rule in clock_rules() if rule.code == "unit-reports"]
    >>> items = clock_items(rules, date(2026, 10, 1), date(2026, 12, 31))
    >>> [(item.key, item.due_on.isoformat()) for item in items]
    [('unit-reports@2026Q3', '2026-10-15')]
    """
    found = [
        item
        for rule in rules
        if place.startswith(rule.place)
        for item in _turns(rule, first, last)
    ]
    return tuple(sorted(found, key=lambda item: (item.due_on, item.key)))


def _turns(rule: ClockRule, first: date, last: date) -> Iterator[ClockItem]:
    for year in range(first.year - 2, last.year + 2):
        for period in _periods(rule.recurrence, year):
            item = rule.on(period)
            inside = first <= item.due_on <= last
            if inside and holds_on(rule.effective_from, rule.effective_to, item.due_on):
                yield item


def _periods(recurrence: Recurrence, year: int) -> Iterator[Period]:
    match recurrence:
        case Recurrence.MONTHLY:
            yield from (Period.month(year, number) for number in range(1, 13))
        case Recurrence.QUARTERLY:
            yield from (Period.quarter(year, number) for number in range(1, 5))
        case Recurrence.HALF_YEARLY:
            yield from (Period.half(year, number) for number in (1, 2))
        case _:
            yield Period.year(year)


def _overlap(one: ClockRule, other: ClockRule) -> bool:
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    ends = min(one.effective_to or date.max, other.effective_to or date.max)
    return starts <= ends and _places_meet(one.place, other.place)


def _places_meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _rule(row: Mapping[str, str]) -> ClockRule:
    code = row.get("code", "")
    try:
        return ClockRule(
            code=code,
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            actor=Actor(row["actor"]),
            recurrence=Recurrence(row["recurrence"]),
            about=_ABOUT[row["about"]],
            begins=DayRule.parse(row["begins"]),
            due=DayRule.parse(row["due"]),
            opens=Opens(row["opens"]),
            place=row["place"],
            source=row["source"],
            sureness=Sureness(row["sureness"]),
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
            note_zh=row["note_zh"],
            note_en=row["note_en"],
        )
    except BadInputError:
        raise
    except (KeyError, ValueError) as error:
        raise _bad(code, f"a cell cannot be read: {error}") from error


def _bad(code: str, told: str) -> BadInputError:
    msg = f"Calendar row {code!r}: {told}."
    return BadInputError(msg, code="year_clock.bad", row=code)
