"""Tables on a page, found by their ruled lines."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NEAR = 3.0
_STRAIGHT = 0.5
_SHORTEST = 4.0
_MAX_RULES = 4000
_MAX_CELLS = 20_000


@attrs.frozen(kw_only=True)
class Rule:
    """A level or upright stroke; lengths in points, upwards and to the right.

    Attributes
    ----------
    is_level : bool
    at : float
        Height of a level stroke, distance from the left of an upright one.
    start, end : float
        Where it begins and ends in the other direction, ``start < end``.
    """

    is_level: bool
    at: float
    start: float
    end: float

    @classmethod
    def between(
        cls, one: tuple[float, float], other: tuple[float, float]
    ) -> Iterator[Rule]:
        """Yield the stroke between two points, if it is straight and long enough."""
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) > _SHORTEST:
            start, end = sorted((x0, x1))
            yield cls(is_level=True, at=(y0 + y1) / 2, start=start, end=end)
        elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) > _SHORTEST:
            start, end = sorted((y0, y1))
            yield cls(is_level=False, at=(x0 + x1) / 2, start=start, end=end)

    def touches(self, other: Rule) -> bool:
        """Whether a stroke and one of the other direction meet."""
        return (
            self.start - _NEAR <= other.at <= self.end + _NEAR
            and other.start - _NEAR <= self.at <= other.end + _NEAR
        )

    def covers(self, place: float) -> bool:
        """Whether the stroke passes a place in its own direction."""
        return self.start - _NEAR < place < self.end + _NEAR


@attrs.frozen
class Table:
    """A ruled table.

    Attributes
    ----------
    xs, ys : tuple of float
        Borders of the columns from left to right, of the rows from top to bottom.
    owners : mapping of (row, column) to (row, column)
        The first cell of the block that a cell is merged into; itself if it is not.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: dict[tuple[int, int], tuple[int, int]]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the cell at a point, or ``None`` outside."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-height for height in self.ys], -y) - 1
        return self.owners.get((row, column))

    def is_box(self, row: int) -> bool:
        """Whether the row is one cell over all columns."""
        across = all(
            self.owners[row, column] == (row, 0) for column in range(self.width)
        )
        return across and self.owners.get((row + 1, 0)) != (row, 0)

    def right_of(self, row: int, column: int) -> float:
        """Right side of the block of a cell."""
        owner = self.owners[row, column]
        while self.owners.get((row, column + 1)) == owner:
            column += 1
        return self.xs[column + 1]


def find_tables(rules: Sequence[Rule]) -> list[Table]:
    """Find the tables that strokes form: at least two columns, closed on all sides."""
    level = _merged([rule for rule in rules if rule.is_level])
    upright = _merged([rule for rule in rules if not rule.is_level])
    if len(level) + len(upright) > _MAX_RULES:
        return []
    tables = (_table(*group) for group in _connected(level, upright))
    return [table for table in tables if table is not None]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Put strokes together that continue or double each other."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rows and rule.at - rows[-1][0].at < _NEAR:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    out: list[Rule] = []
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        first = len(out)
        for rule in sorted(row, key=lambda rule: rule.start):
            if len(out) > first and rule.start <= out[-1].end + _NEAR:
                end = max(out[-1].end, rule.end)
                out[-1] = attrs.evolve(out[-1], end=end)
            else:
                out.append(attrs.evolve(rule, at=at))
    return out


def _connected(
    level: Sequence[Rule], upright: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the groups of strokes that hang together."""
    levels, uprights = list(level), list(upright)
    while levels:
        group: tuple[list[Rule], list[Rule]] = ([levels.pop()], [])
        todo = list(group[0])
        while todo:
            rule = todo.pop()
            others = uprights if rule.is_level else levels
            met = [other for other in others if rule.touches(other)]
            others[:] = [other for other in others if not rule.touches(other)]
            group[1 if rule.is_level else 0].extend(met)
            todo.extend(met)
        yield group


def _table(level: Sequence[Rule], upright: Sequence[Rule]) -> Table | None:
    xs = tuple(_distinct([rule.at for rule in upright]))
    ys = tuple(reversed(_distinct([rule.at for rule in level])))
    width, height = len(xs) - 1, len(ys) - 1
    if width < 2 or height < 1 or width * height > _MAX_CELLS:
        return None
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(height):
        for column in range(width):
            if (row, column) not in owners:
                _own_block(row, column, xs, ys, level, upright, owners)
    return Table(xs, ys, owners)


def _own_block(
    row: int,
    column: int,
    xs: Sequence[float],
    ys: Sequence[float],
    level: Sequence[Rule],
    upright: Sequence[Rule],
    owners: dict[tuple[int, int], tuple[int, int]],
) -> None:
    """Mark the cells that no stroke parts from the given one, as a rectangle."""
    middle = (ys[row] + ys[row + 1]) / 2
    last = column
    while (
        last + 2 < len(xs)
        and (row, last + 1) not in owners
        and not _is_ruled(upright, xs[last + 1], middle)
    ):
        last += 1
    below = row
    while below + 2 < len(ys) and not any(
        _is_ruled(level, ys[below + 1], (xs[at] + xs[at + 1]) / 2)
        for at in range(column, last + 1)
    ):
        below += 1
    for at_row in range(row, below + 1):
        for at_column in range(column, last + 1):
            owners.setdefault((at_row, at_column), (row, column))


def _is_ruled(rules: Sequence[Rule], at: float, place: float) -> bool:
    return any(abs(rule.at - at) < _NEAR and rule.covers(place) for rule in rules)


def _distinct(places: Sequence[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] >= _NEAR:
            out.append(place)
    return out
