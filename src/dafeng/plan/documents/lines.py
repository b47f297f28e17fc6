"""Collect lines the way every format ends up: paragraphs, table rows, single blanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.documents.guards import MAX_CHARACTERS, too_long_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BLANKS = re.compile(r"[ \t\r\n\xa0\u3000]+")


@attrs.define(eq=False)
class Lines:
    """The text under construction.

    Attributes
    ----------
    name : str
        File name, for messages.
    """

    name: str
    _lines: list[str] = attrs.field(factory=list)
    _length: int = 0

    def add(self, text: str) -> None:
        """Add a paragraph; a line break inside it makes two lines, empty ones vanish.

        Raises
        ------
        BadInputError
            ``document.too_large``: no plan is that long.
        """
        for part in text.split("\n"):
            line = part.strip()
            if line:
                self._append(line)

    def add_row(self, row: str) -> None:
        """Add a table row; its tabs stay, also at the ends."""
        if row.strip():
            self._append(row)

    def gap(self) -> None:
        """Leave one blank line, but none at the top and never two."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def extend(self, other: Lines) -> None:
        """Add the lines of another, with its blanks."""
        for line in other._lines:
            if line:
                self.add_row(line)
            else:
                self.gap()

    def take(self) -> list[str]:
        """Return the lines without blanks."""
        return [line for line in self._lines if line]

    def _append(self, line: str) -> None:
        self._length += len(line) + 1
        if self._length > MAX_CHARACTERS:
            raise too_long_error(self.name)
        self._lines.append(line)

    def text(self) -> str:
        """Return the whole, with a line end after every line."""
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "".join(f"{line}\n" for line in self._lines)


def labelled(label: str, text: str) -> str:
    """Put an automatic number before its text, as a typist would.

    >>> [labelled("一、", "总则"), labelled("第一章", "总则"), labelled("1.", "2030年")]
    ['一、总则', '第一章 总则', '1. 2030年']
    """
    if not label:
        return text
    glued = not label[-1].isalnum() and not (label[-1].isascii() and text[:1].isdigit())
    return f"{label}{text}" if glued else f"{label} {text}"


def row_of(cells: Iterable[Sequence[str]]) -> str:
    r"""Join a table row: cells by tabs, lines inside a cell by spaces.

    >>> row_of([["2025年", "2030年"], [], ["22%"]])
    '2025年 2030年\t\t22%'
    """
    return "\t".join(" ".join(map(_one_line, lines)) for lines in cells)


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
