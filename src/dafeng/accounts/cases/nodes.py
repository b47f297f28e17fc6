"""A JSON document read by its paths: every complaint says where.

Numbers are decimals and may come as text; units come with the number (``ncv_GJ``), in
a key of their own (``ncv_unit``), or by the convention of the symbol.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

import attrs

from dafeng.accounts.cases.words import plain_key, printed_unit, spellings
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.units import convert, parse_unit

LARGEST_EXPONENT = 60
"""Power of ten beyond which a number is a slip of the pen; products stay doubles."""

_TEN_POWERS = {"3": "千", "4": "万", "6": "百万", "8": "亿"}
_TEN_POWER = re.compile(r"(?:10\^|10\*\*|1[eE]|10(?=[348]\b))([3468])[\s_*·]*")
_WITH_DIGIT = ("m2", "m3", "CO2", "CH4")
_INDICES = re.compile(r"(\[\d+\])+$")
_FIGURE = r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER = re.compile(rf"{_FIGURE}\s*%?")
_WITH_UNIT = re.compile(rf"({_FIGURE})\s*([^\d\s.,+%-].*)")
_A_YEAR = re.compile(r"[/·](?:yr|year|a|年)$")


@attrs.frozen
class Node:
    """A value of the document with its path.

    Attributes
    ----------
    value : object
        What JSON holds there: mapping, list, text, number, true, false, null.
    path : str
        For example ``inputs[1].ncv``.
    read : set of str
        Paths that somebody looked at, shared by every node of the document: what a
        case states and nobody reads is told.
    """

    value: object
    path: str = ""
    read: set[str] = attrs.field(factory=set, eq=False, repr=False)

    def __contains__(self, name: str) -> bool:
        return isinstance(self.value, Mapping) and self.value.get(name) is not None

    def first(self, *symbols: str) -> Node | None:
        """Return the first of several symbols that is there, or None."""
        keys = self._keys()
        for symbol in symbols:
            for spelling in spellings(symbol):
                if spelling in keys:
                    return self.child(keys[spelling])
        return None

    def _keys(self) -> dict[str, str]:
        """Keys that hold something, by how keys are compared."""
        return {plain_key(name): name for name in reversed(self.names) if name in self}

    def child(self, name: str) -> Node:
        """Return the value under a key.

        Raises
        ------
        BadInputError
            ``case.missing``: it is not there; the message lists what is.
        """
        path = f"{self.path}.{name}" if self.path else name
        if not isinstance(self.value, Mapping):
            _refuse(path, f"{self.path or 'the case'} is not an object", "case.shape")
        if self.value.get(name) is None:
            have = ", ".join(map(str, self.value)) or "nothing"
            _refuse(path, f"is missing; there is: {have}", "case.missing")
        self.read.add(path)
        return Node(self.value[name], path, self.read)

    def unread(self) -> Iterator[Node]:
        """Yield the numbers below that nobody read."""
        if isinstance(self.value, Mapping):
            for name in self.names:
                path = f"{self.path}.{name}" if self.path else name
                yield from Node(self.value[name], path, self.read).unread()
        elif self.is_list:
            for member in self.items():
                yield from member.unread()
        elif self._is_number() and not self._was_read():
            yield self

    def skip(self) -> None:
        """Say that nothing below need be read: it was looked at as a whole."""
        for node in tuple(self.unread()):
            self.read.add(node.path)

    def _is_number(self) -> bool:
        if isinstance(self.value, str):
            text = self.value.strip()
            with_unit = _WITH_UNIT.fullmatch(text)
            told = with_unit is not None and bool(unit_of_key(with_unit[2]))
            return told or _NUMBER.fullmatch(text) is not None
        return not isinstance(self.value, bool) and isinstance(
            self.value, int | float | Decimal | Fraction
        )

    def _was_read(self) -> bool:
        """Whether it, or a list that it is a plain member of, was read."""
        return self.path in self.read or _INDICES.sub("", self.path) in self.read

    @property
    def names(self) -> tuple[str, ...]:
        """Keys of an object, as they stand; none for anything else."""
        return tuple(map(str, self.value)) if isinstance(self.value, Mapping) else ()

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.value, Sequence) and not isinstance(self.value, str)

    def items(self) -> Iterator[Node]:
        """Yield the members of a list; an object or a number is a list of one."""
        if isinstance(self.value, Sequence) and not isinstance(self.value, str):
            for index, member in enumerate(self.value):
                yield Node(member, f"{self.path}[{index}]", self.read)
        else:
            yield self

    def members(self) -> Iterator[tuple[str, Node]]:
        """Yield keys and values of an object, as they stand."""
        for name in self.names:
            if name in self:
                yield name, self.child(name)

    def text(self, *names: str, default: str = "") -> str:
        """Return a text under the first of several keys."""
        node = self.first(*names)
        return default if node is None else str(node.value).strip()

    def number(self) -> Fraction:
        """Return it as an exact number.

        Raises
        ------
        BadInputError
            ``case.number``: it is no finite number.
        """
        value = self.value
        if isinstance(value, bool):
            _refuse(self.path, f"{value!r} is not a number", "case.number")
        if isinstance(value, int | Fraction):
            self._check_size(Fraction(value))
            return Fraction(value)
        text = str(value).strip().replace("，", ",").replace("−", "-")
        if not _NUMBER.fullmatch(text):
            why = f"{value!r} is not a number"
            if "," in text:
                why += " (a comma parts groups of three digits; decimals take a point)"
            _refuse(self.path, why, "case.number")
        share = Fraction(1, 100) if text.endswith("%") else Fraction(1)
        number = Decimal(text.rstrip("% ").replace(",", ""))
        if number and abs(number.adjusted()) > LARGEST_EXPONENT:
            _refuse(self.path, "the number is out of all bounds", "case.number")
        return Fraction(number) * share

    def _check_size(self, number: Fraction) -> None:
        if abs(number) >= 10 ** (LARGEST_EXPONENT + 1):
            _refuse(self.path, "the number is out of all bounds", "case.number")

    def amount(self, *stems: str, unit: str) -> Fraction:
        """Return a quantity in ``unit``, looked for under several stems.

        Raises
        ------
        BadInputError
            ``case.missing``, ``case.number``.
        UnitError
            Its unit is unknown or of another dimension.
        """
        found = self.find(*stems)
        if found is None:
            have = ", ".join(self.names) or "nothing"
            path = f"{self.path}.{stems[0]}" if self.path else stems[0]
            _refuse(path, f"is missing; there is: {have}", "case.missing")
        node, stated = found
        return in_unit(node, stated or printed_unit(stems[0]) or unit, unit)

    def find(self, *symbols: str) -> tuple[Node, str] | None:
        """Find a quantity and the unit that is stated for it, empty where none is.

        The unit stands in a key of its own (``ncv_unit``), behind the symbol
        (``ncv_GJ_per_t``, ``低位发热量(GJ/t)``), or behind the number in a text.
        """
        told = [each for symbol in symbols for each in self._stated(symbol)]
        # A text under a key that also names things (`waste`) is no quantity.
        counted = [each for each in told if not self._is_word(each[0])]
        return self._quantity(*(counted or told)[0]) if told else None

    def every(self, symbol: str) -> tuple[tuple[Node, str], ...]:
        """Find all quantities that are stated for a symbol, with their units."""
        return tuple(self._quantity(*each) for each in self._stated(symbol))

    def _stated(self, symbol: str) -> list[tuple[str, str]]:
        """Keys that state a symbol, with the unit in each."""
        keys, found = self._keys(), []
        for spelling in spellings(symbol):
            if spelling in keys:
                found.append((keys[spelling], ""))
            for name in keys.values():
                suffix = _suffix(name, spelling)
                if suffix:
                    found.append((name, suffix))
        return list(dict.fromkeys(found))

    def _is_word(self, name: str) -> bool:
        value = self.value.get(name) if isinstance(self.value, Mapping) else None
        return isinstance(value, str) and not any(map(str.isdigit, value))

    def _quantity(self, name: str, suffix: str) -> tuple[Node, str]:
        node = self.child(name)
        stem = name.removesuffix(suffix).rstrip("_")
        stated = self.text(f"{name}_unit", f"{name}单位", f"{stem}_unit") or suffix
        if isinstance(node.value, str):
            found = _WITH_UNIT.fullmatch(node.value.strip().replace("，", ","))
            if found is not None and unit_of_key(found[2]):
                node = attrs.evolve(node, value=found[1])
                stated = stated or found[2]
        return node, stated


@lru_cache(maxsize=4096)
def _suffix(name: str, spelling: str) -> str:
    """Return the unit behind a spelling in a key, or nothing."""
    plain = unicodedata.normalize("NFKC", name).strip()
    head, rest = plain[: len(spelling)], plain[len(spelling) :].lstrip()
    if plain_key(head) != spelling or rest[:1] not in {"_", "(", "["}:
        return ""
    suffix = rest.strip("_()[] ")
    # `NCV_GJ_t` parts numerator and denominator as `NCV_GJ_per_t` does.
    return unit_of_key(suffix) or unit_of_key(suffix.replace("_", "_per_"))


def in_unit(node: Node, stated: str, wanted: str) -> Fraction:
    """Convert a number; a unit without a denominator takes that of ``wanted``."""
    value = node.number()
    plain = plain_unit(stated)
    if "/" in wanted and "/" not in plain and not _is_pure(plain):
        plain = f"{plain}/{wanted.partition('/')[2]}"
    try:
        return convert(value, plain, plain_unit(wanted))
    except UnitError as error:
        msg = f"{node.path}: {error}"
        raise UnitError(msg, code=error.code, path=node.path, unit=stated) from error


def plain_unit(text: str) -> str:
    """Spell powers of ten in a unit as the table does; a rate a year is an amount.

    Examples
    --------
    >>> plain_unit("10^4 Nm3"), plain_unit("1e4_m3"), plain_unit("GJ/10^4 Nm3")
    ('万Nm3', '万m3', 'GJ/万Nm3')
    """
    plain = _TEN_POWER.sub(lambda found: _TEN_POWERS[found[1]], text).replace("_", "")
    return _A_YEAR.sub("", plain.strip())


def unit_of_key(suffix: str) -> str:
    """Return the unit at the end of a key (``tCO2_per_MWh``), or nothing.

    Examples
    --------
    >>> unit_of_key("GJ_per_t"), unit_of_key("pct"), unit_of_key("year1")
    ('GJ/t', '%', '')
    """
    unit = re.sub(r"/l$", "/L", plain_unit(suffix.replace("_per_", "/")))
    unit = {"pct": "%", "percent": "%", "percentage": "%"}.get(unit, unit)
    if unit[-1:].isdigit() and not unit.endswith(_WITH_DIGIT):
        return ""
    try:
        parse_unit(unit)
    except UnitError:
        return ""
    return unit


def read_cases(path: Path) -> tuple[Mapping[str, object], ...]:
    """Read a file with one case, a list of cases, or ``{"cases": [...]}``.

    Parameters
    ----------
    path : Path
        UTF-8 JSON; numbers are read as decimals.

    Raises
    ------
    BadInputError
        ``case.file``: it cannot be read, is no JSON, or holds no case.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        msg = f"{path}: {error.strerror or error}. Give the path of a JSON file."
        raise BadInputError(msg, code="case.file", path=str(path)) from error
    except (ValueError, RecursionError) as error:
        msg = f"{path} is not JSON in UTF-8: {error}."
        raise BadInputError(msg, code="case.file", path=str(path)) from error
    if isinstance(document, dict) and isinstance(document.get("cases"), list):
        document = document["cases"]
    cases = document if isinstance(document, list) else [document]
    if not cases or not all(isinstance(case, dict) for case in cases):
        msg = f"{path} holds no case: give an object, or a list of objects."
        raise BadInputError(msg, code="case.file", path=str(path))
    return tuple(cases)


def _is_pure(unit: str) -> bool:
    return unit in {"1", "%", "‰"}


def _refuse(path: str, what: str, code: str) -> NoReturn:
    msg = f"{path or 'the case'}: {what}."
    raise BadInputError(msg, code=code, path=path)
