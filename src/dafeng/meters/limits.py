"""Default limits of a kind of meter: rows with source and validity."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.meters.records import Limits, MeterKind


def limits_on(
    day: date,
    kind: MeterKind,
    *,
    most_per_hour: Fraction,
    step_s: int | None = None,
) -> Limits:
    """Return the packaged limits of a day for a meter of some size and step.

    Parameters
    ----------
    day : date
    kind : MeterKind
    most_per_hour : Fraction
        The most that can pass in an hour, in the meter's unit: size is the meter's own.
    step_s : int, optional
        Seconds between two readings; default that of the row.

    Raises
    ------
    NotFoundError
        ``meter.limits.none``: no row holds on the day.
    """
    rows = [
        row
        for row in packaged_rows("dafeng.meters", "limits.csv")
        if row["kind"] == kind
        and holds_on(
            day_or_none(row["effective_from"]), day_or_none(row["effective_to"]), day
        )
    ]
    if not rows:
        msg = f"limits.csv has no row for {kind} on {day}. Add one with its source."
        raise NotFoundError(msg, code="meter.limits.none", kind=kind, day=day)
    row = rows[-1]
    step = step_s or int(row["step_s"])
    return Limits(
        most_per_hour=most_per_hour,
        step_s=step,
        gap_s=int(Fraction(row["gap_steps"]) * step),
        stuck_s=int(row["stuck_s"]),
        late_s=int(row["late_s"]),
        spike_ratio=int(row["spike_ratio"]),
        source=row["source"],
        verified=row["verified"],
    )
