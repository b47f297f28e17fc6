"""Cells of a scheme's TOML, typed; what is wrong is collected with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

import attrs

Word = TypeVar("Word", bound=StrEnum)


@attrs.frozen
class Problem:
    """One fault of a scheme: its code and a sentence with place and way out."""

    code: str
    text: str


@attrs.define
class Table:
    """One table of the file; every cell is asked for once, the rest is refused.

    Attributes
    ----------
    where : str
        How a reader finds it: ``rule "targets"``.
    cells : mapping of str to object
    problems : list of Problem
        Shared by all tables of a file.
    asked : set of str
        Names that were asked for.
    """

    where: str
    cells: Mapping[str, Any]
    problems: list[Problem]
    asked: set[str] = attrs.field(factory=set)

    def refuse(self, code: str, text: str) -> None:
        """Note a fault of this table."""
        self.problems.append(Problem(code, f"{self.where}: {text}"))

    def _cell(self, name: str, kind: type | tuple[type, ...], wanted: str) -> Any:  # noqa: ANN401 - whatever TOML holds
        """Return a cell of the right kind; None when it is not there or of another."""
        self.asked.add(name)
        found = self.cells.get(name)
        # A truth value is an int to Python, a moment is a day.
        other = isinstance(found, bool) and kind is not bool
        other = other or (isinstance(found, datetime) and kind is date)
        if found is None or (isinstance(found, kind) and not other):
            return found
        self.refuse("scheme.value", f"{name} = {found!r} is no {wanted}. Write one.")
        return None

    def _needed(self, name: str, found: object) -> None:
        if found is None and self.cells.get(name) is None:
            self.refuse("scheme.missing", f"{name} is missing. Add it.")

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        found = self._cell(name, str, "text")
        self._needed(name, found or None)
        return found or ""

    def note(self, name: str) -> str:
        """Return a text, empty when it is not there."""
        return self._cell(name, str, "text") or ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not there."""
        found = self._cell(name, list, "list of texts")
        kept = tuple(each for each in found or () if isinstance(each, str))
        if found is not None and len(kept) < len(found):
            self.refuse("scheme.value", f"{name} = {found!r} is no list of texts.")
        return kept

    def number(self, name: str) -> Decimal:
        """Return a number that must be there."""
        found = self._cell(name, (int, Decimal), "number")
        self._needed(name, found)
        return Decimal(found or 0)

    def bound(self, name: str) -> Decimal | None:
        """Return a number, None when it is not there."""
        found = self._cell(name, (int, Decimal), "number")
        return None if found is None else Decimal(found)

    def whole(self, name: str) -> int | None:
        """Return a whole number, None when it is not there."""
        found: int | None = self._cell(name, int, "whole number")
        return found

    def flag(self, name: str) -> bool:
        """Return true or false; it must be there."""
        found = self._cell(name, bool, "true or false")
        self._needed(name, found)
        return bool(found)

    def day(self, name: str) -> date | None:
        """Return a day, None when it is not there."""
        found: date | None = self._cell(name, date, "day (2026-04-12)")
        return found

    def word(self, name: str, words: type[Word], default: Word | None = None) -> Word:
        """Return one of some words; without a default it must be there."""
        found = self._cell(name, str, "text")
        if found is None and default is not None:
            return default
        self._needed(name, found)
        known = tuple(words)
        if found is not None and found not in known:
            have = ", ".join(known)
            self.refuse("scheme.value", f"{name} = {found!r}; write one of {have}.")
            found = None
        return known[0] if found is None else words(found)

    def words(self, name: str, words: type[Word]) -> tuple[Word, ...]:
        """Return a list of some words, empty when it is not there."""
        found = self.texts(name)
        bad = [each for each in found if each not in tuple(words)]
        if bad:
            have = ", ".join(words)
            self.refuse("scheme.value", f"{name} has {', '.join(bad)}; known: {have}.")
        return tuple(words(each) for each in found if each not in bad)

    def table(self, name: str) -> Table:
        """Return a table that must be there."""
        found = self._cell(name, dict, "table")
        self._needed(name, found)
        return Table(name, found or {}, self.problems)

    def tables(self, name: str) -> tuple[Table, ...]:
        """Return the tables of a list, each named by its id."""
        found: Sequence[Any] = self._cell(name, list, "list of tables") or ()
        made = []
        for number, cells in enumerate(found, 1):
            if not isinstance(cells, dict):
                self.refuse("scheme.value", f"{name} {number} is no table.")
                continue
            title = cells.get("id", number)
            made.append(Table(f"{name} {title!r}", cells, self.problems))
        return tuple(made)

    def close(self) -> None:
        """Refuse cells that nobody asked for."""
        for name in sorted(set(self.cells) - self.asked):
            have = ", ".join(sorted(self.asked))
            self.refuse(
                "scheme.unknown_key", f"{name!r} is not known here. Known: {have}."
            )
