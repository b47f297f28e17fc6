"""Periods: year, half, quarter, month and five-year plan, with their days.

A five-year plan is numbered as China numbers it: the 14th (十四五) is 2021 to 2025.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import IntEnum
from functools import total_ordering

import attrs

from dafeng.base.errors import BadInputError

_FIRST_REGULAR_PLAN = 3
_FIRST_REGULAR_PLAN_STARTS = 1966
_DIGITS = "零一二三四五六七八九"
_CODE = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?")
_PLAN_CODE = re.compile(r"FYP(\d{1,2})")
_SPOKEN_PLAN = re.compile(
    r"([一二三四五六七八九]?十?[一二三四五六七八九]?)五(?:规划|计划)?(末|期末|末期|期间|时期)?"
)
_SPOKEN = re.compile(
    r"(\d{4})年?(?:度|(?:(上|下)半年)|(?:(?:第)?([1-4一二三四])季度)|(?:(\d{1,2})月(?:份|底|末)?)|末|底)?"
)


class PeriodKind(IntEnum):
    """How long a period is, in months."""

    MONTH = 1
    QUARTER = 3
    HALF = 6
    YEAR = 12
    FIVE_YEAR_PLAN = 60


@total_ordering
@attrs.frozen(order=False)
class Period:
    """A calendar period without gaps to its neighbours of the same kind.

    Attributes
    ----------
    kind : PeriodKind
        Its length.
    first_month : int
        Months from January of year 0 to its first month; a multiple of its length,
        for a five-year plan counted from January 1966.

    Notes
    -----
    Use :meth:`year`, :meth:`half`, :meth:`quarter`, :meth:`month`,
    :meth:`five_year_plan` or :meth:`parse`. Periods sort by first day, longer first.
    """

    kind: PeriodKind
    first_month: int

    def __attrs_post_init__(self) -> None:
        offset = self.first_month - 12 * _FIRST_REGULAR_PLAN_STARTS
        plan = self.kind is PeriodKind.FIVE_YEAR_PLAN
        aligned = (offset if plan else self.first_month) % self.kind == 0
        if (
            not aligned
            or not 12 <= self.first_month < 12 * 9999
            or (plan and offset < 0)
        ):
            month = self.first_month
            msg = f"{self.kind.name} cannot start in month {month} after year 0."
            raise BadInputError(msg, code="period.bad", month=month)

    @classmethod
    def year(cls, year: int) -> Period:
        """Return a calendar year."""
        return cls(PeriodKind.YEAR, 12 * year)

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        """Return half ``number`` (1 or 2) of a year."""
        return cls._part(PeriodKind.HALF, year, number)

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """Return quarter ``number`` (1 to 4) of a year."""
        return cls._part(PeriodKind.QUARTER, year, number)

    @classmethod
    def month(cls, year: int, number: int) -> Period:
        """Return month ``number`` (1 to 12) of a year."""
        return cls._part(PeriodKind.MONTH, year, number)

    @classmethod
    def _part(cls, kind: PeriodKind, year: int, number: int) -> Period:
        if not 1 <= number <= 12 // kind:
            msg = f"A year has {12 // kind} of {kind.name}, not number {number}."
            raise BadInputError(msg, code="period.bad", year=year, number=number)
        return cls(kind, 12 * year + (number - 1) * kind)

    @classmethod
    def five_year_plan(cls, number: int) -> Period:
        """Return the five-year plan ``number``, from the 3rd (1966 to 1970) on."""
        if number < _FIRST_REGULAR_PLAN:
            msg = f"Five-year plans are regular from the 3rd on, not number {number}."
            raise BadInputError(msg, code="period.bad", number=number)
        start = _FIRST_REGULAR_PLAN_STARTS + 5 * (number - _FIRST_REGULAR_PLAN)
        return cls(PeriodKind.FIVE_YEAR_PLAN, 12 * start)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a code or a Chinese wording.

        Parameters
        ----------
        text : str
            ``2025``, ``2025H1``, ``2025Q2``, ``2025-06``, ``FYP14``; ``2025年底``,
            ``2025年上半年``, ``2025年二季度``, ``2025年6月``; ``十四五``,
            ``“十五五”时期``. The end of a plan (``“十四五”末``) is its last year.

        Raises
        ------
        BadInputError
            ``period.unknown``: the text is no period.

        Examples
        --------
        >>> Period.parse("“十五五”末").code, Period.parse("十四五").start.year
        ('2030', 2021)
        """
        plain = re.sub(r"[\s\"'“”‘’「」『』]", "", unicodedata.normalize("NFKC", text))
        found = _from_code(plain) or _from_words(plain)
        if found is None:
            msg = (
                f"{text!r} is no period. Write 2025, 2025H1, 2025Q2, 2025-06, FYP14, "
                "2025年6月 or 十四五."
            )
            raise BadInputError(msg, code="period.unknown", text=text)
        return found

    @property
    def number(self) -> int:
        """Its number within the year (1 for a year), or that of the five-year plan."""
        if self.kind is PeriodKind.FIVE_YEAR_PLAN:
            past = self.first_month - 12 * _FIRST_REGULAR_PLAN_STARTS
            return past // self.kind + _FIRST_REGULAR_PLAN
        return self.first_month % 12 // self.kind + 1

    @property
    def code(self) -> str:
        """The one spelling that :meth:`parse` reads back, for example ``2025Q2``."""
        year = self.first_month // 12
        match self.kind:
            case PeriodKind.FIVE_YEAR_PLAN:
                return f"FYP{self.number:02}"
            case PeriodKind.YEAR:
                return f"{year:04}"
            case PeriodKind.HALF:
                return f"{year:04}H{self.number}"
            case PeriodKind.QUARTER:
                return f"{year:04}Q{self.number}"
            case PeriodKind.MONTH:
                return f"{year:04}-{self.number:02}"

    @property
    def name_zh(self) -> str:
        """How a Chinese document names it, for example ``2025年第二季度``."""
        year = f"{self.first_month // 12}年"
        match self.kind:
            case PeriodKind.FIVE_YEAR_PLAN:
                return f"“{_chinese(self.number)}五”时期"
            case PeriodKind.YEAR:
                return year
            case PeriodKind.HALF:
                return f"{year}{'上下'[self.number - 1]}半年"
            case PeriodKind.QUARTER:
                return f"{year}第{_DIGITS[self.number]}季度"
            case PeriodKind.MONTH:
                return f"{year}{self.number}月"

    @property
    def start(self) -> date:
        """Its first day."""
        return _first_day(self.first_month)

    @property
    def end(self) -> date:
        """Its last day."""
        return _first_day(self.first_month + self.kind) - timedelta(days=1)

    def contains(self, other: Period | date) -> bool:
        """Whether a day or a whole other period lies inside."""
        if isinstance(other, date):
            return self.start <= other <= self.end
        return self.start <= other.start and other.end <= self.end

    def next(self) -> Period:
        """Return the period of the same kind that follows."""
        return Period(self.kind, self.first_month + self.kind)

    def previous(self) -> Period:
        """Return the period of the same kind before."""
        return Period(self.kind, self.first_month - self.kind)

    def shifted(self, months: int) -> Period:
        """Return the month so many months behind the period's last one.

        Examples
        --------
        >>> Period.year(2025).shifted(10).code
        '2026-10'
        """
        return Period(PeriodKind.MONTH, self.first_month + self.kind - 1 + months)

    def children(self, kind: PeriodKind) -> tuple[Period, ...]:
        """Return the periods of a shorter ``kind`` that fill this one, in order.

        Raises
        ------
        BadInputError
            ``period.bad``: ``kind`` is not shorter.
        """
        if kind >= self.kind:
            msg = (
                f"{self.code} has no parts of kind {kind.name}; ask for a shorter kind."
            )
            raise BadInputError(msg, code="period.bad", period=self.code)
        months = range(self.first_month, self.first_month + self.kind, kind)
        return tuple(Period(kind, month) for month in months)

    @property
    def base_year(self) -> int:
        """The last year before the five-year plan in which it ends.

        Examples
        --------
        >>> Period.year(2025).base_year, Period.year(2030).base_year
        (2020, 2025)
        """
        # From the third plan on every plan ends in a year that 5 divides.
        return (self.end.year - 1) // 5 * 5

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.first_month, -self.kind) < (other.first_month, -other.kind)

    def __str__(self) -> str:
        return self.code


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _from_code(plain: str) -> Period | None:
    if plan := _PLAN_CODE.fullmatch(plain):
        return Period.five_year_plan(int(plan[1]))
    if hit := _CODE.fullmatch(plain):
        year, half, quarter, month = hit.groups()
        return _of_parts(int(year), half, quarter, month)
    return None


