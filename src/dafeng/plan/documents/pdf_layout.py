"""From characters with their places on a page to lines of text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.documents.lines import row_of
from dafeng.plan.documents.pdf_tables import Rule, Table, find_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TAB_GAP = 1.5
_BLANK_GAP = 0.7
_WORD_GAP = 0.2
_RUN_GAP, _RUN_BACK, _RUN_SHIFT = 1.0, 0.8, 0.6
_SAME_LINE = 0.45
_SAME_PLACE = 0.1
_MIDDLE = 0.3


@attrs.frozen
class Glyph:
    """A character on a page; lengths in points, upwards and to the right.

    Attributes
    ----------
    char : str
    left, right : float
    base : float
        Height of the base line.
    em : float
        Size of the type.
    """

    char: str
    left: float
    right: float
    base: float
    em: float


@attrs.define
class _Run:
    """Characters drawn one after another on one line, small raised ones included."""

    glyphs: list[Glyph]
    base: float
    em: float

    def takes(self, glyph: Glyph) -> bool:
        size = max(self.em, glyph.em)
        gap = glyph.left - self.glyphs[-1].right
        return (
            abs(glyph.base - self.base) < _RUN_SHIFT * size
            and -_RUN_BACK * size < gap < _RUN_GAP * size
        )

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        if glyph.em > 1.1 * self.em:
            self.base, self.em = glyph.base, glyph.em


@attrs.frozen
class Line:
    """A line of text on a page."""

    text: str
    base: float
    right: float
    em: float


def is_wide(char: str) -> bool:
    """Whether a character takes the square of a Chinese one."""
    return unicodedata.east_asian_width(char) in "WF"


def page_lines(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[str]:
    """Return the lines of a page, with a blank one around each ruled table.

    Parameters
    ----------
    glyphs : sequence of Glyph
        In the order in which they are drawn.
    rules : sequence of Rule
    """
    tables = find_tables(rules)
    outside: list[Glyph] = []
    inside: dict[tuple[int, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        place = _place(glyph, tables)
        (outside if place is None else inside.setdefault(place, [])).append(glyph)
    blocks = [(line.base, [line.text]) for line in lines_of(outside)]
    for number, table in enumerate(tables):
        cells = {
            (row, column): lines_of(content)
            for (at, row, column), content in inside.items()
            if at == number
        }
        if cells:
            blocks.append((table.ys[0], ["", *_table_lines(table, cells), ""]))
    out: list[str] = []
    for _height, lines in sorted(blocks, key=lambda block: -block[0]):
        for line in lines:
            if line or (out and out[-1]):
                out.append(line)
    return out[:-1] if out and not out[-1] else out


def _place(glyph: Glyph, tables: Sequence[Table]) -> tuple[int, int, int] | None:
    """Return the table, row and column that a character stands in, or ``None``."""
    x = (glyph.left + glyph.right) / 2
    y = glyph.base + _MIDDLE * glyph.em
    for number, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell is not None:
            return number, *cell
    return None


def _table_lines(table: Table, cells: dict[tuple[int, int], list[Line]]) -> list[str]:
    out: list[str] = []
    for row in range(table.height):
        if table.is_box(row):
            out.extend(line.text for line in cells.get((row, 0), ()))
            continue
        texts = [
            [_joined(cells.get((row, column), []), table.right_of(row, column))]
            for column in range(table.width)
        ]
        line = row_of(texts)
        if line.strip():
            out.append(line)
    return out


def _joined(lines: Sequence[Line], edge: float) -> str:
    """Join the lines of a cell: a full line runs on, after a short one stands a space.

    Parameters
    ----------
    lines : sequence of Line
    edge : float
        Right side of the cell.
    """
    text = ""
    for line in lines:
        text += line.text
        runs_on = edge - line.right < 2 * line.em and is_wide(text[-1:] or " ")
        text += "" if runs_on else " "
    return text.strip()


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Put characters together to lines, from top to bottom."""
    lines: list[list[_Run]] = []
    for run in sorted(_runs(glyphs), key=lambda run: -run.base):
        main = max(lines[-1], key=lambda other: other.em) if lines else None
        if main and abs(run.base - main.base) < _SAME_LINE * max(run.em, main.em):
            lines[-1].append(run)
        else:
            lines.append([run])
    made = map(_line, lines)
    return [line for line in made if line.text]


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    for glyph in glyphs:
        if runs and runs[-1].takes(glyph):
            runs[-1].add(glyph)
        else:
            runs.append(_Run([glyph], glyph.base, glyph.em))
    return runs


def _line(runs: Sequence[_Run]) -> Line:
    """Write out a line, with what stands in its gaps."""
    main = max(runs, key=lambda run: run.em)
    glyphs = sorted(
        (glyph for run in runs for glyph in run.glyphs),
        key=lambda glyph: (glyph.left + glyph.right, glyph.left),
    )
    text, spaces = "", ""
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char.isspace():
            spaces += glyph.char
            continue
        if last is not None and _is_shadow(last, glyph):
            continue
        if last is not None:
            text += _gap(last, glyph, spaces)
        text += glyph.char
        last, spaces = glyph, ""
    return Line(text, main.base, last.right if last else 0.0, main.em)


def _is_shadow(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character is printed again over itself to look bold."""
    near = _SAME_PLACE * glyph.em
    return last.char == glyph.char and abs(last.left - glyph.left) < near


def _gap(last: Glyph, glyph: Glyph, spaces: str) -> str:
    em = max(last.em, glyph.em)
    gap = glyph.left - last.right
    ideographic = spaces.count("\u3000")
    if 0 < ideographic <= 2 and gap < (ideographic + 1) * em:
        return "\u3000" * ideographic
    if gap > _TAB_GAP * em:
        return "\t"
    is_latin = last.char.isascii() and glyph.char.isascii()
    words = is_latin and last.char.isalnum() and glyph.char.isalnum()
    if spaces or gap > (_WORD_GAP if words else _BLANK_GAP) * em:
        return " "
    return ""
