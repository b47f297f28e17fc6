"""A cell's text as a value; what cannot be read becomes a finding, never a guess."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.measures.records import Ramp, RampShape
from dafeng.measures.stated import error

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.measures.stated import StatedRow

_PAIR = 2


@attrs.frozen(kw_only=True)
class Cells:
    """Reads the cells of one row and collects what is wrong with them.

    Attributes
    ----------
    row : StatedRow
    findings : list of Finding
        Grows with each bad cell.
    """

    row: StatedRow
    findings: list[Finding]

    def bad(self, column: str, code: str, expected: str, hint: str) -> None:
        """Note that a cell is not what is expected."""
        found, place = self.row.values[column], self.row.places[column]
        self.findings.append(error(code, place, found, expected, hint))

    def text(self, column: str) -> str:
        """The text, which must be there."""
        value = self.row.values[column]
        if not value:
            self.bad(column, "measure.empty", f"{column} is filled.", "Fill the cell.")
        return value

    def words(self, column: str) -> tuple[str, ...]:
        """Words with a blank between them, each once."""
        found = tuple(self.row.values[column].split())
        if len(set(found)) != len(found):
            self.bad(
                column,
                "measure.word_twice",
                f"Each word of {column} stands once.",
                "Delete the second one.",
            )
        return found

    def chosen(self, column: str, among: Collection[str]) -> str:
        """One of a list; an empty cell is only good where the list has it."""
        value = self.row.values[column]
        if value not in among:
            self.bad(
                column,
                "measure.not_in_list",
                f"{column} is one of: {', '.join(filter(None, among))}.",
                "Take a word of the list.",
            )
        return value

    def number(
        self, column: str, *, low: float = -math.inf, high: float = math.inf
    ) -> float:
        """A finite number within its limits; nan where it cannot be read."""
        value = _finite(self.row.values[column])
        if value is None:
            self.bad(
                column,
                "measure.not_a_number",
                f"{column} is a number.",
                "Write digits alone, the unit belongs into the head; 0 where it is 0.",
            )
            return math.nan
        if not low <= value <= high:
            self.bad(
                column,
                "measure.out_of_range",
                f"{column} is {_limits(low, high)}.",
                "Correct the number or its unit.",
            )
        return value

    def year(self, column: str) -> int:
        """A year of four digits."""
        value = self.row.values[column]
        if not _is_year(value):
            self.bad(
                column,
                "measure.not_a_year",
                f"{column} is a year of four digits.",
                "Write 2025.",
            )
            return 0
        return int(value)

    def day(self, column: str) -> date | None:
        """A day, or None for an empty cell."""
        value = self.row.values[column]
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.bad(
                column,
                "measure.not_a_day",
                f"{column} is a day.",
                "Write 2025-01-31, or leave the cell empty when it is open.",
            )
            return None

    def ramp(self, column: str) -> Ramp:
        """``linear:2``, ``s-curve:3``, or years alone, which are linear."""
        shape, _, years = self.row.values[column].rpartition(":")
        value = _finite(years)
        if value is None or value < 0 or (shape or "linear") not in set(RampShape):
            self.bad(
                column,
                "measure.not_a_ramp",
                f"{column} is a shape and years: {', '.join(RampShape)}.",
                "Write linear:2, s-curve:3, or linear:0 for an effect at once.",
            )
            return Ramp()
        return Ramp(shape=RampShape(shape or "linear"), years=value)

    def pairs(self, column: str, *, expected: str) -> tuple[tuple[int, float], ...]:
        """``2026:10 2030:60``: whole numbers that rise, each with a number >= 0."""
        pairs = []
        for word in self.row.values[column].split():
            parts = word.split(":")
            value = _finite(parts[-1])
            if len(parts) != _PAIR or not parts[0].isdecimal() or value is None:
                self._bad_pairs(column, expected)
                return ()
            pairs.append((int(parts[0]), value))
        keys = [key for key, _ in pairs]
        if keys != sorted(set(keys)) or any(value < 0 for _, value in pairs):
            self._bad_pairs(column, expected)
        return tuple(pairs)

    def _bad_pairs(self, column: str, expected: str) -> None:
        self.bad(
            column,
            "measure.not_pairs",
            expected,
            "Write pairs with a colon, a blank between them, the first parts rising.",
        )

    def assumed(self, figures: tuple[str, ...]) -> tuple[str, ...]:
        """Names of assumed figures, which must be figures of the row."""
        assumed = self.words("assumed")
        if not set(assumed) <= set(figures):
            self.bad(
                "assumed",
                "measure.assumed_unknown",
                f"assumed names figures of the row: {', '.join(figures)}.",
                "Correct the name.",
            )
        return assumed

    def document(self, column: str, figures: tuple[str, ...]) -> str:
        """The document behind figures; one must be named unless all are assumed."""
        document = self.row.values[column]
        assumed = self.row.values["assumed"].split()
        stated = [name for name in figures if name not in assumed]
        if stated and not document:
            self.bad(
                column,
                "measure.no_source",
                f"A document stands behind {', '.join(stated)}, or they are assumed.",
                f"Name the document in {column}, or the figures in assumed.",
            )
        return document


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _is_year(text: str) -> bool:
    return len(text) == len("2025") and text.isascii() and text.isdigit()


def _limits(low: float, high: float) -> str:
    if high == math.inf:
        return f"{low:g} or more"
    return f"from {low:g} to {high:g}"
