"""Units: a small exact table, and expressions built from it.

A unit has a dimension and a rational factor, so a conversion loses nothing. What must
not be mixed up has a dimension of its own:

- heat in ``tce当量`` (calorific, 当量值), supply fuel in ``tce等价`` (equal value,
  等价值), and a bare ``tce``, whose basis nobody stated;
- ``tCO2`` of one gas and ``tCO2e`` of all gases;
- rates (``%``, ``‰``) and their differences (``百分点``);
- every counting noun: 个, 家 and 台 never convert into one another (law: unknown is a
  value; a plan's 80 家 is not 80 个 until a person says so).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.tables import packaged_rows

ScaleWord = tuple[str, int]
"""A Chinese multiplier before a unit, and the power of ten that it stands for."""

SCALE_WORDS: tuple[ScaleWord, ...] = (
    ("万亿", 10**12),
    ("千亿", 10**11),
    ("百亿", 10**10),
    ("十亿", 10**9),
    ("亿", 10**8),
    ("千万", 10**7),
    ("百万", 10**6),
    ("十万", 10**5),
    ("万", 10**4),
    ("千", 10**3),
    ("百", 10**2),
)

_TEN_POWER = re.compile(r"10\^(3|4|6|8)")
_TEN_WORDS = {"3": "千", "4": "万", "6": "百万", "8": "亿"}
_OPERATOR = re.compile(r"[*·×⋅/每]")
_POWER = re.compile(r"\^?(-?\d+)")
_LONGEST = 100
"""Characters of an expression."""
_MOST_POWER_DIGITS, _MOST_BITS = 3, 4096
"""Limits of a power: a few characters would keep a computer busy for good."""
_MINUS_POWERS = str.maketrans({"⁻": "-", "－": "-", "−": "-"})


@attrs.frozen
class Dimension:
    """Powers of base quantities, sorted by name; no powers is a pure number.

    Attributes
    ----------
    powers : tuple of (str, int)
        For example ``(("length", 2),)`` of an area.
    """

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Dimension:
        """Read ``mass*length^2*time^-2``; ``1`` is a pure number."""
        dimension = cls()
        for part in text.split("*"):
            if part != "1":
                name, _, power = part.partition("^")
                dimension = dimension * cls(((name, int(power or 1)),))
        return dimension

    def __mul__(self, other: Dimension) -> Dimension:
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + power
        return Dimension(tuple(sorted((n, p) for n, p in powers.items() if p)))

    def __pow__(self, power: int) -> Dimension:
        if power == 0:
            return Dimension()
        return Dimension(tuple((n, p * power) for n, p in self.powers))

    def __truediv__(self, other: Dimension) -> Dimension:
        return self * other**-1

    def __str__(self) -> str:
        return "*".join(n if p == 1 else f"{n}^{p}" for n, p in self.powers) or "1"


@attrs.frozen
class Unit:
    """A unit of measurement.

    Attributes
    ----------
    symbol : str
        The one spelling that dafeng prints, for example ``万kW`` or ``t/d``.
    dimension : Dimension
        What it measures.
    factor : Fraction
        How many of the dimension's base unit it is; positive.
    """

    symbol: str
    dimension: Dimension
    factor: Fraction

    def __mul__(self, other: Unit) -> Unit:
        return Unit(
            f"{self.symbol}*{other._grouped()}",
            self.dimension * other.dimension,
            self.factor * other.factor,
        )

    def __truediv__(self, other: Unit) -> Unit:
        return Unit(
            f"{self.symbol}/{other._grouped()}",
            self.dimension / other.dimension,
            self.factor / other.factor,
        )

    def __pow__(self, power: int) -> Unit:
        return Unit(
            f"{self._grouped()}^{power}", self.dimension**power, self.factor**power
        )

    def _grouped(self) -> str:
        return f"({self.symbol})" if _OPERATOR.search(self.symbol) else self.symbol

    def __str__(self) -> str:
        return self.symbol


@attrs.frozen
class UnitTable:
    """Units by every spelling, as :func:`plain_spelling` writes them."""

    by_spelling: Mapping[str, Unit]

    def __iter__(self) -> Iterator[Unit]:
        return iter(dict.fromkeys(self.by_spelling.values()))


def plain_spelling(text: str) -> str:
    """Return ``text`` in half width, without blanks, with round brackets.

    Powers of ten that Chinese has a word for become that word.

    Examples
    --------
    >>> plain_spelling(" 万 m³ ／ 日 "), plain_spelling("GJ/10^4 Nm3")
    ('万m3/日', 'GJ/万Nm3')
    """
    text = unicodedata.normalize("NFKC", text.translate(_MINUS_POWERS))
    text = text.replace("μ", "u").replace("〔", "(").replace("〕", ")")
    text = _TEN_POWER.sub(lambda power: _TEN_WORDS[power[1]], text)
    return "".join(text.split())


@cache
def unit_table() -> UnitTable:
    """Return the packaged units: ``data/units.csv`` and nouns of ``data/counts.csv``.

    Raises
    ------
    UnitError
        ``unit.duplicate``: one spelling stands for two units.
    """
    table: dict[str, Unit] = {}
    for row in packaged_rows("dafeng.base", "units.csv"):
        unit = Unit(
            row["symbol"], Dimension.parse(row["dimension"]), Fraction(row["factor"])
        )
        _enter(
            table, unit, (row["symbol"], row["name_zh"], *row["spellings"].split("|"))
        )
    for row in packaged_rows("dafeng.base", "counts.csv"):
        noun = row["noun"]
        unit = Unit(noun, Dimension(((f"count:{noun}", 1),)), Fraction(1))
        _enter(table, unit, (noun, *row["spellings"].split("|")))
    return UnitTable(MappingProxyType(table))


def _enter(table: dict[str, Unit], unit: Unit, spellings: tuple[str, ...]) -> None:
    for spelling in filter(None, map(plain_spelling, spellings)):
        if table.setdefault(spelling, unit) != unit:
            msg = f"{spelling!r} stands for {table[spelling]} and for {unit}."
            raise UnitError(msg, code="unit.duplicate", spelling=spelling)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit in Chinese or ASCII spelling, or an expression of units.

    Parameters
    ----------
    text : str
        ``万千瓦``, ``亿m3``, ``吨/日``, ``kgce/m2``, ``t·km``, ``t/(万元*d)``,
        ``h^-1``; full width is allowed. ``*`` and ``/`` work from left to right.

    Returns
    -------
    Unit
        Its ``symbol`` is the spelling that dafeng prints, and parses to the same unit.

    Raises
    ------
    UnitError
        ``unit.unknown``: the message names the part that is not in the table.

    Examples
    --------
    >>> parse_unit("万千瓦").symbol, parse_unit("微克/立方米").symbol
    ('万kW', 'ug/m3')
    """
    if len(text) > _LONGEST:
        raise _unknown(text[:_LONGEST], text[_LONGEST:][:_LONGEST])
    plain = plain_spelling(text)
    if len(plain) > _LONGEST:
        raise _unknown(plain[:_LONGEST], plain[_LONGEST:][:_LONGEST])
    known = _simple(plain)
    if known is not None:
        return known
    unit, end = _expression(plain, 0)
    if end < len(plain):
        raise _unknown(plain, plain[end:])
    return unit


