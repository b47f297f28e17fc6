"""A JSON document read field by field; everything wrong is gathered with its path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

import attrs

from dafeng.assessment.allocation.errors import AllocationError

_Word = TypeVar("_Word", bound=StrEnum)
LARGEST_EXPONENT = 30
"""Power of ten beyond which a number is a slip of the pen."""


class _Twice(dict[str, object]):
    """An object with the keys that stand in it more than once."""

    twice: tuple[str, ...] = ()


def parse_json(data: bytes) -> object:
    """Read JSON with exact numbers.

    Raises
    ------
    AllocationError
        ``case.json``: it is not JSON in UTF-8.
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_pairs,
        )
    except (ValueError, RecursionError) as error:
        problem = f"The case is not JSON in UTF-8: {error}."
        raise AllocationError([problem], code="case.json") from error


def _no_number(text: str) -> object:
    msg = f"{text} is no number"
    raise ValueError(msg)


def _pairs(pairs: list[tuple[str, object]]) -> _Twice:
    found = _Twice(pairs)
    names = [name for name, _ in pairs]
    found.twice = tuple(sorted({name for name in names if names.count(name) > 1}))
    return found


@attrs.frozen
class Node:
    """A value of the document with its path.

    Attributes
    ----------
    value : object
    path : str
        For example ``parties[2].energy.lower``.
    problems : list of str
        Shared by the whole document. What cannot be used is told there, and something
        of the right kind is returned, so that one reading finds all of it.
    """

    value: object
    path: str
    problems: list[str] = attrs.field(eq=False, repr=False)

    def refuse(self, expected: str) -> None:
        """Tell that something else was expected here."""
        shown = str(self.value)
        if not isinstance(self.value, Decimal):
            shown = json.dumps(self.value, ensure_ascii=False, default=str)
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        self.problems.append(f"{self.path}: {shown} is not {expected}.")

    def fields(self, *known: str) -> dict[str, Node]:
        """Read an object; fields that nobody knows are refused."""
        children = self.children()
        for name, node in children.items():
            if name not in known:
                node.unknown(", ".join(known))
        return children

    def fields_or_years(self, *known: str) -> dict[str, Node]:
        """Read an object of known fields and of years."""
        children = self.children()
        for name, node in children.items():
            if name not in known and not name.isdigit():
                node.unknown(f"{', '.join(known)} or a year")
        return children

    def unknown(self, offer: str) -> None:
        """Tell that nobody knows this field."""
        self.problems.append(f"{self.path}: unknown field; expected {offer}.")

    def children(self) -> dict[str, Node]:
        """Read an object whose keys are names; null counts as not there."""
        if not isinstance(self.value, dict):
            self.refuse("an object")
            return {}
        for name in getattr(self.value, "twice", ()):
            self.problems.append(f"{self.path}: the field {name!r} stands twice.")
        return {
            name: Node(value, f"{self.path}.{name}".lstrip("."), self.problems)
            for name, value in self.value.items()
            if value is not None
        }

    def items(self) -> Iterator[Node]:
        """Read a list."""
        if not isinstance(self.value, list):
            self.refuse("a list")
            return
        for number, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{number}]", self.problems)

    @property
    def is_object(self) -> bool:
        """Whether it is an object."""
        return isinstance(self.value, dict)

    def number(self) -> Decimal:
        """Read a number; a text with its digits will do."""
        value = self.value
        if isinstance(value, int | Decimal | str) and not isinstance(value, bool):
            try:
                number = Decimal(value.strip() if isinstance(value, str) else value)
            except InvalidOperation:
                number = Decimal("NaN")
            small = number.is_finite() and abs(number.adjusted()) <= LARGEST_EXPONENT
            if small or number == 0:
                return number
        self.refuse("a number, such as 120.5")
        return Decimal(0)

    def integer(self) -> int:
        """Read a whole number."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return self.value
        self.refuse("a whole number")
        return 0

    def year(self) -> int:
        """Read a year."""
        if isinstance(self.value, int) and 1900 <= self.value <= 2200:
            return self.value
        self.refuse("a year, such as 2025")
        return 0

    def text(self) -> str:
        """Read a text."""
        if isinstance(self.value, str):
            return self.value
        self.refuse("a text")
        return ""

    def flag(self) -> bool:
        """Read true or false."""
        if isinstance(self.value, bool):
            return self.value
        self.refuse("true or false")
        return False

    def word(self, words: type[_Word]) -> _Word:
        """Read one of several words."""
        for word in words:
            if self.value == word.value:
                return word
        self.refuse(f"one of {', '.join(words)}")
        return next(iter(words))
