"""Chinese numerals: 十二, 一百零五, 一万五千, 两千, 二〇二五, 十八点五, ①."""

from __future__ import annotations

import re
from decimal import Decimal

# Formal and spoken forms, each written as the plain one.
_PLAIN = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾参", "零零二一二三四五六七八九十三")
_DIGITS = "零一二三四五六七八九"
_ORDERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_ONE = f"[{_DIGITS[1:]}]"
_BELOW_TEN_THOUSAND = re.compile(
    rf"(?:({_ONE})千)?零?(?:({_ONE})百)?零?(?:({_ONE}?)十)?零?({_ONE})?"
)


def han_number(text: str) -> int | None:
    """Whole number in digits, in Chinese numerals or in a circle; None if it is none.

    Examples
    --------
    >>> han_number("一万五千"), han_number("二〇二五"), han_number("③")
    (15000, 2025, 3)
    >>> han_number("百") is None
    True
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    plain = text.translate(_PLAIN)
    if set(plain) <= set(_DIGITS):
        return int("".join(str(_DIGITS.index(char)) for char in plain))
    return _counted(plain)


def han_decimal(text: str) -> Decimal | None:
    """Number in Chinese numerals, with a part behind 点; None if it is none.

    Examples
    --------
    >>> han_decimal("十八点五")
    Decimal('18.5')
    """
    whole, point, part = text.partition("点")
    number = han_number(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    digits = part.translate(_PLAIN)
    if not set(digits) <= set(_DIGITS):
        return None
    shown = "".join(str(_DIGITS.index(char)) for char in digits)
    return Decimal(f"{number}.{shown}")


def _counted(plain: str) -> int | None:
    """Numeral with orders; 一百二 is 120, 一万五 is 15 000."""
    short = 1
    if plain[-2:-1] in _ORDERS and plain[-2] != "十" and plain[-1] in _DIGITS[1:]:
        short = _ORDERS[plain[-2]] // 10
        plain, last = plain[:-1], _DIGITS.index(plain[-1]) * short
    else:
        last = 0
    thousands, order, rest = plain.rpartition("万")
    high = _below_ten_thousand(thousands) if order else 0
    low = _below_ten_thousand(rest) if rest or not order else 0
    if high is None or low is None:
        return None
    return high * _ORDERS["万"] + low + last


def _below_ten_thousand(text: str) -> int | None:
    found = _BELOW_TEN_THOUSAND.fullmatch(text)
    if not text or found is None:
        return None
    thousands, hundreds, tens, ones = found.groups()
    total = 10 if tens == "" else 0
    for digit, size in ((thousands, 1000), (hundreds, 100), (tens, 10), (ones, 1)):
        total += _DIGITS.index(digit) * size if digit else 0
    return total
