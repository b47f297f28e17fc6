"""How wide a number is: its published range, or the default of its kind.

Every span is relative to the published value: 0.95 and 1.05 are five percent to either
side.  A range printed beside the value is taken before any default; a default is a row
of ``data/uncertainty.csv`` with its document, and the row that fits best is used.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from dafeng.accounts.records import Line
    from dafeng.factors.records import Factor

PUBLISHED = "published"
_PARTS = ("flow", "stream", "grade", "parameter", "gas", "level")


@attrs.frozen(kw_only=True)
class Spread:
    """The 95 % interval of one number, relative to its value.

    Attributes
    ----------
    low, high : float
        Ends of the interval; 1 is the value itself.
    bound : float
        What it cannot exceed, relative to its value; infinite where nothing binds.
    source : str
        Document of the interval, or ``published`` for a range printed with the value.
    verified : bool
        Whether the interval was read in a public copy.
    """

    low: float
    high: float
    bound: float = float("inf")
    source: str = PUBLISHED
    verified: bool = True

    @property
    def below(self) -> float:
        """Half width to the lower side; never negative, never more than the value."""
        return min(max(1 - self.low, 0.0), 1.0)

    @property
    def above(self) -> float:
        """Half width to the upper side, as far as the bound lets it."""
        return max(min(self.high, self.bound) - 1, 0.0)


@attrs.frozen(kw_only=True)
class Default:
    """A row of ``data/uncertainty.csv``; empty cells fit everything.

    Attributes
    ----------
    kind : str
        ``activity`` or ``factor``.
    flow, stream, grade, parameter, gas, level : str
        What it is for; ``flow`` may be the first name of a code: ``fuel``.
    low_pct, high_pct : float
        Half widths of the 95 % interval in percent of the value.
    bound : float or None
        Largest value that the number can have in its own unit.
    source, verified, notes
        Where it comes from, whether it was read there, and a remark.
    """

    kind: str
    flow: str
    stream: str
    grade: str
    parameter: str
    gas: str
    level: str
    low_pct: float
    high_pct: float
    bound: float | None
    source: str
    verified: bool
    notes: str

    def fit(self, kind: str, asked: dict[str, str]) -> tuple[bool, int, int] | None:
        """How well it fits, more is better; None when it does not.

        Who measured comes first, then how many cells fit, then how exact the flow is.
        """
        if self.kind != kind:
            return None
        told = [(part, getattr(self, part)) for part in _PARTS if getattr(self, part)]
        for part, cell in told:
            have = asked.get(part, "")
            inside = part == "flow" and have.startswith(f"{cell}.")
            if have != cell and not inside:
                return None
        return bool(self.level), len(told), len(self.flow)


@cache
def defaults() -> tuple[Default, ...]:
    """Rows of ``data/uncertainty.csv``."""
    return tuple(
        Default(
            **{part: row[part] for part in _PARTS},
            kind=row["kind"],
            low_pct=float(row["low_pct"]),
            high_pct=float(row["high_pct"]),
            bound=float(row["bound"]) if row["bound"] else None,
            source=", ".join(
                part
                for part in (row["source_document"], row["source_location"])
                if part
            ),
            verified=row["verified"] == "yes",
            notes=row["notes"],
        )
        for row in packaged_rows("dafeng.accounts", "uncertainty.csv")
    )


def activity_spread(line: Line) -> Spread:
    """Uncertainty of the activity of a line, by its flow, stream and grade.

    Source
    ------
    IPCC 2006 Guidelines, volume 2, chapter 2, table 2.15, and the tables named in
    ``data/uncertainty.csv``.
    """
    return _spread(_best("activity", line.flow, str(line.stream), str(line.grade)))


@cache
def _best(kind: str, flow: str, *rest: str) -> Default:
    parts = ("stream", "grade") if kind == "activity" else ("parameter", "gas", "level")
    asked = {"flow": flow} | dict(zip(parts, rest, strict=True))
    fits = [(row.fit(kind, asked), row) for row in defaults()]
    return max(
        ((fit, row) for fit, row in fits if fit is not None), key=lambda pair: pair[0]
    )[1]


def factor_spread(factor: Factor, flow: str) -> Spread:
    """Uncertainty of a factor: the range printed with it, or the default of its kind.

    Parameters
    ----------
    factor : Factor
    flow : str
        Flow of the line that uses it.
    """
    row = _best("factor", flow, factor.parameter, factor.gas, factor.level.name)
    value = float(factor.value)
    bound = row.bound / value if row.bound is not None and value > 0 else float("inf")
    if factor.low is None or factor.high is None or value == 0:
        return _spread(row, bound)
    ends = sorted((float(factor.low) / value, float(factor.high) / value))
    return Spread(low=ends[0], high=ends[1], bound=max(bound, 1.0))


def _spread(row: Default, bound: float = float("inf")) -> Spread:
    return Spread(
        low=1 - row.low_pct / 100,
        high=1 + row.high_pct / 100,
        bound=max(bound, 1.0),
        source=row.source,
        verified=row.verified,
    )