def _expression(plain: str, start: int) -> tuple[Unit, int]:
    unit, end = _term(plain, start)
    while sign := _OPERATOR.match(plain, end):
        other, end = _term(plain, sign.end())
        unit = unit / other if sign.group() in "/每" else unit * other
    return unit, end


def _term(plain: str, start: int) -> tuple[Unit, int]:
    if plain.startswith("(", start):
        unit, end = _expression(plain, start + 1)
        if not plain.startswith(")", end):
            raise _unknown(plain, plain[start:])
        end += 1
    else:
        unit, end = _longest(plain, start)
    power = _POWER.match(plain, end)
    if power is None:
        return unit, end
    named = _simple(f"{unit.symbol}{power[1]}")
    if named is None and not _can_raise(unit, power[1]):
        raise _unknown(plain, plain[start:])
    return named or unit ** int(power[1]), power.end()


def _can_raise(unit: Unit, power: str) -> bool:
    if len(power.removeprefix("-")) > _MOST_POWER_DIGITS:
        return False
    bits = unit.factor.numerator.bit_length() + unit.factor.denominator.bit_length()
    return bits * abs(int(power)) <= _MOST_BITS


def _longest(plain: str, start: int) -> tuple[Unit, int]:
    """Read the longest spelling at ``start`` that an operator, power or end follows."""
    for end in range(len(plain), start, -1):
        unit = _simple(plain[start:end])
        if unit is not None and not plain[end : end + 1].isalpha():
            return unit, end
    raise _unknown(plain, plain[start:])


def _unknown(plain: str, part: str) -> UnitError:
    msg = (
        f"The unit {plain!r} is not known (from {part!r} on). Use one of units.csv "
        "or counts.csv, with 万 or 亿 before it, and *, / and powers between."
    )
    return UnitError(msg, code="unit.unknown", unit=plain, part=part)


def _simple(plain: str) -> Unit | None:
    """Return a unit of the table, alone or behind a scale word."""
    table = unit_table().by_spelling
    unit = table.get(plain)
    if unit is not None:
        return unit
    for word, factor in SCALE_WORDS:
        if plain.startswith(word):
            unit = table.get(plain[len(word) :])
            if unit is not None and unit.dimension != Dimension():
                return Unit(word + unit.symbol, unit.dimension, unit.factor * factor)
    return None


def convert(
    value: Decimal | Fraction | int, source: Unit | str, target: Unit | str
) -> Fraction:
    """Return ``value`` of ``source`` in ``target``, exactly.

    Parameters
    ----------
    value : Decimal, Fraction or int
        No floats: they are not what was printed.
    source, target : Unit or str
        Text is read by :func:`parse_unit`.

    Returns
    -------
    Fraction
        Round it once, where it is shown, with ``base.rounding``.

    Raises
    ------
    UnitError
        ``unit.dimension``: they measure different things; ``.fields`` holds both
        dimensions. ``unit.unknown``: a text is no unit.

    Examples
    --------
    >>> convert(Decimal("1.5"), "万kW", "MW")
    Fraction(15, 1)
    """
    old = parse_unit(source) if isinstance(source, str) else source
    new = parse_unit(target) if isinstance(target, str) else target
    if old.dimension != new.dimension:
        msg = (
            f"{old} measures {old.dimension}, {new} measures {new.dimension}: "
            "they do not convert. Check the unit, or state the missing basis."
        )
        raise UnitError(
            msg,
            code="unit.dimension",
            source=str(old),
            target=str(new),
            source_dimension=str(old.dimension),
            target_dimension=str(new.dimension),
        )
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return exact * old.factor / new.factor
