"""Changes of a what-if as people write them: one short text for each.

====================================================  ==================================
text                                                  meaning
====================================================  ==================================
``observation:buildings.new.green_area:2025=120.5``   a figure became known
``observation:waste.total@城东镇:2025=3.2``           … of a part of the district
``work:三(一)1=80``                                   progress of a task in percent
``work:三(一)1=closed``                               its state
``return:区统计局:月报:2025-06``                      a report came today
``return:区统计局:月报:2025-06=2025-07-05``           … came on a day
``decree:T009:2025=14.5%``                            the city handed a figure down
``decree:T009=14.5%``                                 … for the target's own year
``exemption:T030=涉密项目``                           nobody is judged by a subject
``exemption:区水务局:T030=不适用``                    one unit is not
====================================================  ==================================

Full width signs are read as half width.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from dafeng.assessment.records import Progress
from dafeng.assessment.whatif import (
    Change,
    Exempted,
    FigureCame,
    FigureDecreed,
    ReturnCame,
    WorkWent,
)
from dafeng.base.errors import BadInputError

FORMS = {
    "observation": "observation:SERIES:PERIOD=VALUE (SERIES@PART for a part)",
    "work": "work:TASK=PERCENT or work:TASK=STATE",
    "return": "return:UNIT:FORM:PERIOD or return:UNIT:FORM:PERIOD=DAY",
    "decree": "decree:TARGET:YEAR=VALUE with a unit, for example 14.5%",
    "exemption": "exemption:TARGET=GROUND or exemption:UNIT:TARGET=GROUND",
}
"""How each kind of change is written."""
_AMOUNT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(.*)")
_YEAR = re.compile(r"\d{4}")


def read_change(text: str) -> Change:
    """Read one change.

    Raises
    ------
    BadInputError
        ``whatif.text``: the text is no change; says the form it should have.

    Examples
    --------
    >>> read_change("work:三(一)1=80").percent
    Decimal('80')
    >>> read_change("decree:T009:2025=14.5%").unit
    '%'
    """
    plain = _half_width(text).strip()
    kind, _, rest = plain.partition(":")
    readers = {
        "observation": _figure,
        "work": _work,
        "return": _return,
        "decree": _decree,
        "exemption": _exemption,
    }
    if kind not in readers:
        msg = (
            f"{text!r} is no change that can be imagined. "
            f"Write one of: {'; '.join(FORMS.values())}."
        )
        raise BadInputError(msg, code="whatif.text", text=text)
    found = readers[kind](rest)
    if found is None:
        msg = f"{text!r} cannot be read. Write {FORMS[kind]}."
        raise BadInputError(msg, code="whatif.text", text=text)
    return found


def _half_width(text: str) -> str:
    """Make the signs half width that this form uses; the words stay as they are."""
    signs = {"：", "＝", "％", "．", "（", "）", "＠", "－", "＋"}
    return "".join(
        unicodedata.normalize("NFKC", sign)
        if sign in signs or "０" <= sign <= "９"
        else sign
        for sign in text
    )


def _figure(rest: str) -> Change | None:
    about, _, value = rest.partition("=")
    series, _, period = about.rpartition(":")
    name, _, scope = series.partition("@")
    number = _number(value)
    if not name or not period or number is None:
        return None
    return FigureCame(
        series=name.strip(), period=period.strip(), value=number, scope=scope.strip()
    )


def _work(rest: str) -> Change | None:
    name, _, value = rest.rpartition("=")
    if not name:
        return None
    state = value.strip()
    if state in tuple(Progress):
        return WorkWent(work=name.strip(), state=Progress(state))
    number = _number(value.strip().removesuffix("%"))
    return None if number is None else WorkWent(work=name.strip(), percent=number)


def _return(rest: str) -> Change | None:
    about, _, day = rest.partition("=")
    parts = [part.strip() for part in about.split(":")]
    if len(parts) != 3 or not all(parts):
        return None
    try:
        received = date.fromisoformat(day.strip()) if day else None
    except ValueError:
        return None
    unit, form, period = parts
    return ReturnCame(unit=unit, form=form, period=period, received_on=received)


def _decree(rest: str) -> Change | None:
    about, _, value = rest.rpartition("=")
    goal, _, year = about.rpartition(":")
    if not goal:
        goal, year = about, ""
    amount = _AMOUNT.fullmatch(value.strip())
    if amount is None or not goal or (year and not _YEAR.fullmatch(year.strip())):
        return None
    return FigureDecreed(
        goal=goal.strip(),
        value=Decimal(amount[1]),
        unit=amount[2].strip(),
        year=int(year) if year else None,
    )


def _exemption(rest: str) -> Change | None:
    about, _, ground = rest.partition("=")
    unit, _, subject = about.rpartition(":")
    if not subject.strip() or not ground.strip():
        return None
    return Exempted(unit=unit.strip(), subject=subject.strip(), ground=ground.strip())


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
