"""Years in a sentence: due, base, start, or past."""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = r"(?:19|20)\d{2}|二[〇零○][一二三四五六七八九〇零○]{2}"
_PLANS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_PLAN = "|".join(_PLANS)
_DASH = r"[-—~至到]{1,2}"
_TIME = re.compile(
    rf"(?P<lead>(?:截至|截止到?|力争到|争取到|预计到|计划到|到|至|在|于|自|从|比|较|以|与|相比|相较于?|对比|由|按)\"?)?"
    rf"(?:(?P<from>{_YEAR})年?{_DASH}(?P<to>{_YEAR})年(?P<tail1>[度底末间内]|期间|时期)?"
    rf"|(?P<year>{_YEAR})年(?P<tail>(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?:[底末初]|年底|年末|年终)?(?:以前|之前|前|以后|之后|起|开始|度)?)"
    rf"|\"?(?P<plan>{_PLAN})\"?(?P<plantail>规划|期末|时期末|末|期间|时期|以来|中期|初|前期|后期)?)"
    rf"(?P<rel>相比|相较|的?基础上|为基[期准年]|的?水平(?:上|下降|降低)?|年?同期)?"
)


class TimeRole(StrEnum):
    """What a year does in its sentence."""

    DUE = "due"
    BASE = "base"
    START = "start"
    SPAN = "span"


@attrs.frozen(kw_only=True)
class Time:
    """A year where it stands; ``year`` is the last one of a span of years."""

    start: int
    end: int
    year: int
    role: TimeRole
    explicit: bool
    text: str


def times_in(text: str) -> list[Time]:
    """Years and five-year plans of a normal text, in order."""
    found = []
    for match in _TIME.finditer(text):
        time = _time(text, match)
        if time is not None:
            found.append(time)
    return found


def year_number(text: str) -> int:
    """Year written in digits or Chinese digits."""
    return int(text.translate(_HAN_DIGITS))


def _time(text: str, match: re.Match[str]) -> Time | None:
    after = text[match.end() : match.end() + 6]
    if after.startswith("远景"):
        return None
    lead, rel = match.group("lead") or "", match.group("rel") or ""
    if match.group("plan"):
        if re.match(r"(?:规划)?(?:纲要|规划)", after) or (
            match.group("plantail") == "规划" and not lead
        ):
            return None
        year = _PLANS[match.group("plan")]
        return _made(match, year, _role(lead, rel, match.group("plantail") or ""), False)
    if match.group("to"):
        year = year_number(match.group("to"))
        return _made(match, year, _role(lead, rel, ""), True)
    tail = match.group("tail") or ""
    year = year_number(match.group("year"))
    if re.match(r"\d", tail) and "日" in tail and not tail.endswith("前"):
        return None  # the date of a paper or an event
    return _made(match, year, _role(lead, rel, tail), True)


def _role(lead: str, rel: str, tail: str) -> TimeRole:
    if lead.startswith(("比", "较", "与", "相", "对比")) or rel:
        return TimeRole.BASE
    if tail.endswith(("起", "开始", "以后", "之后")) or lead.startswith(("自", "从")):
        return TimeRole.START
    if lead.startswith("由"):
        return TimeRole.BASE
    return TimeRole.DUE


def _made(match: re.Match[str], year: int, role: TimeRole, explicit: bool) -> Time:
    return Time(
        start=match.start(),
        end=match.end(),
        year=year,
        role=role,
        explicit=explicit,
        text=match.group(),
    )
