"""Units whose result changed, and the points that made the difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from dafeng.assessment.matching import fields_changed, matched
from dafeng.assessment.records import (  # noqa: TC001 - read back from JSON by type
    Point,
    UnitScore,
)

ROUNDING = "rounding"
"""Name of the row of what is no change: cents that largest remainders moved from one
unchanged subject to another, and what a score has beyond the sum of its points."""
_CENT = Decimal("0.01")
_UNIT_FIELDS = ("score", "grade", "best", "rank", "vetoes")


@attrs.frozen(kw_only=True)
class PointChange:
    """How much of a score's change one rule and subject made.

    Attributes
    ----------
    rule, subject : str
        As in :class:`Point`; between two years a report goes by its form and part of
        the year: ``进展报表:Q1``. The rule ``rounding`` is what rounding adds.
    before, after : Decimal
        Points; 0 where there was no such row.
    change : Decimal
        After minus before, exactly.
    reason_before, reason_after : str
    """

    rule: str
    subject: str = ""
    before: Decimal
    after: Decimal
    change: Decimal
    reason_before: str = ""
    reason_after: str = ""


@attrs.frozen(kw_only=True)
class UnitChange:
    """A unit whose result is another one.

    Attributes
    ----------
    name : str
    before, after : UnitScore or None
        None: not assessed then.
    fields : tuple of str
        What differs, of score, grade, best grade, rank and vetoes.
    change : Decimal or None
        After minus before; None without a score on both sides, or where the schemes
        differ.
    points : tuple of PointChange
        The largest first; they add up to ``change`` exactly. Empty without a change.
    """

    name: str
    before: UnitScore | None
    after: UnitScore | None
    fields: tuple[str, ...] = ()
    change: Decimal | None = None
    points: tuple[PointChange, ...] = ()


def unit_changes(
    before: Sequence[UnitScore],
    after: Sequence[UnitScore],
    *,
    comparable: bool,
    periods: tuple[str, str] = ("", ""),
) -> tuple[UnitChange, ...]:
    """Return the units whose result is another one, the later order first.

    Parameters
    ----------
    before, after : sequence of UnitScore
    comparable : bool
        Whether both were made under one scheme; without it no score is subtracted.
    periods : tuple of str, str
        Codes of the assessed years. Where they differ, a report of one year is held
        against that of the same part of the other.
    """
    found = []
    for name, old, new in matched(before, after, lambda one: one.name):
        fields = fields_changed(old, new, _UNIT_FIELDS)
        if fields or old is None or new is None:
            change = _change(old, new) if comparable else None
            found.append(
                UnitChange(
                    name=name,
                    before=old,
                    after=new,
                    fields=fields,
                    change=change,
                    points=_points(old, new, change, periods),
                )
            )
    return tuple(found)


def _change(before: UnitScore | None, after: UnitScore | None) -> Decimal | None:
    if before is None or after is None or before.score is None or after.score is None:
        return None
    return after.score - before.score


def _points(
    before: UnitScore | None,
    after: UnitScore | None,
    change: Decimal | None,
    periods: tuple[str, str],
) -> tuple[PointChange, ...]:
    """Explain a change row by row; rounding makes up the rest."""
    if before is None or after is None or not change:
        return ()
    old_year, new_year = periods if periods[0] != periods[1] else ("", "")
    old, new = _by_row(before.points, old_year), _by_row(after.points, new_year)
    rows = [
        _row(at, old.get(at, ()), new.get(at, ())) for at in old.keys() | new.keys()
    ]
    rows = [row for row in rows if not _is_rounding(row)]
    rest = change - sum((row.change for row in rows), Decimal(0))
    rows.append(_rest(before, rest))
    moved = (row for row in rows if row.change)
    return tuple(
        sorted(moved, key=lambda row: (-abs(row.change), row.rule, row.subject))
    )


def _is_rounding(row: PointChange) -> bool:
    """Whether a subject stands as it stood, but for a cent of largest remainders."""
    return abs(row.change) <= _CENT and row.reason_before == row.reason_after


def _by_row(
    points: Iterable[Point], year: str
) -> dict[tuple[str, str], tuple[Point, ...]]:
    found: dict[tuple[str, str], tuple[Point, ...]] = {}
    for point in points:
        at = (point.rule, _part_of_year(point.subject, year))
        found[at] = (*found.get(at, ()), point)
    return found


def _part_of_year(subject: str, year: str) -> str:
    """Name a report of a year by its form and part of the year; else the subject.

    ``进展报表:2025Q1`` is ``进展报表:Q1``, a yearly one goes by its form alone.
    """
    form, colon, period = subject.rpartition(":")
    if not (year and colon and period.startswith(year)):
        return subject
    part = period.removeprefix(year).lstrip("-")
    return f"{form}:{part}" if part else form


def _row(
    at: tuple[str, str], before: Sequence[Point], after: Sequence[Point]
) -> PointChange:
    old, new = (
        sum((point.points for point in of), Decimal(0)) for of in (before, after)
    )
    return PointChange(
        rule=at[0],
        subject=at[1],
        before=old,
        after=new,
        change=new - old,
        reason_before=" ".join(point.reason for point in before),
        reason_after=" ".join(point.reason for point in after),
    )


def _rest(before: UnitScore, rest: Decimal) -> PointChange:
    old = (before.score or Decimal(0)) - sum(
        (point.points for point in before.points), Decimal(0)
    )
    return PointChange(rule=ROUNDING, before=old, after=old + rest, change=rest)
