"""Figures with their units: 280 万千瓦, 2—3 个, 500、800 万千瓦, 一条, 三分之一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import attrs

from dafeng.plan.grammar.measures import UNIT, measure
from dafeng.plan.grammar.quantity import Quantity
from dafeng.plan.grammar.worded import worded_quantities

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DASH = r"[-—~至到]{1,2}"
_DIGITS = re.compile(
    rf"(?<![A-Za-z\d.])(?P<low>{_NUMBER})(?P<lowunit>万|亿|%|‰)?"
    rf"(?:(?P<dash>{_DASH})(?P<high>{_NUMBER}))?"
    rf"(?:{UNIT})?"
)
# What makes a number a part of a name or a reference: 第 3, PM 2.5, GB 18613, 图 2.
_NAME_BEFORE = re.compile(
    r"(?:第|No\.|GB/?T?|DB|号|[A-Za-z]-?|专栏|附件|附表|表|图|PM)$"
)
# What makes it a date, an ordinal or a span of time.
_NAME_AFTER = re.compile(
    r"年|月|号|世纪|届|周年|条例|\)号|时\d|个工作日|个月|个年|日(?!/)|级|级及|#"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-—~至到](?:19|20)?\d\d)?$")
_LATIN_AFTER = re.compile(r"[A-Za-z]{1,3}(?![a-z])|\+")  # 5G, 2+3, 5A
_VOLTAGES = ("千伏", "kV")  # a voltage is part of a line's name
_NOT_COUNTED = {
    "个": re.compile(r"(?:工作日|月|小时|年|方面)"),
    "次": re.compile(r"(?:党代会|会议|全会)"),
}
_BETWEEN = re.compile(r"[、,和及]|以及")


def quantities_in(text: str) -> list[Quantity]:
    """All figures of a normal text in order, without dates, ordinals and names.

    Examples
    --------
    >>> [(str(q.value), q.unit) for q in quantities_in("500、800万千瓦")]
    [('500', '万kW'), ('800', '万kW')]
    """
    found = [*_digit_quantities(text), *worded_quantities(text)]
    found.sort(key=lambda q: (q.start, -q.end))
    return _without_overlaps(_with_shared_units(text, found))


def _digit_quantities(text: str) -> Iterator[Quantity]:
    for match in _DIGITS.finditer(text):
        if not _is_name(text, match):
            yield _digit_quantity(match)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Numbers that are parts of names, dates, ordinals or references."""
    before, after = text[: match.start()], text[match.end() :]
    base = match.group("base")
    if _NAME_BEFORE.search(before) or _NAME_AFTER.match(after):
        return True
    if base in ("日", "d") and not match.group("per"):
        return True
    if _YEARS.match(match.group()) and (after.startswith(("年", "-", "—")) or not base):
        return True
    if base is None:
        return bool(_LATIN_AFTER.match(after))
    if base in _VOLTAGES:
        return True
    return base in _NOT_COUNTED and bool(_NOT_COUNTED[base].match(after))


def _digit_quantity(match: re.Match[str]) -> Quantity:
    high, base = match.group("high"), match.group("base")
    mag, first = match.group("mag") or "", match.group("lowunit") or ""
    if base is None and first in ("%", "‰"):
        base = first  # 10%—15: the sign stands behind the lower end
    elif first in ("万", "亿") and (base is None or high is None):
        mag = first + mag  # 12万亿元: the pattern takes the first for itself
    unit = measure(mag, base, match.group("per"))
    return Quantity(
        start=match.start(),
        end=match.end(),
        value=_decimal(match.group("low")),
        value_max=_decimal(high) if high is not None else None,
        unit=unit.name,
        printed=unit.printed,
        counted=unit.counts,
        worded=False,
    )


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give 500 in 500、800 万千瓦 the unit of its neighbour."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        this, then = result[i], result[i + 1]
        bare = this.unit in (None, "万", "亿") and not this.worded
        if not bare or then.unit is None:
            continue
        if _BETWEEN.fullmatch(text[this.end : then.start]):
            mag = this.unit or ""
            unit = then.unit if then.unit.startswith(mag) else mag + then.unit
            result[i] = attrs.evolve(
                this, unit=unit, printed=then.printed, counted=then.counted
            )
    return result


def _without_overlaps(found: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept
