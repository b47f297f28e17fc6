"""Figures in words: 一条, 两成, 三分之一, 百分之十八, 翻一番, 一半."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dafeng.plan.grammar.measures import Measure, measure
from dafeng.plan.grammar.quantity import Quantity
from dafeng.plan.numerals import han_decimal

_DIGIT = "一二两三四五六七八九"
_NUMERAL = r"[一二两三四五六七八九十百千]+"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PERCENT = Measure("%", "%", counts=False)
_PER_HUNDRED = re.compile(
    rf"百分之(?P<number>{_NUMERAL}(?:点{_NUMERAL})?|{_NUMBER})(?:点)?"
)
_FRACTION = re.compile(
    r"(?P<under>[二三四五六七八九十])分之(?P<over>[一二两三四五六七八九])"
)
_RATIO = re.compile(r"(?<![\d/.])(?P<over>[1-9])/(?P<under>[2-9])(?![\d/])")
# 两成 is 20 %; 成本, 成效, 成员 and other words that begin with 成 are none.
_TENTHS = re.compile(
    rf"(?<![{_DIGIT}])(?P<tens>[{_DIGIT}])成(?P<ones>[一二三四五六七八九]?)"
    r"(?![本员功果立长效分熟绩为品都交就])"
)
_HALF = re.compile(r"一半|半数")
_DOUBLED = re.compile(r"翻(?P<times>[一两二])?番")
_TWICE = re.compile(r"(?<=[长加高约])一倍")
# Neither an ordinal (第一条) nor a part of a word (一体化, 三项行动中的一个方面).
_COUNT = re.compile(
    rf"(?<![第之{_DIGIT}十百千万])"
    rf"(?P<low>[{_DIGIT}十百千]+(?:万[{_DIGIT}十百千]+)?)"
    r"(?:[至到、-](?P<high>[一二两三四五六七八九十]+))?(?P<mag>[万亿])?"
    r"(?P<base>星|条|家|座|处|所|套|台|个|项|批|亩|辆|艘|名|吨|千瓦|公里|平方米|立方米"
    r"|人次|户|种|株)"
    r"(?!级|次|体|性|化|别|龙|方面|重|层|中全会|五|年|月)"
)


def worded_quantities(text: str) -> Iterator[Quantity]:
    """Figures in words of a normal text, kind by kind."""
    for match in _PER_HUNDRED.finditer(text):
        value = _value(match.group("number"))
        if value is not None:
            yield _share(match, value)
    for match in _FRACTION.finditer(text):
        yield _share(match, _fraction(match))
    for match in _RATIO.finditer(text):
        yield _share(match, _fraction(match))
    for match in _TENTHS.finditer(text):
        tens, ones = (_value(match.group(k)) or Decimal(0) for k in ("tens", "ones"))
        yield _share(match, tens * 10 + ones)
    for match in _HALF.finditer(text):
        yield _share(match, Decimal(50))
    for match in _DOUBLED.finditer(text):
        times = 2 if match.group("times") in ("两", "二") else 1
        yield _share(match, Decimal(2**times - 1) * 100)
    for match in _TWICE.finditer(text):
        yield _share(match, Decimal(100))
    for match in _COUNT.finditer(text):
        value = _value(match.group("low"))
        if value is not None:
            unit = measure(match.group("mag") or "", match.group("base"), None)
            yield _worded(match, value, _value(match.group("high")), unit)


def _fraction(match: re.Match[str]) -> Decimal:
    """Share of a fraction in %, to one decimal: 33.3 for 三分之一."""
    over, under = (_value(match.group(k)) or Decimal(1) for k in ("over", "under"))
    return (over * 100 / under).quantize(Decimal("0.1")).normalize()


def _share(match: re.Match[str], value: Decimal) -> Quantity:
    return _worded(match, value, None, _PERCENT)


def _worded(
    match: re.Match[str], value: Decimal, high: Decimal | None, unit: Measure
) -> Quantity:
    return Quantity(
        start=match.start(),
        end=match.end(),
        value=value,
        value_max=high,
        unit=unit.name,
        printed=match.group(),
        counted=unit.counts,
        worded=True,
    )


def _value(text: str | None) -> Decimal | None:
    if not text:
        return None
    if text.isascii():
        return Decimal(text.replace(",", ""))
    return han_decimal(text)
