"""Error propagation: 95 % intervals of lines and of any total over them.

The rules of products and sums hold for independent quantities.  Lines share factor rows
and evidence, so slopes are first added up variable by variable, and only then squared:
what is shared is fully correlated, the rest is independent.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.uncertainty.terms import Book, FormulaOf, LineTerms, error_terms
from dafeng.base.errors import NotFoundError

if TYPE_CHECKING:
    from dafeng.accounts.records import Line
    from dafeng.accounts.uncertainty.spreads import Spread

DIGITS = 9
"""Significant digits kept of a half width, so that any machine gives the same."""


@attrs.frozen(kw_only=True)
class Intervals:
    """95 % intervals of an account, in grams of CO2 equivalent.

    Attributes
    ----------
    terms : mapping of str to LineTerms
        By id of the line, in the order of the ids.
    spreads : mapping of str to Spread
        By name of the variable.
    """

    terms: Mapping[str, LineTerms]
    spreads: Mapping[str, Spread]

    def line(self, line_id: str) -> tuple[int, int]:
        """Interval of one line.

        Raises
        ------
        NotFoundError
            ``uncertainty.no_line``: no line has this id.
        """
        return self._interval([self._line(line_id)])

    def total(self, lines: Iterable[Line | str]) -> tuple[int, int]:
        """Interval of the sum of lines, given as lines or as their ids.

        Raises
        ------
        NotFoundError
            ``uncertainty.no_line``: no line has one of the ids.
        """
        wanted = {line if isinstance(line, str) else line.id for line in lines}
        return self._interval([self._line(line_id) for line_id in sorted(wanted)])

    def shares(self, lines: Iterable[Line | str]) -> dict[str, float]:
        """Part of each variable in the variance of a total, largest first."""
        wanted = {line if isinstance(line, str) else line.id for line in lines}
        moves = self._moves([self._line(line_id) for line_id in sorted(wanted)])
        squares = {
            name: (move * (self.spreads[name].below + self.spreads[name].above)) ** 2
            for name, move in moves.items()
        }
        whole = math.fsum(squares.values())
        order = sorted(squares, key=lambda name: (-squares[name], name))
        return {name: squares[name] / whole for name in order if whole}

    def _line(self, line_id: str) -> LineTerms:
        try:
            return self.terms[line_id]
        except KeyError:
            msg = (
                f"No line has the id {line_id!r} among the {len(self.terms)} whose "
                "intervals were worked out. Pass it in when you ask for them."
            )
            raise NotFoundError(msg, code="uncertainty.no_line", line=line_id) from None

    def _moves(self, lines: Iterable[LineTerms]) -> dict[str, float]:
        """Grams by which a total moves when a variable doubles."""
        moves: dict[str, list[float]] = defaultdict(list)
        for line in lines:
            for name, slope in line.slopes:
                moves[name].append(line.co2e_g * slope)
        return {name: math.fsum(parts) for name, parts in moves.items()}

    def _interval(self, lines: list[LineTerms]) -> tuple[int, int]:
        value = sum(line.co2e_g for line in lines)
        below, above = zip(*self._sides(self._moves(lines)), strict=True)
        low = value - _grams(math.sqrt(math.fsum(below)))
        high = value + _grams(math.sqrt(math.fsum(above)))
        # What only emits cannot take up, and what only takes up cannot emit.
        if all(line.co2e_g >= 0 for line in lines):
            low = max(low, 0)
        if all(line.co2e_g <= 0 for line in lines):
            high = min(high, 0)
        return low, high

    def _sides(self, moves: Mapping[str, float]) -> Iterator[tuple[float, float]]:
        """Squares by which each variable moves a total down and up."""
        yield 0.0, 0.0
        for name, move in moves.items():
            spread = self.spreads[name]
            down, up = spread.below * move, spread.above * move
            yield (down**2, up**2) if move >= 0 else (up**2, down**2)


def intervals(
    lines: Iterable[Line], book: Book, *, formula_of: FormulaOf | None = None
) -> Intervals:
    """Work out the intervals of an account (Approach 1).

    Parameters
    ----------
    lines : iterable of Line
    book : Book
        Knows every factor that a line uses, with its range.
    formula_of : callable, optional
        From the id of a method to its formula; default the registered methods.

    Returns
    -------
    Intervals
        ``line(id)`` and ``total(lines)`` give ``(low_g, high_g)``; each side adds up
        the half widths of its own side, so a skewed range stays skewed.

    Raises
    ------
    NotFoundError
        A line names a method or a factor that does not exist.

    Source
    ------
    IPCC 2006 Guidelines, volume 1, chapter 3, equations 3.1 and 3.2 and section
    3.2.3.1 (correlation: aggregate before you combine); first-order Taylor expansion.
    """
    terms = error_terms(lines, book, formula_of=formula_of)
    return Intervals(
        terms={line.id: line for line in terms.lines}, spreads=terms.spreads
    )


def _grams(width: float) -> int:
    return int(Decimal(f"{width:.{DIGITS}g}").to_integral_value())
