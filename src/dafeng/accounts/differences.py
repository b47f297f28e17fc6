"""What changed between two accounts, line by line, with the reason."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.boundaries import counts, total_g, within
from dafeng.accounts.records import Boundary

if TYPE_CHECKING:
    from dafeng.accounts.records import Account, Line


class Reason(StrEnum):
    """Why a line differs; the first that applies is named."""

    ADDED = "added"
    REMOVED = "removed"
    METHOD = "method"
    ACTIVITY = "activity"
    FACTOR = "factor"
    ACTIVITY_AND_FACTOR = "activity-and-factor"
    PROVENANCE = "provenance"
    """Same number, other evidence, grade or flags."""


@attrs.frozen(kw_only=True)
class LineChange:
    """One line before and after; either may be missing.

    Attributes
    ----------
    id : str
        Of the later line, or of the one that is gone.
    reason : Reason
    before, after : Line or None
    change_g : int
        After minus before, grams of CO2 equivalent.
    """

    id: str
    reason: Reason
    before: Line | None
    after: Line | None
    change_g: int


@attrs.frozen(kw_only=True)
class Difference:
    """Two accounts compared.

    Attributes
    ----------
    totals : tuple of (Boundary, int, int)
        Grams before and after for each boundary.
    changes : tuple of LineChange
        Lines that differ, largest change first; their changes add up to the change of
        all lines together.
    settings : tuple of (str, str, str)
        Settings that differ, before and after.
    """

    totals: tuple[tuple[Boundary, int, int], ...]
    changes: tuple[LineChange, ...]
    settings: tuple[tuple[str, str, str], ...]

    def within(self, boundary: Boundary) -> tuple[LineChange, ...]:
        """Return changes of lines that a boundary counts, before or after."""
        return tuple(
            change
            for change in self.changes
            if any(
                line is not None and counts(line, boundary)
                for line in (change.before, change.after)
            )
        )


def difference(before: Account, after: Account) -> Difference:
    """Compare two accounts; lines are matched by what they are about.

    The year at the beginning of an id is left aside, so that two years compare too.
    """
    old = {_about(line): line for line in before.lines}
    new = {_about(line): line for line in after.lines}
    changes = [
        _change(old.get(name), new.get(name))
        for name in old.keys() | new.keys()
        if old.get(name) != new.get(name)
    ]
    return Difference(
        totals=tuple(
            (
                boundary,
                total_g(within(before.lines, boundary)),
                total_g(within(after.lines, boundary)),
            )
            for boundary in Boundary
        ),
        changes=tuple(sorted(changes, key=lambda c: (-abs(c.change_g), c.id))),
        settings=_settings(before, after),
    )


def _about(line: Line) -> str:
    return line.id.partition("-")[2]


def _change(before: Line | None, after: Line | None) -> LineChange:
    grams = (after.co2e_g if after else 0) - (before.co2e_g if before else 0)
    standing = after or before
    return LineChange(
        id=standing.id if standing else "",
        reason=_reason(before, after),
        before=before,
        after=after,
        change_g=grams,
    )


def _reason(before: Line | None, after: Line | None) -> Reason:
    if before is None:
        return Reason.ADDED
    if after is None:
        return Reason.REMOVED
    if before.method != after.method:
        return Reason.METHOD
    activity = before.activity != after.activity
    factor = before.uses != after.uses
    if activity and factor:
        return Reason.ACTIVITY_AND_FACTOR
    if activity:
        return Reason.ACTIVITY
    return Reason.FACTOR if factor else Reason.PROVENANCE


def _settings(before: Account, after: Account) -> tuple[tuple[str, str, str], ...]:
    pairs = [
        (
            field.name,
            getattr(before.settings, field.name),
            getattr(after.settings, field.name),
        )
        for field in attrs.fields(type(before.settings))
    ]
    pairs.append(("factor_edition", before.factor_edition, after.factor_edition))
    return tuple((name, str(a), str(b)) for name, a, b in pairs if a != b)