def _from_words(plain: str) -> Period | None:
    if plan := _SPOKEN_PLAN.fullmatch(plain):
        number = _plan_number(plan[1])
        if number is None:
            return None
        period = Period.five_year_plan(number)
        at_end = plan[2] in ("末", "期末", "末期")
        return period.children(PeriodKind.YEAR)[-1] if at_end else period
    if hit := _SPOKEN.fullmatch(plain):
        year, half, quarter, month = hit.groups()
        if half:
            half = str("上下".index(half) + 1)
        if quarter and quarter in _DIGITS:
            quarter = str(_DIGITS.index(quarter))
        return _of_parts(int(year), half, quarter, month)
    return None


def _of_parts(
    year: int, half: str | None, quarter: str | None, month: str | None
) -> Period:
    if half:
        return Period.half(year, int(half))
    if quarter:
        return Period.quarter(year, int(quarter))
    if month:
        return Period.month(year, int(month))
    return Period.year(year)


def _plan_number(words: str) -> int | None:
    """Read 六 to 九十九 as a number; None below the third plan."""
    tens, ten, ones = words.rpartition("十")
    number = _DIGITS.index(ones) if ones else 0
    if ten:
        number += 10 * (_DIGITS.index(tens) if tens else 1)
    return number if number >= _FIRST_REGULAR_PLAN else None


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    words = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return words + (_DIGITS[ones] if ones else "")
