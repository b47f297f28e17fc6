"""Years in a sentence: due, base, start, or past."""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

from dafeng.plan.numerals import han_number

_YEAR = r"(?:19|20)\d{2}|二[〇零○][一二三四五六七八九〇零○]{2}"
_PLANS = {
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
    "十六五": 2035,
}
_DASH = r"[-—~至到]{1,2}"
_LEAD = (
    r"(?:截至|截止到?|力争到|争取到|预计到|计划到|到|至|在|于|自|从|比|较|以|与|相比"
    r"|相较于?|对比|由|按)"
)
_SPAN = rf"(?P<from>{_YEAR})年?{_DASH}(?P<to>{_YEAR})年(?:[度底末间内]|期间|时期)?"
_SINGLE = (
    rf"(?P<year>{_YEAR})年(?P<tail>(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
    r"(?:[底末初]|年底|年末|年终)?(?:以前|之前|前|以后|之后|起|开始|度)?)"
)
_FIVE_YEARS = (
    rf"\"?(?P<plan>{'|'.join(_PLANS)})\"?"
    r"(?P<plantail>规划|期末|时期末|末|期间|时期|以来|中期|初|前期|后期)?"
)
_BASIS = r"(?:相比|相较|的?基础上|为基[期准年]|的?水平(?:上|下降|降低)?|年?同期)"
_TIME = re.compile(
    rf"(?P<lead>{_LEAD}\"?)?(?:{_SPAN}|{_SINGLE}|{_FIVE_YEARS})(?P<basis>{_BASIS})?"
)
# 十四五规划纲要 is the name of a paper.
_PAPER = re.compile(r"(?:规划)?(?:纲要|规划)")
_DAY = re.compile(r"\d.*日")
_BASE_LEADS = ("比", "较", "与", "相", "对比", "由")
_START_TAILS = ("起", "开始", "以后", "之后")


class TimeRole(StrEnum):
    """What a year does in its sentence."""

    DUE = "due"
    BASE = "base"
    START = "start"


@attrs.frozen(kw_only=True)
class Time:
    """A year where it stands.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the sentence.
    year : int
        The last one of a span of years.
    role : TimeRole
    explicit : bool
        Whether the year itself is written; False for a five-year plan.
    text : str
    """

    start: int
    end: int
    year: int
    role: TimeRole
    explicit: bool
    text: str


def times_in(text: str) -> list[Time]:
    """Years and five-year plans of a normal text, in order.

    Examples
    --------
    >>> [(t.year, t.role.value) for t in times_in("到2025年,比2020年下降14%")]
    [(2025, 'due'), (2020, 'base')]
    """
    matches = _TIME.finditer(text)
    return [time for match in matches if (time := _time(text, match)) is not None]


def due_years(text: str) -> list[int]:
    """Years by which something is due, in order."""
    return [time.year for time in times_in(text) if time.role is TimeRole.DUE]


def _time(text: str, match: re.Match[str]) -> Time | None:
    after = text[match.end() : match.end() + 6]
    tail = match.group("tail") or match.group("plantail") or ""
    if after.startswith("远景"):
        return None
    if match.group("plan"):
        bare_name = tail == "规划" and not match.group("lead")
        if _PAPER.match(after) or bare_name:
            return None
        year = _PLANS[match.group("plan")]
    else:
        year = han_number(match.group("to") or match.group("year")) or 0
        if _DAY.match(tail) and not tail.endswith("前"):
            return None  # the date of a paper or an event
    return Time(
        start=match.start(),
        end=match.end(),
        year=year,
        role=_role(match.group("lead") or "", match.group("basis") or "", tail),
        explicit=match.group("plan") is None,
        text=match.group(),
    )


def _role(lead: str, basis: str, tail: str) -> TimeRole:
    if basis or lead.startswith(_BASE_LEADS[:-1]):
        return TimeRole.BASE
    if tail.endswith(_START_TAILS) or lead.startswith(("自", "从")):
        return TimeRole.START
    return TimeRole.BASE if lead.startswith(_BASE_LEADS[-1]) else TimeRole.DUE
