"""Words that documents share: dates, lists, numbers of heads."""

from __future__ import annotations

from datetime import date

OPEN = "--"
"""What is not known, as every page of the house writes it."""
_WEEKDAYS = "一二三四五六日"
_DIGITS = "零一二三四五六七八九"
_ENDINGS = "。！？；：.!?;:"
_TEN = 10


def chinese_date(day: date) -> str:
    """A date as documents write it: Arabic numerals, no leading zeros.

    Examples
    --------
    >>> chinese_date(date(2026, 11, 3))
    '2026年11月3日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """The day of the week.

    Examples
    --------
    >>> weekday(date(2026, 11, 30))
    '星期一'
    """
    return f"星期{_WEEKDAYS[day.weekday()]}"


def joined(names: tuple[str, ...]) -> str:
    """Names in one line.

    Examples
    --------
    >>> joined(("甲局", "乙镇"))
    '甲局、乙镇'
    """
    return "、".join(names)


def sentence(text: str) -> str:
    """The text with a full stop, if nothing closes it yet.

    Examples
    --------
    >>> sentence("请核对"), sentence("请核对。"), sentence("请核对（附表）")
    ('请核对。', '请核对。', '请核对（附表）。')
    """
    return text if text.endswith(tuple(_ENDINGS)) else f"{text}。"


def chinese_number(value: int) -> str:
    """A number from 1 to 99 in Chinese, as heads count.

    Examples
    --------
    >>> [chinese_number(one) for one in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(value, _TEN)
    words = _DIGITS[ones] if ones else ""
    if tens:
        words = f"{_DIGITS[tens] if tens > 1 else ''}十{words}"
    return words
