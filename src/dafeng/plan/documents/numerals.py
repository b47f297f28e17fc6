"""Numbers as an office program writes them before headings and items."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans(
    "〇一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_ROMAN_LIMIT = 3999


def numeral(number: int, style: str) -> str:
    """Write a number in a style of ISO/IEC 29500-1, 17.18.59 (``ST_NumberFormat``).

    Parameters
    ----------
    number : int
    style : str
        ``decimal``, ``chineseCounting``, ``upperRoman`` and so on; an unknown style is
        written in decimal digits.

    Returns
    -------
    str
        A number that the style cannot show is written in decimal digits.

    >>> [numeral(n, "chineseCounting") for n in (1, 10, 12, 20, 105)]
    ['一', '十', '十二', '二十', '一百零五']
    >>> [numeral(3, "decimalEnclosedCircle"), numeral(4, "lowerRoman")]
    ['③', 'iv']
    """
    if style == "none":
        return ""
    write = _STYLES.get(style, str)
    return (write(number) if number > 0 else "") or str(number)


def _counting(number: int) -> str:
    """一 … 十 … 九千九百九十九; larger numbers digit by digit."""
    if number > 9999:
        return _digit_by_digit(number)
    text, pending_zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if not digit:
            pending_zero = bool(text)
            continue
        if pending_zero:
            text += "零"
        pending_zero = False
        text += (
            unit if digit == 1 and unit == "十" and not text else _DIGITS[digit] + unit
        )
    return text


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _legal(number: int, table: Mapping[int, int]) -> str:
    text = _counting(number)
    return ("一" + text if text.startswith("十") else text).translate(table)


def _cycle(number: int, signs: str) -> str:
    return signs[(number - 1) % len(signs)]


def _row(number: int, *, first: str, count: int) -> str:
    """Return a sign from a row of the code chart that begins with the one for 1."""
    return chr(ord(first) + number - 1) if number <= count else ""


def _letters(number: int, first: str) -> str:
    """Count a … z, aa, bb …, as word processors do."""
    return chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if number > _ROMAN_LIMIT:
        return ""
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return ""


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_STYLES: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": partial(_row, first="⒈", count=20),
    "decimalEnclosedParen": partial(_row, first="⑴", count=20),
    "ideographEnclosedCircle": partial(_row, first="㊀", count=10),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "koreanDigital2": _digit_by_digit,
    "chineseLegalSimplified": lambda number: _legal(number, _LEGAL),
    "ideographLegalTraditional": lambda number: _legal(number, _LEGAL_TRADITIONAL),
    "japaneseLegal": lambda number: _legal(number, _LEGAL_TRADITIONAL),
    "ideographTraditional": lambda number: _cycle(number, _STEMS),
    "ideographZodiac": lambda number: _cycle(number, _BRANCHES),
    "lowerLetter": lambda number: _letters(number, "a"),
    "upperLetter": lambda number: _letters(number, "A"),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
}
